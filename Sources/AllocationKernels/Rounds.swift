// SPDX-License-Identifier: GPL-3.0-or-later

/// Whose rounds.
public enum RoundsKind: Sendable {
  /// KubeFed's, as ``WeightedRounds/kubeFed(total:keepsCurrent:weights:minimums:maximums:currents:capacities:)``: minimums, what
  /// runs where there are currents, shares. Limits are not looked at, and what a capacity takes off a minimum is no overflow.
  case kubeFed
  /// KubeAdmiral's, as ``WeightedRounds/kubeAdmiral(total:weights:minimums:maximums:limits:capacities:)``. Currents are not
  /// looked at.
  case kubeAdmiral
}

extension Kernels {
  /// The rounds of one workload, from narrow columns.
  ///
  /// - Parameters:
  ///   - plan: receives the replicas of each cluster.
  ///   - overflow: receives what each would have received beyond its capacity.
  /// - Returns: the replicas that no cluster took; nil where a number is out of the range that ``RoundsInput`` states, and
  ///   ``WeightedRounds`` has to be asked.
  /// O(n) a round for n clusters; seldom more than a few rounds, at most one per cluster that fills up.
  public func rounds(
    _ kind: RoundsKind, total: Int32, _ columns: RoundsColumns, plan: UnsafeMutableBufferPointer<Int32>,
    overflow: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int64? {
    one(total) { total, remaining in
      rounds(kind, totals: total, columns, plan: plan, overflow: overflow, remaining: remaining, scratch: &scratch)
    }
  }

  /// The rounds of many workloads, each over as many clusters: the columns, `plan` and `overflow` go on from workload to
  /// workload.
  ///
  /// - Parameters:
  ///   - totals: the replicas of each workload.
  ///   - remaining: receives for each workload what no cluster took, or ``RoundsInput/outsideRange``.
  public func rounds(
    _ kind: RoundsKind, totals: UnsafeBufferPointer<Int32>, _ columns: RoundsColumns,
    plan: UnsafeMutableBufferPointer<Int32>, overflow: UnsafeMutableBufferPointer<Int32>,
    remaining: UnsafeMutableBufferPointer<Int64>, scratch: inout KernelScratch
  ) {
    var known = columns
    if kind == .kubeFed { known.limits = nil } else { known.currents = nil }
    precondition(overflow.count == plan.count, "room for \(plan.count) replicas, and for \(overflow.count)")
    divide(
      table.rounds, totals, known, countsMinimumOverflow: kind == .kubeAdmiral, plan, overflow.baseAddress, remaining,
      &scratch)
  }

  /// Weighted division by largest remainders (Hamilton's method): minimums first, in order, as far as the replicas go; then
  /// shares by weight, rounded down, and one more for each of the largest remainders, of equal ones for the first. A cluster
  /// whose share reaches its maximum, limit or capacity is filled up to it, and what is left is divided among the others anew.
  /// Currents are not looked at.
  ///
  /// - Parameters:
  ///   - plan: receives the replicas of each cluster.
  /// - Returns: the replicas that no cluster took; nil where a number is out of the range that ``RoundsInput`` states.
  /// O(n) for n clusters, once more each time clusters fill up.
  public func largestRemainders(
    total: Int32, _ columns: RoundsColumns, plan: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int64? {
    one(total) { total, remaining in
      largestRemainders(totals: total, columns, plan: plan, remaining: remaining, scratch: &scratch)
    }
  }

  /// The same for many workloads, each over as many clusters: the columns and `plan` go on from workload to workload.
  ///
  /// - Parameters:
  ///   - totals: the replicas of each workload.
  ///   - remaining: receives for each workload what no cluster took, or ``RoundsInput/outsideRange``.
  public func largestRemainders(
    totals: UnsafeBufferPointer<Int32>, _ columns: RoundsColumns, plan: UnsafeMutableBufferPointer<Int32>,
    remaining: UnsafeMutableBufferPointer<Int64>, scratch: inout KernelScratch
  ) {
    var known = columns
    known.currents = nil
    // The kernel writes no overflow.
    divide(
      table.remainders, totals, known, countsMinimumOverflow: false, plan, plan.baseAddress, remaining, &scratch)
  }

  /// Calls a kernel row by row, or refuses columns that do not fit together.
  private func divide(
    _ kernel: KernelTable.Rounds, _ totals: UnsafeBufferPointer<Int32>, _ columns: RoundsColumns,
    countsMinimumOverflow: Bool, _ plan: UnsafeMutableBufferPointer<Int32>, _ overflow: UnsafeMutablePointer<Int32>?,
    _ remaining: UnsafeMutableBufferPointer<Int64>, _ scratch: inout KernelScratch
  ) {
    let count = columns.weights.count
    precondition(
      columns.isEven && plan.count == count && remaining.count == totals.count,
      "columns of \(count) for \(totals.count) rows, room for \(plan.count) and \(remaining.count)")
    precondition(totals.count > 0 ? count % totals.count == 0 : count == 0, "\(totals.count) rows of \(count) clusters")
    guard let total = totals.baseAddress, let left = remaining.baseAddress else { return }
    guard let weights = columns.weights.baseAddress, let planned = plan.baseAddress, let beyond = overflow else {
      for row in 0..<totals.count { left[row] = Int64(total[row]) }
      return
    }
    let clusters = count / totals.count
    let input = RoundsInput(
      count: clusters, totals: total, countsMinimumOverflow: countsMinimumOverflow, weights: weights,
      minimums: columns.minimums?.baseAddress, maximums: columns.maximums?.baseAddress,
      limits: columns.limits?.baseAddress, capacities: columns.capacities?.baseAddress,
      currents: columns.currents?.baseAddress, plan: planned, overflow: beyond, remaining: left,
      memory: scratch.bytes(RoundsInput.bytes(for: clusters)))
    kernel(input, totals.count)
  }

  /// One row of many.
  private func one(
    _ total: Int32, _ divide: (UnsafeBufferPointer<Int32>, UnsafeMutableBufferPointer<Int64>) -> Void
  ) -> Int64? {
    var remaining: Int64 = 0
    withUnsafePointer(to: total) { total in
      withUnsafeMutablePointer(to: &remaining) { remaining in
        divide(
          UnsafeBufferPointer(start: total, count: 1), UnsafeMutableBufferPointer(start: remaining, count: 1))
      }
    }
    return remaining == RoundsInput.outsideRange ? nil : remaining
  }
}
