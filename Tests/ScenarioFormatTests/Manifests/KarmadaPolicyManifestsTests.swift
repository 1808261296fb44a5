// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

private func policy(
  _ name: String, kind: String = "PropagationPolicy", selector: String = "{apiVersion: apps/v1, kind: Deployment}",
  spec: String = "placement: {}"
) -> String {
  """
  ---
  apiVersion: policy.karmada.io/v1alpha1
  kind: \(kind)
  metadata: {name: \(name)}
  spec:
    resourceSelectors: [\(selector)]
    \(spec)

  """
}

private func placement(_ text: String) -> String { policy("p", spec: "placement: \(text)") }

@Suite struct KarmadaPolicyManifestsTests {
  @Test func `the documented 1:2 division is read as static weights`() {
    let read = ManifestText(
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: nginx, labels: {app: nginx}}
      spec:
        replicas: 9
        selector: {matchLabels: {app: nginx}}
        template: {metadata: {labels: {app: nginx}}, spec: {containers: [{image: nginx, name: nginx}]}}
      ---
      apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata: {name: nginx-propagation}
      spec:
        resourceSelectors:
          - apiVersion: apps/v1
            kind: Deployment
            name: nginx
        placement:
          clusterAffinity:
            clusterNames: [member1, member2]
          replicaScheduling:
            replicaDivisionPreference: Weighted
            replicaSchedulingType: Divided
            weightPreference:
              staticWeightList:
                - targetCluster: {clusterNames: [member1]}
                  weight: 1
                - targetCluster: {clusterNames: [member2]}
                  weight: 2
      """)
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.karmada("default/nginx")
        == KarmadaPolicy(
          clusterAffinity: .init(clusterNames: ["member1", "member2"]),
          scheduling: .staticWeight([
            .init(target: .init(clusterNames: ["member1"]), weight: 1),
            .init(target: .init(clusterNames: ["member2"]), weight: 2),
          ])))
  }

  @Test(arguments: [
    ("{}", KarmadaPolicy.Scheduling.duplicated, true),
    ("{replicaScheduling: {replicaSchedulingType: Duplicated}}", .duplicated, false),
    ("{replicaScheduling: {}}", .staticWeight(nil), false),
    ("{replicaScheduling: {replicaDivisionPreference: Aggregated}}", .aggregated, false),
    ("{replicaScheduling: {weightPreference: {}}}", .staticWeight([]), false),
    (
      "{replicaScheduling: {weightPreference: {dynamicWeight: AvailableReplicas, staticWeightList: [{weight: 1}]}}}",
      .dynamicWeight, false
    ),
  ])
  func `upstream's defaults are filled in`(text: String, scheduling: KarmadaPolicy.Scheduling, isMissing: Bool) {
    let read = ManifestText(deployment("web") + placement(text))
    #expect(read.diagnostics.isEmpty)
    #expect(read.karmada("default/web")?.scheduling == scheduling)
    #expect(read.karmada("default/web")?.hasNoReplicaScheduling == isMissing)
  }

  @Test func `a spread constraint defaults to clusters and 1 group, and maxGroups stays 0`() {
    let read = ManifestText(
      deployment("web")
        + placement("{spreadConstraints: [{maxGroups: 2}, {spreadByField: region, minGroups: 2}]}"))
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.karmada("default/web")?.spreadConstraints == [
        .init(field: .cluster, minimumGroups: 1, maximumGroups: 2),
        .init(field: .region, minimumGroups: 2, maximumGroups: 0),
      ])
  }

  @Test func `groups, tiers, tolerations and the purge mode are read`() {
    let read = ManifestText(
      deployment("web")
        + policy(
          "p",
          spec: """
            failover: {cluster: {}}
              placement:
                clusterTolerations: [{key: a, effect: NoExecute, operator: Exists, tolerationSeconds: 5}]
                clusterAffinities:
                - affinityName: local
                  clusterNames: [a]
                  overflowAffinities: [{affinityName: burst, clusterNames: [b]}]
                - affinityName: backup
                  fieldSelector: {matchExpressions: [{key: zone, operator: NotIn, values: [z1]}]}
                  exclude: [c]
                replicaScheduling: {replicaDivisionPreference: Aggregated}
            """))
    #expect(read.diagnostics.isEmpty)
    let policy = read.karmada("default/web")
    #expect(policy?.clusterPurgeMode == .gracefully)
    #expect(policy?.tolerations == [Toleration(key: "a", operator: .exists, effect: .noExecute, tolerationSeconds: 5)])
    #expect(policy?.clusterAffinities.map(\.name) == ["local", "backup"])
    #expect(policy?.clusterAffinities.first?.overflow == [.init(name: "burst", clusterNames: ["b"])])
    #expect(
      policy?.clusterAffinities.last?.fieldSelector == [.init(key: "zone", operator: .notIn, values: ["z1"])])
  }

  @Test(arguments: [
    ("{clusterAffinity: {}, clusterAffinities: [{affinityName: a}]}", "both given"),
    ("{clusterAffinities: [{affinityName: a}, {affinityName: a}]}", "is there twice"),
    ("{clusterAffinities: [{clusterNames: [a]}]}", "affinityName has 0 characters"),
    ("{spreadConstraints: [{minGroups: 3, maxGroups: 2}]}", "maxGroups 2 is less than minGroups 3"),
    ("{spreadConstraints: [{spreadByField: region, maxGroups: 2}]}", "no spread constraint is for clusters"),
    ("{spreadConstraints: [{spreadByField: planet}]}", "spreadByField is planet"),
    ("{spreadConstraints: [{spreadByField: cluster, spreadByLabel: x}]}", "both given"),
    ("{spreadConstraints: [{maxGroups: 1}, {maxGroups: 2}]}", "two spread constraints for cluster"),
    ("{replicaScheduling: {replicaSchedulingType: Halved}}", "replicaSchedulingType is Halved"),
    ("{replicaScheduling: {weightPreference: {staticWeightList: [{weight: 0}]}}}", "a static weight is 0"),
    ("{replicaScheduling: {weightPreference: {dynamicWeight: Free}}}", "dynamicWeight is Free"),
    ("{clusterTolerations: [{key: a, operator: Gt, value: \"1\"}]}", "operator is Gt"),
    ("{clusterAffinity: {fieldSelector: {matchExpressions: [{key: rack, operator: In, values: [a]}]}}}", "key rack"),
    ("{clusterAffinity: {labelSelector: {matchExpressions: [{key: a, operator: In}]}}}", "has no values"),
  ])
  func `what upstream refuses is an error with a place`(text: String, message: String) {
    let read = ManifestText(deployment("web") + placement(text))
    #expect(read.errors.count == 1)
    #expect(read.errors.first?.contains(message) == true, "\(read.errors)")
    #expect(read.errors.first?.hasPrefix("in.yaml:1") == true)
  }

  @Test func `a namespaced policy wins, then priority, then precision, then the first name`() {
    let named = "{apiVersion: apps/v1, kind: Deployment, name: web}"
    let labelled = "{apiVersion: apps/v1, kind: Deployment, labelSelector: {matchLabels: {app: web}}}"
    func winner(_ policies: [(name: String, kind: String, selector: String, priority: Int)]) -> String? {
      let text = policies.map { entry in
        policy(
          entry.name, kind: entry.kind, selector: entry.selector,
          spec: "priority: \(entry.priority)\n  placement: {clusterAffinity: {clusterNames: [\(entry.name)]}}")
      }
      let read = ManifestText(deployment("web", labels: "{app: web}") + text.joined())
      #expect(read.diagnostics.isEmpty)
      return read.karmada("default/web")?.clusterAffinity?.clusterNames.first
    }
    let any = "{apiVersion: apps/v1, kind: Deployment}"
    #expect(winner([("b", "ClusterPropagationPolicy", named, 9), ("a", "PropagationPolicy", any, 0)]) == "a")
    #expect(winner([("b", "PropagationPolicy", named, 0), ("a", "PropagationPolicy", any, 1)]) == "a")
    #expect(winner([("a", "PropagationPolicy", any, 0), ("b", "PropagationPolicy", labelled, 0)]) == "b")
    #expect(winner([("a", "PropagationPolicy", labelled, 0), ("b", "PropagationPolicy", named, 0)]) == "b")
    #expect(winner([("b", "PropagationPolicy", any, 0), ("a", "PropagationPolicy", any, 0)]) == "a")
    #expect(winner([("a", "PropagationPolicy", "{apiVersion: apps/v1, kind: StatefulSet}", 0)]) == nil)
  }

  @Test func `override policies fix replicas, the closest namespaced one last`() {
    func override(_ name: String, _ kind: String, _ selectors: String, _ target: String, _ replicas: Int) -> String {
      """
      ---
      apiVersion: policy.karmada.io/v1alpha1
      kind: \(kind)
      metadata: {name: \(name)}
      spec:
        \(selectors)
        overrideRules:
        - targetCluster: \(target)
          overriders:
            plaintext: [{path: /spec/replicas, operator: replace, value: \(replicas)}]

      """
    }
    let named = "resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: web}]"
    let text =
      deployment("web") + placement("{}") + override("z", "OverridePolicy", "x: y", "{clusterNames: [a, b]}", 3)
      + override("a", "OverridePolicy", named, "{clusterNames: [b]}", 4)
      + override("all", "ClusterOverridePolicy", named, "{}", 1)
    let fleet = Fleet(clusters: ["a", "b", "c"].map { ClusterSpec(name: $0, pools: []) })
    let read = ManifestText(text)
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.karmada("default/web", in: fleet)?.replicaOverrides == [
        .init(cluster: "a", replicas: 3), .init(cluster: "b", replicas: 4), .init(cluster: "c", replicas: 1),
      ])
  }

  @Test func `what is in a reserved namespace is never propagated`() {
    let text = """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: coredns, namespace: kube-system}, spec: {replicas: 2}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 2}}

      """
    let everything = policy("p", kind: "ClusterPropagationPolicy")
    let read = ManifestText(text + everything)
    #expect(read.diagnostics.isEmpty)
    #expect(read.karmada("kube-system/coredns") == nil)
    #expect(read.karmada("shop/web") != nil)
  }

  @Test func `a priority class gives the queue priority, an unknown one is named`() {
    let scheduled = policy(
      "p", spec: "schedulePriority: {priorityClassSource: KubePriorityClass, priorityClassName: high}")
    let known = "---\n{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 1000}\n"
    #expect(ManifestText(deployment("web") + scheduled + known).karmada("default/web")?.priority == 1000)
    let dangling = ManifestText(deployment("web") + scheduled)
    #expect(dangling.karmada("default/web")?.priority == 0)
    #expect(dangling.warnings.count == 1)
  }

  @Test func `parts of policies that are not modelled are named`() {
    let read = ManifestText(
      deployment("web")
        + policy(
          "p",
          spec: """
            activationPreference: Lazy
              suspension: {dispatching: true}
              propagateDeps: true
              dependentOverrides: [o]
              failover: {application: {statePreservation: {rules: []}}}
              placement: {workloadAffinity: {affinity: {groupByLabelKey: app}}}
            """))
    #expect(read.errors.isEmpty)
    let gaps = [
      "activationPreference: Lazy", "dependentOverrides", "failover.application.statePreservation",
    ]
    for name in gaps { #expect(read.warnings.contains { $0.contains(name) }, "\(name)") }
    #expect(read.warnings.count == gaps.count, "\(read.warnings)")
  }

  @Test func `workload affinity, suspension and activation are read into the policy`() {
    let read = ManifestText(
      deployment("web")
        + policy(
          "p",
          spec: """
            activationPreference: Lazy
              suspension: {dispatchingOnClusters: {clusterNames: [b, a]}}
              placement: {workloadAffinity: {affinity: {groupByLabelKey: app}, antiAffinity: {groupByLabelKey: x/y}}}
            """))
    #expect(read.errors.isEmpty)
    let policy = read.karmada("default/web")
    #expect(policy?.workloadAffinity == .init(affinityLabelKey: "app", antiAffinityLabelKey: "x/y"))
    #expect(policy?.suspension == .init(stoppedClusters: ["a", "b"]))
    #expect(policy?.suspension.stopsDispatching(to: "b") == true)
    #expect(policy?.suspension.stopsDispatching(to: "c") == false)
    #expect(policy?.activatesLazily == true)
  }

  @Test(arguments: [
    ("placement: {workloadAffinity: {affinity: {groupByLabelKey: a b}}}", "which is no label key"),
    ("placement: {workloadAffinity: {affinity: {}}}", "groupByLabelKey"),
    (
      "placement: {workloadAffinity: {affinity: {groupByLabelKey: a}, antiAffinity: {groupByLabelKey: a}}}",
      "group by the same label"
    ),
    ("suspension: {dispatching: true, dispatchingOnClusters: {clusterNames: [a]}}", "has both dispatching"),
    ("activationPreference: Eager", "activationPreference is Eager"),
    ("preemption: Always", "a resource selector has no name"),
    ("schedulePriority: {priorityClassSource: Own, priorityClassName: x}", "priorityClassSource is Own"),
    ("schedulePriority: {priorityClassSource: KubePriorityClass}", "priorityClassName"),
    ("placement: {clusterAffinities: [{affinityName: -a}]}", "has not the form of a label key"),
    (
      "placement: {replicaScheduling: {replicaDivisionPreference: Aggregated}, clusterAffinities: "
        + "[{affinityName: a, overflowAffinities: [{affinityName: b, clusterNames: [x]}]}]}",
      "matches every cluster itself"
    ),
  ])
  func `what upstream's webhook refuses beside placement is an error too`(spec: String, message: String) {
    let read = ManifestText(deployment("web") + policy("p", spec: spec))
    #expect(read.errors.count == 1, "\(read.errors)")
    #expect(read.errors.first?.contains(message) == true, "\(read.errors)")
  }

  @Test func `a ClusterTaintPolicy is read, and needs taints that differ`() {
    func text(_ taints: String) -> String {
      """
      apiVersion: policy.karmada.io/v1alpha1
      kind: ClusterTaintPolicy
      metadata: {name: detect}
      spec:
        targetClusters: {clusterNames: [member1]}
        addOnConditions: [{conditionType: Ready, operator: NotIn, statusValues: ["True"]}]
        removeOnConditions: [{conditionType: Ready, operator: In, statusValues: ["True"]}]
        taints: \(taints)
      """
    }
    let read = ManifestText(text("[{key: not-ready, effect: NoExecute}]"))
    #expect(read.diagnostics.isEmpty)
    #expect(
      read.inventory.taintPolicies == [
        KarmadaClusterTaintPolicy(
          name: "detect", target: .init(clusterNames: ["member1"]),
          addOn: [.init(type: "Ready", isIn: false, statusValues: ["True"])],
          removeOn: [.init(type: "Ready", isIn: true, statusValues: ["True"])],
          taints: [Taint(key: "not-ready", effect: .noExecute)])
      ])
    #expect(ManifestText(text("[{key: a, effect: NoExecute}, {key: a, effect: NoExecute}]")).errors.count == 1)
  }
}
