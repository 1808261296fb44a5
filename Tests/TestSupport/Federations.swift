// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Small federations that tests share.
public enum Federations {
  /// Clusters of equal nodes: `clusters` in each region, called `<region>-1`, `<region>-2`, ...
  public static func fleet(
    regions: [String] = ["eu-west", "us-east", "ap-south"], clusters: Int = 4, nodes: Int = 10, cores: Int64 = 16,
    gibibytes: Int64 = 64
  ) -> Fleet {
    Fleet(
      clusters: regions.flatMap { region in
        (1...clusters).map { number in
          ClusterSpec(
            name: "\(region)-\(number)", provider: "p", region: region, zones: ["\(region)-a"],
            pools: [
              NodePoolSpec(
                name: "default", nodeCount: nodes,
                allocatable: Resources(cpuMillicores: cores * 1000, memoryBytes: gibibytes << 30, pods: 110),
                pricePerHour: 0.8)
            ])
        }
      })
  }

  /// Equal workloads of 500m and 512Mi, started in 10 s, that ask for `load` of the fleet's CPU in all.
  public static func workloads(count: Int, load: Double, of fleet: Fleet) -> [WorkloadSpec] {
    let cores = fleet.clusters.reduce(0) { $0 + $1.allocatable.cpuMillicores }
    let total = Int((Double(cores) * load / 500).rounded(.up))
    return (0..<count).map { number in
      WorkloadSpec(
        namespace: "shop", name: "w\(number)", replicas: total * (number + 1) / count - total * number / count,
        requests: Resources(cpuMillicores: 500, memoryBytes: 512 << 20, pods: 1))
    }
  }

  /// A contender of `profile` under which every workload has `policy`.
  public static func contender(
    _ name: String, profile: ControlPlaneProfile, workloads: Int, policy: NativePolicy
  ) -> ContenderSpec {
    ContenderSpec(
      name: name, profile: profile, policies: Array(repeating: policy, count: workloads),
      taintPolicies: taintPolicies(for: profile))
  }

  /// What opting into failover needs since Karmada 1.14, where no controller taints NoExecute by itself: a taint policy
  /// for members that are not ready. None for those that have not opted in or that taint by themselves.
  public static func taintPolicies(for profile: ControlPlaneProfile) -> [KarmadaClusterTaintPolicy] {
    guard profile.system == .karmada, profile.eviction.isEnabled, profile.eviction.taintDelay == .zero else {
      return []
    }
    return [
      KarmadaClusterTaintPolicy(
        name: "evict", addOn: [.init(type: "Ready", isIn: false, statusValues: ["True"])],
        removeOn: [.init(type: "Ready", isIn: true, statusValues: ["True"])],
        taints: [Taint(key: "cluster.karmada.io/not-ready", effect: .noExecute)])
    ]
  }

  /// Karmada 1.18 with all opt-ins for failover.
  public static var karmadaWithFailover: ControlPlaneProfile {
    var profile = ProfileCatalog.karmada118
    profile.eviction.isEnabled = true
    return profile
  }

  /// KubeAdmiral with an operator who taints a cluster that has been unready for five minutes.
  public static var kubeAdmiralWithOperator: ControlPlaneProfile {
    var profile = ProfileCatalog.kubeAdmiral
    profile.eviction.taintDelay = .seconds(300)
    return profile
  }

  /// KubeFed policies: everywhere, equal weights.
  public static func kubeFed(replicas: Int, rebalance: Bool) -> NativePolicy {
    .kubeFed(
      KubeFedPolicy(
        clusterSelector: LabelSelector(),
        scheduling: .init(totalReplicas: Int64(replicas), rebalance: rebalance)))
  }

  /// The contenders of the quickstart over `workloads`.
  public static func contenders(over workloads: [WorkloadSpec]) -> [ContenderSpec] {
    let count = workloads.count
    func karmada(_ name: String, _ profile: ControlPlaneProfile, _ scheduling: KarmadaPolicy.Scheduling)
      -> ContenderSpec
    {
      contender(name, profile: profile, workloads: count, policy: .karmada(KarmadaPolicy(scheduling: scheduling)))
    }
    return [
      karmada("karmada-duplicated", karmadaWithFailover, .duplicated),
      karmada("karmada-static", karmadaWithFailover, .staticWeight(nil)),
      karmada("karmada-dynamic", karmadaWithFailover, .dynamicWeight),
      karmada("karmada-aggregated", karmadaWithFailover, .aggregated),
      karmada("karmada-stock", ProfileCatalog.karmada118, .dynamicWeight),
      ContenderSpec(
        name: "kubefed", profile: ProfileCatalog.kubeFed010,
        policies: workloads.map { kubeFed(replicas: $0.replicas, rebalance: false) }),
      ContenderSpec(
        name: "kubefed-rebalance", profile: ProfileCatalog.kubeFed010,
        policies: workloads.map { kubeFed(replicas: $0.replicas, rebalance: true) }),
      contender(
        "kubeadmiral", profile: ProfileCatalog.kubeAdmiral, workloads: count,
        policy: .kubeAdmiral(KubeAdmiralPolicy(divides: true))),
      contender(
        "kubeadmiral-operator", profile: kubeAdmiralWithOperator, workloads: count,
        policy: .kubeAdmiral(KubeAdmiralPolicy(divides: true))),
      contender(
        "federation-v1", profile: ProfileCatalog.federationV1, workloads: count,
        policy: .federationV1(FederationV1Policy())),
    ]
  }

  /// Twelve equal clusters in three regions; eu-west is lost after one hour for four.
  public static func regionOutage(load: Double, workloads count: Int = 24) -> Scenario {
    let fleet = fleet()
    let workloads = workloads(count: count, load: load, of: fleet)
    return Scenario(
      name: "region-outage", horizon: .hours(6), fleet: fleet, workloads: workloads,
      contenders: contenders(over: workloads),
      failures: [
        .scripted(
          at: .zero + .hours(1), span: .hours(4), target: TargetSelector(region: "eu-west"), plane: .all)
      ])
  }

  /// Clusters of these names, each in a region of its own, with `nodes` nodes of `cores` cores.
  public static func fleet(named names: [String], nodes: Int = 10, cores: Int64 = 16, price: Double = 0) -> Fleet {
    Fleet(
      clusters: names.map { name in
        ClusterSpec(
          name: name, provider: "p", region: name,
          pools: [
            NodePoolSpec(
              name: "default", nodeCount: nodes,
              allocatable: Resources(cpuMillicores: cores * 1000, memoryBytes: 64 << 30, pods: 110),
              pricePerHour: price)
          ])
      })
  }

  /// A workload of 500m and 512Mi whose replicas start in `startup` and stop at once.
  public static func workload(
    _ name: String = "web", replicas: Int, startup: SimulationDuration = .seconds(10), demand: DemandSpec = .constant
  ) -> WorkloadSpec {
    WorkloadSpec(
      namespace: "shop", name: name, replicas: replicas,
      requests: Resources(cpuMillicores: 500, memoryBytes: 512 << 20, pods: 1), startup: .constant(startup),
      termination: .zero, demand: demand)
  }

  /// A scripted loss of one cluster.
  public static func loss(
    of cluster: String, at: SimulationDuration, for span: SimulationDuration?, plane: FailurePlane = .all
  ) -> FailureSpec {
    .scripted(at: .zero + at, span: span, target: TargetSelector(cluster: cluster), plane: plane)
  }

  /// Every profile over `workloads`: Karmada with failover on and dynamic weights, the others with their defaults.
  public static func contender(of profile: ControlPlaneProfile, over workloads: [WorkloadSpec]) -> ContenderSpec {
    let policies: [NativePolicy] = workloads.map { workload in
      switch profile.system {
      case .karmada: .karmada(KarmadaPolicy(scheduling: .dynamicWeight))
      case .kubeFed: kubeFed(replicas: workload.replicas, rebalance: false)
      case .kubeAdmiral: .kubeAdmiral(KubeAdmiralPolicy(divides: true))
      case .federationV1: .federationV1(FederationV1Policy())
      }
    }
    return ContenderSpec(
      name: profile.name, profile: profile, policies: policies, taintPolicies: taintPolicies(for: profile))
  }
}

extension NativePolicy {
  /// The Karmada policy, if it is one.
  public var karmada: KarmadaPolicy? {
    if case .karmada(let policy) = self { policy } else { nil }
  }

  /// The KubeAdmiral policy, if it is one.
  public var kubeAdmiral: KubeAdmiralPolicy? {
    if case .kubeAdmiral(let policy) = self { policy } else { nil }
  }
}
