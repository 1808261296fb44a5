// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The clusters that passed the filters as columns over interned clusters and regions: no names, no lists.
///
/// The memory belongs to the caller and has to outlive the call.
public struct KarmadaFeasibleColumns {
  /// How many clusters there are; each column is as long.
  public var count: Int
  /// Allocatable and held replicas.
  public var available: UnsafePointer<Int64>
  /// Sums of the score plug-ins; nil is 0 for all.
  public var scores: UnsafePointer<Int64>?
  /// Places of the names in byte order, distinct, from 0 to below `rankBound`.
  public var nameRanks: UnsafePointer<Int32>
  /// The number of ranks there are, such as the clusters of the fleet.
  public var rankBound: Int
  /// Overflow tiers; nil is one tier.
  public var tiers: UnsafePointer<Int32>?
  /// Regions, numbered in the byte order of their names from 0 to below `regionBound`; -1 is none. Read by constraints
  /// that name regions.
  public var regions: UnsafePointer<Int32>?
  /// The number of regions there are.
  public var regionBound: Int

  /// Columns in which only the required ones are there.
  public init(
    count: Int, available: UnsafePointer<Int64>, scores: UnsafePointer<Int64>? = nil, nameRanks: UnsafePointer<Int32>,
    rankBound: Int, tiers: UnsafePointer<Int32>? = nil, regions: UnsafePointer<Int32>? = nil, regionBound: Int = 0
  ) {
    self.count = count
    self.available = available
    self.scores = scores
    self.nameRanks = nameRanks
    self.rankBound = rankBound
    self.tiers = tiers
    self.regions = regions
    self.regionBound = regionBound
  }
}

/// What is asked about the feasible clusters: the constraints that count, read once.
public struct KarmadaSelectionQuestion: Sendable {
  /// Fewest and most groups.
  public struct Bounds: Sendable {
    var minimum: Int64
    var maximum: Int64

    init(_ constraint: KarmadaSpreadConstraint) {
      (minimum, maximum) = (constraint.minimumGroups, constraint.maximumGroups)
    }
  }

  /// Which way clusters are selected.
  enum Way {
    case everyone
    case byCluster(Bounds)
    case byRegion(Bounds, cluster: Bounds?)
    case unsupported
  }

  /// Replicas of the binding.
  public var replicas: Int32
  /// False when every cluster gets all replicas.
  let divides: Bool
  let way: Way

  /// The constraints of a policy with this strategy; a repeated field's last one wins.
  public init(replicas: Int32, strategy: KarmadaStrategy, constraints: [KarmadaSpreadConstraint]) {
    self.replicas = replicas
    divides = strategy.divides
    let cluster = constraints.last { $0.field == .cluster }.map(Bounds.init)
    let region = constraints.last { $0.field == .region }.map(Bounds.init)
    if constraints.isEmpty || strategy.ignoresSpreadConstraints {
      way = .everyone
    } else if let region {
      way = .byRegion(region, cluster: cluster)
    } else {
      way = cluster.map { .byCluster($0) } ?? .unsupported
    }
  }
}
