// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Contenders, failures and actions.
extension ScenarioSchema {
  static var raceSections: [SchemaSection] {
    [
      SchemaSection(
        "contender", "What races: a profile with its options.",
        [
          .field("name", .text, "Its name in tables and records", default: "the profile's"),
          .required("profile", .words(ProfileCatalog.profiles.map(\.name)), "The control plane"),
          .field(
            "optIn", .anyOf([.words(["failover"]), .list(.words(["failover"]))]), "What Karmada has and leaves off",
            default: "nothing"),
          .field("division", .words(divisions), "Divides every workload so", default: "as the intent says"),
          .field("rebalance", .bool, "Whether KubeFed moves running replicas", default: "false"),
          .field("operator", .section("operator"), "What a person does", default: "nothing"),
          .field(
            "toleration", .anyOf([.duration, .words(["forever"])]), "How long a lost cluster is tolerated",
            default: "as the intent says"),
          .field(
            "purgeMode", .words(KarmadaPolicyWords.purgeModes), "What Karmada does with the old copy",
            default: "the controller's flag"),
          .field("set", .section("set"), "Single values of the profile", default: "upstream's"),
        ]),
      SchemaSection(
        "operator", "What a person does.",
        [
          .field(
            "taintUnreadyAfter", .duration, "Taints a cluster NoExecute that is not ready so long", default: "never")
        ]),
      SchemaSection("set", "Single values of a profile.", profileFields),
      SchemaSection(
        "failure", "Something that goes wrong: at a time, by a process, or as a preset says.",
        targetFields + [
          .field("plane", .words(FailurePlane.allCases.map(\.rawValue)), "What of the clusters fails", default: "all"),
          .field("process", .section("process"), "Again and again, at random", default: "absent"),
          .field("preset", .words(FailurePreset.catalogue.map(\.name)), "A published process", default: "absent"),
          .field("at", .duration, "When", default: "absent"),
          .field("for", .duration, "How long", default: "for good"),
          .field("repeat", .section("repeat"), "Again after a while", default: "once"),
        ]),
      SchemaSection(
        "repeat", "The same again.",
        [
          .required("every", .duration, "From one start to the next"),
          .required("times", .int(1...ScenarioBounds.repeats), "How many in all"),
        ]),
      SchemaSection(
        "process", "Alternation between up and down, by what fails as one.",
        FailureProcessSpec.Level.allCases.map {
          .field($0.rawValue, .section("upAndDown"), "Each \($0.rawValue) on its own", default: "never fails")
        } + [.field("source", .text, "Where the figures come from", default: "not said")]),
      SchemaSection(
        "upAndDown", "The laws of a process.",
        [.required("up", span, "The time up"), .required("down", span, "The time down")]),
      SchemaSection(
        "action", "Something a person does.",
        targetFields + [
          .required("at", .duration, "When"),
          .required(
            "do",
            .words(ScenarioContext.ActionVerb.allCases.map(\.rawValue)), "What"),
          .field("key", .text, "The taint's key", default: "none"),
          .field("value", .anything, "The taint's value, or what edit and setFlag write", default: "empty"),
          .field("effect", .words(effects), "The taint's effect", default: "NoExecute; to untaint, every effect"),
          .field("workload", .text, "Which workload", default: "all, to rebalance"),
          .field("replicas", count, "How many, to scale", default: "none"),
          .field(
            "path", .text,
            "Which field of the workload, to edit: replicas, priority, requests.cpu, requests.memory or intent.*",
            default: "none"),
          .field(
            "createdAt", .duration,
            "When the WorkloadRebalancer was created; Karmada heeds it only if that is later than the last scheduling",
            default: "the action's time"),
          .field("flag", .text, "Which value of the profile, by the names of set, to setFlag", default: "none"),
          .field("contender", .text, "Whose flag", default: "every contender's"),
          .field("nodes", .int(0...ScenarioBounds.nodes), "How many nodes the pools get, to resize", default: "none"),
        ]),
    ]
  }

  private static var profileFields: [SchemaField] {
    ProfileOverride.table.map { name, place in
      let type: SchemaType
      switch place {
      case .span: type = .duration
      case .optionalSpan: type = .anyOf([.duration, .words(["never"])])
      case .flag: type = .bool
      case .rate: type = .number(0.000_001...1_000_000)
      case .workers: type = .int(1...10_000)
      case .tolerationSeconds: type = .int(0...1_000_000_000)
      case .hysteresis(.failureThreshold), .hysteresis(.successThreshold): type = .duration
      case .hysteresis: type = .int(1...1_000_000)
      }
      return .field(name, type, "The profile's \(name)", default: "upstream's")
    }
  }

  private enum KarmadaPolicyWords {
    /// `Never` is for applications alone.
    static var purgeModes: [String] { KarmadaPolicy.PurgeMode.allCases.filter { $0 != .never }.map(\.rawValue) }
  }
}
