// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// KubeAdmiral's replica planner, bit for bit.
///
/// Source: KubeAdmiral `pkg/controllers/scheduler/planner/planner.go` (commit 19de01cdedde). Where the original depends
/// on the order of a Go map (equal weight and equal hash) the lowest name wins.
public enum KubeAdmiralPlanner {
  /// Divides `total` replicas; a cluster without any preference has no entry.
  ///
  /// - Parameters:
  ///   - key: the workload's `namespace/name`, which orders clusters of equal weight.
  ///   - defaultPreference: the `*` preference.
  ///   - avoidDisruption: moves only the difference between the running and the desired total. An arbitrary current
  ///     division with the right sum is kept as it is, even against minimums, maximums and weights.
  ///   - keepUnschedulable: leaves replicas beyond a capacity in place instead of bounding them by what is left over;
  ///     on when `avoidDisruption` is off.
  /// - Throws: ``PlannerRefusal/roundsDoNotEnd(clusters:)``.
  /// O(n log n) for n clusters, plus O(n) for each further round.
  public static func plan(
    total: Int64, key: String, avoidDisruption: Bool, keepUnschedulable: Bool, defaultPreference: ReplicaPreference?,
    clusters: [PlannerCluster]
  ) throws(PlannerRefusal) -> ReplicaPlan {
    try plan(
      total: total, avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable,
      columns: PlannerColumns(clusters: clusters, defaultPreference: defaultPreference, key: key))
  }

  /// The same from columns.
  public static func plan(
    total: Int64, avoidDisruption: Bool, keepUnschedulable: Bool, columns: PlannerColumns
  ) throws(PlannerRefusal) -> ReplicaPlan {
    let participants = columns.names.indices.filter { columns.participates[$0] }
    let order = columns.kubeAdmiralOrder(of: participants, weights: columns.weights, tieRanks: columns.desiredTieRanks)
    let desired = WeightedRounds.kubeAdmiral(
      total: total, weights: columns.weights.gathered(order), minimums: columns.minimums.gathered(order),
      maximums: columns.maximums.gathered(order), limits: columns.limits.gathered(order),
      capacities: columns.capacities.gathered(order))
    guard let desired else { throw .roundsDoNotEnd(clusters: order.count) }

    var result = ReplicaPlan(empty: columns.names.count)
    let keepsUnschedulable = keepUnschedulable || !avoidDisruption
    for (place, position) in order.enumerated() {
      result.replicas[position] = desired.plan[place]
      let overflow = keepsUnschedulable ? desired.overflow[place] : min(desired.overflow[place], desired.remaining)
      if overflow > 0 || (keepsUnschedulable && overflow != 0) { result.overflow[position] = overflow }
    }
    if avoidDisruption {
      try moveOnlyTheDifference(in: &result, participants: participants, columns: columns)
    }
    return result
  }

  /// Replaces the desired plan by the current one, scaled up or down to the desired sum.
  private static func moveOnlyTheDifference(
    in result: inout ReplicaPlan, participants: [Int], columns: PlannerColumns
  ) throws(PlannerRefusal) {
    var currents = [Int64](repeating: 0, count: columns.names.count)
    var (runningSum, desiredSum): (Int64, Int64) = (0, 0)
    let desired = result.replicas.map { $0 ?? 0 }
    for position in participants {
      let current = columns.currents[position] == .min ? 0 : columns.currents[position]
      currents[position] = min(current, columns.limits[position], columns.capacities[position])
      runningSum &+= currents[position]
      desiredSum &+= desired[position]
      result.replicas[position] = currents[position]
    }
    if runningSum == desiredSum { return }
    let scalesDown = runningSum > desiredSum
    let movable = participants.filter {
      scalesDown ? desired[$0] < currents[$0] : desired[$0] > currents[$0]
    }
    var weights = [Int64](repeating: 0, count: columns.names.count)
    for position in movable {
      weights[position] =
        scalesDown ? currents[position] &- desired[position] : desired[position] &- currents[position]
    }
    let order = columns.kubeAdmiralOrder(of: movable, weights: weights, tieRanks: columns.movingTieRanks)
    let maximums = order.map { position in
      if scalesDown { return currents[position] }
      let own = columns.ownMaximums[position]
      return own == .max ? Int64.max : own &- currents[position]
    }
    let unbounded = [Int64](repeating: .max, count: order.count)
    let moved = WeightedRounds.kubeAdmiral(
      total: scalesDown ? runningSum &- desiredSum : desiredSum &- runningSum, weights: weights.gathered(order),
      minimums: Array(repeating: 0, count: order.count), maximums: maximums, limits: unbounded, capacities: unbounded)
    guard let moved else { throw .roundsDoNotEnd(clusters: order.count) }
    for (place, position) in order.enumerated() {
      result.replicas[position] =
        scalesDown ? currents[position] &- moved.plan[place] : currents[position] &+ moved.plan[place]
    }
  }
}
