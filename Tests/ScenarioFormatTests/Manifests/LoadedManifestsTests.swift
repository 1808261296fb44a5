// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

/// A fleet given wholly as manifests of three systems.
private let manifests = """
  apiVersion: v1
  kind: List
  items:
  - apiVersion: cluster.karmada.io/v1alpha1
    kind: Cluster
    metadata: {name: gondor, labels: {tier: prod}}
    spec: {syncMode: Push, region: south}
    status:
      nodeSummary: {totalNum: 4}
      resourceSummary: {allocatable: {cpu: 64, memory: 256Gi, pods: 440}, allocated: {cpu: 4, memory: 8Gi, pods: 40}}
  - apiVersion: cluster.karmada.io/v1alpha1
    kind: Cluster
    metadata: {name: rohan}
    spec: {syncMode: Push, region: west}
    status:
      nodeSummary: {totalNum: 2}
      resourceSummary: {allocatable: {cpu: 32, memory: 128Gi, pods: 220}}
  - apiVersion: apps/v1
    kind: Deployment
    metadata: {name: nginx, namespace: shop, labels: {kubeadmiral.io/propagation-policy-name: both}}
    spec:
      replicas: 9
      template: {spec: {containers: [{name: nginx, resources: {requests: {cpu: 250m, memory: 128Mi}}}]}}
  - apiVersion: policy.karmada.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: nginx, namespace: shop}
    spec:
      resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: nginx}]
      placement:
        replicaScheduling:
          weightPreference:
            staticWeightList:
            - {targetCluster: {clusterNames: [gondor]}, weight: 1}
            - {targetCluster: {clusterNames: [rohan]}, weight: 2}
  - apiVersion: core.kubeadmiral.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: both, namespace: shop}
    spec: {schedulingMode: Divide}

  """

@Suite struct LoadedManifestsTests {
  @Test func `manifests alone make a scenario with a contender per system that can place something`() {
    let loaded = ScenarioLoader.load(text: manifests, file: "fleet.yaml")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty)
    let scenario = loaded.scenario
    #expect(scenario?.fleet.clusters.map(\.name) == ["gondor", "rohan"])
    #expect(scenario?.workloads.map(\.key) == ["shop/nginx"])
    #expect(scenario?.contenders.map(\.name) == ["karmada-1.18", "kubefed-0.10", "kubeadmiral"])
    let policies = scenario?.contenders.map { $0.policies[0] }
    #expect(
      policies?[0]
        == .karmada(
          KarmadaPolicy(
            scheduling: .staticWeight([
              .init(target: .init(clusterNames: ["gondor"]), weight: 1),
              .init(target: .init(clusterNames: ["rohan"]), weight: 2),
            ]))))
    #expect(
      policies?[1]
        == .kubeFed(
          KubeFedPolicy(
            clusterSelector: LabelSelector(),
            scheduling: .init(
              totalReplicas: 9, clusters: [.init(cluster: "gondor", weight: 1), .init(cluster: "rohan", weight: 2)]))))
    #expect(policies?[2] == .kubeAdmiral(KubeAdmiralPolicy(divides: true)))
    #expect(scenario?.contenders[1].notes.contains { $0.how.contains("read from karmada objects") } == true)
  }

  @Test func `a scenario adds to what the manifests say`() {
    let scenario = """
      ---
      apiVersion: regatta/v1alpha1
      kind: Scenario
      metadata: {name: mixed}
      workloads:
      - {name: nginx, namespace: shop, startup: 30s}
      - {name: api, namespace: shop, replicas: 4, requests: {cpu: 100m}, intent: {division: duplicate}}
      contenders:
      - {name: dynamic, profile: karmada-1.18, division: capacity}

      """
    let loaded = ScenarioLoader.load(text: manifests + scenario, file: "fleet.yaml")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.description) == [])
    #expect(loaded.scenario?.workloads.map(\.key) == ["shop/nginx", "shop/api"])
    #expect(loaded.scenario?.workloads.first?.replicas == 9)
    let schedulings = loaded.scenario?.contenders.first?.policies.map { policy in
      if case .karmada(let policy)? = policy { policy.scheduling } else { nil as KarmadaPolicy.Scheduling? }
    }
    #expect(schedulings == [.dynamicWeight, .dynamicWeight])
  }
}
