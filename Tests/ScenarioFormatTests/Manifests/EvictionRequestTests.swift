// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import ScenarioFormat

@Suite struct EvictionRequestTests {
  private let cluster = """
    ---
    apiVersion: cluster.karmada.io/v1alpha1
    kind: Cluster
    metadata: {name: m1}
    status: {resourceSummary: {allocatable: {cpu: "8", memory: 32Gi, pods: "110"}}, nodeSummary: {totalNum: 2}}

    """

  private func policy(_ placement: String = "{}") -> String {
    """
    ---
    apiVersion: policy.karmada.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: p, namespace: default}
    spec: {resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}], placement: \(placement)}

    """
  }

  private func taintPolicy(_ effect: String) -> String {
    """
    ---
    apiVersion: policy.karmada.io/v1alpha1
    kind: ClusterTaintPolicy
    metadata: {name: evict-unready}
    spec:
      addOnConditions: [{conditionType: Ready, operator: NotIn, statusValues: ["True"]}]
      taints: [{key: cluster.karmada.io/not-ready, effect: \(effect)}]

    """
  }

  private func warnings(_ text: String) -> [Diagnostic] {
    let loaded = ScenarioLoader.load(text: text, file: "in.yaml")
    #expect(loaded.diagnostics.filter { $0.severity == .error }.isEmpty)
    return loaded.diagnostics.filter { $0.code == .idleEviction }
  }

  private func contenders(_ list: String) -> String {
    "---\napiVersion: regatta/v1alpha1\nkind: Scenario\ncontenders: [\(list)]\n"
  }

  @Test func `a ClusterTaintPolicy among manifests alone is warned of once`() throws {
    let found = warnings(deployment("web") + cluster + policy() + taintPolicy("NoExecute"))
    let warning = try #require(found.first)
    #expect(found.count == 1 && warning.severity == .warning && warning.position.line > 1)
    #expect(
      warning.what == "ClusterTaintPolicy evict-unready moves nothing under karmada-1.18: NoExecute eviction is off by "
        + "default since 1.14")
    #expect(warning.howToFix.hasPrefix("race it with optIn: failover"))
  }

  @Test(arguments: [
    ("{key: x, operator: Exists, effect: NoExecute, tolerationSeconds: 60}", 1),
    ("{key: x, operator: Exists, effect: NoExecute}", 0), ("{key: x, operator: Exists, effect: NoSchedule}", 0),
  ])
  func `only tolerations of finite seconds ask for evictions`(toleration: String, count: Int) {
    let found = warnings(deployment("web") + cluster + policy("{clusterTolerations: [\(toleration)]}"))
    #expect(found.count == count)
    let what = "the NoExecute tolerations of PropagationPolicy p move nothing under karmada-1.18"
    #expect(found.allSatisfy { $0.what.hasPrefix(what) })
  }

  @Test func `a taint policy without NoExecute asks for nothing`() {
    #expect(warnings(deployment("web") + cluster + policy() + taintPolicy("NoSchedule")).isEmpty)
  }

  @Test(arguments: [
    ("{profile: karmada-1.18}", 1), ("{profile: karmada-1.18, optIn: failover}", 0),
    ("{name: a, profile: karmada-1.18}, {name: b, profile: karmada-1.18, optIn: failover}", 0),
    ("{profile: kubefed-0.10}", 0), ("{profile: karmada-1.13}", 1),
  ])
  func `a contender that opts in, and none of Karmada, silence it`(list: String, count: Int) {
    let found = warnings(
      deployment("web") + cluster + policy() + taintPolicy("NoExecute") + contenders(list))
    #expect(found.count == count)
    if list.contains("1.13") { #expect(found.first?.what.contains("off by default since 1.12") == true) }
  }
}
