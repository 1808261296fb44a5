// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import Testing

@testable import SchedulingPolicies

/// The schedulers take short cuts round the planners' lists of names; here the planners are asked by name.
@Suite struct PlannerAgreementTests {
  private func fleet(_ random: inout RandomStream, count: Int) -> [ClusterSpec] {
    (0..<count).map { ordinal in
      let cores = Int64(random.next() % 40)
      return cluster("c\(ordinal * 37 % 101)", region: "r\(random.next() % 3)", cores: cores)
    }
  }

  /// Selection and assignment by name over the feasible clusters; the text of the error where there is one.
  private func karmada(
    _ policy: KarmadaPolicy, _ request: SchedulingRequest, feasible: [ClusterIndex], bench: PolicyBench,
    division: KarmadaDivision
  ) -> ([String: Int32]?, String?) {
    let rules: KarmadaStrategy
    if case .staticWeight(let weights?) = policy.scheduling {
      rules = .staticWeight(weights.map { .init(clusters: $0.target.clusterNames, weight: $0.weight) })
    } else {
      rules = policy.strategy
    }
    let estimation = KarmadaEstimation(fleet: bench.fleet, switches: .init())
    let clusters = feasible.map { cluster in
      KarmadaFeasibleCluster(
        name: bench.fleet[cluster].name, score: request.current.contains { $0.cluster == cluster } ? 100 : 0,
        estimate: estimation.maximumReplicas(
          in: cluster, capacity: bench.snapshot[cluster].capacity, request: request.requests),
        region: bench.fleet[cluster].region)
    }
    let previous = request.current.map {
      KarmadaTarget(name: bench.fleet[$0.cluster].name, replicas: $0.replicas)
    }
    let chosen: [KarmadaSelection.Choice]
    do {
      chosen = try KarmadaSelection.select(
        replicas: request.replicas, strategy: rules, constraints: policy.plannerConstraints, clusters: clusters,
        previous: previous
      ).selected
    } catch {
      return (nil, "failed to select clusters: \(error)")
    }
    let candidates = chosen.map {
      KarmadaCandidate(name: clusters[$0.index].name, allocatable: $0.allocatable, available: $0.available)
    }
    do {
      let result = try KarmadaAssignment.assign(
        .init(
          replicas: request.replicas, hasRequirements: true, strategy: rules,
          mode: request.isFresh ? .fresh : .steady, division: division, uid: request.uid, candidates: candidates,
          previous: previous))
      var answer: [String: Int32] = [:]
      for place in candidates.indices where result.isTarget(place) {
        answer[candidates[place].name] = result.replicas[place]
      }
      return (answer, nil)
    } catch {
      return (nil, "failed to assign replicas: \(error)")
    }
  }

  @Test(arguments: ["karmada-1.15", "karmada-1.18"])
  func `Karmada's scheduler answers what selection and assignment by name answer`(profileName: String) throws {
    let profile = try #require(ProfileCatalog.profile(named: profileName))
    var random = RandomStream(key: 2024)
    var (assignments, failures) = (0, 0)
    for round in 0..<400 {
      var bench = PolicyBench(profile, fleet(&random, count: 1 + round % 17))
      var policy = KarmadaPolicy()
      let names = bench.fleet.clusters.map(\.name)
      switch random.next() % 5 {
      case 0: policy.scheduling = .duplicated
      case 1: policy.scheduling = .dynamicWeight
      case 2: policy.scheduling = .aggregated
      case 3: policy.scheduling = .staticWeight([])
      default:
        policy.scheduling = .staticWeight(
          (0..<4).map { _ in
            let count = UInt64(names.count)
            let matched = [names[Int(random.next() % count)], names[Int(random.next() % count)], "nobody"]
            return .init(target: .init(clusterNames: matched), weight: Int64(random.next() % 4) + 1)
          })
      }
      let (least, most) = (Int(random.next() % 3) + 1, Int(random.next() % 6))
      switch random.next() % 3 {
      case 0: policy.spreadConstraints = [.init(field: .cluster, minimumGroups: least, maximumGroups: most)]
      case 1:
        policy.spreadConstraints = [
          .init(field: .region, minimumGroups: 1, maximumGroups: 2),
          .init(field: .cluster, minimumGroups: least, maximumGroups: most),
        ]
      default: break
      }
      var current: [AssignedReplicas] = []
      for index in bench.fleet.clusters.indices.reversed() where random.next() % 3 == 0 {
        current.append(AssignedReplicas(cluster: ClusterIndex(index), replicas: Int32(random.next() % 9) + 1))
      }
      for name in names where random.next() % 5 == 0 { bench[name].taints = [Taint(key: "t", effect: .noSchedule)] }
      let request = bench.request(.karmada(policy), Int32(random.next() % 150) + 1).with {
        $0.current = current
        $0.isFresh = random.next() % 4 == 0
        $0.uid = random.next() % 2 == 0 ? "" : "uid-\(round)"
      }
      let feasible = request.candidates.filter { cluster in
        bench.snapshot[cluster].taints.isEmpty || current.contains { $0.cluster == cluster }
      }
      if feasible.isEmpty { continue }
      let (expected, message) = karmada(
        policy, request, feasible: feasible, bench: bench,
        division: profile.switches.dividesByWebster ? .webster : .floorThenHeaviest)
      let outcome = bench.decide(request).outcome
      #expect(bench.names(outcome) == expected, "round \(round): \(policy.scheduling)")
      if let message {
        failures += 1
        guard case .unschedulable(let failure, clearsAssignment: false, retries: true) = outcome else {
          Issue.record("round \(round): \(outcome)")
          continue
        }
        let isCapacity = message.hasSuffix("are not enough to schedule.")
        #expect(failure.message == message)
        #expect(failure.kind == (isCapacity ? .unschedulable : .schedulerError))
        #expect(!isCapacity || failure.placeable ?? .max < request.replicas)
      } else {
        assignments += 1
      }
    }
    #expect(assignments > 100 && failures > 20, "\(assignments) assignments, \(failures) failures")
  }

  @Test func `KubeFed's scheduler answers what the planner answers by name`() throws {
    var random = RandomStream(key: 5)
    for round in 0..<300 {
      let bench = PolicyBench(.kubeFed, fleet(&random, count: 1 + round % 20))
      func small(_ bound: UInt64) -> Int64 { Int64(random.next() % bound) }
      var preferences: [ClusterPreference] = []
      for spec in bench.fleet.clusters where random.next() % 2 == 0 {
        preferences.append(
          ClusterPreference(
            cluster: spec.name, minimum: small(4), maximum: random.next() % 2 == 0 ? small(12) + 4 : nil,
            weight: small(4)))
      }
      if random.next() % 2 == 0 { preferences.append(ClusterPreference(cluster: "*", weight: 1)) }
      let rebalance = random.next() % 2 == 0
      let scheduling = KubeFedPolicy.ReplicaSchedulingPreference(
        totalReplicas: 0, rebalance: rebalance, clusters: preferences)
      var observed: [ObservedReplicas] = []
      for index in bench.fleet.clusters.indices where random.next() % 2 == 0 {
        let desired = Int32(small(12))
        let unschedulable = min(desired, Int32(small(4)))
        observed.append(
          ObservedReplicas(
            cluster: ClusterIndex(index), desired: desired, ready: desired - unschedulable,
            unschedulable: unschedulable))
      }
      let request = bench.request(.kubeFed(KubeFedPolicy(scheduling: scheduling)), Int32(small(80))).with {
        $0.observed = observed
      }
      func preference(_ name: String) -> ReplicaPreference? {
        preferences.first { $0.cluster == name }
          .map { ReplicaPreference(minimum: $0.minimum, maximum: $0.maximum, weight: $0.weight) }
      }
      let clusters = bench.fleet.clusters.indices.map { index in
        let entry = observed.first { $0.cluster.index == index }
        let isShort = entry.map { $0.unschedulable > 0 } ?? false
        return PlannerCluster(
          name: bench.fleet.clusters[index].name, preference: preference(bench.fleet.clusters[index].name),
          current: entry.map { Int64($0.ready) },
          capacity: isShort ? entry.map { Int64($0.desired - $0.unschedulable) } : nil)
      }
      let plan = try KubeFedPlanner.plan(
        total: Int64(request.replicas), rebalance: rebalance, key: request.key,
        defaultPreference: preferences.isEmpty ? ReplicaPreference(weight: 1) : preference("*"), clusters: clusters)
      let answer = bench.answer(request)
      let expected = Dictionary(
        uniqueKeysWithValues: zip(clusters, plan.combined).map { ($0.name, Int32($1)) })
      #expect(answer == expected, "round \(round)")
    }
  }
}
