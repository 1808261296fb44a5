// SPDX-License-Identifier: GPL-3.0-or-later

/// KubeAdmiral's binpack planner: fills clusters in the given order.
///
/// Source: KubeAdmiral `pkg/controllers/scheduler/framework/plugins/preferencebinpack/planner.go`. Kept oddity: the
/// difference that is moved is measured against the wanted total, not against what the desired plan could place.
public enum BinpackPlanner {
  /// Divides `total` replicas over `clusters`, in priority order. O(n).
  ///
  /// - Parameters:
  ///   - holdsReplicasElsewhere: some cluster that is not in the list has a current count (it makes planning happen).
  public static func plan(
    total: Int64, avoidDisruption: Bool, keepUnschedulable: Bool, clusters: [PlannerCluster],
    holdsReplicasElsewhere: Bool = false
  ) -> ReplicaPlan {
    var result = ReplicaPlan(empty: clusters.count)
    guard holdsReplicasElsewhere || shouldPlan(clusters) else {
      result.replicas = clusters.map(\.current)
      return result
    }
    let desired = fill(total, slots: clusters.map(Slot.init(desiredBy:)))
    let keepsUnschedulable = keepUnschedulable || !avoidDisruption
    var currents = [Int64](repeating: 0, count: clusters.count)
    var (runningSum, desiredSum, scheduledSum): (Int64, Int64, Int64) = (0, 0, 0)
    for (index, cluster) in clusters.enumerated() {
      currents[index] = min(cluster.current ?? 0, cluster.capacity ?? .max, cluster.limit ?? .max)
      runningSum &+= currents[index]
      desiredSum &+= desired.plan[index]
      scheduledSum &+= min(cluster.scheduled ?? 0, cluster.limit ?? .max)
    }
    if !keepsUnschedulable, scheduledSum == total {
      result.replicas = clusters.map(\.scheduled)
      return result
    }
    for index in clusters.indices where desired.overflow[index] != 0 {
      let overflow =
        keepsUnschedulable ? desired.overflow[index] : min(desired.overflow[index], total &- scheduledSum)
      if keepsUnschedulable || overflow > 0 { result.overflow[index] = overflow }
    }
    guard avoidDisruption else {
      result.replicas = desired.plan
      return result
    }
    if runningSum > desiredSum {
      let order = clusters.indices.reversed().filter { desired.plan[$0] < currents[$0] }
      let moved = fill(runningSum &- total, slots: order.map { Slot(maximum: currents[$0]) })
      for (place, index) in order.enumerated() { currents[index] &-= moved.plan[place] }
    } else if runningSum < desiredSum {
      let order = clusters.indices.filter { desired.plan[$0] > currents[$0] }
      let slots = order.map { Slot(scalingUp: clusters[$0], from: currents[$0]) }
      let moved = fill(total &- runningSum, slots: slots)
      for (place, index) in order.enumerated() { currents[index] &+= moved.plan[place] }
    }
    result.replicas = currents
    return result
  }

  /// False keeps what runs.
  private static func shouldPlan(_ clusters: [PlannerCluster]) -> Bool {
    for cluster in clusters {
      if let current = cluster.current, let limit = cluster.limit, current > limit { return true }
    }
    for cluster in clusters {
      guard let scheduled = cluster.scheduled else { continue }
      if scheduled != cluster.capacity ?? cluster.current ?? 0 { return false }
    }
    return true
  }

  /// The bounds of one cluster while filling; `Int64.max` is unbounded.
  private struct Slot {
    var minimum: Int64 = 0
    var maximum: Int64 = .max
    var limit: Int64 = .max
    var capacity: Int64 = .max

    init(maximum: Int64) { self.maximum = maximum }

    init(desiredBy cluster: PlannerCluster) {
      minimum = cluster.preference?.minimum ?? 0
      maximum = cluster.preference?.maximum ?? .max
      limit = cluster.limit ?? .max
      capacity = cluster.capacity ?? .max
    }

    /// The limit is the absolute one, although it bounds an increment: as upstream.
    init(scalingUp cluster: PlannerCluster, from current: Int64) {
      minimum = cluster.preference?.minimum ?? 0
      if let maximum = cluster.preference?.maximum { self.maximum = maximum &- current }
      limit = cluster.limit ?? .max
    }
  }

  /// Minimums in order, then everything that is left to the first that can take it.
  private static func fill(_ total: Int64, slots: [Slot]) -> (plan: [Int64], overflow: [Int64]) {
    var remaining = total
    var plan = [Int64](repeating: 0, count: slots.count)
    var overflow = plan
    for (index, slot) in slots.enumerated() {
      var minimum = min(slot.minimum, remaining, slot.limit)
      if slot.capacity < minimum {
        overflow[index] = minimum &- slot.capacity
        minimum = slot.capacity
      }
      remaining &-= minimum
      plan[index] = minimum
    }
    for (index, slot) in slots.enumerated() {
      let start = plan[index]
      var target = min(start &+ remaining, slot.maximum, slot.limit)
      if target > slot.capacity {
        overflow[index] = max(target &- slot.capacity, overflow[index])
        target = slot.capacity
      }
      remaining &-= target &- start
      plan[index] = target
    }
    return (plan, overflow)
  }
}
