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
          .field(
            "policy", .section("policy"), "A program of your own that decides in place of the profile's policy",
            default: "the profile's policy"),
        ]),
      SchemaSection(
        "policy", "A program that decides, by the plugin protocol, and what it may use. Times are the machine's.",
        [
          .required("exec", .list(.text), "The program and its arguments; it runs in the folder of this file"),
          .field("firstReply", .duration, "The longest wait for the replies to hello and run", default: "10s"),
          .field("reply", .duration, "The longest wait for every other reply", default: "1s"),
          .field("line", .quantity, "The longest line of a reply, in bytes", default: "1Mi"),
          .field("memory", .quantity, "Address space of a process, in bytes", default: "4Gi"),
          .field("cpu", .duration, "Processor time of a process", default: "10m"),
          .field("restarts", .int(0...1000), "How often a run starts it anew after it had to be ended", default: "3"),
          .field(
            "faults", .int(1...1_000_000), "After so many faults in a run it is disqualified for that run",
            default: "10"),
        ]),
      SchemaSection(
        "operator", "What a person does.",
        [
          .field(
            "taintUnreadyAfter", .duration, "Taints a cluster NoExecute that is not ready so long", default: "never")
        ]),
      SchemaSection("set", "Single values of a profile.", profileFields),
    ] + failureSections + [
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
        ])
    ]
  }

  private static var profileFields: [SchemaField] {
    ProfileOverride.table.map { override in
      let type: SchemaType
      switch override.place {
      case .span, .lease: type = .duration
      case .optionalSpan: type = .anyOf([.duration, .words(["never"])])
      case .flag, .hysteresis(.countsConsecutiveFailures): type = .bool
      case .rate, .perSecond: type = .number(ProfileOverride.rates(of: override.name))
      case .burst: type = .number(1...1_000_000)
      case .share: type = .number(0...1)
      case .count: type = .int(ProfileOverride.counts)
      case .tolerationSeconds: type = .int(0...1_000_000_000)
      case .queue: type = .words(ControlPlaneProfile.SchedulingPace.Queue.allCases.map(\.rawValue))
      case .names: type = .list(.text)
      case .hysteresis(.failureThreshold), .hysteresis(.successThreshold): type = .duration
      case .hysteresis: type = .int(1...1_000_000)
      }
      let upstream = FederationSystem.allCases.reversed().compactMap { system in
        override.upstream[system].map { "\(system.rawValue): \($0)" }
      }
      let meaning = upstream.isEmpty ? "The profile's \(override.name)" : upstream.joined(separator: "; ")
      return .field(override.name, type, meaning, default: "upstream's")
    }
  }

  private enum KarmadaPolicyWords {
    /// `Never` is for applications alone.
    static var purgeModes: [String] { KarmadaPolicy.PurgeMode.allCases.filter { $0 != .never }.map(\.rawValue) }
  }
}
