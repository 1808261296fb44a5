// SPDX-License-Identifier: GPL-3.0-or-later

/// A cluster's place in `Fleet.clusters`. Clusters are stored region by region, so equal regions are neighbours.
@frozen
public struct ClusterIndex: Hashable, Comparable, Sendable, Codable {
  /// The place, from 0.
  public var rawValue: Int32
  /// The cluster at `rawValue`.
  @inlinable
  public init(_ rawValue: Int32) { self.rawValue = rawValue }
  /// The cluster at `index`.
  @inlinable
  public init(_ index: Int) { rawValue = Int32(index) }
  /// The place as an array index.
  @inlinable public var index: Int { Int(rawValue) }
  /// The order of the places.
  @inlinable
  public static func < (left: ClusterIndex, right: ClusterIndex) -> Bool { left.rawValue < right.rawValue }
}

/// A workload's place in `Scenario.workloads`.
@frozen
public struct WorkloadIndex: Hashable, Comparable, Sendable, Codable {
  /// The place, from 0.
  public var rawValue: Int32
  /// The workload at `rawValue`.
  @inlinable
  public init(_ rawValue: Int32) { self.rawValue = rawValue }
  /// The workload at `index`.
  @inlinable
  public init(_ index: Int) { rawValue = Int32(index) }
  /// The place as an array index.
  @inlinable public var index: Int { Int(rawValue) }
  /// The order of the places.
  @inlinable
  public static func < (left: WorkloadIndex, right: WorkloadIndex) -> Bool { left.rawValue < right.rawValue }
}
