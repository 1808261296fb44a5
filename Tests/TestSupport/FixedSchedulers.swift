// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// A policy for tests of mechanisms: equal shares over the members that are joined, ready and free of hard taints, the
/// remainder on the first ones; asked again by every change.
public struct EqualShares: ReplicaScheduler {
  /// Equal shares.
  public init() {}

  /// What it is asked again by.
  public var triggers: SchedulingTriggers {
    [
      .created, .replicasChanged, .readinessChanged, .taintsChanged, .membershipChanged, .evicted,
      .unschedulableReplicas, .rebalanceRequested, .retry,
    ]
  }

  /// Where it may ever place.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    fleet.clusters.indices.map { ClusterIndex($0) }
  }

  /// Its answer, a function of the request and the snapshot alone.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let members = request.candidates.filter { cluster in
      let view = snapshot[cluster]
      return view.isJoined && view.readiness == .ready && !request.evicting.contains(cluster)
        && !view.taints.contains { $0.effect != .preferNoSchedule }
    }
    guard !members.isEmpty else {
      return SchedulingDecision(.unschedulable(message: "no member", clearsAssignment: false, retries: true))
    }
    let count = Int32(members.count)
    return SchedulingDecision(
      .assign(
        members.enumerated().map { place, cluster in
          AssignedReplicas(
            cluster: cluster,
            replicas: request.replicas / count + (Int32(place) < request.replicas % count ? 1 : 0))
        }))
  }
}

/// A policy for tests of mechanisms: always the same numbers in the clusters of these places, whatever happens.
public struct FixedPlaces: ReplicaScheduler {
  private let replicas: [Int32]

  /// `replicas[i]` replicas in the cluster at place i of the fleet; clusters beyond the list hold nothing.
  public init(_ replicas: [Int32]) { self.replicas = replicas }

  /// What it is asked again by.
  public var triggers: SchedulingTriggers { [] }

  /// Where it may ever place.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    replicas.indices.map { ClusterIndex($0) }
  }

  /// Its answer, a function of the request and the snapshot alone.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    SchedulingDecision(
      .assign(replicas.enumerated().map { AssignedReplicas(cluster: ClusterIndex($0), replicas: $1) }))
  }
}

/// A policy for tests of mechanisms: all replicas in the first cluster, following the template and nothing else.
public struct AllInFirst: ReplicaScheduler {
  /// All in the first cluster.
  public init() {}

  /// What it is asked again by.
  public var triggers: SchedulingTriggers { [.created, .replicasChanged] }

  /// Where it may ever place.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    [ClusterIndex(0)]
  }

  /// Its answer, a function of the request and the snapshot alone.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    SchedulingDecision(.assign([AssignedReplicas(cluster: ClusterIndex(0), replicas: request.replicas)]))
  }
}
