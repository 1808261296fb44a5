// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What a control plane knows of one member: last reported, not what is true.
public struct ClusterView: Sendable {
  /// Readiness as published by the control plane's own detector.
  public enum Readiness: UInt8, Sendable {
    case ready
    case notReady
    case unknown
  }
  /// Whether the member is part of the federation.
  public var isJoined: Bool
  /// Readiness as published.
  public var readiness: Readiness
  /// Taints on the cluster object, those that conditions put there included.
  public var taints: [Taint]
  /// Capacity as last reported; a lost member keeps its last report.
  public var capacity: ReportedCapacity
  /// When that report was made.
  public var reportedAt: SimulationTime

  /// A view.
  public init(
    isJoined: Bool = true, readiness: Readiness = .ready, taints: [Taint] = [],
    capacity: ReportedCapacity = ReportedCapacity(), reportedAt: SimulationTime = .zero
  ) {
    self.isJoined = isJoined
    self.readiness = readiness
    self.taints = taints
    self.capacity = capacity
    self.reportedAt = reportedAt
  }
}

/// What a control plane knows of its members at the moment of a decision.
public struct FederationSnapshot: Sendable {
  /// The moment.
  public var time: SimulationTime
  /// Views by `ClusterIndex`.
  public var clusters: [ClusterView]

  /// A snapshot.
  public init(time: SimulationTime, clusters: [ClusterView]) {
    self.time = time
    self.clusters = clusters
  }

  /// The view of the cluster at `index`.
  @inlinable public subscript(index: ClusterIndex) -> ClusterView { clusters[index.index] }
}
