// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// How long a workload stands the NoExecute taints of a lost cluster, all of which come at once.
struct ToleratedSpan: Hashable {
  /// From the taints to the eviction; nil: for ever.
  var span: SimulationDuration?
  /// The toleration that decides; nil: none tolerates.
  var toleration: Toleration?
  /// Whether it is the one that the webhook injects.
  var isInjected = false

  /// The shortest tolerance of `taints`; none of them is no time at all.
  init(of taints: [Taint], by tolerations: [Toleration], injectedSeconds: Int64?) {
    let all = taints.map { TaintTolerance(of: $0, by: tolerations, injectedSeconds: injectedSeconds) }
    let shortest = all.min { ($0.span ?? .greatest) < ($1.span ?? .greatest) }
    span = taints.isEmpty ? .zero : shortest?.span
    toleration = shortest?.toleration
    isInjected = shortest?.isInjected ?? false
  }
}
