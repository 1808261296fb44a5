// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// The examples of the systems' own documents, as manifests through `regatta allocate`.
@Suite struct DocumentExampleTests {
  /// Source: KubeFed docs/userguide.md, "Distribute total replicas in weighted proportions" with minima and maxima.
  static let preference = """
    apiVersion: core.kubefed.io/v1beta1
    kind: KubeFedCluster
    metadata: {name: A, namespace: kube-federation-system}
    status: {conditions: [{type: Ready, status: "True"}]}
    ---
    apiVersion: core.kubefed.io/v1beta1
    kind: KubeFedCluster
    metadata: {name: B, namespace: kube-federation-system}
    status: {conditions: [{type: Ready, status: "True"}]}
    ---
    apiVersion: types.kubefed.io/v1beta1
    kind: FederatedDeployment
    metadata: {name: test-deployment, namespace: test-ns}
    spec:
      template: {spec: {replicas: 9, template: {spec: {containers: [{name: nginx, image: nginx}]}}}}
      placement: {clusters: [{name: A}, {name: B}]}
    ---
    apiVersion: scheduling.kubefed.io/v1alpha1
    kind: ReplicaSchedulingPreference
    metadata: {name: test-deployment, namespace: test-ns}
    spec:
      targetKind: FederatedDeployment
      totalReplicas: 9
      clusters:
        A: {minReplicas: 4, maxReplicas: 6, weight: 1}
        B: {minReplicas: 4, maxReplicas: 8, weight: 2}
    """

  /// Source: karmada.io, "Resource Propagating", static weights 1 and 2.
  static let policy = """
    apiVersion: v1
    kind: List
    items:
    - {apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: member1}}
    - {apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: member2}}
    - apiVersion: apps/v1
      kind: Deployment
      metadata: {name: nginx, namespace: default, labels: {app: nginx}}
      spec:
        replicas: 9
        selector: {matchLabels: {app: nginx}}
        template: {metadata: {labels: {app: nginx}}, spec: {containers: [{image: nginx, name: nginx}]}}
    - apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata: {name: nginx-propagation, namespace: default}
      spec:
        resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: nginx}]
        placement:
          clusterAffinity: {clusterNames: [member1, member2]}
          replicaScheduling:
            replicaDivisionPreference: Weighted
            replicaSchedulingType: Divided
            weightPreference:
              staticWeightList:
              - {targetCluster: {clusterNames: [member1]}, weight: 1}
              - {targetCluster: {clusterNames: [member2]}, weight: 2}
    """

  /// Source: KubeFed docs, FederatedDeployment with a replica override.
  static let override = """
    {"apiVersion": "v1", "kind": "List", "items": [
      {"apiVersion": "core.kubefed.io/v1beta1", "kind": "KubeFedCluster", "metadata": {"name": "rohan"}},
      {"apiVersion": "core.kubefed.io/v1beta1", "kind": "KubeFedCluster", "metadata": {"name": "gondor"}},
      {"apiVersion": "types.kubefed.io/v1beta1", "kind": "FederatedDeployment",
       "metadata": {"name": "echo", "namespace": "default"},
       "spec": {
         "template": {"spec": {"replicas": 1, "template": {"spec": {"containers": [{"name": "echo"}]}}}},
         "placement": {"clusters": [{"name": "rohan"}, {"name": "gondor"}]},
         "overrides": [{"clusterName": "gondor", "clusterOverrides": [{"path": "/spec/replicas", "value": 4}]}]}}]}
    """

  /// A line of `allocate -o json`: the shape that others build on.
  struct Line: Decodable {
    struct Cluster: Decodable {
      let name: String
      let feasible: Bool
      let reasons: [String]
      let score: Double?
      let weight: Int?
      let min: Int?
      let max: Int?
      let capacity: Int?
      let assigned: Int
    }
    let workload: String
    let contender: String
    let replicas: Int
    let assigned: [String: Int]
    let unplaced: Int
    let clusters: [Cluster]
  }

  func allocate(_ text: String, as file: String, contender: String) throws -> Line {
    let folder = try Folder()
    try folder.write(text, to: file)
    let result = try Program.run(["allocate", file, "--contender", contender, "-o", "json"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.lines
    #expect(lines.count == 1, "one workload, one line")
    return try JSONDecoder().decode(Line.self, from: Data(try #require(lines.first).utf8))
  }

  @Test func `RSP: 9 replicas, A 4..6 of weight 1 and B 4..8 of weight 2 give A 4, B 5`() throws {
    let line = try allocate(Self.preference, as: "rsp.yaml", contender: "kubefed-0.10")
    #expect(line.workload == "test-ns/test-deployment")
    #expect(line.contender == "kubefed-0.10")
    #expect(line.replicas == 9)
    #expect(line.unplaced == 0)
    #expect(line.assigned == ["A": 4, "B": 5])
    #expect(line.clusters.map(\.name) == ["A", "B"])
    #expect(line.clusters.map(\.weight) == [1, 2])
    #expect(line.clusters.map(\.min) == [4, 4])
    #expect(line.clusters.map(\.max) == [6, 8])
    #expect(line.clusters.map(\.assigned) == [4, 5])
    let isFeasible = line.clusters.allSatisfy(\.feasible)
    #expect(isFeasible)
  }

  @Test(arguments: ["karmada-1.18"]) func `Karmada: 9 replicas over weights 1 and 2 give 3 and 6`(
    contender: String
  ) throws {
    let line = try allocate(Self.policy, as: "policy.yaml", contender: contender)
    #expect(line.workload == "default/nginx")
    #expect(line.replicas == 9)
    #expect(line.unplaced == 0)
    #expect(line.assigned == ["member1": 3, "member2": 6])
    #expect(line.clusters.map(\.weight) == [1, 2])
  }

  @Test func `FederatedDeployment of 1 with an override of 4 for gondor gives rohan 1, gondor 4`() throws {
    let line = try allocate(Self.override, as: "override.json", contender: "kubefed-0.10")
    #expect(line.workload == "default/echo")
    #expect(line.assigned == ["rohan": 1, "gondor": 4])
    #expect(line.replicas == 1)
    #expect(line.unplaced == 0)
  }
}
