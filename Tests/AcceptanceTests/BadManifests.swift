// SPDX-License-Identifier: GPL-3.0-or-later

/// Manifests as nobody should write them, by what is wrong with them.
enum BadManifests {
  /// Whether a manifest can be used all the same.
  enum Verdict {
    case refused, accepted
  }

  private static let karmadaCluster = """
    apiVersion: cluster.karmada.io/v1alpha1
    kind: Cluster
    metadata: {name: a}
    status: {nodeSummary: {totalNum: 2}, resourceSummary: {allocatable: {cpu: "8", memory: 16Gi, pods: "110"}}}
    """

  private static func deployment(replicas: String = "3", cpu: String = "100m", name: String = "name: web, ") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {\(name)namespace: shop}
    spec:
      replicas: \(replicas)
      template: {spec: {containers: [{name: c, resources: {requests: {cpu: \(cpu), memory: 64Mi}}}]}}
    """
  }

  private static func propagation(_ placement: String) -> String {
    """
    apiVersion: policy.karmada.io/v1alpha1
    kind: PropagationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: web}]
      placement: \(placement)
    """
  }

  /// The cluster, a Deployment and a policy that divides it: good as it stands.
  private static func fleet(_ deployment: String) -> String {
    together(karmadaCluster, deployment, propagation("{replicaScheduling: {replicaSchedulingType: Divided}}"))
  }

  private static func preference(_ spec: String) -> String {
    """
    apiVersion: scheduling.kubefed.io/v1alpha1
    kind: ReplicaSchedulingPreference
    metadata: {name: web, namespace: shop}
    spec: \(spec)
    """
  }

  private static func together(_ documents: String...) -> String { documents.joined(separator: "\n---\n") }

  /// An alias that stands for nine of the one before it, nine levels deep: 387 million values.
  private static var aliasBomb: String {
    var text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 9).joined(separator: ", "))]\n"
    }
    return text
  }

  /// The manifests.
  static var all: [(name: String, text: String, verdict: Verdict)] {
    let divided = "{replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted}}"
    return [
      ("replicas is a text", fleet(deployment(replicas: "many")), .refused),
      ("replicas is beyond 64 bits", fleet(deployment(replicas: "99999999999999999999")), .refused),
      ("replicas is negative", fleet(deployment(replicas: "-5")), .refused),
      ("replicas is not a number", fleet(deployment(replicas: ".nan")), .refused),
      ("replicas is infinite", fleet(deployment(replicas: ".inf")), .refused),
      ("a quantity has no unit that exists", fleet(deployment(cpu: "12parsecs")), .refused),
      ("a quantity is huge", fleet(deployment(cpu: "9000000000E")), .refused),
      ("a quantity is a list", fleet(deployment(cpu: "[1]")), .refused),
      ("a Deployment has no name", fleet(deployment(name: "")), .refused),
      ("a Deployment is a list", fleet("[apiVersion, apps/v1, kind, Deployment]"), .refused),
      (
        "a Cluster's summary is a text",
        fleet(deployment()).replacing("{cpu: \"8\", memory: 16Gi, pods: \"110\"}", with: "plenty"), .refused
      ),
      (
        "a policy's placement is a list", together(karmadaCluster, deployment(), propagation("[here, there]")), .refused
      ),
      (
        "a policy divides in a way that does not exist",
        together(
          karmadaCluster, deployment(),
          propagation(divided.replacing("Weighted", with: "Fairly"))), .refused
      ),
      (
        "a static weight is negative and another a text",
        together(
          karmadaCluster, deployment(),
          propagation(
            divided.replacing(
              "Weighted",
              with: "Weighted, weightPreference: {staticWeightList: [{targetCluster: {clusterNames: [a]}, weight: -1}, "
                + "{targetCluster: {clusterNames: [a]}, weight: big}]}"))), .refused
      ),
      (
        "a spread constraint wants more than its most",
        together(
          karmadaCluster, deployment(),
          propagation("{spreadConstraints: [{spreadByField: cluster, minGroups: 5, maxGroups: 2}]}")), .refused
      ),
      (
        "a KubeFed preference is a number",
        together(
          "apiVersion: core.kubefed.io/v1beta1\nkind: KubeFedCluster\nmetadata: {name: a}",
          "apiVersion: types.kubefed.io/v1beta1\nkind: FederatedDeployment\nmetadata: {name: web, namespace: shop}\n"
            + "spec: {template: {spec: {replicas: 3}}, placement: {clusters: [{name: a}]}}",
          preference("{targetKind: FederatedDeployment, totalReplicas: 3, clusters: 7}")), .refused
      ),
      (
        "a KubeFed minimum is a text and a weight is beyond 64 bits",
        together(
          "apiVersion: core.kubefed.io/v1beta1\nkind: KubeFedCluster\nmetadata: {name: a}",
          "apiVersion: types.kubefed.io/v1beta1\nkind: FederatedDeployment\nmetadata: {name: web, namespace: shop}\n"
            + "spec: {template: {spec: {replicas: 3}}, placement: {clusters: [{name: a}]}}",
          preference(
            "{targetKind: FederatedDeployment, totalReplicas: 3, "
              + "clusters: {a: {minReplicas: few, weight: 99999999999999999999}}}")), .refused
      ),
      (
        "a FederatedDeployment has no template and overrides that are a text",
        together(
          "apiVersion: core.kubefed.io/v1beta1\nkind: KubeFedCluster\nmetadata: {name: a}",
          "apiVersion: types.kubefed.io/v1beta1\nkind: FederatedDeployment\nmetadata: {name: web, namespace: shop}\n"
            + "spec: {placement: {clusters: [{name: a}]}, overrides: none}"), .refused
      ),
      (
        "a KubeAdmiral policy has a mode that does not exist",
        together(
          "apiVersion: core.kubeadmiral.io/v1alpha1\nkind: FederatedCluster\nmetadata: {name: a}\n"
            + "status: {resources: {allocatable: {cpu: lots}}}",
          deployment(),
          "apiVersion: core.kubeadmiral.io/v1alpha1\nkind: PropagationPolicy\nmetadata: {name: p, namespace: shop}\n"
            + "spec: {schedulingMode: Sprinkle, placement: {cluster: a}}"), .refused
      ),
      ("a List holds a number", "apiVersion: v1\nkind: List\nitems: 7", .refused),
      ("an alias stands for itself", fleet(deployment()) + "\n---\na: &a {b: *a}", .refused),
      ("an alias bomb", fleet(deployment()) + "\n---\n" + aliasBomb, .refused),
      (
        "two hundred thousand brackets", String(repeating: "[", count: 200_000), .refused
      ),
      (
        "ten thousand levels of mappings",
        karmadaCluster + "\nspec: " + String(repeating: "{a: ", count: 10_000) + "1"
          + String(repeating: "}", count: 10_000), .refused
      ),
      ("a key is there twice", fleet(deployment() + "\nkind: Deployment"), .refused),
      ("nothing but empty documents", "---\n---\n\n---\n...\n", .refused),
      ("an empty file", "", .refused),
      ("a text", "Dear scheduler, please place my replicas.", .refused),
      (
        "half a JSON object", "{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\", \"metadata\": {\"name\": ",
        .refused
      ),
      ("empty documents between good ones", "---\n---\n" + fleet("---\n" + deployment() + "\n---\n"), .accepted),
      (
        "a policy selects no cluster",
        together(karmadaCluster, deployment(), propagation("{clusterAffinity: {clusterNames: [nowhere]}}")), .accepted
      ),
      ("nothing is wrong", fleet(deployment()), .accepted),
      ("a million replicas on two nodes", fleet(deployment(replicas: "1000000")), .accepted),
    ]
  }
}
