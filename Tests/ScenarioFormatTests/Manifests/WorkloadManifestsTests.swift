// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

@Suite struct WorkloadManifestsTests {
  @Test func `a pod asks for the larger of its containers together and its largest init container, plus overhead`() {
    let read = ManifestText(
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop, uid: 1b2c, labels: {app: web}}
      spec:
        replicas: 4
        template:
          spec:
            nodeSelector: {disk: ssd}
            tolerations: [{key: gpu, operator: Exists}]
            overhead: {cpu: 50m}
            initContainers:
            - {name: warm, resources: {requests: {cpu: "1", memory: 1Mi}}}
            containers:
            - {name: a, resources: {requests: {cpu: 250m, memory: 64Mi}}}
            - {name: b, resources: {limits: {cpu: 500m, memory: 1e6}}}
      """)
    #expect(read.diagnostics.isEmpty)
    let web = read.workload("shop/web")
    #expect(web?.requests == Resources(cpuMillicores: 1050, memoryBytes: (64 << 20) + 1_000_000, pods: 1))
    #expect(web?.hasRequests == true && web?.replicas == 4 && web?.uid == "1b2c")
    #expect(web?.labels == ["app": "web"] && web?.nodeSelector == ["disk": "ssd"])
    #expect(web?.tolerations == [Toleration(key: "gpu", operator: .exists)])
  }

  @Test(arguments: [
    ("apps/v1", "Deployment", "{}", 1), ("apps/v1", "StatefulSet", "{replicas: 0}", 0),
    ("extensions/v1beta1", "ReplicaSet", "{replicas: 3}", 3),
    ("batch/v1", "Job", "{parallelism: 5, completions: 3}", 3),
    ("batch/v1", "Job", "{parallelism: 5}", 5), ("batch/v1", "Job", "{completions: 9}", 1),
  ])
  func `replicas get the API server's defaults`(version: String, kind: String, spec: String, replicas: Int) {
    let read = ManifestText("{apiVersion: \(version), kind: \(kind), metadata: {name: w}, spec: \(spec)}")
    #expect(read.workload("default/w")?.replicas == replicas)
    #expect(read.workload("default/w")?.hasRequests == false)
    #expect(read.workload("default/w")?.kind == kind)
  }

  @Test func `lists are opened, typed lists give their items a kind, and owned objects are left out`() {
    let read = ManifestText(
      """
      {"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a"}, "spec": {"replicas": 2}},
        {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{"metadata": {"name": "b"}, "spec": {}}]},
        {"apiVersion": "apps/v1", "kind": "ReplicaSet",
         "metadata": {"name": "a-1", "ownerReferences": [{"kind": "Deployment", "name": "a"}]}, "spec": {}}
      ]}
      """)
    #expect(read.diagnostics.isEmpty)
    #expect(read.inventory.workloads.map(\.key) == ["default/a", "default/b"])
  }

  @Test func `unknown kinds are counted in one warning, the most frequent first`() {
    let read = ManifestText(
      ["Bar", "Foo", "Foo"].map { "---\n{apiVersion: example.org/v1, kind: \($0), metadata: {name: x}}\n" }.joined())
    #expect(read.warnings == ["in.yaml:2:1: warning R0301: 3 objects of 2 unknown kinds: Foo (2), Bar (1)"])
    #expect(read.errors.isEmpty)
  }

  @Test func `what affects placement and is not modelled is named once each`() {
    let read = ManifestText(
      """
      {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}}
      ---
      {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: b}}
      ---
      {apiVersion: autoscaling.karmada.io/v1alpha1, kind: FederatedHPA, metadata: {name: q}}
      ---
      {apiVersion: autoscaling.karmada.io/v1alpha1, kind: CronFederatedHPA, metadata: {name: r}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {affinity: {x: y},
        containers: [{name: c, resources: {requests: {nvidia.com/gpu: 1}}}]}}}}
      """)
    #expect(read.errors.isEmpty && read.warnings.count == 5)
    for name in [
      "the kind HorizontalPodAutoscaler is not modelled yet and has no effect (2 times; here first)",
      "the kind FederatedHPA", "the kind CronFederatedHPA", "affinity of pod templates",
      "the resource nvidia.com/gpu",
    ] {
      #expect(read.warnings.contains { $0.contains(name) })
    }
  }

  @Test func `faults have a place and are all reported`() {
    let read = ManifestText(
      """
      kind: Deployment
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {namespace: shop}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: -1
        template: {spec: {containers: [{name: c, resources: {requests: {cpu: lots}}}]}}
      """)
    #expect(read.errors.count == 4)
    #expect(read.errors[0].hasPrefix("in.yaml:1:1: error R0300"))
    #expect(read.errors[1].hasPrefix("in.yaml:3:1: error R0300"))
    #expect(read.errors.contains { $0.hasPrefix("in.yaml:11:13: error R0103") })
    #expect(read.errors.contains { $0.hasPrefix("in.yaml:12:72: error R0106") })
  }

  @Test func `the same object twice counts once, the last one`() {
    let read = ManifestText(deployment("web", replicas: 2) + deployment("web", replicas: 5))
    #expect(read.workload("default/web")?.replicas == 5)
    #expect(read.inventory.workloads.count == 1)
    #expect(read.warnings.count == 1)
  }
}
