// SPDX-License-Identifier: GPL-3.0-or-later

/// Why Karmada assigns nothing, in upstream's words.
///
/// Source: Karmada `pkg/scheduler/core/{common,assignment,division_algorithm}.go`.
public enum KarmadaAssignmentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What a division was about to do.
  public enum Scaling: String, Equatable, Sendable {
    /// Everything anew.
    case fresh = "failed to do fresh scale: "
    /// Remove replicas.
    case down = "failed to scale down: "
    /// Add replicas.
    case up = "failed to scale up: "
  }

  /// There is no candidate.
  case noClusters
  /// The clusters have too few replicas available (an int32 sum, which can wrap).
  case notEnoughReplicas(Scaling, available: Int32)
  /// The last overflow tier left replicas over.
  case notEnoughReplicasInAllTiers
  /// A strategy that does not exist.
  case unsupportedStrategy(type: String, division: String)
  /// No answer at all; the original would crash or run for minutes.
  case refused(PlannerRefusal)

  /// Upstream's error text.
  public var description: String {
    switch self {
    case .noClusters: "no clusters available to schedule"
    case .notEnoughReplicas(let scaling, let available):
      "\(scaling.rawValue)Clusters available replicas \(available) are not enough to schedule."
    case .notEnoughReplicasInAllTiers: "Clusters available replicas are not enough to schedule."
    case .unsupportedStrategy(let type, let division):
      "unsupported replica scheduling strategy, replicaSchedulingType: \(type), replicaDivisionPreference: "
        + "\(division), please try another scheduling strategy"
    case .refused(let refusal): refusal.description
    }
  }

  /// An `UnschedulableError`: Karmada tries again when clusters change.
  public var isUnschedulable: Bool {
    switch self {
    case .notEnoughReplicas, .notEnoughReplicasInAllTiers: true
    case .noClusters, .unsupportedStrategy, .refused: false
    }
  }
}
