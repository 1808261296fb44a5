// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Scheduling

/// Keeps the numbers that somebody asked for over the time of a run. It looks on: the run goes as it goes without.
struct PlacementRecorder: Sendable {
  private let tracks: [PlacementTrack]
  private(set) var histories: [StepHistory]
  /// What the hub assigned when it was last looked at, per workload; kept only where assignments are asked for.
  private var assignments: [[AssignedReplicas]]
  private let watchesAssignments: Bool
  /// Wanted replicas, per workload.
  private var demand: [Int64]
  /// Ready replicas, per workload.
  private var ready: [Int64]

  init(tracks: [PlacementTrack], workloadCount: Int) {
    self.tracks = tracks
    histories = tracks.map { StepHistory(initial: $0.quantity == .believedReady ? -1 : 0) }
    watchesAssignments = tracks.contains { $0.quantity == .assigned || $0.quantity == .assignedClusters }
    assignments = Array(repeating: [], count: watchesAssignments ? workloadCount : 0)
    demand = Array(repeating: 0, count: workloadCount)
    ready = demand
  }

  /// Whether there is nothing to keep.
  var isIdle: Bool { tracks.isEmpty }

  /// Takes what one event brought; `run` is as the event left it. O(observations x tracks).
  mutating func take(_ observations: ArraySlice<Observation>, of run: borrowing FederationRun) {
    for observation in observations {
      let workload = Int(observation.workload)
      let cluster = Int(observation.cluster)
      let time = observation.time
      switch observation.kind {
      case .assignmentChanged where watchesAssignments:
        compare(workload, with: run.assignment(of: workload), at: time)
      case .servingChanged, .servingLostToFault:
        add(observation.value, to: .ready, workload: workload, cluster: cluster, at: time)
        serve(workload, ready: ready[workload] + observation.value, demand: demand[workload], at: time)
      case .waitingChanged:
        add(observation.value, to: .pending, workload: workload, cluster: cluster, at: time)
      case .demandChanged:
        add(observation.value - demand[workload], to: .demand, workload: workload, cluster: -1, at: time)
        serve(workload, ready: ready[workload], demand: observation.value, at: time)
      case .evicted:
        add(1, to: .evictions, workload: workload, cluster: cluster, at: time)
      case .readinessPublished:
        for place in tracks.indices
        where tracks[place].takes(.believedReady, workload: -1, cluster: cluster) {
          histories[place].set(observation.value, at: time)
        }
      default: break
      }
    }
  }

  private mutating func serve(_ workload: Int, ready: Int64, demand: Int64, at time: SimulationTime) {
    let change = min(ready, demand) - min(self.ready[workload], self.demand[workload])
    self.ready[workload] = ready
    self.demand[workload] = demand
    add(change, to: .served, workload: workload, cluster: -1, at: time)
  }

  /// Takes the differences between what was assigned and what is.
  private mutating func compare(_ workload: Int, with assignment: [AssignedReplicas], at time: SimulationTime) {
    let before = assignments[workload]
    assignments[workload] = assignment
    for entry in assignment {
      let old = before.first { $0.cluster == entry.cluster }?.replicas ?? 0
      note(old, entry.replicas, workload, entry.cluster.index, at: time)
    }
    for entry in before where !assignment.contains(where: { $0.cluster == entry.cluster }) {
      note(entry.replicas, 0, workload, entry.cluster.index, at: time)
    }
  }

  private mutating func note(
    _ before: Int32, _ after: Int32, _ workload: Int, _ cluster: Int, at time: SimulationTime
  ) {
    guard before != after else { return }
    add(Int64(after) - Int64(before), to: .assigned, workload: workload, cluster: cluster, at: time)
    let change: Int64 = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0)
    add(change, to: .assignedClusters, workload: workload, cluster: cluster, at: time)
  }

  private mutating func add(
    _ change: Int64, to quantity: PlacementTrack.Quantity, workload: Int, cluster: Int, at time: SimulationTime
  ) {
    guard change != 0 else { return }
    for place in tracks.indices where tracks[place].takes(quantity, workload: workload, cluster: cluster) {
      histories[place].set(histories[place].last + change, at: time)
    }
  }
}
