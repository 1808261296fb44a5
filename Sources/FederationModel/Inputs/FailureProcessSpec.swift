// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// An alternating renewal process for every unit of one level.
public struct FailureProcessSpec: Hashable, Sendable, Codable {
  /// What fails as one.
  public enum Level: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each node on its own.
    case node
    /// Each rack: so many nodes of a cluster in a row.
    case rack
    /// Each cluster on its own.
    case cluster
    /// Each zone of each region.
    case zone
    /// Each region.
    case region
    /// Each provider.
    case provider
    /// The hub.
    case hub

    /// The levels that take parts of the fleet, the smallest first.
    public static let ofFleet: [Level] = [.node, .rack, .cluster, .zone, .region, .provider]

    /// Whether a unit of it is made of units of `other`.
    public func contains(_ other: Level) -> Bool {
      guard let own = Self.ofFleet.firstIndex(of: self), let part = Self.ofFleet.firstIndex(of: other) else {
        return false
      }
      return part < own
    }
  }
  /// What fails as one.
  public var level: Level
  /// Which units; all by default.
  public var target: TargetSelector
  /// What happens to what fails.
  public var effect: FaultEffect
  /// How many of the nodes of each struck cluster go down; nil: the whole of it.
  public var nodes: NodeAmount?
  /// The law of the time up.
  public var up: DistributionSpec
  /// The law of the time down.
  public var down: DistributionSpec
  /// How many nodes in a row make a rack.
  public var rackNodes: Int
  /// Which parts of the unit an occurrence strikes; nil: the whole of it.
  public var hits: SharedShock?
  /// Failures that units have in common with their group; nil: all are independent.
  public var commonCause: CommonCause?
  /// What of the hub fails, at the level `hub`.
  public var hub: HubComponent
  /// Whether the law is an assumption rather than a published figure; reports say so.
  public var source: String?

  /// Nodes in a rack where nothing else is said: the lower end of the racks that failed in the clusters of Dean,
  /// LADIS 2009 (40 to 80 machines).
  public static let defaultRackNodes = 40

  /// A process.
  public init(
    level: Level, target: TargetSelector = TargetSelector(), effect: FaultEffect = FaultEffect(),
    nodes: NodeAmount? = nil, up: DistributionSpec, down: DistributionSpec, rackNodes: Int = defaultRackNodes,
    hits: SharedShock? = nil, commonCause: CommonCause? = nil, hub: HubComponent = .all, source: String? = nil
  ) {
    self.level = level
    self.target = target
    self.effect = effect
    self.nodes = nodes
    self.up = up
    self.down = down
    self.rackNodes = rackNodes
    self.hits = hits
    self.commonCause = commonCause
    self.hub = hub
    self.source = source
  }

  /// A process of a plane.
  public init(
    level: Level, target: TargetSelector = TargetSelector(), plane: FailurePlane, up: DistributionSpec,
    down: DistributionSpec, source: String? = nil
  ) {
    self.init(level: level, target: target, effect: FaultEffect(plane), up: up, down: down, source: source)
  }
}

/// A shock that strikes each part of a group on its own.
public struct SharedShock: Hashable, Sendable, Codable {
  /// What is struck or spared as one: node, rack or cluster.
  public var each: FailureProcessSpec.Level
  /// The probability that an occurrence strikes one of them.
  public var share: Double

  /// A shock.
  public init(each: FailureProcessSpec.Level, share: Double) {
    self.each = each
    self.share = share
  }
}

/// The beta-factor model of failures with a common cause: a share of each unit's failures strikes its whole group at
/// once, the rest strikes it alone.
///
/// Source: K. N. Fleming, A reliability model for common mode failures in redundant safety systems, 1975. Of the node
/// failures at Google, 37 % came in bursts (Ford et al., Availability in Globally Distributed Storage Systems, OSDI
/// 2010, section 4).
public struct CommonCause: Hashable, Sendable, Codable {
  /// The share of each unit's failures that its group has in common, from 0 to 1.
  public var beta: Double
  /// What fails together.
  public var group: FailureProcessSpec.Level

  /// A common cause.
  public init(beta: Double, group: FailureProcessSpec.Level) {
    self.beta = beta
    self.group = group
  }
}

extension DistributionSpec {
  /// The law of `factor` times the span; no span grows beyond the longest one that fits.
  public func scaled(by factor: Double) -> DistributionSpec {
    func scale(_ span: SimulationDuration) -> SimulationDuration {
      SimulationDuration(seconds: min(span.seconds * factor, SimulationDuration.greatest.seconds / 4))
    }
    switch self {
    case .constant(let span): return .constant(scale(span))
    case .exponential(let mean): return .exponential(mean: scale(mean))
    case .weibull(let shape, let length): return .weibull(shape: shape, scale: scale(length))
    case .lognormal(let median, let percentile95):
      return .lognormal(median: scale(median), percentile95: scale(percentile95))
    case .gamma(let shape, let length): return .gamma(shape: shape, scale: scale(length))
    case .uniform(let low, let high): return .uniform(low: scale(low), high: scale(high))
    case .empirical(let spans): return .empirical(spans.map(scale))
    }
  }
}
