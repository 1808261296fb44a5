// SPDX-License-Identifier: GPL-3.0-or-later

/// What an object asks for in one cluster: KubeFed `ReplicaSchedulingPreference` `clusters.*`, KubeAdmiral `placement`.
public struct ReplicaPreference: Equatable, Sendable {
  /// Replicas that the cluster gets first.
  public var minimum: Int64
  /// Replicas that it never exceeds; nil is unbounded.
  public var maximum: Int64?
  /// Its share of the rest.
  public var weight: Int64

  /// The defaults are the upstream ones.
  public init(minimum: Int64 = 0, maximum: Int64? = nil, weight: Int64 = 0) {
    self.minimum = minimum
    self.maximum = maximum
    self.weight = weight
  }
}

/// One cluster in the input of a KubeFed or KubeAdmiral planner.
public struct PlannerCluster: Equatable, Sendable {
  /// The cluster's name, unique in the list; its bytes are hashed.
  public var name: String
  /// Its own preference; nil falls back to the default preference.
  public var preference: ReplicaPreference?
  /// Replicas it has now; nil is unknown or none.
  public var current: Int64?
  /// Estimated capacity in replicas; nil is no estimate.
  public var capacity: Int64?
  /// KubeAdmiral: hard cap of a custom migration; nil is none.
  public var limit: Int64?
  /// KubeAdmiral's binpack planner: replicas scheduled in the member; nil is unknown.
  public var scheduled: Int64?

  /// A cluster; everything but the name may be absent.
  public init(
    name: String, preference: ReplicaPreference? = nil, current: Int64? = nil, capacity: Int64? = nil,
    limit: Int64? = nil, scheduled: Int64? = nil
  ) {
    self.name = name
    self.preference = preference
    self.current = current
    self.capacity = capacity
    self.limit = limit
    self.scheduled = scheduled
  }
}

/// A division of replicas, in the order of the clusters given.
public struct ReplicaPlan: Equatable, Sendable {
  /// Replicas per cluster; nil where the original's result has no entry for the cluster.
  public var replicas: [Int64?]
  /// Replicas beyond a cluster's estimated capacity; nil where there is no entry.
  public var overflow: [Int64?]

  /// A plan as it is.
  public init(replicas: [Int64?], overflow: [Int64?]) {
    self.replicas = replicas
    self.overflow = overflow
  }

  /// No entries at all, for `count` clusters.
  init(empty count: Int) {
    self.init(replicas: Array(repeating: nil, count: count), overflow: Array(repeating: nil, count: count))
  }

  /// What the cluster is told to run: the plan with the overflow on top, 0 without an entry.
  ///
  /// Source: KubeFed `pkg/schedulingtypes/replicascheduler.go`, KubeAdmiral `plugins/rsp/rsp.go`. Wraps.
  public var combined: [Int64] {
    replicas.indices.map { (replicas[$0] ?? 0) &+ (overflow[$0] ?? 0) }
  }
}
