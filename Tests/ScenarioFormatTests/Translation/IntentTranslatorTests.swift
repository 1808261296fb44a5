// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private func translate(
  _ intent: Intent, _ system: FederationSystem, _ options: ContenderOptions = ContenderOptions(),
  kind: String = "Deployment", replicas: Int = 9
) -> (policy: NativePolicy, notes: [TranslationNote]) {
  let workload = WorkloadSpec(namespace: "shop", name: "web", kind: kind, replicas: replicas)
  return IntentTranslator.translate(
    intent: intent, workload: workload, system: system, options: options, fleet: testFleet)
}

private func karmada(_ policy: NativePolicy) -> KarmadaPolicy? {
  if case .karmada(let policy) = policy { policy } else { nil }
}
private func kubeFed(_ policy: NativePolicy) -> KubeFedPolicy? {
  if case .kubeFed(let policy) = policy { policy } else { nil }
}
private func kubeAdmiral(_ policy: NativePolicy) -> KubeAdmiralPolicy? {
  if case .kubeAdmiral(let policy) = policy { policy } else { nil }
}

private func mark(_ field: String, _ notes: [TranslationNote]) -> TranslationNote.Mark? {
  notes.first { $0.field == field }?.mark
}

@Suite struct IntentTranslatorTests {
  @Test func `9 replicas with A 4..6 weight 1 and B 4..8 weight 2 become the documented ReplicaSchedulingPreference`() {
    let intent = Intent(
      division: .weights,
      clusters: [
        .init(cluster: "A", minimum: 4, maximum: 6, weight: 1), .init(cluster: "B", minimum: 4, maximum: 8, weight: 2),
      ])
    let made = translate(intent, .kubeFed)
    #expect(
      kubeFed(made.policy)?.scheduling
        == .init(
          totalReplicas: 9,
          clusters: [
            .init(cluster: "A", minimum: 4, maximum: 6, weight: 1),
            .init(cluster: "B", minimum: 4, maximum: 8, weight: 2),
          ]))
    #expect(mark("clusters.A.min", made.notes) == .exact)
    #expect(mark("clusters.B.weight", made.notes) == .exact)
  }

  @Test func `weights 1:2 become a static weight list, bounds are dropped`() {
    let intent = Intent(
      division: .weights,
      clusters: [.init(cluster: "eu-a", minimum: 1, weight: 1), .init(cluster: "us-a", weight: 2)])
    let made = translate(intent, .karmada)
    #expect(
      karmada(made.policy)?.scheduling
        == .staticWeight([
          .init(target: .init(clusterNames: ["eu-a"]), weight: 1),
          .init(target: .init(clusterNames: ["us-a"]), weight: 2),
        ]))
    #expect(mark("clusters.eu-a.min", made.notes) == .dropped)
    #expect(mark("clusters.eu-a.weight", made.notes) == .exact)
  }

  @Test func `a weight for * excludes the named clusters, since Karmada takes the largest matching weight`() {
    let intent = Intent(
      division: .weights, clusters: [.init(cluster: "*", weight: 5), .init(cluster: "eu-a", weight: 1)])
    #expect(
      karmada(translate(intent, .karmada).policy)?.scheduling
        == .staticWeight([
          .init(target: .init(clusterNames: ["eu-a"]), weight: 1), .init(target: .init(exclude: ["eu-a"]), weight: 5),
        ]))
  }

  @Test(arguments: [
    (Intent.Division.capacity, KarmadaPolicy.Scheduling.dynamicWeight), (.pack, .aggregated),
    (.duplicate, .duplicated), (.even, .staticWeight([.init(target: .init(), weight: 1)])),
  ])
  func `each division has its Karmada scheduling`(
    division: Intent.Division, scheduling: KarmadaPolicy.Scheduling
  ) {
    let made = translate(Intent(division: division), .karmada)
    #expect(karmada(made.policy)?.scheduling == scheduling)
    #expect(mark("division", made.notes) == .exact)
  }

  @Test func `eligible clusters become a Karmada cluster affinity`() {
    let selector = LabelSelector(matchLabels: ["tier": "prod"])
    let eligible = Intent.Eligibility(labelSelector: selector, names: ["eu-a"], regions: ["eu"])
    #expect(
      karmada(translate(Intent(eligible: eligible), .karmada).policy)?.clusterAffinity
        == .init(
          labelSelector: selector, fieldSelector: [.init(key: "region", operator: .isIn, values: ["eu"])],
          clusterNames: ["eu-a"]))
    #expect(karmada(translate(Intent(), .karmada).policy)?.clusterAffinity == nil)
  }

  @Test func `a region spread brings a cluster constraint whose maxGroups is never 0`() {
    let intent = Intent(division: .capacity, spread: .init(region: .init(minimum: 2)))
    let made = translate(intent, .karmada)
    #expect(
      karmada(made.policy)?.spreadConstraints == [
        .init(field: .region, minimumGroups: 2, maximumGroups: 3),
        .init(field: .cluster, minimumGroups: 1, maximumGroups: 6),
      ])
    #expect(mark("spread.region", made.notes) == .exact)
    #expect(made.notes.contains { $0.field == "spread.cluster" && $0.how.contains("is added") })
  }

  @Test func `a spread beside static weights is only approximated`() {
    let intent = Intent(division: .even, spread: .init(cluster: .init(minimum: 2, maximum: 3)))
    #expect(mark("spread.cluster", translate(intent, .karmada).notes) == .approximated)
  }

  @Test func `moving after 120 s becomes tolerationSeconds, and is dropped without opting in`() {
    let intent = Intent(onClusterLoss: .init(move: true, after: .seconds(120)))
    let stock = translate(intent, .karmada)
    #expect(mark("onClusterLoss.move", stock.notes) == .dropped)
    let optedIn = translate(intent, .karmada, ContenderOptions(optsIntoFailover: true))
    #expect(mark("onClusterLoss.after", optedIn.notes) == .exact)
    for made in [stock, optedIn] {
      let tolerations = karmada(made.policy)?.tolerations ?? []
      #expect(tolerations.map(\.key) == ["cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable"])
      #expect(tolerations.allSatisfy { $0.tolerationSeconds == 120 && $0.effect == .noExecute })
    }
  }

  @Test func `not moving is tolerating for ever, and the contender's own seconds win`() {
    let stay = Intent(onClusterLoss: .init(move: false))
    let policy = karmada(translate(stay, .karmada, ContenderOptions(optsIntoFailover: true)).policy)
    #expect(policy?.tolerations.count == 2)
    #expect(policy?.tolerations.allSatisfy { $0.tolerationSeconds == nil } == true)
    let options = ContenderOptions(optsIntoFailover: true, tolerationSeconds: .some(30), purgeMode: .directly)
    let made = translate(Intent(), .karmada, options)
    #expect(karmada(made.policy)?.tolerations.first?.tolerationSeconds == 30)
    #expect(karmada(made.policy)?.clusterPurgeMode == .directly)
    #expect(mark("onClusterLoss.after", made.notes) == .approximated)
  }

  @Test func `capacity becomes weights of allocatable cores for KubeFed`() {
    let made = translate(Intent(division: .capacity), .kubeFed)
    let weights = kubeFed(made.policy)?.scheduling?.clusters.map { "\($0.cluster)=\($0.weight)" }
    #expect(weights == ["ap-a=32", "ap-b=32", "eu-a=64", "eu-b=64", "us-a=32", "us-b=32"])
    #expect(mark("division", made.notes) == .approximated)
  }

  @Test func `names become preferences without *, since KubeFed ignores placement beside a preference`() {
    let intent = Intent(eligible: .init(names: ["eu-a", "us-a"]), division: .even)
    let made = translate(intent, .kubeFed)
    #expect(
      kubeFed(made.policy)?.scheduling?.clusters == [
        .init(cluster: "eu-a", weight: 1), .init(cluster: "us-a", weight: 1),
      ])
    #expect(mark("eligible.names", made.notes) == .approximated)
  }

  @Test func `labels intersect with the selector of the federated object`() {
    let selector = LabelSelector(matchLabels: ["tier": "prod"])
    let policy = kubeFed(translate(Intent(eligible: .init(labelSelector: selector)), .kubeFed).policy)
    #expect(policy?.clusterSelector == selector)
    #expect(policy?.scheduling?.intersectWithClusterSelector == true)
    #expect(policy?.scheduling?.clusters == [.init(cluster: "*", weight: 1)])
  }

  @Test func `duplicates need no preference, and a StatefulSet cannot have one`() {
    let duplicated = kubeFed(translate(Intent(division: .duplicate), .kubeFed).policy)
    #expect(duplicated == KubeFedPolicy(clusterSelector: LabelSelector()))
    let made = translate(Intent(division: .weights), .kubeFed, kind: "StatefulSet")
    #expect(kubeFed(made.policy)?.scheduling == nil)
    #expect(mark("division", made.notes) == .dropped)
  }

  @Test func `KubeAdmiral lists every eligible cluster where one needs an entry`() {
    let intent = Intent(
      eligible: .init(labelSelector: LabelSelector(matchLabels: ["tier": "prod"])), division: .capacity,
      clusters: [.init(cluster: "eu-a", minimum: 2, maximum: 5)], spread: .init(cluster: .init(minimum: 2, maximum: 3)))
    let made = translate(intent, .kubeAdmiral)
    let policy = kubeAdmiral(made.policy)
    #expect(
      policy?.placements == [
        .init(cluster: "ap-a"), .init(cluster: "eu-a", minimum: 2, maximum: 5), .init(cluster: "us-a"),
      ])
    #expect(policy?.divides == true && policy?.maximumClusters == 3)
    #expect(policy?.clusterSelector == LabelSelector(matchLabels: ["tier": "prod"]))
    #expect(mark("spread.cluster.max", made.notes) == .exact)
    #expect(mark("spread.cluster.min", made.notes) == .dropped)
    #expect(mark("clusters.eu-a.max", made.notes) == .exact)
  }

  @Test func `KubeAdmiral moves only where an operator taints`() {
    #expect(mark("onClusterLoss.move", translate(Intent(), .kubeAdmiral).notes) == .dropped)
    let late = translate(Intent(), .kubeAdmiral, ContenderOptions(operatorTaintAfter: .seconds(600)))
    #expect(mark("onClusterLoss.after", late.notes) == .approximated)
    let exact = translate(Intent(), .kubeAdmiral, ContenderOptions(operatorTaintAfter: .seconds(300)))
    #expect(mark("onClusterLoss.after", exact.notes) == .exact)
    let stay = kubeAdmiral(translate(Intent(onClusterLoss: .init(move: false)), .kubeAdmiral).policy)
    #expect(stay?.tolerations.tolerate(Taint(key: "down", effect: .noExecute)) == true)
  }

  @Test func `packing by order becomes Binpack with priorities`() {
    let intent = Intent(division: .pack, clusters: [.init(cluster: "eu-a", weight: 9)])
    let policy = kubeAdmiral(translate(intent, .kubeAdmiral).policy)
    #expect(policy?.packs == true)
    #expect(policy?.placements.first { $0.cluster == "eu-a" }?.priority == 9)
    #expect(policy?.placements.count == 6)
  }

  @Test func `Federation v1 writes labels as requirements and preferences as KubeFed does`() {
    let intent = Intent(
      eligible: .init(labelSelector: LabelSelector(matchLabels: ["tier": "prod"])), division: .weights,
      clusters: [.init(cluster: "eu-a", minimum: 1, weight: 3), .init(cluster: "*", weight: 1)])
    let made = translate(intent, .federationV1, ContenderOptions(rebalance: true))
    #expect(
      made.policy
        == .federationV1(
          FederationV1Policy(
            rebalance: true,
            clusters: [.init(cluster: "*", weight: 1), .init(cluster: "eu-a", minimum: 1, weight: 3)],
            clusterSelector: [.init(key: "tier", operator: .isIn, values: ["prod"])])))
  }

  @Test(arguments: FederationSystem.allCases)
  func `a contender's own division is never an exact translation`(system: FederationSystem) {
    let intent = Intent(
      division: .weights, clusters: [.init(cluster: "eu-a", weight: 2), .init(cluster: "us-a", weight: 1)])
    let made = translate(intent, system, ContenderOptions(division: .capacity))
    #expect(mark("division", made.notes) == .approximated)
    #expect(made.notes.first { $0.field == "division" }?.how.contains("not by weights") == true)
  }

  @Test func `the opted-in taint policy puts not-ready:NoExecute on and takes it off`() {
    let policy = IntentTranslator.clusterTaintPolicies[0]
    #expect(policy.taints == [Taint(key: "cluster.karmada.io/not-ready", effect: .noExecute)])
    #expect(policy.addOn == [.init(type: "Ready", isIn: false, statusValues: ["True"])])
    #expect(policy.removeOn == [.init(type: "Ready", isIn: true, statusValues: ["True"])])
  }
}
