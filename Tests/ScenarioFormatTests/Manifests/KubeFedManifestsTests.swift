// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private let federated = """
  apiVersion: types.kubefed.io/v1beta1
  kind: FederatedDeployment
  metadata: {name: test-deployment, namespace: test-ns}
  spec:
    template:
      metadata: {labels: {app: nginx}}
      spec: {replicas: 1, template: {spec: {containers: [{image: nginx, name: nginx}]}}}
    placement:
      clusters: [{name: rohan}, {name: gondor}]
    overrides:
    - clusterName: gondor
      clusterOverrides:
      - {path: /spec/replicas, value: 4}
      - {path: "/spec/template/spec/containers/0/image", value: "nginx:1.17.0-alpine"}
      - {path: /metadata/annotations, op: add, value: {foo: bar}}

  """

@Suite struct KubeFedManifestsTests {
  @Test func `a FederatedDeployment of 1 with an override gondor=4 gives rohan 1 and gondor 4`() {
    let read = ManifestText(federated)
    #expect(read.diagnostics.isEmpty)
    #expect(read.workload("test-ns/test-deployment")?.replicas == 1)
    #expect(read.workload("test-ns/test-deployment")?.labels == ["app": "nginx"])
    #expect(
      read.kubeFed("test-ns/test-deployment")
        == KubeFedPolicy(
          placementClusters: ["gondor", "rohan"], replicaOverrides: [.init(cluster: "gondor", replicas: 4)]))
    #expect(read.inventory.systems == [.kubeFed])
  }

  @Test func `a preference for 9 over A 4..6 weight 1 and B 4..8 weight 2 scales the template`() {
    let read = ManifestText(
      federated + """
        ---
        apiVersion: scheduling.kubefed.io/v1alpha1
        kind: ReplicaSchedulingPreference
        metadata: {name: test-deployment, namespace: test-ns}
        spec:
          targetKind: FederatedDeployment
          totalReplicas: 9
          clusters:
            B: {minReplicas: 4, maxReplicas: 8, weight: 2}
            A: {minReplicas: 4, maxReplicas: 6, weight: 1}
        """)
    #expect(read.diagnostics.isEmpty)
    #expect(read.workload("test-ns/test-deployment")?.replicas == 9)
    #expect(
      read.kubeFed("test-ns/test-deployment")?.scheduling
        == .init(
          totalReplicas: 9,
          clusters: [
            .init(cluster: "A", minimum: 4, maximum: 6, weight: 1),
            .init(cluster: "B", minimum: 4, maximum: 8, weight: 2),
          ]))
  }

  @Test(
    arguments: [
      ("{}", nil, nil), ("{clusters: []}", [], nil), ("{clusterSelector: {}}", nil, LabelSelector()),
      (
        "{clusterSelector: {matchLabels: {tier: prod}}}", nil, LabelSelector(matchLabels: ["tier": "prod"])
      ),
    ] as [(String, [String]?, LabelSelector?)])
  func `no list, an empty list and an empty selector are different`(
    placement: String, clusters: [String]?, selector: LabelSelector?
  ) {
    let read = ManifestText(
      """
      apiVersion: types.kubefed.io/v1beta1
      kind: FederatedReplicaSet
      metadata: {name: web}
      spec: {template: {spec: {replicas: 2}}, placement: \(placement)}
      """)
    #expect(read.kubeFed("default/web") == KubeFedPolicy(placementClusters: clusters, clusterSelector: selector))
    #expect(read.workload("default/web")?.kind == "ReplicaSet")
  }

  @Test func `a Deployment of its own wins over the template, whatever comes first`() {
    let own =
      "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: test-deployment, namespace: test-ns}, "
      + "spec: {replicas: 7}}\n"
    for text in [federated + own, own + "---\n" + federated] {
      let read = ManifestText(text)
      #expect(read.diagnostics.isEmpty && read.inventory.workloads.map(\.replicas) == [7])
      #expect(read.kubeFed("test-ns/test-deployment")?.placementClusters == ["gondor", "rohan"])
    }
  }

  @Test func `faults of a preference are errors, a missing target is named`() {
    func preference(_ spec: String) -> ManifestText {
      ManifestText(
        """
        apiVersion: scheduling.kubefed.io/v1alpha1
        kind: ReplicaSchedulingPreference
        metadata: {name: web}
        spec: \(spec)
        """)
    }
    #expect(preference("{targetKind: FederatedDeployment, totalReplicas: 1}").warnings.count == 1)
    #expect(preference("{targetKind: Deployment, totalReplicas: 1}").errors.count == 1)
    #expect(preference("{targetKind: FederatedDeployment}").errors.count == 1)
    let reversed =
      "{targetKind: FederatedDeployment, totalReplicas: 1, clusters: {a: {minReplicas: 3, maxReplicas: 2}}}"
    #expect(preference(reversed).errors.count == 1)
    let negative = "{targetKind: FederatedDeployment, totalReplicas: 1, clusters: {a: {weight: -1}}}"
    #expect(preference(negative).errors.count == 1)
  }

  @Test func `Federation v1 annotations are read, unreadable ones count as weight 1 for all`() {
    func annotated(_ annotations: String) -> ManifestText {
      ManifestText(
        """
        apiVersion: extensions/v1beta1
        kind: Deployment
        metadata:
          name: web
          annotations:
            \(annotations)
        spec: {replicas: 9}
        """)
    }
    let preferences =
      #"{"rebalance": true, "clusters": {"B": {"weight": 2, "maxReplicas": 8}, "A": {"minReplicas": 4}}}"#
    let selector = #"[{"key":"tier","operator":"In","values":["prod"]}]"#
    let read = annotated(
      "federation.kubernetes.io/deployment-preferences: '\(preferences)'\n"
        + "    federation.alpha.kubernetes.io/cluster-selector: '\(selector)'")
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.federationV1("default/web")
        == FederationV1Policy(
          rebalance: true,
          clusters: [.init(cluster: "A", minimum: 4), .init(cluster: "B", maximum: 8, weight: 2)],
          clusterSelector: [.init(key: "tier", operator: .isIn, values: ["prod"])]))
    #expect(read.inventory.systems == [.federationV1])
    let broken = annotated("federation.kubernetes.io/deployment-preferences: '{rebalance: true}'")
    #expect(broken.warnings.count == 1 && broken.errors.isEmpty)
    #expect(broken.federationV1("default/web") == FederationV1Policy())
    #expect(annotated("other: x").federationV1("default/web") == nil)
  }
}
