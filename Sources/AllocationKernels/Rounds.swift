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
    var known = columns
    known.limits = nil
    return rounds(total, known, false, plan, overflow, &scratch)
  }

  /// KubeAdmiral's rounds, as ``WeightedRounds/kubeAdmiral(total:weights:minimums:maximums:limits:capacities:)``, from narrow
  /// columns. Currents are not looked at. For the rest as ``kubeFedRounds(total:_:plan:overflow:scratch:)``.
  public func kubeAdmiralRounds(
    total: Int32, _ columns: RoundsColumns, plan: UnsafeMutableBufferPointer<Int32>,
    overflow: UnsafeMutableBufferPointer<Int32>, scratch: inout KernelScratch
  ) -> Int64? {
    var known = columns
    known.currents = nil
    return rounds(total, known, true, plan, overflow, &scratch)
  }

  private func rounds(
    _ total: Int32, _ columns: RoundsColumns, _ countsMinimumOverflow: Bool, _ plan: UnsafeMutableBufferPointer<Int32>,
    _ overflow: UnsafeMutableBufferPointer<Int32>, _ scratch: inout KernelScratch
  ) -> Int64? {
    let count = columns.weights.count
    precondition(
      columns.isEven && plan.count == count && overflow.count == count,
      "columns for \(count) clusters, room for \(plan.count) and \(overflow.count)")
    guard let weights = columns.weights.baseAddress, let planned = plan.baseAddress, let beyond = overflow.baseAddress
    else { return Int64(total) }
    let input = RoundsInput(
      count: count, total: total, countsMinimumOverflow: countsMinimumOverflow, weights: weights,
      minimums: columns.minimums?.baseAddress, maximums: columns.maximums?.baseAddress,
      limits: columns.limits?.baseAddress, capacities: columns.capacities?.baseAddress,
      currents: columns.currents?.baseAddress, plan: planned, overflow: beyond,
      memory: scratch.bytes(RoundsInput.bytes(for: count)))
    let remaining = table.rounds(input)
    return remaining == RoundsInput.outsideRange ? nil : remaining
  }
}
