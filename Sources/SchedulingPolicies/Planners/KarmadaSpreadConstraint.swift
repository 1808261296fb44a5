// SPDX-License-Identifier: GPL-3.0-or-later

/// A spread constraint of a Karmada placement.
public struct KarmadaSpreadConstraint: Equatable, Sendable {
  /// What groups are made of.
  public enum Field: String, Equatable, Sendable {
    /// Each cluster is a group.
    case cluster
    /// By the cluster's region.
    case region
    /// By the cluster's zones.
    case zone
    /// By the cluster's provider.
    case provider
  }

  /// What groups are made of.
  public var field: Field
  /// Fewest groups.
  public var minimumGroups: Int64
  /// Most groups. 0 is none, not "unlimited": upstream sets no default.
  public var maximumGroups: Int64

  /// A constraint.
  public init(field: Field, minimumGroups: Int64, maximumGroups: Int64) {
    self.field = field
    self.minimumGroups = minimumGroups
    self.maximumGroups = maximumGroups
  }
}

/// Why Karmada selects no clusters, in upstream's words.
///
/// Source: Karmada `pkg/scheduler/core/spreadconstraint/select_clusters*.go`.
public enum KarmadaSelectionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Fewer clusters than the cluster constraint's minimum.
  case tooFewClusters
  /// Even the best clusters have too few replicas available, or the maximum is 0.
  case notEnoughResource(clusters: Int64)
  /// Fewer regions than the region constraint's minimum.
  case tooFewRegions
  /// No combination of regions has enough clusters.
  case tooFewClustersInRegions
  /// There are constraints, but none by cluster or region.
  case unsupportedConstraints
  /// No answer at all; the original would crash or run for ever.
  case refused(PlannerRefusal)

  /// Upstream's error text.
  public var description: String {
    switch self {
    case .tooFewClusters: "the number of feasible clusters is less than spreadConstraint.MinGroups"
    case .notEnoughResource(let clusters): "no enough resource when selecting \(clusters) clusters"
    case .tooFewRegions: "the number of feasible region is less than spreadConstraint.MinGroups"
    case .tooFewClustersInRegions: "the number of clusters is less than the cluster spreadConstraint.MinGroups"
    case .unsupportedConstraints: "just support cluster and region spread constraint"
    case .refused(let refusal): refusal.description
    }
  }
}
