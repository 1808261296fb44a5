// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A contender as the scenario writes it.
struct ContenderDraft {
  var name: String
  var profile: ControlPlaneProfile
  var options: ContenderOptions
  var program: SchedulerProgram?
}

/// `contenders`.
extension ScenarioContext {
  private enum OptIn: String, CaseIterable {
    case failover
  }

  func contenders(_ root: FieldReader) -> [ContenderDraft]? {
    guard root.has("contenders") else {
      _ = root.node("contenders")
      return nil
    }
    let readers = root.mappings("contenders", section: "a contender")
    if readers.isEmpty {
      collector.error(
        .emptyContenders, at: root.position(of: "contenders"), "contenders lists none",
        fix: "list one, as {profile: karmada-1.18}, or leave the field out")
    }
    var names: Set<String> = []
    return readers.compactMap { reader in
      let draft = contender(reader)
      if let draft, !names.insert(draft.name).inserted {
        collector.error(
          .duplicateName, at: reader.position, "there are two contenders \"\(draft.name)\"",
          fix: "give each a name of its own")
      }
      return draft
    }
  }

  private func contender(_ reader: FieldReader) -> ContenderDraft? {
    let profileName = reader.required("profile").flatMap { value.string($0, "profile") }
    let name = reader.string("name") ?? profileName
    var options = ContenderOptions(
      optsIntoFailover: optIns(reader).contains(.failover), division: reader.word("division"),
      rebalance: reader.bool("rebalance"), operatorTaintAfter: operatorTaint(reader),
      purgeMode: reader.word("purgeMode"))
    if let node = reader.node("toleration") {
      if node.text == "forever" {
        options.tolerationSeconds = .some(nil)
      } else if let span = value.duration(node, "toleration") {
        options.tolerationSeconds = span.nanoseconds / 1_000_000_000
      }
    }
    check(options.purgeMode, at: reader.position(of: "purgeMode"))
    let overrides = reader.mapping("set", section: "set")
    let program = program(reader)
    reader.finish("contender")
    guard let profileName, let name else { return nil }
    let position = reader.position(of: "profile")
    checkName(profileName, among: ProfileCatalog.profiles.map(\.name), what: "profile", at: position)
    guard var profile = ProfileCatalog.profile(named: profileName) else { return nil }
    warnOfIdleOptions(options, system: profile.system, reader)
    if let overrides { apply(overrides, to: &profile) }
    return ContenderDraft(name: name, profile: profile, options: options, program: program)
  }

  /// Karmada has `Never` for applications alone.
  private func check(_ purgeMode: KarmadaPolicy.PurgeMode?, at position: SourcePosition) {
    switch purgeMode {
    case .never:
      collector.error(
        .unknownWord, at: position, "purgeMode cannot be Never for a lost cluster", fix: "write Directly or Gracefully")
    case .directly, .gracefully, nil: break
    }
  }

  private func optIns(_ reader: FieldReader) -> [OptIn] {
    guard let node = reader.node("optIn") else { return [] }
    return (node.elements ?? [node]).compactMap { value.word($0, "optIn", as: OptIn.self) }
  }

  private func operatorTaint(_ reader: FieldReader) -> SimulationDuration? {
    guard let settings = reader.mapping("operator", section: "operator") else { return nil }
    defer { settings.finish("operator") }
    return settings.duration("taintUnreadyAfter")
  }

  private func warnOfIdleOptions(_ options: ContenderOptions, system: FederationSystem, _ reader: FieldReader) {
    var idle: [(key: String, why: String)] = []
    if options.optsIntoFailover, system != .karmada { idle.append(("optIn", "is Karmada's")) }
    if options.operatorTaintAfter != nil, system != .kubeAdmiral { idle.append(("operator", "acts on KubeAdmiral")) }
    if options.purgeMode != nil, system != .karmada { idle.append(("purgeMode", "is Karmada's")) }
    if options.rebalance != nil, system == .karmada || system == .kubeAdmiral {
      idle.append(("rebalance", "is KubeFed's and Federation v1's"))
    }
    for (key, why) in idle {
      collector.warning(
        .noEffect, at: reader.position(of: key), "\(key) \(why); it has no effect on \(system.rawValue)",
        fix: "remove it")
    }
  }
}
