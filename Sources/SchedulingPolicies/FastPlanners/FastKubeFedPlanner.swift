// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeFed's replica planner over columns: the answers of ``KubeFedPlanner``, which can be read and has the sources.
///
/// O(n) for n clusters and each round. The memory is kept between calls.
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
    guard rounds.run(question(total, rebalance, key), columns) else {
      throw .roundsDoNotEnd(clusters: columns.participantCount)
    }
    // With rebalancing an entry is not bounded by what is left over.
    rounds.write(columns, adding: !keepsOverflow ? .none : rebalance ? .whole : .bounded, to: replicas)
  }

  /// Plan and overflow as the original has them; an overflow of 0 is no entry.
  public mutating func plan(
    total: Int64, rebalance: Bool, key: UnsafeBufferPointer<UInt8>, over columns: WeightedColumns,
    into plan: UnsafeMutablePointer<Int64>, overflow: UnsafeMutablePointer<Int64>
  ) throws(PlannerRefusal) {
    guard rounds.run(question(total, rebalance, key), columns) else {
      throw .roundsDoNotEnd(clusters: columns.participantCount)
    }
    rounds.writePlan(columns, to: plan)
    rounds.writeOverflow(columns, isBounded: !rebalance, to: overflow)
  }

  private func question(
    _ total: Int64, _ rebalance: Bool, _ key: UnsafeBufferPointer<UInt8>
  ) -> FastRounds.Question {
    FastRounds.Question(kind: .kubeFed, total: total, keepsCurrent: !rebalance, key: key, ties: .goSort)
  }
}
