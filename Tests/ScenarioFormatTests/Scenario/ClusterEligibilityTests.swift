// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import ScenarioFormat

@Suite struct ClusterEligibilityTests {
  private func hasCluster(_ manifests: String, intent: Intent? = nil) throws -> Bool {
    let read = ManifestText(manifests)
    #expect(read.errors.isEmpty)
    var workload = try #require(read.workload("default/web"))
    workload.intent = intent
    return ClusterEligibility(inventory: read.inventory, fleet: testFleet).hasCluster(for: workload)
  }

  private func karmada(_ placement: String) -> String {
    deployment("web") + """
      ---
      apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata: {name: p, namespace: default}
      spec: {resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}], placement: \(placement)}

      """
  }

  private func kubeAdmiral(_ spec: String) -> String {
    deployment("web", labels: "{kubeadmiral.io/propagation-policy-name: p}") + """
      ---
      apiVersion: core.kubeadmiral.io/v1alpha1
      kind: PropagationPolicy
      metadata: {name: p, namespace: default}
      spec: \(spec)

      """
  }

  private func kubeFed(_ spec: String) -> String {
    deployment("web") + """
      ---
      apiVersion: types.kubefed.io/v1beta1
      kind: FederatedDeployment
      metadata: {name: web, namespace: default}
      spec: {template: {spec: {template: {spec: {containers: [{name: c}]}}}}, \(spec)}

      """
  }

  @Test func `without an intent or an object no cluster is eligible`() throws {
    #expect(try !hasCluster(deployment("web")))
    #expect(try hasCluster(deployment("web"), intent: Intent()))
  }

  @Test func `an intent by names, regions and shares`() throws {
    func has(_ intent: Intent) throws -> Bool { try hasCluster(deployment("web"), intent: intent) }
    #expect(try has(Intent(eligible: .init(names: ["nowhere", "eu-a"]))))
    #expect(try !has(Intent(eligible: .init(names: ["nowhere"]))))
    #expect(try !has(Intent(eligible: .init(regions: ["atlantis"]))))
    #expect(try has(Intent(division: .weights, clusters: [.init(cluster: "eu-a", weight: 1)])))
    let apart = Intent(
      eligible: .init(names: ["us-a"]), division: .weights, clusters: [.init(cluster: "eu-a", weight: 1)])
    #expect(try !has(apart))
  }

  @Test(arguments: [
    ("{}", true), ("{clusterAffinity: {clusterNames: [eu-a]}}", true),
    ("{clusterAffinity: {clusterNames: [nowhere]}}", false),
    ("{clusterAffinities: [{affinityName: x, clusterNames: [nowhere]}]}", false),
    ("{clusterAffinities: [{affinityName: x, clusterNames: [nowhere]}, {affinityName: y}]}", true),
  ])
  func `a Karmada policy by its affinities`(placement: String, isEligible: Bool) throws {
    #expect(try hasCluster(karmada(placement)) == isEligible)
  }

  @Test(arguments: [
    ("{}", true), ("{placement: [{cluster: eu-a}]}", true), ("{placement: [{cluster: nowhere}]}", false),
    ("{clusterSelector: {tier: none}}", false), ("{maxClusters: 0}", false),
  ])
  func `a KubeAdmiral policy by selector, placement and maxClusters`(spec: String, isEligible: Bool) throws {
    #expect(try hasCluster(kubeAdmiral(spec)) == isEligible)
  }

  @Test(arguments: [
    ("placement: {clusters: [{name: eu-a}]}", true), ("placement: {clusters: []}", false),
    ("placement: {clusterSelector: {}}", true), ("placement: {}", false),
  ])
  func `a FederatedDeployment by its placement`(spec: String, isEligible: Bool) throws {
    #expect(try hasCluster(kubeFed(spec)) == isEligible)
  }
}
