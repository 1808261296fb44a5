// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private func policy(_ spec: String, kind: String = "PropagationPolicy", name: String = "p") -> String {
  """
  ---
  apiVersion: core.kubeadmiral.io/v1alpha1
  kind: \(kind)
  metadata: {name: \(name)}
  spec: \(spec)

  """
}

private let bound = deployment("web", labels: "{kubeadmiral.io/propagation-policy-name: p}")

@Suite struct KubeAdmiralPolicyManifestsTests {
  @Test func `a policy is bound by label and gets the defaults of its CRD`() {
    let read = ManifestText(bound + policy("{schedulingMode: Duplicate}") + deployment("free"))
    #expect(read.diagnostics.isEmpty)
    #expect(read.kubeAdmiral("default/web") == KubeAdmiralPolicy())
    #expect(read.kubeAdmiral("default/free") == nil)
  }

  @Test func `the namespaced policy's label counts first`() {
    let both = deployment(
      "web", labels: "{kubeadmiral.io/propagation-policy-name: p, kubeadmiral.io/cluster-propagation-policy-name: c}")
    let cluster = policy("{schedulingMode: Duplicate}", kind: "ClusterPropagationPolicy", name: "c")
    let read = ManifestText(both + policy("{schedulingMode: Divide}") + cluster)
    #expect(read.kubeAdmiral("default/web")?.divides == true)
    let onlyCluster = deployment("web", labels: "{kubeadmiral.io/cluster-propagation-policy-name: c}")
    #expect(ManifestText(onlyCluster + cluster).kubeAdmiral("default/web")?.divides == false)
  }

  @Test func `placements, selectors and auto-migration are read`() {
    let read = ManifestText(
      bound
        + policy(
          """
          {schedulingMode: Divide, replicasStrategy: Binpack, maxClusters: 3, clusterSelector: {tier: prod},
            clusterAffinity: [{matchExpressions: [{key: region, operator: In, values: [eu]}]}],
            tolerations: [{operator: Exists}], autoMigration: {keepUnschedulableReplicas: true},
            placement: [{cluster: a, preferences: {minReplicas: 1, maxReplicas: 5, weight: 2, priority: 7}}, {cluster: b}]}
          """))
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.kubeAdmiral("default/web")
        == KubeAdmiralPolicy(
          divides: true, packs: true, clusterSelector: LabelSelector(matchLabels: ["tier": "prod"]),
          clusterAffinityTerms: [
            LabelSelector(matchExpressions: [.init(key: "region", operator: .isIn, values: ["eu"])])
          ],
          tolerations: [Toleration(operator: .exists)], maximumClusters: 3,
          placements: [.init(cluster: "a", minimum: 1, maximum: 5, weight: 2, priority: 7), .init(cluster: "b")],
          autoMigration: .init(keepUnschedulableReplicas: true)))
  }

  @Test func `a reschedulePolicy without rescheduleWhen has no triggers, and still avoids disruption`() {
    let read = ManifestText(
      bound + policy("{schedulingMode: Divide, reschedulePolicy: {disableRescheduling: false}}"))
    #expect(read.kubeAdmiral("default/web")?.rescheduleWhen == nil)
    #expect(read.kubeAdmiral("default/web")?.avoidsDisruption == true)
    let eager = ManifestText(
      bound
        + policy(
          "{schedulingMode: Divide, reschedulePolicy: {rescheduleWhen: {clusterJoined: true}, "
            + "replicaRescheduling: {avoidDisruption: false}}}"))
    #expect(eager.kubeAdmiral("default/web")?.rescheduleWhen == .init(clusterJoined: true))
    #expect(eager.kubeAdmiral("default/web")?.avoidsDisruption == false)
  }

  @Test func `comparisons of numbers in an affinity term are accepted and named`() {
    let term = "{matchExpressions: [{key: rack, operator: Gt, values: [\"3\"]}, {key: tier, operator: Exists}]}"
    let read = ManifestText(bound + policy("{schedulingMode: Divide, clusterAffinity: [\(term)]}"))
    #expect(read.errors.isEmpty && read.warnings.count == 1)
    #expect(read.warnings.first?.contains("the operator Gt of cluster affinities is not modelled yet") == true)
    #expect(
      read.kubeAdmiral("default/web")?.clusterAffinityTerms == [
        LabelSelector(matchExpressions: [.init(key: "tier", operator: .exists)])
      ])
  }

  @Test func `a Job is duplicated even by a policy that divides`() {
    let job =
      "---\n{apiVersion: batch/v1, kind: Job, metadata: {name: web, labels: "
      + "{kubeadmiral.io/propagation-policy-name: p}}, spec: {parallelism: 2}}\n"
    #expect(ManifestText(job + policy("{schedulingMode: Divide}")).kubeAdmiral("default/web")?.divides == false)
  }

  @Test func `a label that leads nowhere is named, faults are errors`() {
    #expect(ManifestText(bound).warnings.count == 1)
    #expect(ManifestText(policy("{schedulingMode: Share}")).errors.count == 1)
    #expect(ManifestText(policy("{schedulingMode: Divide, maxClusters: -1}")).errors.count == 1)
    let twice = "{schedulingMode: Divide, placement: [{cluster: a}, {cluster: a}]}"
    #expect(ManifestText(policy(twice)).errors.count == 1)
    let reversed = "{schedulingMode: Divide, placement: [{cluster: a, preferences: {minReplicas: 2, maxReplicas: 1}}]}"
    #expect(ManifestText(policy(reversed)).errors.count == 1)
  }
}
