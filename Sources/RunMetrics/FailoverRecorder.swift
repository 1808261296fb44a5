// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// Follows one failure of a run step by step: the first scripted one, or where nothing is scripted the first that took
/// replicas which served.
///
/// Decisions and starts on other clusters count up to what each workload lost, and until the repair: what a system puts
/// back afterwards is no part of the failover.
struct FailoverRecorder: Sendable {
  private let units: [FaultUnit]
  private let waitsForScripted: Bool
  private let isWanted: Bool
  private var isStruck: [Bool]
  /// Replicas of each workload that are lost and not placed, and not ready, elsewhere.
  private var unplaced: [Int64]
  private var unready: [Int64]
  private var unit = -1
  private var lastUnit = -1
  private var lastBegan = SimulationTime.zero
  private(set) var timeline: FailoverTimeline?

  init(scenario: Scenario, units: [FaultUnit], isWanted: Bool) {
    self.units = units
    self.isWanted = isWanted
    waitsForScripted = units.contains(where: \.isScripted)
    isStruck = Array(repeating: false, count: scenario.fleet.clusters.count)
    unplaced = Array(repeating: 0, count: scenario.workloads.count)
    unready = unplaced
  }

  mutating func take(_ observation: Observation) {
    guard isWanted, timeline?.repairedAt == nil else { return }
    guard timeline != nil else {
      begin(observation)
      return
    }
    if observation.kind == .faultEnded {
      if observation.value == Int64(unit) { timeline?.repairedAt = observation.time.seconds }
    } else if observation.cluster >= 0, isStruck[Int(observation.cluster)] {
      noteThere(observation)
    } else {
      noteElsewhere(observation)
    }
  }

  /// Waits for the failure to follow.
  private mutating func begin(_ observation: Observation) {
    switch observation.kind {
    case .faultBegan:
      lastUnit = Int(observation.value)
      lastBegan = observation.time
      if units[lastUnit].isScripted { follow(lastUnit) }
    case .servingLostToFault where !waitsForScripted && lastUnit >= 0:
      follow(lastUnit)
      noteThere(observation)
    default: break
    }
  }

  private mutating func follow(_ chosen: Int) {
    unit = chosen
    for cluster in units[chosen].clusters { isStruck[cluster.index] = true }
    timeline = FailoverTimeline(
      label: units[chosen].label, plane: units[chosen].plane.rawValue, failedAt: lastBegan.seconds)
  }

  /// Something happened to a cluster that failed.
  private mutating func noteThere(_ observation: Observation) {
    let seconds = observation.time.seconds
    switch observation.kind {
    case .servingLostToFault: lose(-observation.value, of: observation.workload)
    case .falseFailover: lose(observation.value, of: observation.workload)
    case .readinessPublished where observation.value == 0:
      if timeline?.publishedAt == nil { timeline?.publishedAt = seconds }
    case .reactionDue:
      if timeline?.actedAt == nil { timeline?.actedAt = seconds }
    case .evicted:
      let phase = Self.extended(timeline?.evictions, to: seconds)
      timeline?.evictions = phase
    default: break
    }
  }

  private mutating func noteElsewhere(_ observation: Observation) {
    switch observation.kind {
    case .assigned:
      let part = min(observation.value, unplaced[Int(observation.workload)])
      guard part > 0 else { return }
      unplaced[Int(observation.workload)] -= part
      timeline?.placedReplicas += Int(part)
      let phase = Self.extended(timeline?.decisions, to: observation.time.seconds)
      timeline?.decisions = phase
    case .servingChanged:
      let part = min(observation.value, unready[Int(observation.workload)])
      guard part > 0 else { return }
      unready[Int(observation.workload)] -= part
      timeline?.readyReplicas += Int(part)
      let phase = Self.extended(timeline?.ready, to: observation.time.seconds)
      timeline?.ready = phase
    default: break
    }
  }

  private mutating func lose(_ count: Int64, of workload: Int32) {
    unplaced[Int(workload)] += count
    unready[Int(workload)] += count
    timeline?.lostReplicas += Int(count)
  }

  private static func extended(_ phase: FailoverTimeline.Phase?, to seconds: Double) -> FailoverTimeline.Phase {
    FailoverTimeline.Phase(first: phase?.first ?? seconds, last: seconds)
  }
}
