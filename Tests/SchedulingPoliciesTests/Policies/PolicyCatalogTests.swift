// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import Testing

@testable import SchedulingPolicies

@Suite struct PolicyCatalogTests {
  /// A policy to try and what is true of its sums.
  struct Trial: CustomTestStringConvertible, Sendable {
    var name: String
    var profile: ControlPlaneProfile
    var policy: NativePolicy
    /// Replicas are shared out rather than repeated.
    var divides: Bool
    var testDescription: String { name }
  }

  static let trials: [Trial] = {
    func karmada(_ scheduling: KarmadaPolicy.Scheduling) -> NativePolicy {
      .karmada(KarmadaPolicy(scheduling: scheduling))
    }
    func kubeFed(rebalance: Bool) -> NativePolicy {
      .kubeFed(KubeFedPolicy(scheduling: .init(totalReplicas: 0, rebalance: rebalance)))
    }
    let admiral = KubeAdmiralPolicy(divides: true)
    let packing = KubeAdmiralPolicy(divides: true, packs: true)
    let disrupting = KubeAdmiralPolicy(divides: true, avoidsDisruption: false)
    return [
      Trial(
        name: "federation-v1", profile: ProfileCatalog.federationV1, policy: .federationV1(FederationV1Policy()),
        divides: true),
      Trial(name: "kubefed", profile: .kubeFed, policy: kubeFed(rebalance: false), divides: true),
      Trial(name: "kubefed rebalance", profile: .kubeFed, policy: kubeFed(rebalance: true), divides: true),
      Trial(
        name: "kubefed template", profile: .kubeFed,
        policy: .kubeFed(KubeFedPolicy(clusterSelector: LabelSelector())), divides: false),
      Trial(name: "kubeadmiral", profile: .kubeAdmiral, policy: .kubeAdmiral(admiral), divides: true),
      Trial(name: "kubeadmiral binpack", profile: .kubeAdmiral, policy: .kubeAdmiral(packing), divides: true),
      Trial(name: "kubeadmiral disrupting", profile: .kubeAdmiral, policy: .kubeAdmiral(disrupting), divides: true),
      Trial(
        name: "kubeadmiral duplicate", profile: .kubeAdmiral, policy: .kubeAdmiral(KubeAdmiralPolicy()),
        divides: false),
      Trial(name: "karmada duplicated", profile: .karmada, policy: karmada(.duplicated), divides: false),
      Trial(name: "karmada static", profile: .karmada, policy: karmada(.staticWeight(nil)), divides: true),
      Trial(name: "karmada dynamic", profile: .karmada, policy: karmada(.dynamicWeight), divides: true),
      Trial(name: "karmada aggregated", profile: .karmada, policy: karmada(.aggregated), divides: true),
      Trial(
        name: "karmada-1.15 dynamic", profile: ProfileCatalog.karmada115, policy: karmada(.dynamicWeight),
        divides: true),
    ]
  }()

  /// Clusters with names of mixed order and room drawn from the stream.
  private func fleet(_ random: inout RandomStream, count: Int) -> [ClusterSpec] {
    (0..<count).map { ordinal in
      let name = "c\(ordinal * 7919 % 1000)-\(ordinal)"
      let cores = Int64(random.next() % 200) + 20
      return cluster(name, region: "r\(random.next() % 4)", cores: cores)
    }
  }

  @Test func `the catalogue is sorted and has a scheduler for every profile`() {
    let names = PolicyCatalog.entries.map(\.name)
    #expect(names == names.sorted())
    for profile in ProfileCatalog.profiles {
      #expect(PolicyCatalog.entries.contains { $0.system == profile.system })
    }
    #expect(PolicyCatalog.entry(named: "karmada")?.system == .karmada)
    #expect(PolicyCatalog.entry(named: "none") == nil)
  }

  @Test(arguments: trials)
  func `only candidates get replicas, all of them are placed, and the answer is always the same`(trial: Trial) {
    var random = RandomStream(key: 42)
    for round in 0..<20 {
      var bench = PolicyBench(trial.profile, fleet(&random, count: 3 + round))
      let lost = bench.fleet.clusters[Int(random.next() % UInt64(bench.fleet.clusters.count))].name
      bench[lost].readiness = .notReady
      bench[lost].taints = [Taint(key: "lost", effect: .noSchedule)]
      let replicas = Int32(random.next() % 60) + 1
      let request = bench.request(trial.policy, replicas)
      let decision = bench.decide(request)
      guard case .assign(let assigned) = decision.outcome else {
        Issue.record("no assignment of \(replicas) replicas in round \(round)")
        return
      }
      #expect(assigned.allSatisfy { request.candidates.contains($0.cluster) })
      #expect(assigned.allSatisfy { $0.replicas >= 0 })
      #expect(Set(assigned.map(\.cluster)).count == assigned.count)
      let sum = assigned.reduce(0) { $0 + $1.replicas }
      #expect(sum == (trial.divides ? replicas : replicas * Int32(assigned.count)))
      #expect(bench.decide(request) == decision)
      let explained = bench.decide(request.with { $0.wantsExplanation = true })
      #expect(explained.outcome == decision.outcome)
      #expect(explained.explanations.map(\.cluster) == bench.fleet.clusters.indices.map { ClusterIndex($0) })
      #expect(explained.explanations.reduce(0) { $0 + $1.assigned } == sum)
      #expect(explained.explanations.allSatisfy { $0.isFeasible || ($0.assigned == 0 && !$0.reasons.isEmpty) })
    }
  }

  @Test(arguments: trials)
  func `the order in which clusters are listed changes nothing`(trial: Trial) {
    var random = RandomStream(key: 7)
    for round in 0..<10 {
      let clusters = fleet(&random, count: 4 + round)
      let replicas = Int32(random.next() % 60) + 1
      let first = PolicyBench(trial.profile, clusters)
      // Without regions the fleet's own order is that of the names.
      let second = PolicyBench(
        trial.profile,
        clusters.reversed().map { spec in
          var spec = spec
          spec.region = ""
          return spec
        })
      let answer = first.answer(first.request(trial.policy, replicas))
      #expect(answer != nil)
      #expect(second.answer(second.request(trial.policy, replicas)) == answer)
    }
  }

  @Test(arguments: trials)
  func `asked again with its own answer a policy moves nothing`(trial: Trial) {
    var random = RandomStream(key: 99)
    for round in 0..<10 {
      let bench = PolicyBench(trial.profile, fleet(&random, count: 3 + round))
      let request = bench.request(trial.policy, Int32(random.next() % 60) + 1)
      guard case .assign(let assigned) = bench.decide(request).outcome else {
        Issue.record("no assignment in round \(round)")
        return
      }
      let again = request.with {
        $0.current = assigned
        $0.observed = assigned.sorted { $0.cluster < $1.cluster }.map {
          ObservedReplicas(cluster: $0.cluster, desired: $0.replicas, ready: $0.replicas, unschedulable: 0)
        }
        $0.trigger = .policyChanged
      }
      #expect(bench.answer(again) == bench.names(.assign(assigned)))
    }
  }
}
