// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// Nodes that come and go: by an operator's resizing, or by the autoscaler.

extension FederationRun {
  /// Asks for a node in the first free place of `pool`, to come after the pool's lead time; nil where no place is left.
  mutating func requestNode(of pool: Int) -> Int? {
    guard let node = firstFreePlace(of: pool) else { return nil }
    nodes.setPresence(.requested, of: node)
    pools[pool].wanted += 1
    let spec = scenario.fleet.clusters[Int(pools[pool].cluster)].pools[Int(pools[pool].pool)]
    nodes[troubleOf: node].arrival = schedule(.nodeArrives(node: Int32(node)), after: spec.leadTime)
    return node
  }

  /// The first place of `pool` in which a node may come; nil: there is none. O(1) in the long run: places before the last
  /// answer are looked at again only when one of them becomes free.
  mutating func firstFreePlace(of pool: Int) -> Int? {
    while pools[pool].firstFree < pools[pool].count {
      let node = pools[pool].node(at: pools[pool].firstFree)
      if nodes[node].presence == .absent { return node }
      pools[pool].firstFree += 1
    }
    return nil
  }

  /// The place of a node in its pool becomes free.
  private mutating func vacate(_ node: Int, of pool: Int) {
    nodes.setPresence(.absent, of: node)
    pools[pool].firstFree = min(pools[pool].firstFree, pools[pool].place(of: node))
  }

  /// The pool of `node` among those that may change; nil: its number of nodes is fixed.
  private func changingPool(of node: Int) -> Int? {
    clusters[nodes.cluster(of: node)].pools.first { Int(pools[Int($0)].pool) == nodes.pool(of: node) }.map { Int($0) }
  }

  /// A node is there and takes replicas.
  mutating func nodeArrives(_ node: Int) {
    let cluster = nodes.cluster(of: node)
    touch(Int32(nodes.cluster(of: node)))
    noteChange(in: cluster)
    nodes[troubleOf: node].arrival = .none
    nodes.setPresence(.present, of: node)
    if grades.stride > 0 { countNode(node, in: cluster) }
    countCapacity(of: node, times: 1)
    noteRoom(in: cluster)
    guard let pool = changingPool(of: node), pools[pool].isAutoscaled else { return }
    if pools[pool].keepsIdle {
      pools[pool].keepsIdle = false
      watchIdleNodes(of: pool)
    } else if isIdle(node) {
      watchIdleNode(node)
    }
  }

  /// An empty node goes: what pods outside of the scenario used on it goes with it.
  private mutating func removeNode(_ node: Int) {
    let cluster = nodes.cluster(of: node)
    precondition(nodes[node].replicaCount == 0, "node \(node) goes with \(nodes[node].replicaCount) replicas on it")
    touch(Int32(nodes.cluster(of: node)))
    noteChange(in: cluster)
    uncountNode(node, in: cluster)
    let all = nodes.allocatable(of: node)
    let free = nodes.free(of: node)
    clusters[cluster].allocated.cpuMillicores -= all.cpuMillicores - free.cpuMillicores
    clusters[cluster].allocated.memoryBytes -= all.memoryBytes - free.memoryBytes
    clusters[cluster].allocated.pods -= all.pods - free.pods
    nodes.clear(node)
    if let pool = changingPool(of: node) {
      if nodes[node].presence == .present { pools[pool].wanted -= 1 }
      vacate(node, of: pool)
    }
    for event in [
      nodes[troubleOf: node].idle, nodes[troubleOf: node].eviction, nodes[troubleOf: node].drainRetry,
      nodes[troubleOf: node].notice,
    ] {
      _ = simulation.cancel(event)
    }
    nodes[troubleOf: node].idle = .none
    nodes[troubleOf: node].drainRetry = .none
    nodes[troubleOf: node].eviction = .none
    nodes[troubleOf: node].notice = .none
    nodes[troubleOf: node].isLossNoticed = false
    countCapacity(of: node, times: -1)
  }

  /// Adds to (or takes from) what the cluster offers and costs.
  private mutating func countCapacity(of node: Int, times count: Int64) {
    let cluster = nodes.cluster(of: node)
    let spec = scenario.fleet.clusters[cluster].pools[nodes.pool(of: node)]
    clusters[cluster].allocatable.add(spec.allocatable, times: count)
    observe(.nodesAdded, cluster: cluster, value: count)
    observe(.capacityChanged, cluster: cluster, value: spec.allocatable.cpuMillicores * count)
    tell(.memoryCapacityChanged, workload: -1, cluster: cluster, value: spec.allocatable.memoryBytes * count)
    let price = Int64((spec.pricePerHour * 1e9).rounded())
    if price != 0 { observe(.provisionedCostChanged, cluster: cluster, value: price * count) }
  }

  /// An operator gives pools of `cluster` a number of nodes: those named `name`, or all.
  mutating func resize(_ name: String?, of cluster: Int, to count: Int) {
    for place in clusters[cluster].pools {
      let pool = Int(place)
      let spec = scenario.fleet.clusters[cluster].pools[Int(pools[pool].pool)]
      guard name == nil || name == spec.name else { continue }
      let missing = count - pools[pool].wanted
      for _ in 0..<max(missing, 0) { _ = requestNode(of: pool) }
      if missing < 0 { shrink(pool, by: -missing) }
    }
  }

  /// Takes `count` nodes from a pool: those on their way first, then the last ones, which are drained.
  private mutating func shrink(_ pool: Int, by count: Int) {
    var rest = count
    let lastFirst = (0..<pools[pool].count).reversed().map { pools[pool].node(at: $0) }
    for node in lastFirst where rest > 0 && nodes[node].presence == .requested {
      _ = simulation.cancel(nodes[troubleOf: node].arrival)
      nodes[troubleOf: node].arrival = .none
      vacate(node, of: pool)
      rest -= 1
    }
    let leaving = lastFirst.filter { nodes[$0].presence == .present }.prefix(rest)
    pools[pool].wanted -= count
    // All are closed before the first is emptied: nothing moves from one to the next.
    for node in leaving { nodes.setPresence(.draining, of: node) }
    for node in leaving { continueDrain(of: node) }
  }

  /// To be called when a replica left `node`.
  mutating func removeIfDrained(_ node: Int) {
    if nodes[node].presence == .draining, nodes[node].replicaCount == 0 { removeNode(node) }
  }

  /// Takes an idle node away, if its pool may shrink and it is still idle.
  mutating func removeIdleNode(_ node: Int) {
    nodes[troubleOf: node].idle = .none
    let cluster = nodes.cluster(of: node)
    guard let pool = changingPool(of: node), isIdle(node) else { return }
    guard pools[pool].wanted > pools[pool].minimum else {
      pools[pool].keepsIdle = true
      return
    }
    if clusters[cluster].isManaged, !nodes.isDown(node) {
      removeNode(node)
    } else {
      watchIdleNode(node)
    }
  }

  /// Whether nothing at all runs on `node`. Pods outside of the scenario keep theirs: they would need another place.
  func isIdle(_ node: Int) -> Bool {
    nodes[node].presence == .present && nodes[node].replicaCount == 0
      && nodes.free(of: node) == nodes.allocatable(of: node)
  }
}
