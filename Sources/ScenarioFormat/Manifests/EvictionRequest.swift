// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// An object that asks Karmada to move replicas off a cluster by NoExecute taints.
struct EvictionRequest: Hashable, Sendable {
  /// What asks, as a message names it.
  var name: String
  /// Whether `name` is many things.
  var isPlural: Bool
  var position: SourcePosition

  /// A policy that puts NoExecute taints on; nil where it puts none.
  init?(_ policy: KarmadaClusterTaintPolicy, _ object: KubernetesObject) {
    guard policy.evicts else { return nil }
    name = "\(object.kind) \(object.name)"
    isPlural = false
    position = object.position
  }

  /// A policy that tolerates NoExecute for a time only; nil where it does not.
  init?(_ policy: KarmadaPropagationPolicy, _ object: KubernetesObject) {
    let isTimed = policy.policy.tolerations.contains { $0.effect == .noExecute && $0.tolerationSeconds != nil }
    guard isTimed else { return nil }
    name = "the NoExecute tolerations of \(object.kind) \(object.name)"
    isPlural = true
    position = object.position
  }
}

extension ManifestInventory {
  /// Warns, once, when the objects ask Karmada for evictions that none of its contenders has turned on.
  ///
  /// Source: karmada `cmd/controller-manager/app/options` (`--enable-no-execute-taint-eviction`, default false, since
  /// 1.14; before, the Failover feature gate, default false since 1.12).
  func warnOfIdleEvictions(_ contenders: [ContenderSpec], collector: DiagnosticCollector) {
    let karmada = contenders.filter { $0.profile.system == .karmada }
    guard let first = karmada.first, !karmada.contains(where: { $0.profile.eviction.isEnabled }),
      let request = evictionRequests.first(where: { !$0.isPlural }) ?? evictionRequests.first
    else { return }
    let others = evictionRequests.count - 1
    let what = others == 0 ? request.name : "\(request.name) (and \(others) more that ask for evictions)"
    let why =
      first.profile.taintsByItself
      ? "the Failover gate is off by default since 1.12" : "NoExecute eviction is off by default since 1.14"
    collector.warning(
      .idleEviction, at: request.position,
      "\(what) \(request.isPlural ? "move" : "moves") nothing under "
        + "\(karmada.map(\.name).joined(separator: " and ")): \(why)",
      fix: "race it with optIn: failover, as in contenders: [{profile: \(first.profile.name), optIn: failover}]")
  }
}
