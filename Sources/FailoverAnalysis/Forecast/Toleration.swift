// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// How long a workload stands the NoExecute taints of a lost cluster.
struct ToleratedSpan: Hashable {
  /// From the taint to the eviction; nil: for ever.
  var span: SimulationDuration?
  /// The toleration that decides; nil: none tolerates.
  var toleration: Toleration?
  /// Whether it is the one that the webhook injects.
  var isInjected = false

  /// Source: karmada `pkg/controllers/cluster/taint_manager.go`, `pkg/util/helper/taint.go`: a taint that is not
  /// tolerated evicts at once, else the least of the seconds; per taint only the first matching toleration counts.
  init(of taints: [Taint], by tolerations: [Toleration], injectedSeconds: Int64?) {
    var isForever = true
    for taint in taints {
      let first = tolerations.first { $0.tolerates(taint) }
      let isInjected = first == nil && injectedSeconds != nil && KarmadaTaint.keys.contains(taint.key)
      let seconds = first == nil ? (isInjected ? injectedSeconds : 0) : first?.tolerationSeconds
      guard let seconds else {
        if isForever { toleration = first }
        continue
      }
      let candidate = SimulationDuration.seconds(max(seconds, 0))
      if isForever || candidate < span ?? .greatest {
        span = candidate
        toleration = first
        self.isInjected = isInjected
      }
      isForever = false
    }
    if isForever { span = taints.isEmpty ? .zero : nil }
  }
}

/// Karmada's own taints of lost clusters. Source: karmada `pkg/apis/cluster/v1alpha1/well_known_constants.go`.
enum KarmadaTaint {
  static let notReady = "cluster.karmada.io/not-ready"
  static let unreachable = "cluster.karmada.io/unreachable"
  static let keys = [notReady, unreachable]
}

extension KarmadaClusterTaintPolicy {
  /// Whether it puts its taints on a cluster whose Ready condition has `status`.
  ///
  /// Source: karmada `pkg/controllers/taint/clustertaintpolicy_controller.go`: all conditions, of which there must be one.
  func adds(onReady status: String) -> Bool {
    !addOn.isEmpty && addOn.allSatisfy { $0.type == "Ready" && $0.isIn == $0.statusValues.contains(status) }
  }

  /// Whether any of its taints evicts.
  var evicts: Bool { taints.contains { $0.effect == .noExecute } }
}
