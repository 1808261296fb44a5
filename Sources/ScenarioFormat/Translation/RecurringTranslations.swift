// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The translations of one contender: intents that workloads share are translated once, and policies that are equal share
/// their memory, since a fleet may have a million workloads of a few hundred policies.
final class RecurringTranslations {
  /// All of a workload that a translation depends on, but the key in its notes.
  private struct Wish: Hashable {
    let intent: Intent
    let kind: String
    let replicas: Int
    let priority: Int
  }

  private let system: FederationSystem
  private let options: ContenderOptions
  private let clusters: EligibleClusters
  private var known = RecurringTable<Wish, (policy: NativePolicy, notes: [TranslationNote])>()
  private var policies: Set<NativePolicy> = []

  init(system: FederationSystem, options: ContenderOptions, fleet: Fleet) {
    self.system = system
    self.options = options
    clusters = EligibleClusters(fleet: fleet)
  }

  /// What ``IntentTranslator`` makes of `intent` for `workload`.
  func translate(_ intent: Intent, for workload: WorkloadSpec) -> (policy: NativePolicy, notes: [TranslationNote]) {
    let wish = Wish(
      intent: intent, kind: workload.kind, replicas: workload.replicas, priority: workload.priority)
    if var made = known.find(wish) {
      let key = workload.key
      for place in made.notes.indices { made.notes[place].workload = key }
      return made
    }
    var made = IntentTranslator.translate(
      intent: intent, workload: workload, system: system, options: options, among: clusters)
    made.policy = shared(made.policy)
    known.insert(made, under: wish)
    return made
  }

  /// `policy`, in the memory of the first that is equal to it.
  func shared(_ policy: NativePolicy) -> NativePolicy { policies.insert(policy).memberAfterInsert }
}
