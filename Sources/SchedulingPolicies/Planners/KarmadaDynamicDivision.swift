// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The strategies that divide by available replicas: DynamicWeight and Aggregated.
///
/// Source: Karmada `pkg/scheduler/core/division_algorithm.go`, `dynamicDivideReplicas`, `dynamicScaleUp`,
/// `dynamicScaleDown`, `dynamicFreshScale`, and `assignment.go`, `resortAvailableClusters`.
struct KarmadaDynamicDivision {
  let problem: KarmadaAssignment.Problem
  let aggregates: Bool

  /// A candidate in the list to divide by.
  private struct Entry {
    var candidate: Int
    var replicas: Int32
  }

  /// Replicas per candidate.
  func divide() throws(KarmadaAssignmentError) -> [Int32] {
    var scheduled = [Int32](repeating: 0, count: problem.allocatable.count)
    var assigned: Int32 = 0
    for target in problem.previous {
      scheduled[target.candidate] &+= target.replicas
      assigned &+= target.replicas
    }
    let none = [Int32](repeating: 0, count: scheduled.count)
    if problem.mode == .fresh {
      let list = scheduled.indices.map {
        Entry(candidate: $0, replicas: problem.allocatable[$0] &+ scheduled[$0])
      }
      return try divide(problem.replicas, by: list, keeping: none, .fresh)
    }
    if assigned > problem.replicas {
      let list = problem.previous.map { Entry(candidate: $0.candidate, replicas: $0.replicas) }
      return try divide(problem.replicas, by: list, keeping: none, .down)
    }
    if assigned < problem.replicas {
      let list = scheduled.indices.map { Entry(candidate: $0, replicas: problem.allocatable[$0]) }
      return try divide(problem.replicas &- assigned, by: list, keeping: scheduled, .up)
    }
    return scheduled
  }

  private func divide(
    _ target: Int32, by candidates: [Entry], keeping scheduled: [Int32], _ scaling: KarmadaAssignmentError.Scaling
  ) throws(KarmadaAssignmentError) -> [Int32] {
    var list = candidates
    var available: Int32 = 0
    for entry in list { available &+= entry.replicas }
    if available < target { throw .notEnoughReplicas(scaling, available: available) }
    if aggregates { list = fewestClusters(of: list, for: target, keeping: scheduled) }
    let seats = try KarmadaAssignment.dispense(
      target, to: list.map(\.candidate), weights: list.map { Int64($0.replicas) }, previous: scheduled, problem)
    var result = scheduled
    for (place, entry) in list.enumerated() { result[entry.candidate] &+= seats[place] }
    return result
  }

  /// The shortest prefix that suffices, clusters that already hold replicas first. The largest come first; the order of
  /// equals is the one that Go's sort leaves.
  private func fewestClusters(of list: [Entry], for target: Int32, keeping scheduled: [Int32]) -> [Entry] {
    var sorted = list
    GoSort.sort(&sorted) { $0.replicas > $1.replicas }
    sorted = sorted.filter { scheduled[$0.candidate] > 0 } + sorted.filter { scheduled[$0.candidate] <= 0 }
    var sum: Int32 = 0
    for (place, entry) in sorted.enumerated() {
      sum &+= entry.replicas
      if sum >= target { return Array(sorted[...place]) }
    }
    return sorted
  }
}
