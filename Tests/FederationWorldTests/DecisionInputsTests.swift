// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// What Karmada's optional components add to a decision, each with and without it.
struct DecisionInputsTests {
  private func karmada(_ change: (inout ControlPlaneProfile) -> Void = { _ in }) -> ControlPlaneProfile {
    // By sums: a cluster of ten nodes holds 320 replicas of half a core.
    var profile = ProfileCatalog.karmada118
    profile.switches.usesResourceModels = false
    change(&profile)
    return profile
  }

  private func scenario(
    _ profile: ControlPlaneProfile, _ policies: [KarmadaPolicy], _ workloads: [WorkloadSpec], fleet: Fleet,
    initial: [[ClusterReplicas]?]? = nil, failures: [FailureSpec] = [], actions: [ActionSpec] = [],
    start: Scenario.Start = .empty
  ) -> Scenario {
    var contender = Federations.contender(
      "k", profile: profile, workloads: workloads.count, policy: .karmada(policies[0]))
    for (place, policy) in policies.enumerated() { contender.policies[place] = .karmada(policy) }
    if let initial { contender.initialAssignments = initial }
    return Scenario(
      name: "inputs", horizon: .hours(2), start: start, fleet: fleet, workloads: workloads, contenders: [contender],
      failures: failures, actions: actions)
  }

  // The accurate estimator

  /// 160 cores in each cluster: ten nodes of 16 in a, four of 40 in b. A replica of ten cores fits ten times into a and
  /// 16 times into b; by the sums 16 times into each.
  private func estimated(_ change: (inout ControlPlaneProfile) -> Void) -> [Observation] {
    let profile = karmada(change)
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a"], nodes: 10, cores: 16).clusters
        + Federations.fleet(named: ["b"], nodes: 4, cores: 40).clusters)
    let workloads = ["w0", "w1", "w2"].map { name in
      var workload = Federations.workload(name, replicas: name == "w0" ? 26 : 0)
      workload.requests = Resources(cpuMillicores: 10_000, memoryBytes: 1 << 20, pods: 1)
      return workload
    }
    return Runs.observations(
      scenario(
        profile, Array(repeating: KarmadaPolicy(scheduling: .dynamicWeight), count: 3), workloads, fleet: fleet))
  }

  private func assigned(_ found: [Observation], workload: Int = 0, clusters: Int = 2) -> [Int64] {
    (0..<clusters).map { cluster in
      found.reduce(0) { sum, observation in
        guard observation.workload == Int32(workload), observation.cluster == Int32(cluster) else { return sum }
        switch observation.kind {
        case .assigned: return sum + observation.value
        case .unassigned: return sum - observation.value
        default: return sum
        }
      }
    }
  }

  @Test func `the accurate estimator counts node by node, the sums do not see that a replica fits no node`() {
    let sums = estimated { _ in }
    #expect(assigned(sums) == [13, 13])
    #expect(sums.serving(at: .zero + .hours(1), workload: 0) == 23, "three wait in a")
    let nodes = estimated { $0.switches.usesAccurateEstimator = true }
    #expect(assigned(nodes) == [10, 16])
    #expect(nodes.serving(at: .zero + .hours(1), workload: 0) == 26)
  }

  @Test(arguments: [["a"], ["b"], ["a", "b"]], [false, true])
  func `one estimator that fails discards the answers of all`(failing: [String], hangs: Bool) {
    let found = estimated {
      $0.switches.usesAccurateEstimator = true
      $0.components.failingEstimators = failing
      $0.components.failingEstimatorsHang = hangs
    }
    #expect(assigned(found) == [13, 13])
  }

  @Test func `an estimator that hangs costs 3 s before each decision, one that refuses nothing`() {
    func times(hangs: Bool) -> [Int64] {
      var profile = karmada {
        $0.switches.usesAccurateEstimator = true
        $0.components.failingEstimators = ["b"]
      }
      profile.components.failingEstimatorsHang = hangs
      let workloads = (0..<5).map { Federations.workload("w\($0)", replicas: 4) }
      let found = Runs.observations(
        scenario(
          profile, Array(repeating: KarmadaPolicy(scheduling: .dynamicWeight), count: 5), workloads,
          fleet: Federations.fleet(named: ["a", "b"])))
      return found.of(.decided).map { $0.time.nanoseconds / 1_000_000 }
    }
    #expect(times(hangs: false) == [15, 30, 45, 60, 75])
    #expect(times(hangs: true) == [3015, 6030, 9045, 12_060, 15_075])
  }

  // The overcommit protection

  /// Two workloads of 200 replicas at once, packed; a cluster holds 320.
  private func burst(protected: Bool) -> [Observation] {
    Runs.observations(
      scenario(
        karmada { $0.switches.protectsFromOvercommit = protected },
        Array(repeating: KarmadaPolicy(scheduling: .aggregated), count: 2),
        [Federations.workload("w0", replicas: 200), Federations.workload("w1", replicas: 200)],
        fleet: Federations.fleet(named: ["a", "b"])))
  }

  @Test func `a burst lands on one cluster by one report; with the overcommit protection the second goes elsewhere`() {
    let stock = burst(protected: false)
    #expect(assigned(stock, workload: 0) == assigned(stock, workload: 1))
    #expect(stock.serving(at: .zero + .hours(1)) == 320, "80 wait for nodes")
    let protected = burst(protected: true)
    #expect(assigned(protected, workload: 0) == assigned(protected, workload: 1).reversed())
    #expect(protected.serving(at: .zero + .hours(1)) == 400)
  }

  /// 160 replicas of 320 at time 0, ready after `startup`; 140 more of another workload at `later`, in the only cluster.
  private func second(
    after later: SimulationDuration, startup: SimulationDuration = .seconds(10), lifetime: SimulationDuration? = nil
  ) -> Double? {
    let profile = karmada {
      $0.switches.protectsFromOvercommit = true
      if let lifetime { $0.components.assumptionLifetime = lifetime }
    }
    let found = Runs.observations(
      scenario(
        profile, Array(repeating: KarmadaPolicy(scheduling: .dynamicWeight), count: 2),
        [
          Federations.workload("w0", replicas: 160, startup: startup),
          Federations.workload("w1", replicas: 0, demand: .steps([.init(at: .zero + later, replicas: 140)])),
        ], fleet: Federations.fleet(named: ["a"])))
    let placed = found.of(.assigned, workload: 1).first { $0.value == 140 }
    return placed.map { ($0.time - (.zero + later)).seconds }
  }

  @Test func `an assumption is released when its target turns healthy, else after 5 minutes`() throws {
    // Healthy after 10 s: at a minute the report shows the replicas and nothing counts twice.
    let released = try #require(second(after: .minutes(1)))
    #expect(released < 0.1)
    // Not ready for an hour: reported and assumed they count twice until the 5 minutes are over.
    let kept = try #require(second(after: .minutes(1), startup: .hours(1)))
    #expect(kept > 239 && kept < 500, "\(kept)")
    let short = try #require(second(after: .minutes(1), startup: .hours(1), lifetime: .seconds(50)))
    #expect(short < 0.1)
  }

  @Test func `a target that leaves the result is no longer assumed`() throws {
    // w0 has to leave a after 30 s; w1 needs from 3 min on what it held there.
    let profile = karmada {
      $0.switches.protectsFromOvercommit = true
      $0.components.assumptionLifetime = .hours(1)
      $0.eviction.isEnabled = true
    }
    let found = Runs.observations(
      scenario(
        profile,
        [
          KarmadaPolicy(scheduling: .aggregated),
          KarmadaPolicy(clusterAffinity: .init(clusterNames: ["a"]), scheduling: .dynamicWeight),
        ],
        [
          Federations.workload("w0", replicas: 200, startup: .hours(1)),
          Federations.workload("w1", replicas: 0, demand: .steps([.init(at: .zero + .minutes(3), replicas: 300)])),
        ], fleet: Federations.fleet(named: ["a", "b"]),
        actions: [
          ActionSpec(
            at: .zero + .seconds(30), kind: .taint(Taint(key: "out", effect: .noExecute)),
            target: TargetSelector(cluster: "a")),
          ActionSpec(
            at: .zero + .minutes(2), kind: .untaint(key: "out", effect: nil), target: TargetSelector(cluster: "a")),
        ]))
    #expect(found.of(.evicted, workload: 0).count == 1)
    // The old copy stays for 10 minutes, and a's report shows it. Assumed for an hour, it would keep w1 out for an hour.
    let failed = found.of(.decided, workload: 1).filter { $0.value == 2 }.map(\.time)
    let placed = try #require(found.of(.assigned, workload: 1).first { $0.value == 300 }?.time)
    #expect(placed < .zero + .minutes(30) && (failed.first ?? .zero) < placed)
  }

  // Workload affinity

  /// Two workloads of one group, the second placed after the first; `a` is the larger, so both would be packed there.
  private func twins(_ affinity: KarmadaPolicy.WorkloadAffinity, gate: Bool, failures: [FailureSpec] = [])
    -> [Observation]
  {
    let profile = karmada {
      $0.switches.workloadAffinity = gate
      $0.eviction.isEnabled = true
    }
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a"], nodes: 20).clusters
        + Federations.fleet(named: ["b"], nodes: 10).clusters)
    var workloads = [Federations.workload("w0", replicas: 4), Federations.workload("w1", replicas: 4)]
    for place in workloads.indices { workloads[place].labels = ["app": "twin"] }
    let policy = KarmadaPolicy(
      spreadConstraints: [.init(field: .cluster, minimumGroups: 1, maximumGroups: 1)], scheduling: .aggregated,
      workloadAffinity: affinity)
    return Runs.observations(
      scenario(profile, [policy, policy], workloads, fleet: fleet, failures: failures))
  }

  @Test func `anti-affine twins are kept apart with the gate, and lie together without it`() {
    let apart = KarmadaPolicy.WorkloadAffinity(antiAffinityLabelKey: "app")
    let without = twins(apart, gate: false)
    #expect(assigned(without, workload: 0) == [4, 0] && assigned(without, workload: 1) == [4, 0])
    let with = twins(apart, gate: true)
    #expect(assigned(with, workload: 0) == [4, 0] && assigned(with, workload: 1) == [0, 4])
  }

  @Test func `one of two anti-affine twins cannot fail over to where the other is`() {
    let apart = KarmadaPolicy.WorkloadAffinity(antiAffinityLabelKey: "app")
    let loss = [Federations.loss(of: "a", at: .hours(1), for: nil)]
    let end = SimulationTime.zero + .hours(2)
    #expect(twins(apart, gate: true, failures: loss).serving(at: end) == 4)
    #expect(twins(apart, gate: false, failures: loss).serving(at: end) == 8)
  }

  /// The first is held in b by name; the second would go to a.
  private func followed(gate: Bool, sameNamespace: Bool = true) -> [Int64] {
    var workloads = [Federations.workload("w0", replicas: 4), Federations.workload("w1", replicas: 4)]
    for place in workloads.indices { workloads[place].labels = ["app": "pair"] }
    if !sameNamespace { workloads[1].namespace = "elsewhere" }
    let together = KarmadaPolicy.WorkloadAffinity(affinityLabelKey: "app")
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a"], nodes: 20).clusters
        + Federations.fleet(named: ["b"], nodes: 10).clusters)
    let found = Runs.observations(
      scenario(
        karmada { $0.switches.workloadAffinity = gate },
        [
          KarmadaPolicy(
            clusterAffinity: .init(clusterNames: ["b"]), scheduling: .aggregated, workloadAffinity: together),
          KarmadaPolicy(scheduling: .aggregated, workloadAffinity: together),
        ], workloads, fleet: fleet))
    return assigned(found, workload: 1)
  }

  @Test func `a workload follows its affinity group with the gate, within its namespace, and not without`() {
    #expect(followed(gate: true) == [0, 4])
    #expect(followed(gate: false) == [4, 0])
    #expect(followed(gate: true, sameNamespace: false) == [4, 0])
  }
}
