// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The weighted rounds of KubeFed and KubeAdmiral over columns: planner order, the kernel's rounds over columns in that
/// order, and back.
///
/// Numbers outside of the kernel's range (`RoundsInput`) go to ``WeightedRounds`` itself.
struct FastRounds: ~Copyable {
  /// The question beside the columns.
  struct Question {
    var kind: RoundsKind
    var total: Int64
    /// Replicas stay where they run (KubeFed without rebalancing).
    var keepsCurrent = false
    /// The workload's `namespace/name`.
    var key: UnsafeBufferPointer<UInt8>
    var ties: PlannerRanking.Ties
  }

  /// What the overflow entries come to.
  enum Overflow {
    case none
    /// As they are.
    case whole
    /// Each at most what no cluster took.
    case bounded
  }

  private var order = UnsafeBufferPointer<Int32>(start: nil, count: 0)
  /// What no cluster took.
  private var remaining: Int64 = 0
  /// The answer to numbers outside of the kernel's range, in planner order.
  private var wide: WeightedRoundsResult?
  private var ranking = PlannerRanking()
  private var scratch = KernelScratch()
  private var weights = Column<Int32>()
  private var minimums = Column<Int32>()
  private var maximums = Column<Int32>()
  private var limits = Column<Int32>()
  private var capacities = Column<Int32>()
  private var currents = Column<Int32>()
  private var plan = Column<Int32>()
  private var overflow = Column<Int32>()

  /// Minimums, kept replicas and rounds; false where the rounds do not end.
  mutating func run(_ question: Question, _ columns: WeightedColumns) -> Bool {
    order = ranking.order(columns, key: question.key, ties: question.ties)
    wide = nil
    if question.total >= 0, question.total <= Int64(RoundsInput.largestTotal),
      let left = narrowRounds(question, columns)
    {
      remaining = left
      return true
    }
    wide = wideRounds(question, columns)
    remaining = wide?.remaining ?? 0
    return wide != nil
  }

  /// By the kernel; nil where a number is out of its range.
  private mutating func narrowRounds(_ question: Question, _ columns: WeightedColumns) -> Int64? {
    let count = order.count
    guard let weights = Self.gather(columns.weights, order, &self.weights) else { return nil }
    let inOrder = RoundsColumns(
      weights: weights, minimums: Self.gather(columns.minimums, order, &minimums),
      maximums: Self.gather(columns.maximums, order, &maximums), limits: Self.gather(columns.limits, order, &limits),
      capacities: Self.gather(columns.capacities, order, &capacities),
      currents: question.keepsCurrent ? Self.gather(columns.currents, order, &currents) : nil)
    let plan = UnsafeMutableBufferPointer(start: self.plan.reserve(count), count: count)
    let overflow = UnsafeMutableBufferPointer(start: self.overflow.reserve(count), count: count)
    return Kernels.current.rounds(
      question.kind, total: Int32(question.total), inOrder, plan: plan, overflow: overflow, scratch: &scratch)
  }

  /// By the letter.
  private func wideRounds(_ question: Question, _ columns: WeightedColumns) -> WeightedRoundsResult? {
    func gathered(_ column: UnsafePointer<Int64>?, _ absent: Int64) -> [Int64] {
      guard let column else { return Array(repeating: absent, count: order.count) }
      return order.map { column[Int($0)] }
    }
    let (weights, minimums) = (gathered(columns.weights, 0), gathered(columns.minimums, 0))
    let (maximums, capacities) = (gathered(columns.maximums, .max), gathered(columns.capacities, .max))
    switch question.kind {
    case .kubeFed:
      return WeightedRounds.kubeFed(
        total: question.total, keepsCurrent: question.keepsCurrent, weights: weights, minimums: minimums,
        maximums: maximums, currents: gathered(columns.currents, .min), capacities: capacities)
    case .kubeAdmiral:
      return WeightedRounds.kubeAdmiral(
        total: question.total, weights: weights, minimums: minimums, maximums: maximums,
        limits: gathered(columns.limits, .max), capacities: capacities)
    }
  }

  /// A column in planner order, in 32 bits. What is larger bounds nothing, and what is more negative is as much out of
  /// range, or as absent, as any negative number.
  private static func gather(
    _ column: UnsafePointer<Int64>?, _ order: UnsafeBufferPointer<Int32>, _ memory: inout Column<Int32>
  ) -> UnsafeBufferPointer<Int32>? {
    guard let column else { return nil }
    let gathered = memory.reserve(order.count)
    for position in 0..<order.count {
      let value = column[Int(order[position])]
      gathered[position] = Int32(truncatingIfNeeded: min(max(value, -1), Int64(Int32.max)))
    }
    return UnsafeBufferPointer(start: gathered, count: order.count)
  }

  /// Plan and overflow together by place, within `Int32` and not negative; 0 where a cluster takes no part.
  mutating func write(_ columns: WeightedColumns, adding overflow: Overflow, to result: UnsafeMutablePointer<Int32>) {
    let (count, order) = (order.count, order)
    if columns.participants != nil { result.update(repeating: 0, count: columns.count) }
    if let wide {
      for position in 0..<count {
        let beyond = overflow == .none ? 0 : entry(wide.overflow[position], isBounded: overflow == .bounded)
        result[Int(order[position])] = Int32(clamping: max(wide.plan[position] &+ beyond, 0))
      }
      return
    }
    let (plan, made) = (plan.elements, self.overflow.elements)
    if columns.capacities == nil || overflow == .none {
      for position in 0..<count { result[Int(order[position])] = plan[position] }
      return
    }
    let bound = overflow == .whole ? Int32.max : Int32(remaining)
    for position in 0..<count { result[Int(order[position])] = plan[position] &+ min(made[position], bound) }
  }

  /// The plan by place.
  mutating func writePlan(_ columns: WeightedColumns, to result: UnsafeMutablePointer<Int64>) {
    let (count, order) = (order.count, order)
    if columns.participants != nil { result.update(repeating: 0, count: columns.count) }
    if let wide {
      for position in 0..<count { result[Int(order[position])] = wide.plan[position] }
      return
    }
    let plan = plan.elements
    for position in 0..<count { result[Int(order[position])] = Int64(plan[position]) }
  }

  /// The overflow by place, 0 is no entry.
  mutating func writeOverflow(
    _ columns: WeightedColumns, isBounded: Bool, to result: UnsafeMutablePointer<Int64>
  ) {
    guard columns.capacities != nil else {
      result.update(repeating: 0, count: columns.count)
      return
    }
    let (count, order) = (order.count, order)
    if columns.participants != nil { result.update(repeating: 0, count: columns.count) }
    if let wide {
      for position in 0..<count {
        result[Int(order[position])] = entry(wide.overflow[position], isBounded: isBounded)
      }
      return
    }
    let made = overflow.elements
    for position in 0..<count { result[Int(order[position])] = entry(Int64(made[position]), isBounded: isBounded) }
  }

  @inline(__always)
  private func entry(_ overflow: Int64, isBounded: Bool) -> Int64 {
    isBounded ? max(min(overflow, remaining), 0) : overflow
  }
}
