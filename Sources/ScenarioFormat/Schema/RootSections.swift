// SPDX-License-Identifier: GPL-3.0-or-later

/// The scenario as a whole, selectors, and laws of spans.
extension ScenarioSchema {
  static let count = SchemaType.int(0...ScenarioBounds.replicas)
  static let labels = SchemaType.named(.text)

  static var rootSections: [SchemaSection] {
    [
      SchemaSection(
        "scenario", "One experiment: a fleet, workloads, what races and what goes wrong.",
        [
          .required("apiVersion", .words(["regatta/v1alpha1"]), "The version of this format"),
          .required("kind", .words(["Scenario"]), "What the file is"),
          .field("metadata", .section("metadata"), "Name and description", default: "named after the file"),
          .field("horizon", .duration, "How long each run lasts", default: "24h"),
          .field("start", .words(["placed", "empty"]), "Whether runs start with everything placed", default: "placed"),
          .field(
            "load", .number(0.000_001...1000),
            "Scales replicas until this share of the binding resource is taken: (reserved + requested) / allocatable. "
              + "Workloads that no cluster is eligible for keep theirs and do not count", default: "as written"),
          .field("fleet", .section("fleet"), "The member clusters", default: "those of the manifests"),
          .field("network", .section("network"), "Round trips", default: "none take time"),
          .field("users", .list(.section("user")), "Where users are", default: "none"),
          .field(
            "manifests", .list(.text), "Kubernetes manifests: files or folders, relative to this file",
            default: "none"),
          .field("workloads", .list(.section("workload")), "What runs", default: "those of the manifests"),
          .field(
            "contenders", .list(.section("contender")), "What races",
            default: "karmada-1.18, kubefed-0.10 and kubeadmiral"),
          .field("failures", .list(.section("failure")), "What goes wrong", default: "nothing"),
          .field("actions", .list(.section("action")), "What people do", default: "nothing"),
          .field(
            "goals", .list(.text), "Bounds on metrics, as availability >= 99.9% or time_to_recover_p99 <= 120s",
            default: "none"),
        ]),
      SchemaSection(
        "metadata", "What the scenario is called.",
        [
          .field("name", .text, "The name, as records carry it", default: "the file's name"),
          .field("description", .text, "One sentence for people", default: "empty"),
        ]),
      SchemaSection(
        "labelSelector", "A Kubernetes label selector: every part must match.",
        [
          .field("matchLabels", labels, "Labels with these values", default: "none"),
          .field("matchExpressions", .list(.section("labelRequirement")), "Further requirements", default: "none"),
        ]),
      SchemaSection(
        "labelRequirement", "One requirement on a label.",
        [
          .required("key", .text, "The label's key"),
          .required("operator", .words(["In", "NotIn", "Exists", "DoesNotExist"]), "What is asked"),
          .field("values", .list(.text), "The values, for In and NotIn", default: "none"),
        ]),
      SchemaSection(
        "taint", "A taint on a node or a cluster.",
        [
          .required("key", .text, "The key"), .field("value", .text, "The value", default: "empty"),
          .required("effect", .words(effects), "What it does"),
        ]),
      SchemaSection(
        "toleration", "What a workload accepts in a taint.",
        [
          .field("key", .text, "The taint's key", default: "every key, with Exists"),
          .field("operator", .words(["Equal", "Exists"]), "How values are compared", default: "Equal"),
          .field("value", .text, "The taint's value", default: "empty"),
          .field("effect", .words(effects), "The taint's effect", default: "every effect"),
          .field("tolerationSeconds", .int(.min ... .max), "How long NoExecute is tolerated", default: "for ever"),
        ]),
      SchemaSection(
        "distribution", "A law of a span of time; exactly one.",
        [
          .field("constant", .duration, "Always this long", default: "absent"),
          .field(
            "exponential", .anyOf([.duration, .section("exponential")]), "Exponential, by its mean", default: "absent"),
          .field("weibull", .section("weibull"), "Weibull", default: "absent"),
          .field("lognormal", .section("lognormal"), "Lognormal", default: "absent"),
          .field("gamma", .section("gamma"), "Gamma", default: "absent"),
          .field("uniform", .section("uniform"), "Uniform", default: "absent"),
          .field("empirical", .list(.duration), "One of these, each equally likely", default: "absent"),
        ]),
      SchemaSection("exponential", "An exponential law.", [.required("mean", .duration, "The mean")]),
      SchemaSection(
        "lognormal", "A lognormal law.",
        [.required("median", .duration, "The median"), .required("p95", .duration, "The 95th percentile")]),
      SchemaSection(
        "uniform", "A uniform law.",
        [.required("low", .duration, "The lowest"), .required("high", .duration, "The highest")]),
      shapeAndScale("weibull", "A Weibull law; shapes below 1 fail early."), shapeAndScale("gamma", "A gamma law."),
    ]
  }

  static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
  static let span = SchemaType.anyOf([.duration, .section("distribution")])

  private static func shapeAndScale(_ name: String, _ meaning: String) -> SchemaSection {
    SchemaSection(
      name, meaning,
      [.required("shape", .number(0.05...100), "The shape"), .required("scale", .duration, "The scale")])
  }

  /// The fields that say which clusters.
  static var targetFields: [SchemaField] {
    [
      .field("cluster", .text, "The cluster of this name", default: "any"),
      .field("zone", .text, "The nodes in this zone", default: "any"),
      .field("region", .text, "The clusters of this region", default: "any"),
      .field("provider", .text, "The clusters of this provider", default: "any"),
      .field("nodePool", .text, "The nodes of pools with this name", default: "any"),
      .field("labelSelector", .section("labelSelector"), "The clusters with matching labels", default: "any"),
    ]
  }
}
