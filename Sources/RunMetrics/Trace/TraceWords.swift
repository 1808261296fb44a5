// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld

extension FailurePlane {
  /// What a cluster is that has lost it, in words.
  public var lossInWords: String {
    switch self {
    case .all: "dead"
    case .hub: "cut off from the hub"
    case .user: "cut off from users"
    case .api: "API down"
    case .agent: "agent dead"
    case .slow: "slow"
    }
  }
}

extension LossCause {
  /// The cause in words.
  public var inWords: String {
    switch self {
    case .notDetected: "not detected"
    case .tolerated: "tolerated"
    case .queuedForEviction: "queued for eviction"
    case .queuedForScheduling: "queued for scheduling"
    case .noCapacity: "no capacity"
    case .propagating: "propagating"
    case .starting: "starting"
    case .blockedByOldCopy: "blocked by an old copy"
    case .nothingWillMoveIt: "nothing will move it"
    }
  }
}

/// The numbers of a trace's tracks within a process; viewers put them in this order.
enum TraceTrack {
  /// Failovers: eight numbers for each that goes on beside others.
  static func failover(lane: Int, row: Int) -> Int { 1 + lane * 8 + row }
  static let mostFailoverLanes = 12
  static let decisions = 100
  static let evictions = 101
  static let judgements = 102
  /// The hub's components, by number.
  static func hub(_ component: Int) -> Int { 110 + component }
  static let manager = 119
  /// A cluster's: what is believed of it, the planes it has lost by number, and its nodes.
  static func cluster(_ place: Int, _ kind: Int) -> Int { 1000 + place * 10 + kind }
  static let believed = 0
  static let nodes = 7
}
