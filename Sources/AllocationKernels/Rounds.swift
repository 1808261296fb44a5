// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// KubeFed's rounds, as ``WeightedRounds/kubeFed(total:keepsCurrent:weights:minimums:maximums:currents:capacities:)``, from
  /// narrow columns: minimums, then what runs where `columns` has currents, then shares.
  ///
  /// `overflow` receives what a cluster would have received beyond its capacity; limits are not looked at.
  /// - Returns: the replicas that no cluster took; nil where a number is out of the range that ``RoundsInput`` states, and
  ///   ``WeightedRounds`` has to be asked.
  /// O(n) a round for n clusters; seldom more than a few rounds, at most one per cluster that fills up.
  public func kubeFedRounds(
    total: Int32, _ columns: RoundsColumns, plan: UnsafeMutableBufferPointer<Int32>,
    overflow: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int64? {
    one(total, columns, .kubeFed, plan, overflow, &scratch)
  }

  /// KubeAdmiral's rounds, as ``WeightedRounds/kubeAdmiral(total:weights:minimums:maximums:limits:capacities:)``, from narrow
  /// columns. Currents are not looked at. For the rest as ``kubeFedRounds(total:_:plan:overflow:scratch:)``.
  public func kubeAdmiralRounds(
    total: Int32, _ columns: RoundsColumns, plan: UnsafeMutableBufferPointer<Int32>,
    overflow: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int64? {
    one(total, columns, .kubeAdmiral, plan, overflow, &scratch)
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
    let count = columns.weights.count
    precondition(
      columns.isEven && plan.count == count && overflow.count == count && remaining.count == totals.count,
      "columns of \(count), room for \(plan.count), \(overflow.count) and \(remaining.count)")
    precondition(totals.count > 0 ? count % totals.count == 0 : count == 0, "\(totals.count) rows of \(count) clusters")
    guard let total = totals.baseAddress, let left = remaining.baseAddress else { return }
    guard let weights = columns.weights.baseAddress, let planned = plan.baseAddress, let beyond = overflow.baseAddress
    else {
      for row in 0..<totals.count { left[row] = Int64(total[row]) }
      return
    }
    let clusters = count / totals.count
    let input = RoundsInput(
      count: clusters, totals: total, countsMinimumOverflow: kind == .kubeAdmiral, weights: weights,
      minimums: columns.minimums?.baseAddress, maximums: columns.maximums?.baseAddress,
      limits: kind == .kubeAdmiral ? columns.limits?.baseAddress : nil, capacities: columns.capacities?.baseAddress,
      currents: kind == .kubeFed ? columns.currents?.baseAddress : nil, plan: planned, overflow: beyond,
      remaining: left, memory: scratch.bytes(RoundsInput.bytes(for: clusters)))
    table.rounds(input, totals.count)
  }

  private func one(
    _ total: Int32, _ columns: RoundsColumns, _ kind: RoundsKind, _ plan: UnsafeMutableBufferPointer<Int32>,
    _ overflow: UnsafeMutableBufferPointer<Int32>, _ scratch: inout KernelScratch
  ) -> Int64? {
    var remaining: Int64 = 0
    withUnsafePointer(to: total) { total in
      withUnsafeMutablePointer(to: &remaining) { remaining in
        rounds(
          kind, totals: UnsafeBufferPointer(start: total, count: 1), columns, plan: plan, overflow: overflow,
          remaining: UnsafeMutableBufferPointer(start: remaining, count: 1), scratch: &scratch)
      }
    }
    return remaining == RoundsInput.outsideRange ? nil : remaining
  }
}

/// Whose rounds.
public enum RoundsKind: Sendable {
  /// KubeFed's: currents are kept, limits not known, and what a capacity takes off a minimum is no overflow.
  case kubeFed
  /// KubeAdmiral's: limits, and overflow of minimums too.
  case kubeAdmiral
}
