// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// What goes wrong.
extension ScenarioSchema {
  static var failureSections: [SchemaSection] {
    [
      SchemaSection(
        "failure", "Something that goes wrong: at a time, by a process, as a preset says, or as a trace recorded it.",
        targetFields + [
          .field("plane", .words(FailurePlane.allCases.map(\.rawValue)), "What of the clusters fails", default: "all"),
          .field(
            "connections", .words(FailedConnections.allCases.map(\.rawValue)),
            "How calls to them fail: at once, or by running into time-outs", default: "refused"),
          .field("slow", .section("slow"), "How slow the plane slow is", default: "absent"),
          .field(
            "nodes", .anyOf([.number(0.000_001...0.999_999), .int(1...ScenarioBounds.nodes)]),
            "How many of the selected nodes of each cluster go down: a share, rounded up, or a count", default: "all"),
          .field(
            "hub", .words(HubComponent.allCases.map(\.rawValue)), "What of the hub fails, instead of clusters",
            default: "nothing"),
          .field("process", .section("process"), "Again and again, at random", default: "absent"),
          .field("preset", .words(FailurePreset.catalogue.map(\.name)), "A published process", default: "absent"),
          .field("trace", .section("trace"), "What happened once, from a file", default: "absent"),
          .field("maintenance", .section("maintenance"), "One unit after the other, from at on", default: "absent"),
          .field("at", .duration, "When", default: "absent"),
          .field("for", .duration, "How long", default: "for good"),
          .field("repeat", .section("repeat"), "Again after a while", default: "once"),
        ]),
      SchemaSection(
        "slow", "A gray failure; where several overlap, the worst of each counts.",
        [
          .field("latency", .duration, "By how much every call of the hub takes longer", default: "0s"),
          .field("starts", .number(1...1000), "Start-ups take so many times as long", default: "1"),
          .field("lists", .words(["answer", "hang"]), "Whether listing objects ends", default: "answer"),
        ]),
      SchemaSection(
        "repeat", "The same again.",
        [
          .required("every", .duration, "From one start to the next"),
          .required("times", .int(1...ScenarioBounds.repeats), "How many in all"),
          .field("jitter", .duration, "Each start is moved at random by up to this, either way", default: "0s"),
        ]),
      SchemaSection(
        "trace", "Failures from a file of comma-separated values: start,end,kind,name[,plane].",
        [
          .required(
            "file", .text,
            "The file, relative to this one. Times are spans or seconds, an empty end is for good; kind is cluster, zone, "
              + "region, provider or node, a node's name cluster/ordinal")
        ]),
      SchemaSection(
        "maintenance", "Each unit is drained, down, and back before the next, in the order of the fleet.",
        [
          .required("of", .words(MaintenanceSpec.Unit.allCases.map(\.rawValue)), "What is maintained as one"),
          .required("down", .duration, "How long each is down"),
          .field(
            "drain", .duration,
            "How long before that a node is emptied, or a cluster carries the taint maintenance:NoExecute",
            default: "0s"),
          .field("gap", .duration, "From the return of one to the drain of the next", default: "0s"),
          .field("atOnce", .int(1...ScenarioBounds.nodes), "How many at a time", default: "1"),
        ]),
      SchemaSection(
        "process", "Alternation between up and down, by what fails as one.",
        FailureProcessSpec.Level.allCases.map {
          .field(
            $0.rawValue, .section("upAndDown"), $0 == .hub ? "The hub" : "Each \($0.rawValue) on its own",
            default: "never fails")
        } + [
          .field(
            "rackNodes", .int(1...ScenarioBounds.nodes), "How many nodes of a cluster in a row make a rack",
            default: "\(FailureProcessSpec.defaultRackNodes)"),
          .field(
            "commonCause", .section("commonCause"), "Failures that nodes or clusters have in common with their group",
            default: "none"),
          .field("source", .text, "Where the figures come from", default: "not said"),
        ]),
      SchemaSection(
        "upAndDown", "The laws of a process.",
        [
          .required("up", span, "The time up"), .required("down", span, "The time down"),
          .field("hits", .section("hits"), "Which parts of it an occurrence strikes", default: "all of it"),
        ]),
      SchemaSection(
        "hits", "A shock that strikes each part on its own.",
        [
          .required("each", .words(["node", "rack", "cluster"]), "What is struck or spared as one"),
          .required("share", .number(0.000_001...1), "The probability that one of them is struck"),
        ]),
      SchemaSection(
        "commonCause", "The beta-factor model: a share of each unit's failures strikes its whole group at once.",
        [
          .required("beta", .number(0...1), "That share"),
          .required("group", .words(["rack", "cluster", "zone", "region", "provider"]), "What fails together"),
        ]),
    ]
  }
}
