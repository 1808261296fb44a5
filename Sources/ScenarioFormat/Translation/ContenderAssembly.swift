// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Makes a contender: each workload in the terms of the contender's system.
///
/// An object written for the system wins; else the workload's own intent is translated; else the intent is read back
/// from another system's object and translated.
public struct ContenderAssembly: Sendable {
  private let workloads: [WorkloadSpec]
  private let fleet: Fleet
  private let inventory: ManifestInventory

  /// An assembly for `workloads`, in scenario order, over `fleet`, with the objects of `inventory`.
  public init(workloads: [WorkloadSpec], fleet: Fleet, inventory: ManifestInventory = .empty) {
    self.workloads = workloads
    self.fleet = fleet
    self.inventory = inventory
  }

  /// The contender called `name`: `profile` with `options` applied, and a policy per workload.
  public func contender(
    name: String, profile: ControlPlaneProfile, options: ContenderOptions = ContenderOptions()
  ) -> ContenderSpec {
    var policies: [NativePolicy?] = []
    var assignments: [[ClusterReplicas]?] = []
    var evictions: [[KarmadaEvictionTask]] = []
    var notes: [TranslationNote] = []
    let profile = options.applied(to: profile)
    let translations = RecurringTranslations(system: profile.system, options: options, fleet: fleet)
    policies.reserveCapacity(workloads.count)
    for workload in workloads {
      let made = policy(of: profile.system, for: workload, options: options, by: translations)
      policies.append(made.policy)
      // Most workloads have as many notes as the first.
      if notes.isEmpty { notes.reserveCapacity(made.notes.count * workloads.count) }
      notes += made.notes
      if case .karmada(let policy)? = made.policy { notes += profile.karmadaNotes(on: policy, for: workload) }
      let isPrescribed = profile.system == .karmada && options.division == nil
      assignments.append(isPrescribed ? inventory.initialAssignment(of: workload) : nil)
      evictions.append(isPrescribed ? inventory.initialEvictions(of: workload) : [])
    }
    let quotas = profile.system == .karmada ? inventory.quotas : []
    if !quotas.isEmpty, !profile.switches.enforcesQuotas {
      let why = "the gate FederatedQuotaEnforcement is off by default: nothing is refused without enforcesQuotas: true"
      notes.append(TranslationNote(workload: "", field: "FederatedResourceQuota", mark: .dropped, how: why))
    }
    return ContenderSpec(
      name: name, profile: profile, policies: policies, initialAssignments: assignments, initialEvictions: evictions,
      taintPolicies: taintPolicies(profile, options), quotas: quotas, notes: Self.withTaintDelay(notes, profile))
  }

  /// Whether any workload gets a policy of `system` from an object or an intent.
  public func hasPolicies(of system: FederationSystem) -> Bool {
    let options = ContenderOptions()
    let translations = RecurringTranslations(system: system, options: options, fleet: fleet)
    return workloads.contains { policy(of: system, for: $0, options: options, by: translations).policy != nil }
  }

  private func policy(
    of system: FederationSystem, for workload: WorkloadSpec, options: ContenderOptions,
    by translations: RecurringTranslations
  ) -> (policy: NativePolicy?, notes: [TranslationNote]) {
    if let native = inventory.policy(of: system, for: workload, fleet: fleet) {
      let made = applying(options, to: native, of: workload, by: translations)
      // Another division replaces what the object says of it.
      let policy = made.policy.map(translations.shared)
      return (policy, (options.division == nil ? inventory.notes(on: system, for: workload) : []) + made.notes)
    }
    if let intent = workload.intent {
      return translations.translate(intent, for: workload)
    }
    for other in FederationSystem.allCases.reversed() where other != system {
      guard let native = inventory.policy(of: other, for: workload, fleet: fleet) else { continue }
      let read = IntentReader.read(policy: native, workload: workload, fleet: fleet)
      let made = translations.translate(read.intent, for: workload)
      let notes = inventory.notes(on: other, for: workload) + read.notes
      return (made.policy, notes.map { Self.prefixed($0, by: other) } + made.notes)
    }
    let why = "there is neither an intent nor an object of any system for it: it is placed nowhere"
    return (nil, [TranslationNote(workload: workload.key, field: "intent", mark: .dropped, how: why)])
  }

  private static func prefixed(_ note: TranslationNote, by system: FederationSystem) -> TranslationNote {
    var note = note
    note.how = "read from \(system.rawValue) objects: \(note.how)"
    return note
  }

  /// What the contender changes in an object that was written for its system.
  private func applying(
    _ options: ContenderOptions, to native: NativePolicy, of workload: WorkloadSpec,
    by translations: RecurringTranslations
  ) -> (policy: NativePolicy?, notes: [TranslationNote]) {
    switch native {
    case .karmada(var policy):
      var notes: [TranslationNote] = []
      if options.division != nil {
        let made = retranslated(native, workload, translations)
        if case .karmada(let other) = made.policy { policy.scheduling = other.scheduling }
        policy.hasNoReplicaScheduling = false
        notes = made.notes.filter { $0.field == "division" }
      }
      if let seconds = options.tolerationSeconds { policy.tolerateLoss(seconds: seconds) }
      if let mode = options.purgeMode { policy.clusterPurgeMode = mode }
      return (.karmada(policy), notes)
    case .kubeFed(var policy):
      if options.division != nil { return retranslated(native, workload, translations) }
      if let rebalance = options.rebalance { policy.scheduling?.rebalance = rebalance }
      return (.kubeFed(policy), [])
    case .federationV1(var policy):
      if options.division != nil { return retranslated(native, workload, translations) }
      if let rebalance = options.rebalance { policy.rebalance = rebalance }
      return (.federationV1(policy), [])
    case .kubeAdmiral:
      return options.division == nil ? (native, []) : retranslated(native, workload, translations)
    }
  }

  private func retranslated(
    _ native: NativePolicy, _ workload: WorkloadSpec, _ translations: RecurringTranslations
  ) -> (policy: NativePolicy?, notes: [TranslationNote]) {
    let read = IntentReader.read(policy: native, workload: workload, fleet: fleet)
    let made = translations.translate(read.intent, for: workload)
    return (made.policy, read.notes.map { Self.prefixed($0, by: native.system) } + made.notes)
  }

  /// The input's own ClusterTaintPolicies; without any, those that opting in needs. Up to 1.13 Karmada's controller puts
  /// the taints on by itself, after a delay.
  private func taintPolicies(
    _ profile: ControlPlaneProfile, _ options: ContenderOptions
  ) -> [KarmadaClusterTaintPolicy] {
    guard profile.system == .karmada else { return [] }
    if !inventory.taintPolicies.isEmpty { return inventory.taintPolicies }
    return options.optsIntoFailover && !profile.taintsByItself ? IntentTranslator.clusterTaintPolicies : []
  }

  /// Where the controller itself waits before it taints, the intent's wait only begins then.
  private static func withTaintDelay(
    _ notes: [TranslationNote], _ profile: ControlPlaneProfile
  ) -> [TranslationNote] {
    guard profile.taintsByItself, let delay = profile.eviction.taintDelay else { return notes }
    return notes.map { note in
      guard note.field == "onClusterLoss.after", note.mark == .exact else { return note }
      var note = note
      note.mark = .approximated
      note.how += ", which begins when the controller taints the cluster, \(delay) after it is not ready"
      return note
    }
  }
}

extension KarmadaPolicy {
  /// Replaces what is tolerated of lost clusters.
  fileprivate mutating func tolerateLoss(seconds: Int64?) {
    let keys = KarmadaTaintKey.ofReadiness
    tolerations.removeAll { keys.contains($0.key) && ($0.effect == .noExecute || $0.effect == nil) }
    tolerations += keys.map {
      Toleration(key: $0, operator: .exists, effect: .noExecute, tolerationSeconds: seconds)
    }
  }
}

extension ContenderOptions {
  /// `profile` as these options change it: opting in turns eviction on, and an operator taints after the given time.
  public func applied(to profile: ControlPlaneProfile) -> ControlPlaneProfile {
    var profile = profile
    if optsIntoFailover && profile.system == .karmada { profile.eviction.isEnabled = true }
    if let operatorTaintAfter, profile.system == .kubeAdmiral { profile.eviction.taintDelay = operatorTaintAfter }
    return profile
  }
}
