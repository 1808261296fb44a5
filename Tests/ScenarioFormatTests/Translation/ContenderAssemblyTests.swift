// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private let objects = """
  apiVersion: policy.karmada.io/v1alpha1
  kind: PropagationPolicy
  metadata: {name: p, namespace: shop}
  spec:
    resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: native}]
    placement:
      clusterAffinity: {clusterNames: [eu-a, us-a]}
      replicaScheduling: {replicaDivisionPreference: Aggregated}
  ---
  apiVersion: apps/v1
  kind: Deployment
  metadata: {name: native, namespace: shop}
  spec: {replicas: 4}
  ---
  apiVersion: work.karmada.io/v1alpha2
  kind: ResourceBinding
  metadata: {name: native-deployment, namespace: shop}
  spec:
    resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: native}
    clusters: [{name: eu-a, replicas: 4}]
  """

private func assembly(_ more: [WorkloadSpec] = []) -> ContenderAssembly {
  let read = ManifestText(objects)
  return ContenderAssembly(
    workloads: read.inventory.workloads + more, fleet: testFleet, inventory: read.inventory)
}

@Suite struct ContenderAssemblyTests {
  @Test func `an object of the system wins over an intent`() {
    var native = ManifestText(objects).inventory.workloads[0]
    native.intent = Intent(division: .duplicate)
    let inventory = ManifestText(objects).inventory
    let contender = ContenderAssembly(workloads: [native], fleet: testFleet, inventory: inventory)
      .contender(name: "k", profile: ProfileCatalog.karmada118)
    #expect(
      contender.policies == [
        .karmada(KarmadaPolicy(clusterAffinity: .init(clusterNames: ["eu-a", "us-a"]), scheduling: .aggregated))
      ])
    #expect(contender.initialAssignments == [[.init(cluster: "eu-a", replicas: 4)]])
    #expect(contender.notes.isEmpty)
  }

  @Test(arguments: [
    ProfileCatalog.karmada118, ProfileCatalog.kubeFed010, ProfileCatalog.kubeAdmiral, ProfileCatalog.federationV1,
  ])
  func `workloads with the same intent are translated as each of them on its own`(profile: ControlPlaneProfile) {
    var intents = RandomIntents(seed: 5)
    let few = (0..<4).map { _ in intents.next() }
    let workloads = (0..<60).map { number in
      WorkloadSpec(
        name: "web-\(number)", kind: number % 7 == 0 ? "StatefulSet" : "Deployment", replicas: number % 3,
        priority: number % 2, intent: few[number % 4])
    }
    let together = ContenderAssembly(workloads: workloads, fleet: testFleet).contender(name: "c", profile: profile)
    let alone = workloads.map { workload in
      ContenderAssembly(workloads: [workload], fleet: testFleet).contender(name: "c", profile: profile)
    }
    #expect(together.policies == alone.flatMap(\.policies))
    #expect(together.notes == alone.flatMap(\.notes))
    #expect(Set(together.notes.map(\.workload)).count == 60)
  }

  @Test func `another system gets the intent that the object says`() {
    let contender = assembly().contender(name: "a", profile: ProfileCatalog.kubeAdmiral)
    guard case .kubeAdmiral(let policy)? = contender.policies[0] else {
      Issue.record("no policy")
      return
    }
    #expect(policy.divides && policy.packs)
    #expect(policy.placements.map(\.cluster) == ["eu-a", "us-a"])
    #expect(contender.initialAssignments == [nil])
    #expect(contender.notes.contains { $0.how.hasPrefix("read from karmada objects: the policy says nothing") })
  }

  @Test func `without an intent or an object a workload is placed nowhere, and that is said`() {
    let contender = assembly([WorkloadSpec(name: "lost")]).contender(name: "k", profile: ProfileCatalog.karmada118)
    #expect(contender.policies[1] == nil)
    #expect(contender.notes.map(\.field) == ["intent"])
    #expect(assembly().hasPolicies(of: .kubeFed))
    #expect(!ContenderAssembly(workloads: [WorkloadSpec(name: "x")], fleet: testFleet).hasPolicies(of: .kubeFed))
  }

  @Test func `a contender's options change an object written for its system`() {
    let options = ContenderOptions(
      optsIntoFailover: true, division: .capacity, tolerationSeconds: .some(nil), purgeMode: .directly)
    let contender = assembly().contender(name: "k", profile: ProfileCatalog.karmada118, options: options)
    guard case .karmada(let policy)? = contender.policies[0] else {
      Issue.record("no policy")
      return
    }
    #expect(policy.scheduling == .dynamicWeight && policy.clusterPurgeMode == .directly)
    #expect(policy.clusterAffinity?.clusterNames == ["eu-a", "us-a"])
    #expect(policy.tolerations.map(\.tolerationSeconds) == [nil, nil])
    #expect(contender.notes.map(\.field) == ["division"])
    #expect(contender.profile.eviction.isEnabled)
    #expect(contender.taintPolicies == IntentTranslator.clusterTaintPolicies)
  }

  @Test(arguments: [
    ("Divide", "StatefulSet", true), ("Divide", "Deployment", false), ("Duplicate", "StatefulSet", false),
  ])
  func `Divide for a kind without a path to replicas is noted as dropped`(
    mode: String, kind: String, isNoted: Bool
  ) {
    let read = ManifestText(
      """
      apiVersion: apps/v1
      kind: \(kind)
      metadata: {name: db, namespace: shop, labels: {kubeadmiral.io/propagation-policy-name: p}}
      spec: {replicas: 3, template: {spec: {containers: [{name: c}]}}}
      ---
      apiVersion: core.kubeadmiral.io/v1alpha1
      kind: PropagationPolicy
      metadata: {name: p, namespace: shop}
      spec: {schedulingMode: \(mode)}
      """)
    let assembly = ContenderAssembly(
      workloads: read.inventory.workloads, fleet: testFleet, inventory: read.inventory)
    let notes = assembly.contender(name: "a", profile: ProfileCatalog.kubeAdmiral).notes
    let how =
      "Divide: KubeAdmiral's type configuration gives no path to replicas of a StatefulSet: every cluster holds all of "
      + "them"
    let note = TranslationNote(workload: "shop/db", field: "schedulingMode", mark: .dropped, how: how)
    #expect(notes == (isNoted ? [note] : []))
    let other = assembly.contender(name: "k", profile: ProfileCatalog.karmada118).notes
    #expect(
      other.contains { $0.field == "schedulingMode" && $0.how == "read from kubeadmiral objects: \(how)" } == isNoted)
    let overridden = assembly.contender(
      name: "a", profile: ProfileCatalog.kubeAdmiral, options: ContenderOptions(division: .even)
    ).notes
    #expect(!overridden.contains { $0.field == "schedulingMode" })
  }

  @Test func `a ReplicaSchedulingPreference for a kind that KubeFed cannot divide is refused`() {
    let read = ManifestText(
      """
      apiVersion: scheduling.kubefed.io/v1alpha1
      kind: ReplicaSchedulingPreference
      metadata: {name: db, namespace: shop}
      spec: {targetKind: FederatedStatefulSet, totalReplicas: 3}
      """)
    #expect(read.errors.contains { $0.contains("FederatedStatefulSet") })
  }

  @Test func `up to 1.13 the controller taints by itself, and the wait begins only then`() {
    let workload = WorkloadSpec(name: "web", intent: Intent())
    let contender = ContenderAssembly(workloads: [workload], fleet: testFleet).contender(
      name: "k", profile: ProfileCatalog.karmada113, options: ContenderOptions(optsIntoFailover: true))
    #expect(contender.taintPolicies.isEmpty)
    let after = contender.notes.first { $0.field == "onClusterLoss.after" }
    #expect(after?.mark == .approximated)
    #expect(after?.how.contains("begins when the controller taints the cluster, 5m after") == true)
  }

  @Test(
    arguments: [
      ("karmada-1.16", ["overflowAffinities", "workloadAffinity", "FederatedResourceQuota"]),
      ("karmada-1.18", ["workloadAffinity", "FederatedResourceQuota"]),
    ] as [(String, [String])])
  func `what a version does not know, or has gated off, of its own objects is noted as dropped`(
    name: String, fields: [String]
  ) throws {
    let read = ManifestText(
      deployment("web") + """
        ---
        apiVersion: policy.karmada.io/v1alpha1
        kind: PropagationPolicy
        metadata: {name: p}
        spec:
          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
          placement:
            clusterAffinities:
            - {affinityName: one, clusterNames: [a], overflowAffinities: [{affinityName: two, clusterNames: [b]}]}
            replicaScheduling: {replicaDivisionPreference: Aggregated}
            workloadAffinity: {affinity: {groupByLabelKey: app}}
        ---
        apiVersion: policy.karmada.io/v1alpha1
        kind: FederatedResourceQuota
        metadata: {name: team}
        spec: {overall: {cpu: 10}}

        """)
    #expect(read.diagnostics.isEmpty)
    var profile = try #require(ProfileCatalog.profile(named: name))
    func notes() -> [TranslationNote] {
      let assembly = ContenderAssembly(
        workloads: read.inventory.workloads, fleet: read.fleet, inventory: read.inventory)
      return assembly.contender(name: "k", profile: profile).notes
    }
    #expect(notes().map(\.field) == fields)
    #expect(notes().allSatisfy { $0.mark == .dropped })
    profile.switches.workloadAffinity = true
    profile.switches.enforcesQuotas = true
    #expect(notes().map(\.field) == fields.filter { $0 == "overflowAffinities" })
  }
}
