// SPDX-License-Identifier: GPL-3.0-or-later

/// What a stream is drawn for. An entity has one stream per purpose, so that one use never shifts another.
///
/// Others may be added in extensions; a number, once used, keeps its meaning, or equal seeds would change their runs.
@frozen
public struct StreamPurpose: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The number folded into the key.
  public let rawValue: UInt64
  /// The purpose of that number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Up times of a cluster; entity: cluster.
  @inlinable public static var clusterFailure: StreamPurpose { StreamPurpose(rawValue: 1) }
  /// Down times of a cluster; entity: cluster.
  @inlinable public static var clusterRepair: StreamPurpose { StreamPurpose(rawValue: 2) }
  /// Up times of a node; entity: cluster, second: node.
  @inlinable public static var nodeFailure: StreamPurpose { StreamPurpose(rawValue: 3) }
  /// Down times of a node; entity: cluster, second: node.
  @inlinable public static var nodeRepair: StreamPurpose { StreamPurpose(rawValue: 4) }
  /// Up times of a zone; entity: zone.
  @inlinable public static var zoneFailure: StreamPurpose { StreamPurpose(rawValue: 5) }
  /// Down times of a zone; entity: zone.
  @inlinable public static var zoneRepair: StreamPurpose { StreamPurpose(rawValue: 6) }
  /// Up times of a region; entity: region.
  @inlinable public static var regionFailure: StreamPurpose { StreamPurpose(rawValue: 7) }
  /// Down times of a region; entity: region.
  @inlinable public static var regionRepair: StreamPurpose { StreamPurpose(rawValue: 8) }
  /// Up times of a provider; entity: provider.
  @inlinable public static var providerFailure: StreamPurpose { StreamPurpose(rawValue: 9) }
  /// Down times of a provider; entity: provider.
  @inlinable public static var providerRepair: StreamPurpose { StreamPurpose(rawValue: 10) }
  /// Start-up time of a replica; entity: workload, second: cluster, third: ordinal.
  @inlinable public static var replicaStartup: StreamPurpose { StreamPurpose(rawValue: 11) }
  /// Where in its period a probe begins; entity: cluster.
  @inlinable public static var probePhase: StreamPurpose { StreamPurpose(rawValue: 12) }
  /// Where in its period a status collection begins; entity: cluster.
  @inlinable public static var statusPhase: StreamPurpose { StreamPurpose(rawValue: 13) }
  /// Demand; entity: workload.
  @inlinable public static var demand: StreamPurpose { StreamPurpose(rawValue: 14) }
  /// A scheduler's own draws; entity: contender or federation.
  @inlinable public static var scheduler: StreamPurpose { StreamPurpose(rawValue: 15) }
  /// Delays and losses of a link; entity: from, second: to.
  @inlinable public static var network: StreamPurpose { StreamPurpose(rawValue: 16) }
  /// Shocks that several entities share; entity: shock.
  @inlinable public static var sharedShock: StreamPurpose { StreamPurpose(rawValue: 17) }
  /// What a fleet generator draws; entity: what it makes.
  @inlinable public static var fleetGeneration: StreamPurpose { StreamPurpose(rawValue: 18) }
  /// Where in its period a lease's renewal begins; entity: cluster.
  @inlinable public static var leaseRenewal: StreamPurpose { StreamPurpose(rawValue: 50) }
  /// Whether a connection into a black hole is a new one; entity: cluster, second: probe.
  @inlinable public static var connection: StreamPurpose { StreamPurpose(rawValue: 51) }
  /// Where in their periods the loops of a hub begin; entity: the loop.
  @inlinable public static var hubLoop: StreamPurpose { StreamPurpose(rawValue: 52) }
  /// How long a process takes to be followed by another; entity: component, second: how often before.
  @inlinable public static var leaderElection: StreamPurpose { StreamPurpose(rawValue: 53) }
}
