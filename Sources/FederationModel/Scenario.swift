// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Everything that one experiment needs, checked and resolved: what a file said, with every default filled in.
public struct Scenario: Hashable, Sendable, Codable {
  /// How a run begins.
  public enum Start: String, Hashable, Sendable, Codable, CaseIterable {
    /// With every workload placed by the contender's own planner and running.
    case placed
    /// With nothing placed; the workloads arrive at time 0.
    case empty
  }

  /// The name, as records carry it.
  public var name: String
  /// One sentence for people.
  public var summary: String
  /// How long a run lasts.
  public var horizon: SimulationDuration
  /// How it begins.
  public var start: Start
  /// The clusters.
  public var fleet: Fleet
  /// What connects them.
  public var network: NetworkSpec
  /// Where users are.
  public var users: [UserSite]
  /// What runs; replicas already scaled to the wished load.
  public var workloads: [WorkloadSpec]
  /// What races.
  public var contenders: [ContenderSpec]
  /// What goes wrong.
  public var failures: [FailureSpec]
  /// What people do.
  public var actions: [ActionSpec]
  /// What the edits among the actions make of the workloads' own values, in the order of the actions' times.
  public var workloadEdits: [WorkloadEdit]
  /// What is to hold.
  public var goals: [Goal]

  /// A scenario.
  public init(
    name: String, summary: String = "", horizon: SimulationDuration, start: Start = .placed, fleet: Fleet,
    network: NetworkSpec = NetworkSpec(), users: [UserSite] = [], workloads: [WorkloadSpec],
    contenders: [ContenderSpec], failures: [FailureSpec] = [], actions: [ActionSpec] = [],
    workloadEdits: [WorkloadEdit] = [], goals: [Goal] = []
  ) {
    self.name = name
    self.summary = summary
    self.horizon = horizon
    self.start = start
    self.fleet = fleet
    self.network = network
    self.users = users
    self.workloads = workloads
    self.contenders = contenders
    self.failures = failures
    self.actions = actions
    self.workloadEdits = workloadEdits
    self.goals = goals
  }
}
