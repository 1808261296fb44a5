// SPDX-License-Identifier: GPL-3.0-or-later

/// Workloads and their intents.
extension ScenarioSchema {
  static var workloadSections: [SchemaSection] {
    [
      SchemaSection(
        "workload", "A workload, or many alike.",
        [
          .field("name", .text, "Its name", default: "workload-1, workload-2, ..."),
          .field("namespace", .text, "Its namespace", default: "default"),
          .field("kind", .text, "Deployment, StatefulSet, ReplicaSet or Job", default: "Deployment"),
          .field("uid", .text, "The object's uid, which breaks some ties", default: "namespace/name"),
          .field(
            "count", .int(0...ScenarioBounds.workloads), "Makes so many, NAME-1 to NAME-count", default: "one, NAME"),
          .field("labels", labels, "Its labels", default: "none"),
          .field("replicas", count, "Replicas at the start", default: "1"),
          .field("requests", .section("requests"), "What one replica asks for", default: "nothing"),
          .field("nodeSelector", labels, "Node labels a replica needs", default: "none"),
          .field("tolerations", .list(.section("toleration")), "Node taints it accepts", default: "none"),
          .field("startup", span, "From the node to ready", default: "10s"),
          .field("termination", .duration, "From the order to stop until the node is free of it", default: "2s"),
          .field(
            "demand", .anyOf([.words(["constant"]), .section("demand")]), "Wanted replicas over time",
            default: "constant"),
          .field("service", .section("service"), "What its users need", default: "none"),
          .field("tenant", .text, "Who owns it", default: "empty"),
          .field("priority", .int(-2_000_000_000...2_000_000_000), "Higher goes first", default: "0"),
          .field("group", .text, "Workloads of one group move as one", default: "on its own"),
          .field("allowedRegions", .list(.text), "Regions its data may be in", default: "all"),
          .field("stateBytes", .quantity, "Bytes that move with a replica", default: "0"),
          .field("minAvailable", count, "Fewer ready replicas are a violation", default: "none"),
          .field("intent", .section("intent"), "What is wanted of the placement", default: "even over all clusters"),
        ]),
      SchemaSection(
        "requests", "What one replica asks for.",
        [.field("cpu", .quantity, "Cores", default: "0"), .field("memory", .quantity, "Bytes", default: "0")]),
      SchemaSection(
        "service", "What users need of a workload.",
        [
          .field("throughputPerReplica", .number(0...1e12), "Requests per second of a replica", default: "0"),
          .field(
            "routing", .words(["nearest-healthy", "local-only"]), "How requests find one", default: "nearest-healthy"),
          .field(
            "availability", .number(0...0.999_999_999), "The share of the demand that is to be served",
            default: "0.999"),
        ]),
      SchemaSection(
        "demand", "Wanted replicas over time; one form.",
        [
          .field("steps", .list(.section("step")), "Changes at times", default: "absent"),
          .field("diurnal", .section("diurnal"), "A sine", default: "absent"),
          .field("trace", .text, "A CSV file", default: "absent"),
        ]),
      SchemaSection(
        "step", "A change of the wanted replicas.",
        [.required("at", .duration, "From when on"), .required("replicas", count, "How many")]),
      SchemaSection(
        "diurnal", "mean + amplitude * sin(2 pi (t - phase) / period).",
        [
          .required("mean", count, "The mean"), .field("amplitude", count, "The amplitude", default: "0"),
          .field("period", .duration, "The period", default: "24h"),
          .field("phase", .duration, "When it first rises through the mean", default: "0"),
        ]),
      SchemaSection(
        "intent", "What is wanted of a workload's placement, in no system's words.",
        [
          .field("eligible", .section("eligible"), "Which clusters may take replicas", default: "all"),
          .field("division", .words(divisions), "How replicas are shared out", default: "even"),
          .field("clusters", .named(.section("clusterShare")), "Bounds and weights; * is the rest", default: "none"),
          .field("spread", .section("spread"), "Over how many domains", default: "any number"),
          .field("onClusterLoss", .section("onClusterLoss"), "When a cluster is lost", default: "move after 300s"),
          .field("onUnhealthy", .section("onUnhealthy"), "When it is unhealthy where it is", default: "stay"),
        ]),
      SchemaSection(
        "eligible", "Which clusters may take replicas; all parts must hold.",
        [
          .field("labelSelector", .section("labelSelector"), "With matching labels", default: "all"),
          .field("names", .list(.text), "Of these names", default: "all"),
          .field("regions", .list(.text), "Of these regions", default: "all"),
          .field("sample", .section("sample"), "Drawn for each workload", default: "all"),
          .field(
            "cells", .words(["in-turn"]),
            "The copies of the workload take the cells of the generated fleet in turn, each the clusters of one",
            default: "all"),
        ]),
      SchemaSection(
        "sample", "So many clusters, drawn by seed and workload name.",
        [
          .required("clusters", .int(1...ScenarioBounds.clusters), "How many"),
          .field("seed", .int(0 ... .max), "The seed", default: "1"),
        ]),
      SchemaSection(
        "clusterShare", "What one cluster is to hold.",
        [
          .field("min", count, "The fewest replicas", default: "0"),
          .field("max", count, "The most replicas", default: "no bound"),
          .field("weight", .int(0...1_000_000_000), "Its weight", default: "1"),
        ]),
      SchemaSection(
        "spread", "Over how many domains.",
        ["cluster", "region", "zone", "provider"].map {
          .field($0, .section("spreadRange"), "How many \($0)s", default: "any number")
        }),
      SchemaSection(
        "spreadRange", "How many.",
        [
          .field("min", .int(1...ScenarioBounds.clusters), "The fewest", default: "1"),
          .field("max", .int(1...ScenarioBounds.clusters), "The most", default: "no bound"),
        ]),
      SchemaSection(
        "onClusterLoss", "What happens when a cluster is lost.",
        [
          .field("move", .bool, "Whether replicas move", default: "true"),
          .field("after", .duration, "How long to wait", default: "300s"),
        ]),
      SchemaSection(
        "onUnhealthy", "What happens when a workload is unhealthy in a cluster that is there.",
        [
          .field("move", .bool, "Whether replicas move", default: "true"),
          .field("after", .duration, "How long it has to stay unhealthy", default: "300s"),
        ]),
    ]
  }

  static let divisions = ["weights", "capacity", "pack", "even", "duplicate"]
}
