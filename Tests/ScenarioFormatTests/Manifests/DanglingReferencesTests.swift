// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import ScenarioFormat

/// Slips in native objects that the API server would let pass, and names of what is not there.
@Suite struct DanglingReferencesTests {
  private static let workload = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec: {replicas: 6, template: {spec: {containers: [{name: web, resources: {requests: {cpu: 1}}}]}}}
    ---
    apiVersion: cluster.karmada.io/v1alpha1
    kind: Cluster
    metadata: {name: paris-1}
    spec: {syncMode: Push}
    status: {nodeSummary: {totalNum: 2}, resourceSummary: {allocatable: {cpu: 32, memory: 128Gi, pods: 220}}}
    ---

    """

  private func warnings(_ object: String) -> [String] {
    ScenarioLoader.load(text: Self.workload + object, file: "in.yaml").diagnostics
      .filter { $0.severity == .warning && [.misspeltField, .danglingReference].contains($0.code) }
      .map { "\($0.position.line): \($0.what); \($0.howToFix)" }
  }

  private func policy(
    kind: String = "Deployment", placement: String = "{clusterAffinity: {clusterNames: [paris-1]}}"
  ) -> String {
    """
    apiVersion: policy.karmada.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      resourceSelectors: [{apiVersion: apps/v1, kind: \(kind), name: web}]
      placement: \(placement)
    """
  }

  @Test func `what is right gives no warning`() {
    #expect(warnings(policy()).isEmpty)
  }

  @Test(arguments: [
    ("{clusterToleration: [{key: a, operator: Exists}]}", "clusterToleration", "clusterTolerations"),
    (
      "{clusterTolerations: [{key: a, operator: Exists, tolerationSecond: 30}]}", "tolerationSecond",
      "tolerationSeconds"
    ),
    (
      "{replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted, "
        + "weightPreference: {dynamicWieght: AvailableReplicas}}}", "dynamicWieght", "dynamicWeight"
    ),
  ])
  func `a field that is one letter off is named with what may be meant`(
    _ placement: String, _ field: String, _ meant: String
  ) {
    #expect(
      warnings(policy(placement: placement)) == [
        "17: the field \"\(field)\" is unknown and left out; did you mean \"\(meant)\"?"
      ])
  }

  @Test func `fields of a later version pass, near or not`() {
    // `maxGroups` is there, so nothing is missing that `maxGroup` could stand for.
    let placement = "{spreadConstraints: [{spreadByField: cluster, maxGroups: 2, maxGroup: 3, novelty: 1}]}"
    #expect(warnings(policy(placement: placement)).isEmpty)
    let selector = "{clusterAffinity: {clusterNames: [paris-1]}, entirelyNew: {clusterNames: [x]}}"
    #expect(warnings(policy(placement: selector)).isEmpty)
  }

  @Test func `an affinity for a cluster that is not there is named with the nearest one`() {
    let found = warnings(policy(placement: "{clusterAffinity: {clusterNames: [pari-1, paris-1]}}"))
    #expect(
      found == [
        "12: the propagation policy web names the cluster pari-1, which the input does not have; did you mean \"paris-1\"?"
      ])
  }

  @Test func `a policy whose selectors match nothing is named`() {
    #expect(
      warnings(policy(kind: "StatefulSet")) == [
        "12: the propagation policy web selects no workload of the input; check its resourceSelectors: apiVersion, kind, "
          + "namespace and name, or add the workload"
      ])
  }

  @Test func `a preference for a cluster that is not there, and a slip in one that is`() {
    let object = """
      apiVersion: scheduling.kubefed.io/v1alpha1
      kind: ReplicaSchedulingPreference
      metadata: {name: web, namespace: shop}
      spec:
        targetKind: FederatedDeployment
        totalReplicas: 6
        rebalence: true
        clusters:
          "*": {weight: 1}
          lyon-1: {minReplicas: 1, maxReplica: 3}
      """
    let found = warnings(object)
    #expect(found.contains { $0.contains("the field \"rebalence\"") && $0.contains("\"rebalance\"") })
    #expect(found.contains { $0.contains("the field \"maxReplica\"") && $0.contains("\"maxReplicas\"") })
    #expect(found.contains { $0.contains("names the cluster lyon-1") })
  }
}
