// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// Nodes that come and go: by an operator's resizing, or by the autoscaler.

extension FederationRun {
  /// How many nodes of `pool` are in use or on their way.
  func wantedNodes(of pool: Int) -> Int {
    pools[pool].nodes.count { nodes[$0].presence == .present || nodes[$0].presence == .requested }
  }

  /// Asks for a node in the first free place of `pool`, to come after the pool's lead time; nil where no place is left.
  mutating func requestNode(of pool: Int) -> Int? {
    guard let node = pools[pool].nodes.first(where: { nodes[$0].presence == .absent }) else { return nil }
    nodes[node].presence = .requested
    let spec = scenario.fleet.clusters[Int(pools[pool].cluster)].pools[Int(pools[pool].pool)]
    nodes[node].arrival = schedule(.nodeArrives(node: Int32(node)), after: spec.leadTime)
    return node
  }

  /// A node is there and takes replicas.
  mutating func nodeArrives(_ node: Int) {
    let cluster = Int(nodes[node].cluster)
    touch(nodes[node].cluster)
    noteChange(in: cluster)
    nodes[node].arrival = .none
    nodes[node].presence = .present
    if gradeCount > 0 { countNode(node, in: cluster) }
    countCapacity(of: node, times: 1)
    noteRoom(in: cluster)
    for pool in clusters[cluster].pools where pools[Int(pool)].pool == nodes[node].pool {
      watchIdleNodes(of: Int(pool))
    }
  }

  /// An empty node goes: what pods outside of the scenario used on it goes with it.
  private mutating func removeNode(_ node: Int) {
    let cluster = Int(nodes[node].cluster)
    precondition(nodes[node].replicaCount == 0, "node \(node) goes with \(nodes[node].replicaCount) replicas on it")
    touch(nodes[node].cluster)
    noteChange(in: cluster)
    uncountNode(node, in: cluster)
    let all = nodes[node].allocatable
    let free = nodes[node].free
    clusters[cluster].allocated.cpuMillicores -= all.cpuMillicores - free.cpuMillicores
    clusters[cluster].allocated.memoryBytes -= all.memoryBytes - free.memoryBytes
    clusters[cluster].allocated.pods -= all.pods - free.pods
    nodes[node].free = all
    nodes[node].presence = .absent
    for event in [nodes[node].idle, nodes[node].eviction, nodes[node].drainRetry] {
      _ = simulation.cancel(event)
    }
    nodes[node].idle = .none
    nodes[node].drainRetry = .none
    nodes[node].eviction = .none
    countCapacity(of: node, times: -1)
  }

  /// Adds to (or takes from) what the cluster offers and costs.
  private mutating func countCapacity(of node: Int, times count: Int64) {
    let cluster = Int(nodes[node].cluster)
    let spec = scenario.fleet.clusters[cluster].pools[Int(nodes[node].pool)]
    clusters[cluster].allocatable.add(spec.allocatable, times: count)
    observe(.nodesAdded, cluster: cluster, value: count)
    observe(.capacityChanged, cluster: cluster, value: spec.allocatable.cpuMillicores * count)
    let price = Int64((spec.pricePerHour * 1e9).rounded())
    if price != 0 { observe(.provisionedCostChanged, cluster: cluster, value: price * count) }
  }

  /// An operator gives pools of `cluster` a number of nodes: those named `name`, or all.
  mutating func resize(_ name: String?, of cluster: Int, to count: Int) {
    for place in clusters[cluster].pools {
      let pool = Int(place)
      let spec = scenario.fleet.clusters[cluster].pools[Int(pools[pool].pool)]
      guard name == nil || name == spec.name else { continue }
      let missing = count - wantedNodes(of: pool)
      for _ in 0..<max(missing, 0) { _ = requestNode(of: pool) }
      if missing < 0 { shrink(pool, by: -missing) }
    }
  }

  /// Takes `count` nodes from a pool: those on their way first, then the last ones, which are drained.
  private mutating func shrink(_ pool: Int, by count: Int) {
    var rest = count
    for node in pools[pool].nodes.reversed() where rest > 0 && nodes[node].presence == .requested {
      _ = simulation.cancel(nodes[node].arrival)
      nodes[node].arrival = .none
      nodes[node].presence = .absent
      rest -= 1
    }
    let leaving = pools[pool].nodes.reversed().filter { nodes[$0].presence == .present }.prefix(rest)
    // All are closed before the first is emptied: nothing moves from one to the next.
    for node in leaving { nodes[node].presence = .draining }
    for node in leaving { drain(node) }
  }

  /// Stops what runs on a node that takes nothing new; the cluster starts others elsewhere. The node goes when the last
  /// one is gone.
  private mutating func drain(_ node: Int) {
    let cluster = Int(nodes[node].cluster)
    touch(nodes[node].cluster)
    for cohort in clusters[cluster].cohorts {
      var stopped: Int32 = 0
      var replica = cohorts[Int(cohort)].firstReplica
      while replica >= 0 {
        let next = replicas[Int(replica)].next
        if replicas[Int(replica)].node == Int32(node), replicas[Int(replica)].stage != .terminating {
          terminate(Int(replica))
          stopped += 1
        }
        replica = next
      }
      guard stopped > 0 else { continue }
      addWaiting(stopped, to: Int(cohort))
      placeWaiting(of: Int(cohort))
    }
    removeIfDrained(node)
  }

  /// To be called when a replica left `node`.
  mutating func removeIfDrained(_ node: Int) {
    if nodes[node].presence == .draining, nodes[node].replicaCount == 0 { removeNode(node) }
  }

  /// Takes an idle node away, if its pool may shrink and it is still idle.
  mutating func removeIdleNode(_ node: Int) {
    nodes[node].idle = .none
    let cluster = Int(nodes[node].cluster)
    guard let pool = clusters[cluster].pools.first(where: { pools[Int($0)].pool == nodes[node].pool }),
      isIdle(node), wantedNodes(of: Int(pool)) > pools[Int(pool)].minimum
    else { return }
    if clusters[cluster].isManaged, nodes[node].faults == 0 {
      removeNode(node)
    } else {
      watchIdleNode(node)
    }
  }

  /// Whether nothing at all runs on `node`. Pods outside of the scenario keep theirs: they would need another place.
  func isIdle(_ node: Int) -> Bool {
    nodes[node].presence == .present && nodes[node].replicaCount == 0
      && nodes[node].free.pods == nodes[node].allocatable.pods
      && nodes[node].free.cpuMillicores == nodes[node].allocatable.cpuMillicores
      && nodes[node].free.memoryBytes == nodes[node].allocatable.memoryBytes
  }
}
