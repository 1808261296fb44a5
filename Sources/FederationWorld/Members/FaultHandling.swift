// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import SimulationEngine

// What a fault breaks, and what its end mends.

extension FederationRun {
  /// From a node's failure until its replicas are replaced by others: 40 s until the node counts as lost, 300 s of the
  /// default toleration.
  ///
  /// Source: kubernetes node-lifecycle controller (node-monitor-grace-period 40 s), DefaultTolerationSeconds (300 s).
  static let nodeEvictionDelay = SimulationDuration.seconds(340)

  mutating func scheduleNextFault(of unit: Int, from time: SimulationTime) {
    faultWindows[unit] = faults.nextWindow(of: unit, from: time)
    guard let window = faultWindows[unit] else { return }
    _ = schedule(.faultBegins(unit: Int32(unit)), at: window.start, priority: .urgent)
  }

  mutating func beginFault(_ unit: Int) {
    if let window = faultWindows[unit], window.end <= now {
      // A window without length breaks nothing.
      scheduleNextFault(of: unit, from: now)
      return
    }
    observe(.faultBegan, value: Int64(unit))
    apply(unit, begins: true)
    if let window = faultWindows[unit] {
      _ = schedule(.faultEnds(unit: Int32(unit)), at: window.end, priority: .urgent)
    }
  }

  mutating func endFault(_ unit: Int) {
    observe(.faultEnded, value: Int64(unit))
    apply(unit, begins: false)
    scheduleNextFault(of: unit, from: now)
  }

  private mutating func apply(_ unit: Int, begins: Bool) {
    let fault = faults.units[unit]
    guard let window = faultWindows[unit] else { return }
    if fault.hub != nil || !fault.regions.isEmpty { strikeHub(fault, begins: begins) }
    for part in faults.parts(of: unit, in: window) {
      let cluster = part.cluster.index
      touch(part.cluster.rawValue)
      switch part.nodes {
      case .whole:
        strike(cluster, fault.effect, unit: unit, begins: begins)
      case .matching(let filter) where takesAll(of: cluster, filter):
        strike(cluster, fault.effect, unit: unit, begins: begins)
      case .matching(let filter):
        strike(places(of: filter, in: cluster), of: cluster, fault, begins: begins)
      case .listed(let ordinals):
        let first = clusters[cluster].nodes.lowerBound
        strike(ordinals.map { first + $0 }, of: cluster, fault, begins: begins)
      }
      markLosses(in: cluster)
    }
  }

  private mutating func strike(_ nodes: [Int], of cluster: Int, _ fault: FaultUnit, begins: Bool) {
    if fault.isDrain { return drain(nodes, of: cluster, begins) }
    switch fault.plane {
    case .all: strike(nodes, of: cluster, begins: begins)
    case .user: hide(nodes, of: cluster, begins)
    // Hub and agent talk to the cluster's API, never to its nodes; a cluster is slow as a whole.
    case .hub, .api, .agent, .slow: break
    }
  }

  /// Whether a zone's failure takes the whole cluster, its control plane with it: all its nodes are in that zone.
  private func takesAll(of cluster: Int, _ filter: FaultUnit.NodeFilter) -> Bool {
    guard filter.zone != nil, filter.pool == nil, filter.ordinal == nil, filter.rack == nil else { return false }
    guard !filter.sparesControlPlane else { return false }
    let member = clusters[cluster]
    let start = member.startNodeCount > 0 ? member.nodes.prefix(member.startNodeCount) : member.nodes
    return start.allSatisfy { matches(filter, node: $0, of: cluster) }
  }

  /// A whole cluster loses or regains a plane.
  private mutating func strike(_ cluster: Int, _ effect: FaultEffect, unit: Int, begins: Bool) {
    let (wasAlive, wasManaged) = (clusters[cluster].isAlive, clusters[cluster].isManaged)
    let before = clusters[cluster].reachability
    if effect.connections == .blackholed, effect.plane.breaksConnections {
      clusters[cluster].blackholedFaults += begins ? 1 : -1
    }
    let isTurn: Bool
    switch effect.plane {
    case .all: isTurn = count(\.deadFaults, of: cluster, begins)
    case .hub: isTurn = count(\.hubFaults, of: cluster, begins)
    case .user:
      isTurn = count(\.userFaults, of: cluster, begins)
      if isTurn { lossBook.clustersOutOfReach += begins ? 1 : -1 }
    case .api: isTurn = count(\.apiFaults, of: cluster, begins)
    case .agent: isTurn = count(\.agentFaults, of: cluster, begins)
    case .slow:
      if begins {
        clusters[cluster].slowDown(effect.slowness, unit: Int32(unit))
      } else {
        clusters[cluster].speedUp(unit: Int32(unit))
      }
      isTurn = clusters[cluster].slowFaults.count == (begins ? 1 : 0)
    }
    if isTurn {
      observe(.clusterLost, cluster: cluster, value: effect.plane.number * (begins ? 1 : -1))
      if effect.plane == .user, clusters[cluster].isAlive { hideFromUsers(cluster, begins) }
    }
    if wasAlive, !clusters[cluster].isAlive { die(cluster) }
    if !wasManaged, clusters[cluster].isManaged {
      revive(cluster)
    } else if !wasAlive, clusters[cluster].isAlive {
      recountUnnoticed(in: cluster)
    }
    if clusters[cluster].reachability != before { reachabilityChanged(of: cluster) }
  }

  /// Adds a fault to a counter or takes one off; whether it was the first one, or the last.
  private mutating func count(
    _ faults: WritableKeyPath<MemberCluster, Int32>, of cluster: Int, _ begins: Bool
  ) -> Bool {
    clusters[cluster][keyPath: faults] += begins ? 1 : -1
    let contact = clusters[cluster].contact
    if contact != contacts[cluster] {
      contacts[cluster] = contact
      contactChanged(of: cluster)
    }
    return clusters[cluster][keyPath: faults] == (begins ? 1 : 0)
  }

  /// The cluster's replicas come out of or into its users' reach.
  private mutating func hideFromUsers(_ cluster: Int, _ begins: Bool) {
    for cohort in clusters[cluster].cohorts where cohorts[Int(cohort)].ready > cohorts[Int(cohort)].hidden {
      let ready = Int64(cohorts[Int(cohort)].ready - cohorts[Int(cohort)].hidden)
      observe(
        begins ? .servingLostToFault : .servingChanged, workload: Int(cohorts[Int(cohort)].workload),
        cluster: cluster, value: begins ? -ready : ready)
    }
  }

  /// Nodes come out of or into users' reach; what runs there runs on.
  private mutating func hide(_ struck: [Int], of cluster: Int, _ begins: Bool) {
    for node in struck {
      nodes[troubleOf: node].userFaults += begins ? 1 : -1
      guard nodes[troubleOf: node].userFaults == (begins ? 1 : 0) else { continue }
      let list = replicasByCohort(on: node)
      var place = 0
      while place < list.count {
        let cohort = Int(replicas[Int(list[place])].cohort)
        var ready: Int32 = 0
        while place < list.count, replicas[Int(list[place])].cohort == Int32(cohort) {
          ready += replicas[Int(list[place])].stage == .ready ? 1 : 0
          place += 1
        }
        guard ready > 0 else { continue }
        cohorts[cohort].hidden += begins ? ready : -ready
        guard clusters[cluster].isServing else { continue }
        observe(
          begins ? .servingLostToFault : .servingChanged, workload: Int(cohorts[cohort].workload), cluster: cluster,
          value: Int64(begins ? -ready : ready))
      }
    }
  }

  private mutating func die(_ cluster: Int) {
    noteStranded(in: cluster)
    for cohort in clusters[cluster].cohorts { loseReplicas(of: Int(cohort), onlyOnDownNodes: false) }
  }

  /// The machines run and the API answers again: what was there starts again where it was, and what waited is tried.
  private mutating func revive(_ cluster: Int) {
    noteMissedFailovers(in: cluster, at: now)
    for cohort in clusters[cluster].cohorts {
      regainReplicas(of: Int(cohort))
      advanceRollout(of: Int(cohort))
    }
    for node in clusters[cluster].nodes where nodes.isDown(node) { scheduleNodeEviction(node) }
    recountUnnoticed(in: cluster)
    noteRoom(in: cluster)
  }

  /// Replicas stop running: they are lost until the node or cluster returns or the cluster gives them up.
  private mutating func loseReplicas(of cohort: Int, onlyOnDownNodes: Bool) {
    var lostReady: Int32 = 0
    var lostHidden: Int32 = 0
    var replica = cohorts[cohort].firstReplica
    while replica >= 0 {
      let next = replicas[Int(replica)].next
      if !onlyOnDownNodes || nodes.isDown(Int(replicas[Int(replica)].node)) {
        let stage = replicas[Int(replica)].stage
        _ = simulation.cancel(replicas[Int(replica)].event)
        replicas[Int(replica)].event = .none
        switch stage {
        case .terminating:
          finishTerminating(Int(replica))
        case .lost:
          break
        case .starting, .ready:
          replicas[Int(replica)].stage = .lost
          replicas[Int(replica)].wasReady = stage == .ready
          cohorts[cohort].lost += 1
          if stage == .ready {
            lostReady += 1
            lostHidden += isHidden(Int(replica)) ? 1 : 0
          } else {
            changeStarting(of: cohort, by: -1)
          }
        }
      }
      replica = next
    }
    // The cluster does not see it yet.
    if clusters[Int(cohorts[cohort].cluster)].isAlive { cohorts[cohort].unnoticedReady += lostReady }
    if lostReady > 0 { changeReady(of: cohort, by: -lostReady, hidden: -lostHidden, isFault: true) }
  }

  /// Lost replicas on nodes that are up start again.
  private mutating func regainReplicas(of cohort: Int) {
    var replica = cohorts[cohort].firstReplica
    while replica >= 0 {
      let index = Int(replica)
      if replicas[index].stage == .lost, !nodes.isDown(Int(replicas[index].node)) {
        replicas[index].stage = .starting
        cohorts[cohort].lost -= 1
        changeStarting(of: cohort, by: 1)
        beginStart(of: index)
      }
      replica = replicas[index].next
    }
  }

  /// Nodes of a cluster go down or come back.
  private mutating func strike(_ struck: [Int], of cluster: Int, begins: Bool) {
    var changed = 0
    for node in struck {
      guard nodes.addFault(begins ? 1 : -1, to: node) == (begins ? 1 : 0) else { continue }
      guard nodes[node].presence.isThere else { continue }
      changed += 1
      if begins {
        if clusters[cluster].isManaged { scheduleNodeEviction(node) }
      } else {
        _ = simulation.cancel(nodes[troubleOf: node].eviction)
        nodes[troubleOf: node].eviction = .none
        _ = simulation.cancel(nodes[troubleOf: node].notice)
        nodes[troubleOf: node].notice = .none
        // What starts again on a node that is being drained is to move too.
        if nodes[troubleOf: node].drains > 0 { scheduleDrainRetry(of: node) }
      }
    }
    guard changed > 0 else { return }
    observe(.nodesLost, cluster: cluster, value: Int64(begins ? changed : -changed))
    // Without an answering API a node that is back learns of no pod: they start when the API is back too.
    guard begins ? clusters[cluster].isAlive : clusters[cluster].isManaged else {
      return recountUnnoticed(in: cluster)
    }
    for cohort in clusters[cluster].cohorts {
      if begins {
        loseReplicas(of: Int(cohort), onlyOnDownNodes: true)
      } else {
        regainReplicas(of: Int(cohort))
      }
    }
    recountUnnoticed(in: cluster)
    if !begins { noteRoom(in: cluster) }
  }

  /// The nodes of `cluster` that `filter` takes. O(1) for a single one.
  private func places(of filter: FaultUnit.NodeFilter, in cluster: Int) -> [Int] {
    let range = clusters[cluster].nodes
    if let ordinal = filter.ordinal {
      return ordinal < range.count ? [range.lowerBound + ordinal] : []
    }
    if let rack = filter.rack {
      let inRack = range.lowerBound + rack.lowerBound..<min(range.lowerBound + rack.upperBound, range.upperBound)
      return inRack.filter { matches(filter, node: $0, of: cluster) }
    }
    return range.filter { matches(filter, node: $0, of: cluster) }
  }

  private func matches(_ filter: FaultUnit.NodeFilter, node: Int, of cluster: Int) -> Bool {
    let spec = scenario.fleet.clusters[cluster]
    let pool = spec.pools[nodes.pool(of: node)]
    if let name = filter.pool, name != pool.name { return false }
    if let zone = filter.zone {
      return zone == spec.zone(ofNode: node - clusters[cluster].nodes.lowerBound, in: pool)
    }
    return true
  }

  private mutating func scheduleNodeEviction(_ node: Int) {
    _ = simulation.cancel(nodes[troubleOf: node].eviction)
    nodes[troubleOf: node].eviction = schedule(.nodeEvictionDue(node: Int32(node)), after: Self.nodeEvictionDelay)
    awaitNotice(of: node)
  }

  /// The cluster gives up on a lost node: its replicas are replaced on others.
  mutating func evictNode(_ node: Int) {
    nodes[troubleOf: node].eviction = .none
    let cluster = nodes.cluster(of: node)
    guard nodes.isDown(node), clusters[cluster].isManaged else { return }
    empty(node, .giveUp)
    markLosses(in: cluster)
  }
}
