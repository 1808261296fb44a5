// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import ScenarioFormat

@Suite struct ScenarioChecksTests {
  private func input(selecting name: String) -> String {
    """
    apiVersion: cluster.karmada.io/v1alpha1
    kind: Cluster
    metadata: {name: m1}
    status: {resourceSummary: {allocatable: {cpu: "8", memory: 32Gi, pods: "110"}}, nodeSummary: {totalNum: 2}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: cron, namespace: prod}
    spec: {replicas: 2}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: prod}
    spec: {replicas: 2}
    ---
    apiVersion: policy.karmada.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: p, namespace: prod}
    spec:
      resourceSelectors:
      - {apiVersion: apps/v1, kind: Deployment, name: web}
      - {apiVersion: apps/v1, kind: Deployment, name: \(name)}

    """
  }

  @Test func `a workload that a misspelt selector misses is named`() throws {
    let found = ScenarioLoader.load(text: input(selecting: "corn"), file: "in.yaml").diagnostics
    let warning = try #require(found.first { $0.code == .placedNowhere })
    #expect(
      warning.what == "under karmada-1.18 no policy selects prod/cron, so nothing of it is placed there")
    #expect(warning.severity == .warning)
  }

  @Test func `a workload that is selected is not`() {
    let found = ScenarioLoader.load(text: input(selecting: "cron"), file: "in.yaml").diagnostics
    #expect(!found.contains { $0.code == .placedNowhere })
  }
}
