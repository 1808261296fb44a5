// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// Replicas of one workload in one cluster, before and after.
public struct PlacementChange: Hashable, Sendable, Encodable {
  /// The cluster.
  public var cluster: String
  /// Replicas before the failure.
  public var before: Int
  /// Replicas once it is answered.
  public var after: Int
}

/// What happens to one workload when the cluster is lost.
public struct WorkloadForecast: Sendable, Encodable {
  /// How it ends.
  public enum Outcome: String, Sendable, Encodable {
    /// All its lost replicas are placed elsewhere.
    case moves
    /// The copies in other clusters are enough.
    case covered
    /// Some are.
    case movesInPart
    /// They stay on the lost cluster.
    case stays
    /// It is left without any.
    case cleared
  }

  /// Its place in the scenario.
  var place: Int
  /// The key.
  public var workload: String
  /// Replicas that are wanted.
  public var replicas: Int
  /// Replicas on the lost cluster.
  public var lost: Int
  /// How it ends.
  public var outcome: Outcome
  /// Why it is not moved, in the system's words; nil where it is.
  public var reason: String?
  /// The steps, in order.
  public var steps: [Step]
  /// When the control plane has decided.
  public var decided: TimeWindow
  /// When replicas are ready elsewhere: half of them at the earliest end, 95 % of the last at the latest.
  public var ready: TimeWindow
  /// Clusters whose replicas change, ascending by name.
  public var changes: [PlacementChange]
  /// Wanted replicas that find no cluster.
  public var unplaced: Int
  /// Which affinity group is used; nil: as before.
  public var affinityGroup: String?
  /// Replica-seconds short of what is wanted, until the cluster's return.
  public var lossEarliest: Double
  /// The same at the latest ends.
  public var lossLatest: Double

  private enum CodingKeys: String, CodingKey {
    case workload, replicas, lost, outcome, reason, steps, decided, ready, changes, unplaced, affinityGroup
    case lossEarliest = "lossReplicaSecondsEarliest"
    case lossLatest = "lossReplicaSecondsLatest"
  }
}

/// What happens under one contender when the cluster is lost.
public struct FailoverForecast: Sendable {
  /// The contender.
  public var contender: String
  /// Its profile.
  public var profile: String
  /// The lost cluster.
  public var cluster: String
  /// Who reports for it.
  public var syncMode: ClusterSpec.SyncMode
  /// What was asked.
  public var question: FailoverQuestion
  /// Workloads with replicas there, in the order in which they are dealt with.
  public var workloads: [WorkloadForecast]
  /// What to look at.
  public var findings: [Finding]

  /// Replicas on the lost cluster.
  public var lost: Int { workloads.reduce(0) { $0 + $1.lost } }
  /// Workloads that get back all that they want.
  public var moving: Int { workloads.count { $0.outcome == .moves || $0.outcome == .covered } }
  /// From the first decision to the last; never where there is none.
  public var decided: TimeWindow { joined(workloads.map(\.decided)) }
  /// When everything that moves is ready; never where nothing does.
  public var ready: TimeWindow {
    let ends = workloads.map(\.ready).filter { !$0.isNever }
    guard let earliest = ends.map(\.earliest).max(), let latest = ends.map(\.latest).max() else { return .never }
    return TimeWindow(earliest, latest)
  }
  /// Replica-seconds short.
  public var loss: (earliest: Double, latest: Double) {
    workloads.reduce((0, 0)) { ($0.0 + $1.lossEarliest, $0.1 + $1.lossLatest) }
  }

  /// `all`, `some` or `none` of the replicas, `nothing here` where there are none.
  public var verdict: String {
    if workloads.isEmpty { return "nothing here" }
    if moving == workloads.count { return "all" }
    return moving > 0 || workloads.contains { $0.outcome == .movesInPart } ? "some" : "none"
  }

  /// The findings about the control plane, and about `workload` if one is named (then its objects are that one alone);
  /// all without one.
  public func findings(about workload: String?) -> [Finding] {
    FailoverAnalysis.findings(findings, about: workload)
  }

  private func joined(_ windows: [TimeWindow]) -> TimeWindow {
    let reached = windows.filter { !$0.isNever }
    return reached.dropFirst().reduce(reached.first ?? .never) { $0.joined(with: $1) }
  }

  /// What the numbers take for granted.
  public static let assumptions = [
    "the cluster was well, and everything placed by the contender's own planner, when it was lost",
    "nothing else fails, scales or is edited meanwhile; the hub is alive",
    "workloads are queued in the scenario's order; upstream's order is that of its cache",
    "estimates are as if reports were current; steps beside the network take their usual time",
    "the loss counts what is short of the demand until the cluster returns; its replicas' restart then is not counted",
  ]
}
