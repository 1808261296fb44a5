// SPDX-License-Identifier: GPL-3.0-or-later

/// A planner that vectors can be replayed against.
public enum PlannerKind: String, CaseIterable, Sendable {
  /// KubeFed's `ReplicaSchedulingPreference` planner.
  case kubefed
  /// KubeAdmiral's planner, capacity weights, replica plug-in and binpack.
  case kubeadmiral
  /// Karmada's replica assignment and dispenser.
  case karmadaAssign = "karmada-assign"
  /// Karmada's cluster selection.
  case karmadaSelect = "karmada-select"

  /// The planner whose input has this shape; nil when it is none's.
  ///
  /// An operation belongs to one planner. Without one, KubeFed's cases say whether to rebalance, Karmada's assignments
  /// have candidates or a strategy.
  init?(shapeOf fields: CaseFields) throws(VectorFault) {
    switch try fields.optionalString("op") {
    case "plan", "binpack", "capacity_weights", "schedule", "weight_limit", "percentage": self = .kubeadmiral
    case "dispense": self = .karmadaAssign
    case "select", "groups", "by_region": self = .karmadaSelect
    case nil where fields.has("candidates") || fields.has("strategy"): self = .karmadaAssign
    case nil where fields.has("rebalance"): self = .kubefed
    default: return nil
    }
  }
}
