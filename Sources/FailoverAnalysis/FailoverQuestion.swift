// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// How a cluster is lost, as the hub meets it.
public enum FailureKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// The cluster is dead; connections to it are refused.
  case dead
  /// Its API refuses connections or is not well; replicas serve.
  case refused
  /// The cluster is dead; packets to it vanish.
  case blackholed
  /// Packets between hub and cluster vanish; replicas serve.
  case partition
  /// The cluster's own agent (Pull) is dead; everything else is well.
  case agent

  /// What of the cluster is lost where nobody says otherwise.
  public var plane: FailurePlane {
    switch self {
    case .dead, .blackholed: .all
    case .refused: .api
    case .partition: .hub
    case .agent: .agent
    }
  }

  /// What is lost when nobody says how: the way in which `plane` fails. nil: it is no loss of a cluster.
  public init?(of plane: FailurePlane) {
    switch plane {
    case .all, .user, .hub: self = .dead
    case .api: self = .refused
    case .agent: self = .agent
    case .slow: return nil
    }
  }

  /// The planes that can be lost in this way: replicas of what is dead may serve on where only the hub meets it so, but
  /// an agent that is dead is the agent's plane, and a refusing API nobody's but its own and the hub's.
  public var planes: [FailurePlane] {
    switch self {
    case .dead: [.all, .hub, .api, .user]
    case .refused: [.api, .hub]
    case .blackholed: [.all, .hub, .api]
    case .partition: [.hub, .api]
    case .agent: [.agent]
    }
  }

  /// Whether a connection hangs until a time-out rather than fail at once.
  public var isBlackHole: Bool { self == .blackholed || self == .partition }
}

/// What is asked: which cluster is lost, how, and for how long.
public struct FailoverQuestion: Hashable, Sendable {
  /// The cluster.
  public var cluster: ClusterIndex
  /// How it is lost.
  public var failure: FailureKind
  /// What of it is lost.
  public var plane: FailurePlane
  /// How long it stays away; the expected loss counts to its return.
  public var outage: SimulationDuration

  /// A question; `plane` nil: as the kind of failure has it.
  public init(
    cluster: ClusterIndex, failure: FailureKind = .dead, plane: FailurePlane? = nil,
    outage: SimulationDuration = .hours(1)
  ) {
    self.cluster = cluster
    self.failure = failure
    self.plane = plane ?? failure.plane
    self.outage = outage
  }
}
