// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

/// What is true of one member, and of one workload in it, whatever the hub believes.
public struct MemberTruth: Hashable, Sendable {
  /// The planes it has lost, in their order; the agent's only where the contender's system has one there.
  public var lostPlanes: [FailurePlane]
  /// Whether news of it comes in and the hub can change it.
  public var isHeard: Bool
  /// Whether its replicas reach users.
  public var isServing: Bool
  /// Nodes that are there and down.
  public var downNodes: Int
  /// Left on the nodes that take replicas, less what waits for a node; nothing on a dead cluster.
  public var free: Resources
  /// More replicas of the workload that these nodes have room for, one by one.
  public var room: Int32
  /// `spec.replicas` of the member's object; nil: it holds none.
  public var desired: Int32?
  /// Of these, without a node.
  public var waiting: Int32
  /// On a node, not ready yet.
  public var starting: Int32
  /// Ready, and reached by users.
  public var serving: Int32
}

/// An eviction that is to come.
public struct PendingEviction: Hashable, Sendable {
  /// From where.
  public var cluster: ClusterIndex
  /// Until when the workload tolerates what is wrong there; `distantFuture`: for ever.
  public var toleratedUntil: SimulationTime
  /// Whether it waits for a worker.
  public var isQueued: Bool
}

// What observers may read of the world between two events. Nothing here changes it.
extension FederationRun {
  /// When the next event happens; nil: none does before the horizon.
  public var nextEventTime: SimulationTime? { simulation.peekTime.flatMap { $0 < end ? $0 : nil } }

  /// Clusters of the fleet.
  public var clusterCount: Int { clusters.count }

  /// Workloads that wait for a decision.
  public var queuedDecisions: Int { deciders.reduce(0) { $0 + $1.queue.count } }

  /// Evictions that wait for a worker.
  public var queuedEvictions: Int { evictionQueue.count }

  /// Whether the contender's policies look at the capacity that members report.
  public var looksAtCapacity: Bool { profile.system == .karmada || profile.system == .kubeAdmiral }

  /// What the hub knows of `cluster`: what a decision at this moment would see.
  public func belief(of cluster: Int) -> ClusterView {
    guard looksAtCapacity, let report = unreadReport(of: cluster) else { return snapshot.clusters[cluster] }
    var view = snapshot.clusters[cluster]
    let grades = view.capacity.nodesPerGrade.count
    view.capacity = trueCapacity(of: cluster)
    if grades == 0 { view.capacity.nodesPerGrade = [] }
    view.reportedAt = report
    return view
  }

  /// What is so in `cluster`, of `workload` too. O(nodes).
  public func truth(of workload: Int, in cluster: Int) -> MemberTruth {
    let member = clusters[cluster]
    var free = Resources.zero
    var down = 0
    for node in member.nodes where nodes[node].presence.isThere {
      if nodes.isDown(node) { down += 1 }
      guard member.isAlive, nodes[node].takesReplicas else { continue }
      let rest = nodes.free(of: node)
      free += Resources(cpuMillicores: rest.cpuMillicores, memoryBytes: rest.memoryBytes, pods: rest.pods)
    }
    let waiting = member.allocating.resources
    free = Resources(
      cpuMillicores: max(0, free.cpuMillicores - waiting.cpuMillicores),
      memoryBytes: max(0, free.memoryBytes - waiting.memoryBytes), pods: max(0, free.pods - waiting.pods))
    let place = existingCohort(workload: workload, cluster: cluster)
    let cohort = place.map { cohorts[$0] }
    return MemberTruth(
      lostPlanes: lostPlanes(of: member), isHeard: member.isHeard, isServing: member.isServing, downNodes: down,
      free: free, room: member.isAlive ? roomOnUsableNodes(for: workload, in: cluster) : 0,
      desired: cohort.flatMap { $0.exists ? $0.desired : nil }, waiting: cohort?.waiting ?? 0,
      starting: cohort?.starting ?? 0, serving: place.map { servingReplicas(of: $0) } ?? 0)
  }

  private func lostPlanes(of member: MemberCluster) -> [FailurePlane] {
    FailurePlane.allCases.filter { plane in
      switch plane {
      case .all: member.deadFaults > 0
      case .hub: member.hubFaults > 0
      case .user: member.userFaults > 0
      case .api: member.apiFaults > 0
      case .agent: member.hasAgent && member.agentFaults > 0
      case .slow: !member.slowFaults.isEmpty
      }
    }
  }

  private func roomOnUsableNodes(for workload: Int, in cluster: Int) -> Int32 {
    let spec = scenario.workloads[workload]
    let template = template(of: workload)
    var total: Int64 = 0
    for node in clusters[cluster].nodes where nodes[node].takesReplicas {
      guard scenario.fleet.clusters[cluster].pools[nodes.pool(of: node)].admits(spec) else { continue }
      let free = nodes.free(of: node)
      total += NodeRoom.replicas(
        of: template.hasRequests ? template.requests : nil,
        in: Resources(cpuMillicores: free.cpuMillicores, memoryBytes: free.memoryBytes, pods: free.pods))
    }
    return Int32(clamping: total)
  }

  /// Since when `workload` waits for a decision, and why; nil: it does not.
  public func queuedDecision(of workload: Int) -> (since: SimulationTime, triggers: SchedulingTriggers)? {
    let hub = hubWorkloads[workload]
    return hub.pendingTriggers.isEmpty ? nil : (hub.queuedAt, hub.pendingTriggers)
  }

  /// The evictions of `workload` that are tolerated or queued, ascending by cluster.
  public func pendingEvictions(of workload: Int) -> [PendingEviction] {
    hubWorkloads[workload].evictionsUnderWay.map {
      PendingEviction(cluster: ClusterIndex($0.cluster), toleratedUntil: $0.tolerated, isQueued: $0.isQueued)
    }.sorted { $0.cluster < $1.cluster }
  }

  /// Replicas of `workload` that users want.
  public func demand(of workload: Int) -> Int32 { wanted[workload] }

  /// What `workload` lacks, by cause; causes of nothing are left out.
  public func losses(of workload: Int) -> [(cause: LossCause, replicas: Int32)] {
    LossCause.allCases.compactMap { cause in
      let count = lossBook.counts[workload][cause]
      return count == 0 ? nil : (cause, count)
    }
  }

  /// Why the hub did not take `answer`, the last one for `workload`: a quota, or a write that its API refused; nil where
  /// neither is so.
  public func refusalOfLastAnswer(_ answer: [AssignedReplicas], for workload: Int) -> SchedulingFailure? {
    refusal(of: answer, for: workload)
  }
}
