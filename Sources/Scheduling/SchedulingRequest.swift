// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A number of replicas in a cluster.
@frozen
public struct AssignedReplicas: Hashable, Sendable {
  /// Where.
  public var cluster: ClusterIndex
  /// How many; may be 0 where a system keeps empty objects.
  public var replicas: Int32
  /// `replicas` in `cluster`.
  @inlinable
  public init(cluster: ClusterIndex, replicas: Int32) {
    self.cluster = cluster
    self.replicas = replicas
  }
}

extension Array<AssignedReplicas> {
  /// Replicas in all clusters together. O(n).
  @inlinable public var replicaTotal: Int64 { reduce(0) { $0 &+ Int64($1.replicas) } }

  /// Whether both name the same clusters in the same order. O(n).
  @inlinable public func namesClusters(of other: Self) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.cluster == $1.cluster }
  }
}

extension AssignedReplicas {
  /// What an object says of a cluster by name; nil where the fleet has no such cluster. O(clusters).
  public init?(_ named: ClusterReplicas, in fleet: Fleet) {
    guard let cluster = fleet.index(named: named.cluster) else { return nil }
    self.init(cluster: cluster, replicas: Int32(clamping: named.replicas))
  }
}

/// What the control plane last heard of one workload in one member.
@frozen
public struct ObservedReplicas: Hashable, Sendable {
  /// Where.
  public var cluster: ClusterIndex
  /// `spec.replicas` of the member's object.
  public var desired: Int32
  /// Replicas that are ready.
  public var ready: Int32
  /// Replicas that have found no node for longer than the system waits.
  public var unschedulable: Int32
  /// Replicas whose pods run, ready or not.
  public var running: Int32
  /// An observation; without `running` the ready ones run.
  @inlinable
  public init(cluster: ClusterIndex, desired: Int32, ready: Int32, unschedulable: Int32, running: Int32? = nil) {
    self.cluster = cluster
    self.desired = desired
    self.ready = ready
    self.unschedulable = unschedulable
    self.running = running ?? ready
  }

  /// Replicas that Federation v1 and KubeFed count: the ready ones where that is all of them, else every pod that runs.
  ///
  /// Source: kubefed d6f10d2 `pkg/schedulingtypes/replicascheduler.go` clustersReplicaState, `podanalyzer/pod_helper.go`:
  /// a pod that runs counts for having a condition of type Ready, whatever its status.
  @inlinable public var counted: Int32 { desired == ready ? ready : running }
}

/// Why a policy is asked; also what a policy declares that it reacts to.
public struct SchedulingTriggers: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt16
  /// Triggers of these bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The workload is new.
  public static let created = SchedulingTriggers(rawValue: 1 << 0)
  /// Its wanted replicas changed.
  public static let replicasChanged = SchedulingTriggers(rawValue: 1 << 1)
  /// Its policy changed.
  public static let policyChanged = SchedulingTriggers(rawValue: 1 << 2)
  /// A member's readiness changed.
  public static let readinessChanged = SchedulingTriggers(rawValue: 1 << 3)
  /// A member's taints changed.
  public static let taintsChanged = SchedulingTriggers(rawValue: 1 << 4)
  /// A member joined or left.
  public static let membershipChanged = SchedulingTriggers(rawValue: 1 << 5)
  /// Replicas found no node for too long.
  public static let unschedulableReplicas = SchedulingTriggers(rawValue: 1 << 6)
  /// It was evicted from a member.
  public static let evicted = SchedulingTriggers(rawValue: 1 << 7)
  /// A person asked for a full recomputation.
  public static let rebalanceRequested = SchedulingTriggers(rawValue: 1 << 8)
  /// An earlier decision failed and is tried again.
  public static let retry = SchedulingTriggers(rawValue: 1 << 9)
  /// Its object changed in some member.
  public static let memberObjectChanged = SchedulingTriggers(rawValue: 1 << 12)
  /// The scheduler started anew, or looks again at what it changed itself: everything is checked, nothing is new.
  public static let relisted = SchedulingTriggers(rawValue: 1 << 10)

  private static let named: [(trigger: SchedulingTriggers, name: String)] = [
    (.created, "created"), (.replicasChanged, "replicasChanged"), (.policyChanged, "policyChanged"),
    (.readinessChanged, "readinessChanged"), (.taintsChanged, "taintsChanged"),
    (.membershipChanged, "membershipChanged"), (.unschedulableReplicas, "unschedulableReplicas"),
    (.evicted, "evicted"), (.rebalanceRequested, "rebalanceRequested"), (.retry, "retry"), (.relisted, "relisted"),
    (.memberObjectChanged, "memberObjectChanged"),
  ]

  /// The triggers by name, in one order.
  public var names: [String] { Self.named.compactMap { contains($0.trigger) ? $0.name : nil } }
}

/// Where the other workloads of a workload's groups are (Karmada's workload affinity).
public struct PeerPlacement: Hashable, Sendable {
  /// The clusters of each placed peer of the group that stays together, ascending; unplaced peers are left out.
  public var affinity: [[ClusterIndex]]
  /// The clusters that any peer of the group that stays apart is placed in, ascending.
  public var antiAffinity: [ClusterIndex]
  /// A placement of peers.
  public init(affinity: [[ClusterIndex]] = [], antiAffinity: [ClusterIndex] = []) {
    self.affinity = affinity
    self.antiAffinity = antiAffinity
  }
}

/// Replicas that a recent decision put into a cluster and that its reports do not show yet.
public struct AssumedReplicas: Hashable, Sendable {
  /// What one of them asks for; nil: nothing stated, pods alone count.
  public var requests: Resources?
  /// How many.
  public var replicas: Int32
  /// `replicas` of `requests`.
  public init(requests: Resources?, replicas: Int32) {
    self.requests = requests
    self.replicas = replicas
  }
}

/// One question to a policy: where should this workload's replicas be now?
public struct SchedulingRequest: Sendable {
  /// Which workload.
  public var workload: WorkloadIndex
  /// What the policy's objects say of it.
  public var policy: NativePolicy { didSet { isPolicyApplied = false } }
  /// `namespace/name`, which planners hash.
  public var key: String
  /// The uid, which Karmada's tie-break hashes.
  public var uid: String
  /// Replicas wanted in all.
  public var replicas: Int32
  /// What one replica asks for.
  public var requests: Resources
  /// Whether requests were stated at all.
  public var hasRequests: Bool
  /// What `ReplicaScheduler.candidates` answered for it: ascending.
  public var candidates: [ClusterIndex]
  /// The control plane's own record of the assignment, in the order the system keeps it.
  public var current: [AssignedReplicas]
  /// What members last reported of it, ascending by cluster; only clusters that hold its object.
  public var observed: [ObservedReplicas]
  /// Clusters it is being evicted from: barred until their old copies are gone; ascending.
  public var evicting: [ClusterIndex]
  /// Whether everything is to be recomputed (Karmada's Fresh mode).
  public var isFresh: Bool
  /// Which of `KarmadaPolicy.clusterAffinities` was used last; 0 at first.
  public var affinityGroup: Int
  /// The policy that it was last scheduled with, failed attempts left out where the system does so; nil: not known, and
  /// then a `policyChanged` always counts. `affinityGroup` is a place in this one's `clusterAffinities`.
  public var applied: NativePolicy? { didSet { isPolicyApplied = false } }
  /// Whether `applied` is known to be `policy` still, so that nobody has to compare the two; false once either is written.
  public private(set) var isPolicyApplied: Bool
  /// What each candidate's accurate estimator answered, in the order of `candidates`, -1 for none; nil: there are none,
  /// or one of them failed, which discards them all.
  public var accurateEstimates: [Int32]?
  /// What recent decisions put into each candidate, in the order of `candidates`; nil: nothing is assumed.
  public var assumed: [[AssumedReplicas]]?
  /// Where the peers of its groups are; nil: it has no groups, or the system does not look.
  public var peers: PeerPlacement?
  /// Why it is asked.
  public var trigger: SchedulingTriggers
  /// Whether the answer should say why, cluster by cluster.
  public var wantsExplanation: Bool

  /// A request.
  public init(
    workload: WorkloadIndex, policy: NativePolicy, key: String, uid: String, replicas: Int32, requests: Resources,
    hasRequests: Bool = true, candidates: [ClusterIndex], current: [AssignedReplicas] = [],
    observed: [ObservedReplicas] = [], evicting: [ClusterIndex] = [], isFresh: Bool = false, affinityGroup: Int = 0,
    applied: NativePolicy? = nil, isPolicyApplied: Bool = false, accurateEstimates: [Int32]? = nil,
    assumed: [[AssumedReplicas]]? = nil, peers: PeerPlacement? = nil, trigger: SchedulingTriggers,
    wantsExplanation: Bool = false
  ) {
    self.workload = workload
    self.policy = policy
    self.key = key
    self.uid = uid
    self.replicas = replicas
    self.requests = requests
    self.hasRequests = hasRequests
    self.candidates = candidates
    self.current = current
    self.observed = observed
    self.evicting = evicting
    self.isFresh = isFresh
    self.affinityGroup = affinityGroup
    self.applied = applied
    self.isPolicyApplied = isPolicyApplied
    self.accurateEstimates = accurateEstimates
    self.assumed = assumed
    self.peers = peers
    self.trigger = trigger
    self.wantsExplanation = wantsExplanation
  }
}
