// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

@Suite struct KarmadaBindingsTests {
  private func binding(_ spec: String, lastScheduled: String? = nil) -> String {
    """
    ---
    apiVersion: work.karmada.io/v1alpha2
    kind: ResourceBinding
    metadata: {name: web-deployment}
    spec:
      resource: {apiVersion: apps/v1, kind: Deployment, namespace: default, name: web}
      \(spec)
    status: {\(lastScheduled.map { "lastScheduledTime: \"\($0)\"" } ?? "")}

    """
  }

  private let policy = """
    ---
    apiVersion: policy.karmada.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: p}
    spec: {resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]}

    """

  private func rebalancer(created: String?, name: String = "web") -> String {
    """
    ---
    apiVersion: apps.karmada.io/v1alpha1
    kind: WorkloadRebalancer
    metadata: {name: r\(created.map { ", creationTimestamp: \"\($0)\"" } ?? "")}
    spec: {workloads: [{apiVersion: apps/v1, kind: Deployment, namespace: default, name: \(name)}]}

    """
  }

  @Test func `evictions under way bar their clusters and come in the order of the names`() {
    let read = ManifestText(
      deployment("web") + policy
        + binding(
          """
          clusters: [{name: c, replicas: 2}]
            gracefulEvictionTasks:
            - {fromCluster: b, purgeMode: Immediately, replicas: 1, gracePeriodSeconds: 60}
            - {fromCluster: a, purgeMode: Never, suppressDeletion: true}
          """))
    #expect(read.errors.isEmpty)
    #expect(read.warnings.isEmpty)
    let workload = read.workload("default/web")
    #expect(
      workload.map(read.inventory.initialEvictions) == [
        KarmadaEvictionTask(cluster: "a", purgeMode: .never, suppressesDeletion: true),
        KarmadaEvictionTask(cluster: "b", replicas: 1, purgeMode: .directly, gracePeriodSeconds: 60),
      ])
    let contender = ContenderAssembly(
      workloads: read.inventory.workloads, fleet: read.fleet, inventory: read.inventory
    ).contender(name: "k", profile: ProfileCatalog.karmada118)
    #expect(contender.initialEvictions.map { $0.map(\.cluster) } == [["a", "b"]])
  }

  @Test func `a binding suspends the scheduling of its workload`() {
    let read = ManifestText(deployment("web") + policy + binding("suspension: {scheduling: true}"))
    #expect(read.diagnostics.isEmpty)
    #expect(read.karmada("default/web")?.suspension.stopsScheduling == true)
  }

  @Test(
    arguments: [
      (nil, nil, true), (nil, "2026-08-01T10:00:00Z", true),
      ("2026-08-01T10:00:01Z", "2026-08-01T10:00:00Z", true), ("2026-08-01T10:00:00Z", "2026-08-01T10:00:00Z", false),
      ("2026-07-01T10:00:00Z", "2026-08-01T10:00:00Z", false), ("2026-08-01T10:00:00Z", nil, false),
    ] as [(String?, String?, Bool)])
  func `a rebalancer acts when it was created later than the workload was last scheduled`(
    created: String?, last: String?, acts: Bool
  ) {
    let read = ManifestText(
      deployment("web") + policy + binding("clusters: []", lastScheduled: last) + rebalancer(created: created))
    let collector = DiagnosticCollector()
    let actions = read.inventory.rebalances(of: read.inventory.workloads, collector: collector)
    #expect(actions == (acts ? [ActionSpec(at: .zero, kind: .rebalance(workload: "default/web"))] : []))
    #expect(collector.diagnostics.map(\.code) == (acts ? [] : [.idleRebalancer]))
  }

  @Test func `a rebalancer of a workload that is not there is named`() {
    let read = ManifestText(deployment("web") + rebalancer(created: nil, name: "other"))
    let collector = DiagnosticCollector()
    #expect(read.inventory.rebalances(of: read.inventory.workloads, collector: collector).isEmpty)
    #expect(collector.diagnostics.map(\.code) == [.danglingReference])
  }

  @Test func `a FederatedResourceQuota bounds its namespace, and what it cannot bound is named`() {
    func quota(_ spec: String) -> ManifestText {
      ManifestText(
        """
        apiVersion: policy.karmada.io/v1alpha1
        kind: FederatedResourceQuota
        metadata: {name: team, namespace: shop}
        spec: \(spec)

        """)
    }
    let read = quota("{overall: {cpu: 10, memory: 4Gi, pods: 7}}")
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.inventory.quotas == [
        KarmadaResourceQuota(
          name: "team", namespace: "shop", cpuMillicores: 10_000, memoryBytes: 4 << 30, pods: 7)
      ])
    let odd = quota("{overall: {nvidia.com/gpu: 1}, staticAssignments: [{clusterName: a, hard: {cpu: 1}}]}")
    #expect(odd.inventory.quotas.isEmpty)
    #expect(odd.warnings.count == 2)
    #expect(quota("{}").errors.count == 1)
  }
}
