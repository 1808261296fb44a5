// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What of a cluster fails.
public enum FailurePlane: String, Hashable, Sendable, Codable, CaseIterable {
  /// The cluster is dead: no replica serves, nothing answers.
  case all
  /// The control plane cannot reach it, but its replicas serve: a partition.
  case hub
  /// The control plane reaches it, but its replicas serve nobody.
  case user
  /// Its API server is down: nothing in it can be changed and nobody gets an answer, but its replicas serve on. An agent
  /// inside it still reaches the hub.
  case api
  /// The federation's agent in it is dead; everything else works. Members without an agent (Push) do not notice.
  case agent
  /// A gray failure: it works, slowly.
  case slow

  /// The number by which observations name it; the order of the cases, from 1.
  public var number: Int64 {
    switch self {
    case .all: 1
    case .hub: 2
    case .user: 3
    case .api: 4
    case .agent: 5
    case .slow: 6
    }
  }

  /// Whether single nodes have it: they die or serve nobody, but neither the hub nor an agent talks to them.
  public var isOfNodes: Bool { self == .all || self == .user }

  /// Whether replicas stop serving users: the others leave them running, whatever the control plane makes of it.
  public var losesReplicas: Bool { self == .all || self == .user }

  /// Whether it breaks the connections to the cluster's API.
  public var breaksConnections: Bool { self == .all || self == .hub || self == .api }
}

/// How connections to what has failed end.
public enum FailedConnections: String, Hashable, Sendable, Codable, CaseIterable {
  /// At once: the machine answers that nobody listens.
  case refused
  /// By running into time-outs: packets vanish.
  case blackholed
}

/// How slow a gray cluster is.
public struct Slowness: Hashable, Sendable, Codable {
  /// By how much every call of the hub to the cluster takes longer.
  public var latency: SimulationDuration
  /// Start-ups take so many times as long; 1 or more.
  public var startFactor: Double
  /// Whether listing its objects never ends.
  public var hangsLists: Bool

  /// A slowness; the defaults are none.
  public init(latency: SimulationDuration = .zero, startFactor: Double = 1, hangsLists: Bool = false) {
    self.latency = latency
    self.startFactor = startFactor
    self.hangsLists = hangsLists
  }

  /// Of each part the worse.
  public func worse(_ other: Slowness) -> Slowness {
    Slowness(
      latency: max(latency, other.latency), startFactor: max(startFactor, other.startFactor),
      hangsLists: hangsLists || other.hangsLists)
  }
}

/// What a failure does to what it strikes.
public struct FaultEffect: Hashable, Sendable, Codable {
  /// What of the clusters fails.
  public var plane: FailurePlane
  /// How calls to them end.
  public var connections: FailedConnections
  /// How slow they are; for `slow` alone.
  public var slowness: Slowness

  /// An effect.
  public init(
    _ plane: FailurePlane = .all, connections: FailedConnections = .refused, slowness: Slowness = Slowness()
  ) {
    self.plane = plane
    self.connections = connections
    self.slowness = slowness
  }
}

/// How many of the nodes that a failure selects in a cluster go down; which ones is drawn.
public enum NodeAmount: Hashable, Sendable, Codable {
  /// This share, above 0 and at most 1, rounded up.
  case share(Double)
  /// So many, or all where there are fewer.
  case count(Int)

  /// How many of `total` nodes. The margin keeps 7 % of 100 at 7, which binary fractions would make 8.
  public func nodes(of total: Int) -> Int {
    switch self {
    case .share(let share): min(total, max(0, Int((share * Double(total) - 1e-9).rounded(.up))))
    case .count(let count): min(total, count)
    }
  }
}

/// What of the hub fails.
public enum HubComponent: String, Hashable, Sendable, Codable, CaseIterable {
  /// Everything.
  case all
  /// The store and its API: nothing can be read or written.
  case store
  /// The controllers.
  case controllers
  /// The scheduler.
  case scheduler

  /// The number by which observations name it; the order of the cases, from 1.
  public var number: Int64 {
    switch self {
    case .all: 1
    case .store: 2
    case .controllers: 3
    case .scheduler: 4
    }
  }
}
