// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What edits and changes of flags come to: workloads read and translated again, profiles set again, in the order of
/// time, each on top of those before it.
struct ActionResolution {
  let context: ScenarioContext
  let inventory: ManifestInventory
  let fleet: Fleet
  let names: FleetNames
  /// The workloads as the scenario writes them, and the same as documents.
  let entries: [WorkloadEntry]
  let nodes: [DocumentNode]

  /// The edits of the workloads' own values; those of policies and profiles go into `contenders`, which stand in the
  /// order of `drafts` where there are any.
  func apply(
    _ actions: [ActionDraft], to contenders: inout [ContenderSpec], drafts: [ContenderDraft]?,
    over workloads: [WorkloadSpec]
  ) -> [WorkloadEdit] {
    var state = State(profiles: contenders.map(\.profile))
    var edits: [WorkloadEdit] = []
    let order = actions.indices.sorted { (actions[$0].spec.at, $0) < (actions[$1].spec.at, $1) }
    for place in order {
      switch actions[place].spec.kind {
      case .edit(let key, let path, _):
        guard let workload = workloads.firstIndex(where: { $0.key == key }),
          let spec = edited(workloads[workload], workload, path, actions[place], &state)
        else { continue }
        edits.append(WorkloadEdit(action: place, workload: workload, spec: spec))
        for contender in contenders.indices {
          let options = drafts?[contender].options ?? ContenderOptions()
          translate(spec, workload, place, actions[place], path, options, &contenders[contender])
        }
      case .setFlag(let name, let flag, _):
        for contender in contenders.indices where name.map({ $0 == contenders[contender].name }) ?? true {
          let next = profile(state.profiles[contender], with: flag, actions[place], isNamed: name != nil)
          guard next != state.profiles[contender] else { continue }
          state.profiles[contender] = next
          contenders[contender].profileChanges.append(ProfileChange(action: place, profile: next))
        }
      default: break
      }
    }
    return edits
  }

  /// What earlier actions left.
  private struct State {
    var profiles: [ControlPlaneProfile]
    /// By place of the workload.
    var nodes: [Int: DocumentNode] = [:]
    var specs: [Int: WorkloadSpec] = [:]
  }

  /// The workload at `place` after the edit; nil where it cannot be read.
  private func edited(
    _ workload: WorkloadSpec, _ place: Int, _ path: String, _ action: ActionDraft, _ state: inout State
  ) -> WorkloadSpec? {
    let collector = context.collector
    let present = state.specs[place] ?? workload
    if path.split(separator: ".").first == "intent", present.intent == nil {
      collector.error(
        .unknownPath, at: action.position, "\(workload.key) has no intent: objects alone say how it is placed",
        fix: "give the workload an intent in the scenario")
      return nil
    }
    let entry = entries.firstIndex { $0.stands(for: workload) }
    var node = state.nodes[place] ?? entry.flatMap { nodes.indices.contains($0) ? nodes[$0] : nil } ?? named(workload)
    if node.isNull { node = named(workload) }
    let quiet = DiagnosticCollector()
    DocumentEdits.set(
      path, to: action.value ?? DocumentNode(.null, at: action.position), in: &node, at: action.position,
      collector: quiet)
    let again = ScenarioContext(collector: quiet, folder: context.folder, limits: context.files.limits)
    guard let reader = FieldReader(node, section: "a workload", collector: quiet) else { return nil }
    let known = inventory.workloads
    let read = again.workload(reader, place: entry ?? 0) { key in known.first { $0.key == key } }
    ScenarioChecks(context: again, fleet: fleet, names: names).check([read])
    forward(quiet, warnings: false)
    guard !quiet.hasErrors else { return nil }
    var spec = present
    spec.requests = read.spec.requests
    spec.hasRequests = read.spec.hasRequests
    spec.priority = read.spec.priority
    spec.intent = read.spec.intent ?? present.intent
    if let sample = read.intent?.sample {
      var sampler = NameSampler(fleet.clusters.map(\.name))
      let sampled = sampler.sample(sample.clusters, seed: sample.seed, key: spec.key)
      spec.intent?.eligible.names = sampled
    }
    if path == "replicas" { spec.replicas = read.spec.replicas }
    state.nodes[place] = node
    state.specs[place] = spec
    return spec
  }

  /// An entry that says nothing of a workload but its name.
  private func named(_ workload: WorkloadSpec) -> DocumentNode {
    let position = SourcePosition(file: "")
    func entry(_ key: String, _ text: String) -> DocumentNode.Entry {
      DocumentNode.Entry(
        key: key, keyPosition: position, value: DocumentNode(.scalar(text: text, isQuoted: true), at: position))
    }
    return DocumentNode(
      .mapping([entry("namespace", workload.namespace), entry("name", workload.name)]), at: position)
  }

  /// Adds the policy that the edited workload gets under a contender, where it is another one.
  private func translate(
    _ spec: WorkloadSpec, _ place: Int, _ actionPlace: Int, _ action: ActionDraft, _ path: String,
    _ options: ContenderOptions, _ contender: inout ContenderSpec
  ) {
    if inventory.policy(of: contender.profile.system, for: spec, fleet: fleet) != nil {
      guard path.split(separator: ".").first == "intent" else { return }
      context.collector.warning(
        .noEffect, at: action.position,
        "under \(contender.name) an object of its own places \(spec.key), whatever the intent says",
        fix: "take the object out of the input to race by the intent")
      return
    }
    let made = ContenderAssembly(workloads: [spec], fleet: fleet, inventory: inventory)
      .contender(name: contender.name, profile: contender.profile, options: options)
    let present = contender.policyEdits.last { $0.workload == place }.map(\.policy) ?? contender.policies[place]
    if made.policies[0] != present {
      contender.policyEdits.append(PolicyEdit(action: actionPlace, workload: place, policy: made.policies[0]))
    }
    for note in made.notes where !contender.notes.contains(note) { contender.notes.append(note) }
  }

  /// `profile` with another value of `flag`.
  private func profile(
    _ profile: ControlPlaneProfile, with flag: String, _ action: ActionDraft, isNamed: Bool
  ) -> ControlPlaneProfile {
    let quiet = DiagnosticCollector()
    let again = ScenarioContext(collector: quiet, folder: context.folder, limits: context.files.limits)
    let value = action.value ?? DocumentNode(.null, at: action.position)
    let entry = DocumentNode.Entry(key: flag, keyPosition: action.position, value: value)
    var next = profile
    if let reader = FieldReader(
      DocumentNode(.mapping([entry]), at: action.position), section: "setFlag", collector: quiet)
    {
      again.apply(reader, to: &next)
    }
    forward(quiet, warnings: isNamed)
    return quiet.hasErrors ? profile : next
  }

  private func forward(_ quiet: DiagnosticCollector, warnings: Bool) {
    for diagnostic in quiet.diagnostics where warnings || diagnostic.severity == .error {
      context.collector.report(diagnostic)
    }
  }
}

extension WorkloadEntry {
  /// Whether `workload` is this entry's, or one of its copies.
  func stands(for workload: WorkloadSpec) -> Bool {
    guard workload.namespace == spec.namespace else { return false }
    guard let count else { return workload.name == spec.name }
    let prefix = "\(spec.name)-"
    let digits = workload.name.dropFirst(prefix.count)
    return workload.name.hasPrefix(prefix) && digits.count == String(count).count
      && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
