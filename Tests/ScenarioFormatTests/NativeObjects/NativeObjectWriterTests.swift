// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private func inventory(
  of files: [(name: String, text: String)], collector: DiagnosticCollector
) -> ManifestInventory {
  var documents: [DocumentNode] = []
  for file in files where file.name.hasSuffix(".yaml") {
    documents += DocumentReader.documents(file.text.utf8, file: file.name, collector: collector)
  }
  return ManifestReader.read(documents: documents, collector: collector)
}

private func profile(of system: FederationSystem) -> ControlPlaneProfile {
  switch system {
  case .karmada: ProfileCatalog.karmada118
  case .kubeFed: ProfileCatalog.kubeFed010
  case .kubeAdmiral: ProfileCatalog.kubeAdmiral
  case .federationV1: ProfileCatalog.federationV1
  }
}

private func scenario(_ workloads: [WorkloadSpec]) -> Scenario {
  Scenario(name: "test", horizon: .hours(1), fleet: testFleet, workloads: workloads, contenders: [])
}

@Suite struct NativeObjectWriterTests {
  @Test(arguments: FederationSystem.allCases)
  func `objects written for 400 random intents are read back as the same policies`(system: FederationSystem) {
    var intents = RandomIntents(seed: 11)
    let workloads = (0..<400).map { number in
      WorkloadSpec(
        namespace: number % 2 == 0 ? "shop" : "default", name: "web-\(number)", replicas: number % 50,
        requests: Resources(cpuMillicores: 500, memoryBytes: 512 << 20, pods: 1), priority: number % 3,
        intent: intents.next())
    }
    let options = ContenderOptions(
      optsIntoFailover: true, rebalance: true, operatorTaintAfter: .seconds(60), purgeMode: .directly)
    let contender = ContenderAssembly(workloads: workloads, fleet: testFleet)
      .contender(name: "it", profile: profile(of: system), options: options)
    let collector = DiagnosticCollector()
    let files = NativeObjectWriter.files(for: contender, in: scenario(workloads))
    let read = inventory(of: files, collector: collector)
    #expect(collector.diagnostics.isEmpty)
    #expect(read.workloads.count == 400)
    for (place, workload) in read.workloads.enumerated() {
      #expect(read.policy(of: system, for: workload, fleet: testFleet) == contender.policies[place])
      #expect(workload.requests == workloads[place].requests && workload.hasRequests)
      #expect(workload.replicas == workloads[place].replicas)
    }
    #expect(Set(read.clusters.map(\.name)) == Set(testFleet.clusters.map(\.name)))
    #expect(read.taintPolicies == contender.taintPolicies)
    #expect(read.systems == [system])
  }

  @Test func `every part of a Karmada policy survives`() {
    let region = LabelSelector.Requirement(key: "region", operator: .notIn, values: ["ap"])
    let tier = KarmadaPolicy.ClusterAffinity(name: "more", clusterNames: ["us-b"])
    let policies = [
      KarmadaPolicy(
        clusterAffinities: [
          .init(name: "first", labelSelector: LabelSelector(matchLabels: ["tier": "prod"]), overflow: [tier]),
          .init(name: "second", fieldSelector: [region], exclude: ["eu-b"]),
        ],
        tolerations: [
          Toleration(operator: .exists),
          Toleration(key: "a", operator: .equal, value: "true", effect: .noSchedule),
          Toleration(key: "b", operator: .exists, effect: .noExecute, tolerationSeconds: 0),
        ],
        spreadConstraints: [.init(field: .cluster, minimumGroups: 1, maximumGroups: 0)], scheduling: .dynamicWeight,
        clusterPurgeMode: .gracefully, priority: -5,
        replicaOverrides: [.init(cluster: "eu-a", replicas: 0), .init(cluster: "us-a", replicas: 7)]),
      KarmadaPolicy(
        clusterAffinity: .init(), scheduling: .staticWeight(nil), suspension: .init(stopsScheduling: true)),
      KarmadaPolicy(
        scheduling: .aggregated, workloadAffinity: .init(affinityLabelKey: "app"),
        applicationFailover: .init(tolerationSeconds: 7, purgeMode: .never), suspension: .init(stopsDispatching: true),
        activatesLazily: true),
      KarmadaPolicy(
        scheduling: .aggregated, workloadAffinity: .init(antiAffinityLabelKey: "app"),
        applicationFailover: .init(gracePeriodSeconds: 8), suspension: .init(stoppedClusters: ["eu-a", "us-a"])),
      KarmadaPolicy(scheduling: .staticWeight([])),
      KarmadaPolicy(scheduling: .duplicated, hasNoReplicaScheduling: true),
      KarmadaPolicy(
        scheduling: .staticWeight([.init(target: .init(labelSelector: LabelSelector()), weight: 3)])),
    ]
    let workloads = policies.indices.map { WorkloadSpec(namespace: "shop", name: "web-\($0)") }
    let contender = ContenderSpec(
      name: "it", profile: ProfileCatalog.karmada118, policies: policies.map { .karmada($0) },
      initialAssignments: policies.indices.map { $0 == 1 ? [.init(cluster: "eu-a", replicas: 3)] : nil },
      initialEvictions: policies.indices.map {
        $0 == 1 ? [.init(cluster: "eu-b", replicas: 2, purgeMode: .directly, gracePeriodSeconds: 9)] : []
      },
      quotas: [.init(name: "team", namespace: "shop", cpuMillicores: 1500, memoryBytes: 3 << 30, pods: 4)])
    let collector = DiagnosticCollector()
    let read = inventory(
      of: NativeObjectWriter.files(for: contender, in: scenario(workloads)), collector: collector)
    #expect(collector.diagnostics.allSatisfy { $0.code == .notModelled })
    #expect(read.quotas == contender.quotas)
    for (place, workload) in read.workloads.enumerated() {
      let policy = read.policy(of: .karmada, for: workload, fleet: testFleet)
      #expect(policy == .karmada(policies[place]))
      #expect(read.initialAssignment(of: workload) == contender.initialAssignments[place])
      #expect(read.initialEvictions(of: workload) == contender.initialEvictions[place])
    }
  }

  @Test func `every part of a KubeAdmiral policy survives`() {
    let name = LabelSelector.Requirement(key: "metadata.name", operator: .isIn, values: ["eu-a", "true"])
    let policies = [
      KubeAdmiralPolicy(
        divides: true, packs: true, clusterSelector: LabelSelector(matchLabels: ["on": "yes"]),
        clusterAffinityTerms: [
          LabelSelector(matchExpressions: [.init(key: "tier", operator: .exists), name]),
          LabelSelector(matchExpressions: [.init(key: "tier", operator: .doesNotExist)]),
        ],
        tolerations: [Toleration(key: "a", operator: .exists)], maximumClusters: 0,
        placements: [.init(cluster: "1e3", minimum: 1, maximum: 1, weight: 0, priority: 4)],
        autoMigration: .init(unschedulableFor: .milliseconds(90_500), keepUnschedulableReplicas: true), isSticky: true,
        rescheduleWhen: nil, avoidsDisruption: false),
      KubeAdmiralPolicy(rescheduleWhen: .init(policyContentChanged: false, clusterJoined: true)),
    ]
    let workloads = policies.indices.map { WorkloadSpec(namespace: "shop", name: "web-\($0)") }
    let contender = ContenderSpec(
      name: "it", profile: ProfileCatalog.kubeAdmiral, policies: policies.map { .kubeAdmiral($0) })
    let collector = DiagnosticCollector()
    let read = inventory(
      of: NativeObjectWriter.files(for: contender, in: scenario(workloads)), collector: collector)
    #expect(collector.diagnostics.isEmpty)
    for (place, workload) in read.workloads.enumerated() {
      #expect(read.policy(of: .kubeAdmiral, for: workload, fleet: testFleet) == .kubeAdmiral(policies[place]))
    }
  }

  @Test func `texts that YAML would take for something else are quoted`() {
    let texts = ["", "no", "1e3", "a: b", "true", "~", "- x", "über", "line\nbreak", "\"q\"", "0x1f", "a#b", "plain"]
    let value = ManifestValue.map(texts.map { ($0, .texts([$0])) })
    let collector = DiagnosticCollector()
    let node = DocumentReader.documents(value.yaml().text().utf8, file: "f", collector: collector).first
    #expect(collector.diagnostics.isEmpty)
    #expect(node?.entries?.map(\.key) == texts)
    #expect(node?.entries?.map { $0.value.elements?.first?.text } == texts)
    let faults = DiagnosticCollector()
    let back = node?.entries?.compactMap { FieldValue(faults).string($0.value.elements?[0] ?? $0.value, $0.key) }
    #expect(back == texts)
  }

  @Test(arguments: FederationSystem.allCases)
  func `a workload has the same documents among hundreds like it as on its own`(system: FederationSystem) {
    let names = (0..<60).map { number in
      number % 9 == 0 ? "\(number)" : number % 7 == 0 ? String(repeating: "v", count: 60) + "\(number)" : "w-\(number)"
    }
    let workloads = names.enumerated().map { place, name in
      WorkloadSpec(
        name: name, kind: ["Deployment", "StatefulSet", "Job"][place % 3], uid: place % 4 == 0 ? "uid-\(place)" : nil,
        labels: place % 2 == 0 ? ["app": "x", "zone": "y"] : [:], replicas: place % 5,
        intent: Intent(eligible: .init(names: place % 3 == 0 ? ["eu-a"] : []), division: .capacity))
    }
    let contender = ContenderAssembly(workloads: workloads, fleet: testFleet)
      .contender(name: "it", profile: profile(of: system))
    var together = WorkloadDocuments(system: system)
    for (workload, policy) in zip(workloads, contender.policies) {
      var alone = WorkloadDocuments(system: system)
      let documents = together.documents(of: workload, policy: policy).map { [$0.file, $0.text.text(of: workload)] }
      #expect(documents == alone.documents(of: workload, policy: policy).map { [$0.file, $0.text.text(of: workload)] })
    }
  }

  @Test func `files that come in many pieces are those of one`() {
    var small = ManifestFiles(sink: CollectedManifests())
    var expected = ""
    for number in 0..<30 {
      let object = ManifestValue.map([("text", .text(String(repeating: "x\(number)", count: 50_000)))])
      small.add(object, to: number % 3 == 0 ? "a" : "b")
      if number % 3 == 0 { expected += (expected.isEmpty ? "" : "---\n") + object.yaml().text() }
    }
    small.finish()
    #expect(small.sink.files.map(\.name) == ["a", "b"])
    #expect(String(decoding: small.sink.files[0].bytes, as: UTF8.self) == expected)
  }

  @Test func `a long name makes a policy name that fits a label`() {
    let long = String(repeating: "very-", count: 30) + "long"
    let name = WorkloadObjects.companionName(WorkloadSpec(name: long))
    #expect(name.utf8.count <= 63)
    #expect(name != WorkloadObjects.companionName(WorkloadSpec(name: long + "er")))
    #expect(WorkloadObjects.companionName(WorkloadSpec(name: "web")) == "web-deployment")
  }

  @Test func `the notes list what was dropped first and join equal notes`() {
    let workloads = (0..<5).map { WorkloadSpec(name: "web-\($0)", intent: Intent(division: .pack)) }
    let contender = ContenderAssembly(workloads: workloads, fleet: testFleet)
      .contender(name: "kubefed", profile: ProfileCatalog.kubeFed010)
    let text = TranslationNotesText.text(of: contender)
    #expect(text.contains("## Dropped\n\n| field | how | workloads |\n|---|---|---|\n| division |"))
    #expect(text.contains("default/web-0, default/web-1, default/web-2 and 2 more"))
    #expect(text.contains("## Exact"))
  }

  @Test func `the files of a small Karmada contender read as a user would write them`() {
    let workload = WorkloadSpec(
      namespace: "shop", name: "web", replicas: 2,
      requests: Resources(cpuMillicores: 500, memoryBytes: 512 << 20, pods: 1),
      intent: Intent(division: .capacity, onClusterLoss: .init(move: false)))
    let contender = ContenderAssembly(workloads: [workload], fleet: testFleet)
      .contender(name: "it", profile: ProfileCatalog.karmada118)
    let files = NativeObjectWriter.files(for: contender, in: scenario([workload]))
    #expect(
      files.map(\.name) == [
        "clusters.yaml", "namespaces.yaml", "deployments.yaml", "propagationpolicies.yaml", "notes.md",
      ])
    let expected = """
      apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata:
        name: web-deployment
        namespace: shop
      spec:
        resourceSelectors:
        - apiVersion: apps/v1
          kind: Deployment
          name: web
        placement:
          clusterTolerations:
          - key: cluster.karmada.io/not-ready
            operator: Exists
            effect: NoExecute
          - key: cluster.karmada.io/unreachable
            operator: Exists
            effect: NoExecute
          replicaScheduling:
            replicaSchedulingType: Divided
            replicaDivisionPreference: Weighted
            weightPreference:
              dynamicWeight: AvailableReplicas

      """
    #expect(files[3].text == expected)
  }
}
