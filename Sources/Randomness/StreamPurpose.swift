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
  public static let clusterFailure = StreamPurpose(rawValue: 1)
  /// Down times of a cluster; entity: cluster.
  public static let clusterRepair = StreamPurpose(rawValue: 2)
  /// Up times of a node; entity: cluster, second: node.
  public static let nodeFailure = StreamPurpose(rawValue: 3)
  /// Down times of a node; entity: cluster, second: node.
  public static let nodeRepair = StreamPurpose(rawValue: 4)
  /// Up times of a zone; entity: zone.
  public static let zoneFailure = StreamPurpose(rawValue: 5)
  /// Down times of a zone; entity: zone.
  public static let zoneRepair = StreamPurpose(rawValue: 6)
  /// Up times of a region; entity: region.
  public static let regionFailure = StreamPurpose(rawValue: 7)
  /// Down times of a region; entity: region.
  public static let regionRepair = StreamPurpose(rawValue: 8)
  /// Up times of a provider; entity: provider.
  public static let providerFailure = StreamPurpose(rawValue: 9)
  /// Down times of a provider; entity: provider.
  public static let providerRepair = StreamPurpose(rawValue: 10)
  /// Start-up time of a replica; entity: workload, second: cluster, third: ordinal.
  public static let replicaStartup = StreamPurpose(rawValue: 11)
  /// Where in its period a probe begins; entity: cluster.
  public static let probePhase = StreamPurpose(rawValue: 12)
  /// Where in its period a status collection begins; entity: cluster.
  public static let statusPhase = StreamPurpose(rawValue: 13)
  /// Demand; entity: workload.
  public static let demand = StreamPurpose(rawValue: 14)
  /// A scheduler's own draws; entity: contender or federation.
  public static let scheduler = StreamPurpose(rawValue: 15)
  /// Delays and losses of a link; entity: from, second: to.
  public static let network = StreamPurpose(rawValue: 16)
  /// Shocks that several entities share; entity: shock.
  public static let sharedShock = StreamPurpose(rawValue: 17)
  /// What a fleet generator draws; entity: what it makes.
  public static let fleetGeneration = StreamPurpose(rawValue: 18)
}
