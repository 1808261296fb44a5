// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// One failure that took replicas, from its beginning until all of them are ready elsewhere or it is repaired.
///
/// A phase lasts from when the first of what was lost came into it until the last left it, so phases overlap: while some
/// replicas start, others still wait for their eviction.
struct FollowedFailover {
  /// The first and the last moment of one kind.
  struct Moments {
    var first: SimulationTime
    var last: SimulationTime
    /// `moments` and one more.
    static func adding(_ time: SimulationTime, to moments: Moments?) -> Moments {
      Moments(first: moments?.first ?? time, last: time)
    }
  }

  let unit: Int
  let label: String
  let plane: String
  let began: SimulationTime
  /// Whether all that is ever lost is lost at once: whole clusters that stop serving.
  let losesAtOnce: Bool
  var published: Moments?
  var acted: Moments?
  var evicted: Moments?
  var placed: Moments?
  var bound: Moments?
  var ready: Moments?
  private(set) var lost: Int64 = 0
  private(set) var placedReplicas: Int64 = 0
  private(set) var readyReplicas: Int64 = 0
  /// Of each workload's lost replicas, those that have not got as far elsewhere.
  private var unplaced: [Int32: Int64] = [:]
  private var unbound: [Int32: Int64] = [:]
  private var unready: [Int32: Int64] = [:]

  init(_ unit: FaultUnit, at place: Int, began: SimulationTime) {
    self.unit = place
    label = unit.label
    plane = unit.plane.rawValue
    self.began = began
    losesAtOnce = unit.plane.losesReplicas
  }

  /// Whether everything that it took is ready elsewhere and nothing more can be taken.
  var isOver: Bool { losesAtOnce && lost > 0 && readyReplicas == lost }

  mutating func lose(_ count: Int64, of workload: Int32) {
    lost += count
    unplaced[workload, default: 0] += count
    unbound[workload, default: 0] += count
    unready[workload, default: 0] += count
  }

  /// Takes what happened outside of what failed; false when it is none of its own.
  mutating func takeElsewhere(_ observation: Observation) -> Bool {
    let time = observation.time
    switch observation.kind {
    case .assigned:
      guard let part = Self.take(observation, from: &unplaced) else { return false }
      placedReplicas += part
      placed = Moments.adding(time, to: placed)
    case .boundChanged:
      guard observation.value > 0, Self.take(observation, from: &unbound) != nil else { return false }
      bound = Moments.adding(time, to: bound)
    case .servingChanged:
      guard observation.value > 0, let part = Self.take(observation, from: &unready) else { return false }
      readyReplicas += part
      ready = Moments.adding(time, to: ready)
    default: return false
    }
    return true
  }

  private static func take(_ observation: Observation, from counts: inout [Int32: Int64]) -> Int64? {
    guard let open = counts[observation.workload], open > 0 else { return nil }
    let part = min(open, observation.value)
    counts[observation.workload] = open - part
    return part
  }

  /// The phases that it came to, in their order. What was never detected, or not on a node or ready in the end, lasts until
  /// `end`; where nobody acted or placed anything there is no such phase.
  func phases(until end: SimulationTime) -> [(name: String, from: SimulationTime, to: SimulationTime)] {
    var phases: [(name: String, from: SimulationTime, to: SimulationTime)] = []
    func add(_ name: String, from start: SimulationTime?, to finish: SimulationTime?) {
      guard let start else { return }
      phases.append((name, start, max(start, min(finish ?? end, end))))
    }
    add("detect", from: began, to: published?.last ?? placed?.first)
    if let due = acted?.last ?? evicted?.first ?? placed?.first { add("tolerate", from: published?.first, to: due) }
    if evicted != nil { add("queue", from: acted?.first ?? evicted?.first, to: evicted?.last) }
    if placed != nil { add("schedule", from: evicted?.first ?? acted?.first ?? placed?.first, to: placed?.last) }
    add("propagate", from: placed?.first, to: bound?.last)
    add("start", from: bound?.first, to: ready?.last)
    return phases
  }
}
