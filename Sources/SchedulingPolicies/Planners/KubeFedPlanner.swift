// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeFed's replica planner, bit for bit.
///
/// Source: KubeFed `pkg/controller/util/planner/planner.go` (commit d6f10d29c378). Kept oddities: shares are rounded up
/// in weight order, so late clusters starve; minimums win over maximums; replicas that no cluster takes are dropped in
/// silence; with rebalancing the overflow entries are not bounded by what could not be placed.
public enum KubeFedPlanner {
  /// Divides `total` replicas. Every cluster has a plan entry; a cluster without any preference gets 0.
  ///
  /// - Parameters:
  ///   - total: replicas of the federated object.
  ///   - rebalance: false keeps replicas where they run as long as minimums and the total allow.
  ///   - key: the workload's `namespace/name`, which orders clusters of equal weight.
  ///   - defaultPreference: the `*` entry of the preferences.
  /// - Throws: ``PlannerRefusal/roundsDoNotEnd(clusters:)``.
  /// O(n log n) for n clusters, plus O(n) for each further round.
  public static func plan(
    total: Int64, rebalance: Bool, key: String, defaultPreference: ReplicaPreference?, clusters: [PlannerCluster]
  ) throws(PlannerRefusal) -> ReplicaPlan {
    try plan(
      total: total, rebalance: rebalance,
      columns: PlannerColumns(clusters: clusters, defaultPreference: defaultPreference, key: key))
  }

  /// The same from columns.
  public static func plan(
    total: Int64, rebalance: Bool, columns: PlannerColumns
  ) throws(PlannerRefusal) -> ReplicaPlan {
    let order = columns.kubeFedOrder
    let rounds = WeightedRounds.kubeFed(
      total: total, keepsCurrent: !rebalance, weights: columns.weights.gathered(order),
      minimums: columns.minimums.gathered(order), maximums: columns.maximums.gathered(order),
      currents: columns.currents.gathered(order), capacities: columns.capacities.gathered(order))
    guard let rounds else { throw .roundsDoNotEnd(clusters: order.count) }
    var result = ReplicaPlan(empty: columns.names.count)
    for position in columns.names.indices { result.replicas[position] = 0 }
    for (place, position) in order.enumerated() {
      result.replicas[position] = rounds.plan[place]
      let overflow = rounds.overflow[place]
      if rebalance {
        if overflow != 0 { result.overflow[position] = overflow }
      } else {
        let bounded = min(overflow, rounds.remaining)
        if bounded > 0 { result.overflow[position] = bounded }
      }
    }
    return result
  }
}
