// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeFed's replica planner over columns: the answers of ``KubeFedPlanner``, which can be read and has the sources.
///
/// O(n) for n clusters and each round; numbers so large that products could wrap go to the planner by the letter. The
/// memory is kept between calls.
public struct FastKubeFedPlanner: ~Copyable {
  private var rounds = FastRounds()

  /// Nothing reserved yet.
  public init() {}

  /// What each cluster is told to run, plan and overflow together, within `Int32` and not negative.
  ///
  /// - Parameters:
  ///   - key: the bytes of the workload's `namespace/name`.
  ///   - keepsOverflow: false leaves the overflow out.
  public mutating func divide(
    total: Int64, rebalance: Bool, key: UnsafeBufferPointer<UInt8>, over columns: WeightedColumns,
    keepsOverflow: Bool = true, into replicas: UnsafeMutablePointer<Int32>
  ) throws(PlannerRefusal) {
    if rounds.run(question(total, rebalance, key), columns) {
      // With rebalancing an entry is not bounded by what is left over.
      rounds.write(columns, adding: !keepsOverflow ? .none : rebalance ? .whole : .bounded, to: replicas)
      return
    }
    let plan = try planByTheLetter(total, rebalance, key, columns)
    for place in 0..<columns.count {
      let overflow = keepsOverflow ? plan.overflow[place] ?? 0 : 0
      replicas[place] = Int32(clamping: max((plan.replicas[place] ?? 0) &+ overflow, 0))
    }
  }

  /// Plan and overflow as the original has them; an overflow of 0 is no entry.
  public mutating func plan(
    total: Int64, rebalance: Bool, key: UnsafeBufferPointer<UInt8>, over columns: WeightedColumns,
    into plan: UnsafeMutablePointer<Int64>, overflow: UnsafeMutablePointer<Int64>
  ) throws(PlannerRefusal) {
    if rounds.run(question(total, rebalance, key), columns) {
      rounds.writePlan(columns, to: plan)
      rounds.writeOverflow(columns, isBounded: !rebalance, to: overflow)
      return
    }
    let answer = try planByTheLetter(total, rebalance, key, columns)
    for place in 0..<columns.count {
      plan[place] = answer.replicas[place] ?? 0
      overflow[place] = answer.overflow[place] ?? 0
    }
  }

  private func question(
    _ total: Int64, _ rebalance: Bool, _ key: UnsafeBufferPointer<UInt8>
  ) -> FastRounds.Question {
    FastRounds.Question(rules: .kubeFed, total: total, keepsCurrent: !rebalance, key: key)
  }

  private func planByTheLetter(
    _ total: Int64, _ rebalance: Bool, _ key: UnsafeBufferPointer<UInt8>, _ columns: WeightedColumns
  ) throws(PlannerRefusal) -> ReplicaPlan {
    try KubeFedPlanner.plan(total: total, rebalance: rebalance, columns: PlannerColumns(columns, key: key))
  }
}

extension PlannerColumns {
  /// The columns as the planners by the letter read them; ties are ordered by rank, so names are not needed.
  init(_ columns: WeightedColumns, key: UnsafeBufferPointer<UInt8>) {
    let count = columns.count
    func column(_ start: UnsafePointer<Int64>?, _ absent: Int64) -> [Int64] {
      start.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? Array(repeating: absent, count: count)
    }
    func ranks(_ start: UnsafePointer<Int32>?) -> [Int32] {
      start.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? (0..<Int32(count)).map { $0 }
    }
    var participates = [Bool](repeating: columns.participants == nil, count: count)
    if let participants = columns.participants { for place in participants { participates[Int(place)] = true } }
    self.init(
      names: Array(repeating: "", count: count),
      hashes: (0..<count).map { FNVHash.fnv1(key, after: columns.nameHashes[$0]) }, participates: participates,
      weights: column(columns.weights, 0), minimums: column(columns.minimums, 0),
      maximums: column(columns.maximums, .max), ownMaximums: column(columns.ownMaximums, .max),
      currents: column(columns.currents, .min), capacities: column(columns.capacities, .max),
      limits: column(columns.limits, .max))
    desiredTieRanks = ranks(columns.desiredTieRanks)
    movingTieRanks = ranks(columns.movingTieRanks)
  }
}
