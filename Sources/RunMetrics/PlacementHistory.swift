// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A number over the time of a run that changes in steps, kept exactly.
public struct StepHistory: Hashable, Sendable {
  /// A step: from `time` on the number is `value`.
  public struct Step: Hashable, Sendable {
    /// When.
    public var time: SimulationTime
    /// What it is from then on.
    public var value: Int64
  }

  /// What it is before the first step.
  public let initial: Int64
  /// The steps, ascending; one a moment, each of another value than the one before.
  public private(set) var steps: [Step] = []

  /// A number that has not changed yet.
  public init(initial: Int64 = 0) { self.initial = initial }

  /// The value after all steps so far.
  public var last: Int64 { steps.last?.value ?? initial }

  /// Sets the value from `time` on, which is not before the last step. What happens within one moment is one step.
  public mutating func set(_ value: Int64, at time: SimulationTime) {
    precondition(steps.last.map { $0.time <= time } ?? true, "a step at \(time) after one at \(steps[steps.count - 1])")
    if steps.last?.time == time { steps.removeLast() }
    if value != last { steps.append(Step(time: time, value: value)) }
  }

  /// The value at `time`, after everything that happens in that moment. O(log steps).
  public func value(at time: SimulationTime) -> Int64 {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? initial : steps[low - 1].value
  }

  /// The first step at or after `time` that goes from a value to one as `condition` says; nil where there is none.
  public func first(
    atOrAfter time: SimulationTime, where condition: (_ before: Int64, _ after: Int64) -> Bool
  ) -> SimulationTime? {
    var before = initial
    for step in steps {
      if step.time >= time, condition(before, step.value) { return step.time }
      before = step.value
    }
    return nil
  }

  /// The lowest and the highest value from `start` to `end`, both included.
  public func bounds(from start: SimulationTime, to end: SimulationTime) -> ClosedRange<Int64> {
    var (low, high) = (value(at: start), value(at: start))
    for step in steps where step.time > start && step.time <= end {
      low = min(low, step.value)
      high = max(high, step.value)
    }
    return low...high
  }
}

/// A number of a run that is to be kept over time: of one workload or of all, in one cluster or in all.
public struct PlacementTrack: Hashable, Sendable {
  /// What is counted.
  public enum Quantity: String, Hashable, Sendable, CaseIterable {
    /// Replicas that the hub assigns.
    case assigned
    /// Pairs of a workload and a cluster with replicas assigned.
    case assignedClusters
    /// Ready replicas that users reach.
    case ready
    /// Ready replicas that users reach, those beyond the demand of their workload left out; of no cluster.
    case served
    /// Replicas that their member knows of and has no node for.
    case pending
    /// Replicas that users want; of no cluster.
    case demand
    /// Evictions of a workload from a cluster so far.
    case evictions
    /// What the hub believes of a cluster: 1 ready, 0 not ready, -1 before it says anything. Of no workload.
    case believedReady
  }

  /// What is counted.
  public var quantity: Quantity
  /// The workload's place in the scenario; nil: all.
  public var workload: Int?
  /// The cluster's place in the fleet; nil: all.
  public var cluster: Int?

  /// A number to keep.
  public init(_ quantity: Quantity, workload: Int? = nil, cluster: Int? = nil) {
    self.quantity = quantity
    self.workload = workload
    self.cluster = cluster
  }

  /// Whether a change in `cluster` (-1: in none) of `workload` (-1: of none) concerns it.
  func takes(_ quantity: Quantity, workload: Int, cluster: Int) -> Bool {
    quantity == self.quantity && (self.workload ?? workload) == workload && (self.cluster ?? cluster) == cluster
  }
}
