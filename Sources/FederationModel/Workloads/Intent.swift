// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What is wanted of a workload's placement, in no system's words. Translators turn it into each system's objects.
public struct Intent: Hashable, Sendable, Codable {
  /// How replicas are shared out.
  public enum Division: String, Hashable, Sendable, Codable, CaseIterable {
    /// By given weights.
    case weights
    /// By what is free.
    case capacity
    /// Into as few clusters as hold them.
    case pack
    /// The same everywhere.
    case even
    /// All replicas in every cluster.
    case duplicate
  }

  /// Which clusters may take replicas; the parts given are ANDed.
  public struct Eligibility: Hashable, Sendable, Codable {
    /// Clusters with matching labels; nil: all.
    public var labelSelector: LabelSelector?
    /// Clusters of these names; empty: all.
    public var names: [String]
    /// Clusters of these regions; empty: all.
    public var regions: [String]

    /// Eligibility; nothing given means every cluster.
    public init(labelSelector: LabelSelector? = nil, names: [String] = [], regions: [String] = []) {
      self.labelSelector = labelSelector
      self.names = names
      self.regions = regions
    }

    /// Whether every cluster is eligible.
    public var isEverything: Bool { labelSelector == nil && names.isEmpty && regions.isEmpty }

    /// Whether `cluster` is eligible.
    public func admits(_ cluster: ClusterSpec) -> Bool {
      (labelSelector?.matches(cluster.labels) ?? true) && (names.isEmpty || names.contains(cluster.name))
        && (regions.isEmpty || regions.contains(cluster.region))
    }
  }

  /// What one cluster is to hold.
  public struct ClusterShare: Hashable, Sendable, Codable {
    /// The cluster's name, or `*` for every cluster not named.
    public var cluster: String
    /// The fewest replicas.
    public var minimum: Int
    /// The most replicas; nil: no bound.
    public var maximum: Int?
    /// Its weight; nil: 1.
    public var weight: Int?

    /// A share.
    public init(cluster: String, minimum: Int = 0, maximum: Int? = nil, weight: Int? = nil) {
      self.cluster = cluster
      self.minimum = minimum
      self.maximum = maximum
      self.weight = weight
    }
  }

  /// How many groups of a kind are to be used.
  public struct SpreadRange: Hashable, Sendable, Codable {
    /// The fewest groups.
    public var minimum: Int
    /// The most groups; nil: no bound.
    public var maximum: Int?
    /// A range.
    public init(minimum: Int = 1, maximum: Int? = nil) {
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// Over how many domains the replicas spread.
  public struct Spread: Hashable, Sendable, Codable {
    /// Clusters.
    public var cluster: SpreadRange?
    /// Regions.
    public var region: SpreadRange?
    /// Zones.
    public var zone: SpreadRange?
    /// Providers.
    public var provider: SpreadRange?
    /// A spread.
    public init(
      cluster: SpreadRange? = nil, region: SpreadRange? = nil, zone: SpreadRange? = nil, provider: SpreadRange? = nil
    ) {
      self.cluster = cluster
      self.region = region
      self.zone = zone
      self.provider = provider
    }
  }

  /// What is to happen when a cluster is lost.
  public struct ClusterLoss: Hashable, Sendable, Codable {
    /// Whether its replicas move.
    public var move: Bool
    /// How long to wait first.
    public var after: SimulationDuration
    /// A wish.
    public init(move: Bool = true, after: SimulationDuration = .seconds(300)) {
      self.move = move
      self.after = after
    }
  }

  /// What is to happen when the workload is unhealthy in a cluster that is there.
  public struct Unhealthiness: Hashable, Sendable, Codable {
    /// Whether its replicas move.
    public var move: Bool
    /// How long it has to stay unhealthy first.
    public var after: SimulationDuration
    /// A wish; nothing given: stay.
    public init(move: Bool = false, after: SimulationDuration = .seconds(300)) {
      self.move = move
      self.after = after
    }
  }

  /// Which clusters may take replicas.
  public var eligible: Eligibility
  /// How they are shared out.
  public var division: Division
  /// Bounds and weights, in the order given; names are unique.
  public var clusters: [ClusterShare]
  /// Over how many domains.
  public var spread: Spread
  /// What happens when a cluster is lost.
  public var onClusterLoss: ClusterLoss
  /// What happens when it is unhealthy where it is.
  public var onUnhealthy: Unhealthiness

  /// An intent; nothing given: every cluster, even, move after 300 s off a lost cluster, stay where it is unhealthy.
  public init(
    eligible: Eligibility = Eligibility(), division: Division = .even, clusters: [ClusterShare] = [],
    spread: Spread = Spread(), onClusterLoss: ClusterLoss = ClusterLoss(),
    onUnhealthy: Unhealthiness = Unhealthiness()
  ) {
    self.eligible = eligible
    self.division = division
    self.clusters = clusters
    self.spread = spread
    self.onClusterLoss = onClusterLoss
    self.onUnhealthy = onUnhealthy
  }
}
