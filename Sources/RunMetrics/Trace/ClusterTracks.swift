// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// Clusters and the hub in a trace: what was lost as spans, plane by plane, and beside it what the hub believed. What
/// nothing happens to has no track.
struct ClusterTracks {
  private let names: [String]
  private let units: [FaultUnit]
  /// Nodes of each cluster that are down.
  private var downNodes: [Int64]
  /// Clusters whose loss the hub has begun to act on, since it published it.
  private var isActedOn: [Bool]
  /// Components of the hub that are down, by number.
  private var lostParts = Array(repeating: 0, count: HubComponent.allCases.count + 1)
  private var lastUnit = -1

  init(scenario: Scenario, units: [FaultUnit]) {
    names = scenario.fleet.clusters.map(\.name)
    self.units = units
    downNodes = Array(repeating: 0, count: names.count)
    isActedOn = Array(repeating: false, count: names.count)
  }

  mutating func take(_ observation: Observation, file: TraceFile) {
    let time = observation.time
    switch observation.kind {
    case .faultBegan: lastUnit = Int(observation.value)
    case .clusterLost: noteLoss(observation, file)
    case .readinessPublished: notePublication(observation, file)
    case .reactionDue:
      let cluster = Int(observation.cluster)
      guard !isActedOn[cluster] else { return }
      isActedOn[cluster] = true
      file.instant(believedTrack(of: cluster, file), "the hub begins to act on it", at: time)
    case .nodesLost: noteNodes(observation, file)
    case .stockOut:
      file.instant(nodeTrack(of: Int(observation.cluster), file), "no node to be had", at: time)
    case .hubLost: noteHub(observation, file)
    case .managerExited:
      file.name(track: TraceTrack.manager, "hub: manager")
      file.instant(
        TraceTrack.manager, "gives up waiting for lists", at: time, [("members", .number(observation.value))])
    default: break
    }
  }

  /// What failed last, for the name of what it took.
  private var cause: String { lastUnit >= 0 ? units[lastUnit].label : "lost" }

  private func noteLoss(_ observation: Observation, _ file: TraceFile) {
    guard let plane = FailurePlane.allCases.first(where: { $0.number == abs(observation.value) }) else { return }
    let cluster = Int(observation.cluster)
    let track = TraceTrack.cluster(cluster, Int(plane.number))
    guard observation.value > 0 else { return file.end(track, at: observation.time) }
    file.name(track: track, "\(names[cluster]): \(plane.lossInWords)")
    file.begin(track, cause, at: observation.time, [("plane", .text(plane.rawValue))])
  }

  private mutating func notePublication(_ observation: Observation, _ file: TraceFile) {
    let cluster = Int(observation.cluster)
    isActedOn[cluster] = false
    guard observation.value == 0 else {
      return file.end(TraceTrack.cluster(cluster, TraceTrack.believed), at: observation.time)
    }
    file.begin(believedTrack(of: cluster, file), "not ready", at: observation.time)
  }

  private mutating func noteNodes(_ observation: Observation, _ file: TraceFile) {
    let cluster = Int(observation.cluster)
    let before = downNodes[cluster]
    downNodes[cluster] += observation.value
    if before == 0, downNodes[cluster] > 0 {
      file.begin(
        nodeTrack(of: cluster, file), cause, at: observation.time, [("nodes", .number(downNodes[cluster]))])
    } else if before > 0, downNodes[cluster] == 0 {
      file.end(TraceTrack.cluster(cluster, TraceTrack.nodes), at: observation.time)
    }
  }

  private mutating func noteHub(_ observation: Observation, _ file: TraceFile) {
    guard let part = HubComponent.allCases.first(where: { $0.number == abs(observation.value) }) else { return }
    let track = TraceTrack.hub(Int(part.number))
    let before = lostParts[Int(part.number)]
    lostParts[Int(part.number)] += observation.value > 0 ? 1 : -1
    if before == 0, observation.value > 0 {
      file.name(track: track, "hub: \(part == .all ? "everything" : part.rawValue)")
      file.begin(track, "down", at: observation.time)
    } else if before == 1, observation.value < 0 {
      file.end(track, at: observation.time)
    }
  }

  private func believedTrack(of cluster: Int, _ file: TraceFile) -> Int {
    let track = TraceTrack.cluster(cluster, TraceTrack.believed)
    file.name(track: track, "\(names[cluster]): as the hub believes")
    return track
  }

  private func nodeTrack(of cluster: Int, _ file: TraceFile) -> Int {
    let track = TraceTrack.cluster(cluster, TraceTrack.nodes)
    file.name(track: track, "\(names[cluster]): nodes down")
    return track
  }
}
