// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private let member1 = """
  apiVersion: cluster.karmada.io/v1alpha1
  kind: Cluster
  metadata: {name: member1, labels: {env: prod}}
  spec:
    apiEndpoint: https://172.18.0.3:6443
    syncMode: Pull
    provider: aws
    region: eu-west
    zones: [eu-west-1a, eu-west-1b]
    taints: [{key: dedicated, value: batch, effect: NoSchedule}]
    resourceModels:
    - {grade: 1, ranges: [{name: cpu, min: "2", max: "9223372036854775807"}, {name: memory, min: 4Gi, max: "9"}]}
    - {grade: 0, ranges: [{name: cpu, min: "1", max: "2"}, {name: memory, min: 0, max: 4Gi}]}
  status:
    apiEnablements:
    - {groupVersion: apps/v1, resources: [{kind: Deployment, name: deployments}]}
    - {groupVersion: v1, resources: [{kind: Pod, name: pods}]}
    conditions: [{type: Ready, status: "True"}]
    nodeSummary: {totalNum: 3, readyNum: 3}
    resourceSummary:
      allocatable: {cpu: "10", memory: 32Gi, pods: "331", ephemeral-storage: 10Gi}
      allocated: {cpu: 950m, memory: 290Mi, pods: "11"}
      allocating: {cpu: 100m}
      allocatableModelings: [{grade: 1, count: 2}, {grade: 0, count: 1}]

  """

@Suite struct ClusterManifestsTests {
  @Test func `a Karmada Cluster is read with its summary, grades and API enablements`() {
    let read = ManifestText(member1)
    #expect(read.diagnostics.isEmpty)
    let cluster = read.inventory.clusters[0]
    #expect(cluster.name == "member1" && cluster.provider == "aws" && cluster.region == "eu-west")
    #expect(cluster.zones == ["eu-west-1a", "eu-west-1b"] && cluster.syncMode == .pull)
    #expect(cluster.taints == [Taint(key: "dedicated", value: "batch", effect: .noSchedule)])
    #expect(cluster.servedKinds == ["apps/v1/Deployment", "v1/Pod"])
    #expect(
      cluster.resourceGrades == [
        ResourceGrade(minimumCPUMillicores: 0, minimumMemoryBytes: 0),
        ResourceGrade(minimumCPUMillicores: 2000, minimumMemoryBytes: 4 << 30),
      ])
    #expect(cluster.reported?.nodesPerGrade == [1, 2])
    #expect(cluster.reported?.allocating == Resources(cpuMillicores: 100))
    #expect(cluster.reserved == Resources(cpuMillicores: 950, memoryBytes: 290 << 20, pods: 11))
    #expect(read.inventory.systems == [.karmada])
  }

  @Test func `nodes made from a summary add up to it exactly`() {
    let cluster = ManifestText(member1).inventory.clusters[0]
    #expect(cluster.allocatable == Resources(cpuMillicores: 10_000, memoryBytes: 32 << 30, pods: 331))
    #expect(cluster.pools.reduce(0) { $0 + $1.nodeCount } == 3)
    let cores = cluster.pools.map(\.allocatable.cpuMillicores)
    #expect(cores.allSatisfy { $0 == 3333 || $0 == 3334 })
  }

  @Test(arguments: [(1, 7, 0, 3), (100_000, 1 << 40, 5000, 97), (1, 1, 1, 5), (64_000, 1 << 36, 0, 0)])
  func `any sum is shared out exactly`(cpu: Int64, memory: Int64, pods: Int64, nodes: Int) {
    let total = Resources(cpuMillicores: cpu, memoryBytes: memory, pods: pods)
    let pools = ClusterDraft.pools(sharing: total, over: nodes)
    let sum = pools.reduce(Resources.zero) { $0 + $1.allocatable * Int64($1.nodeCount) }
    #expect(sum.cpuMillicores == cpu && sum.memoryBytes == memory)
    #expect(sum.pods == (pods == 0 ? Int64(max(nodes, 1)) * 110 : pods))
    #expect(pools.reduce(0) { $0 + $1.nodeCount } == max(nodes, 1))
  }

  @Test func `one cluster named by three systems is one cluster`() {
    let read = ManifestText(
      member1 + """
        ---
        apiVersion: core.kubefed.io/v1beta1
        kind: KubeFedCluster
        metadata: {name: member1, namespace: kube-federation-system, labels: {env: other, ring: "1"}}
        ---
        apiVersion: core.kubeadmiral.io/v1alpha1
        kind: FederatedCluster
        metadata: {name: member2}
        spec: {taints: [{key: down, effect: NoExecute}]}
        status:
          apiResourceTypes: [{group: apps, version: v1, kind: Deployment}, {version: v1, kind: Pod}]
          resources: {schedulableNodes: 2, allocatable: {cpu: 8, memory: 16Gi}, available: {cpu: 7500m, memory: 20Gi}}
        """)
    #expect(read.diagnostics.isEmpty)
    #expect(read.inventory.clusters.map(\.name) == ["member1", "member2"])
    #expect(read.inventory.clusters[0].labels == ["env": "prod", "ring": "1"])
    let second = read.inventory.clusters[1]
    #expect(second.servedKinds == ["apps/v1/Deployment", "v1/Pod"])
    #expect(second.reserved == Resources(cpuMillicores: 500))
    #expect(second.pools.map(\.nodeCount) == [2])
    #expect(read.inventory.systems == [.kubeFed, .kubeAdmiral, .karmada])
  }

  @Test func `Node objects of a member become its pools, alike ones together and in order`() {
    func node(_ name: String, _ cpu: String, _ rest: String = "") -> String {
      """
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: \(name), labels: {kubernetes.io/hostname: \(name), topology.kubernetes.io/zone: z1,
        topology.kubernetes.io/region: eu-west}}
      spec: {providerID: "aws:///z1/\(name)"\(rest)}
      status: {allocatable: {cpu: \(cpu), memory: 4Gi, pods: 58}, capacity: {cpu: 99, memory: 8Gi}}

      """
    }
    let nodes =
      node("n1", "2") + node("n2", "4") + node("n3", "2")
      + node("n4", "2", ", unschedulable: true, taints: [{key: a, effect: NoSchedule}]")
    let read = ManifestText(member1, members: [("member1", nodes), ("member9", node("m1", "1"))])
    #expect(read.diagnostics.isEmpty)
    let cluster = read.inventory.clusters[0]
    #expect(cluster.pools.map(\.nodeCount) == [2, 1, 1])
    #expect(cluster.pools.map(\.allocatable.cpuMillicores) == [2000, 4000, 2000])
    #expect(cluster.pools.map(\.isCordoned) == [false, false, true])
    #expect(cluster.pools[2].taints == [Taint(key: "a", effect: .noSchedule)])
    #expect(cluster.pools[0].zone == "z1" && cluster.pools[0].labels["kubernetes.io/hostname"] == nil)
    // What the report counts as used is used, whether or not the nodes are listed.
    #expect(cluster.reserved == Resources(cpuMillicores: 950, memoryBytes: 290 << 20, pods: 11))
    let other = read.inventory.clusters[1]
    #expect(other.name == "member9" && other.region == "eu-west" && other.provider == "aws" && other.zones == ["z1"])
  }

  @Test func `Nodes without a member are named, or belong to the only cluster`() {
    let node = "---\n{apiVersion: v1, kind: Node, metadata: {name: n}, status: {allocatable: {cpu: 1, memory: 1Gi}}}\n"
    #expect(ManifestText(node).warnings.count == 1)
    let read = ManifestText(member1 + node)
    #expect(read.diagnostics.isEmpty)
    #expect(read.inventory.clusters[0].allocatable == Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 110))
  }

  @Test func `what a binding placed is not reserved for others`() {
    let read = ManifestText(
      member1 + """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {replicas: 3, template: {spec: {containers: [{name: c, resources: {requests: {cpu: 250m, memory: 1Gi}}}]}}}
        ---
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: web-deployment}
        spec:
          resource: {apiVersion: apps/v1, kind: Deployment, namespace: default, name: web}
          replicas: 3
          clusters: [{name: member2, replicas: 1}, {name: member1, replicas: 2}]
        """)
    #expect(read.diagnostics.isEmpty)
    #expect(read.inventory.clusters[0].reserved == Resources(cpuMillicores: 450, memoryBytes: 0, pods: 9))
    let workload = read.inventory.workloads[0]
    #expect(
      read.inventory.initialAssignment(of: workload) == [
        .init(cluster: "member1", replicas: 2), .init(cluster: "member2", replicas: 1),
      ])
  }

  @Test func `amounts that no machine has are refused rather than overflow`() {
    let read = ManifestText(
      """
      apiVersion: cluster.karmada.io/v1alpha1
      kind: Cluster
      metadata: {name: c}
      spec: {syncMode: Push}
      status: {nodeSummary: {totalNum: 1}, resourceSummary: {allocatable: {cpu: 9E, memory: 7Ei, pods: 9E}}}
      """)
    #expect(read.errors.count == 3)
    #expect(read.inventory.clusters[0].allocatable == .zero)
  }
}
