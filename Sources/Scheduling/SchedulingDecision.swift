// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// What a policy thought of one cluster.
public struct ClusterExplanation: Hashable, Sendable {
  /// Which cluster.
  public var cluster: ClusterIndex
  /// Whether it could take replicas.
  public var isFeasible: Bool
  /// Why not, or what bounds it; in the system's words.
  public var reasons: [String]
  /// Its score, where the system has one.
  public var score: Int64?
  /// Its weight in the division, where there is one.
  public var weight: Int64?
  /// The fewest replicas asked for.
  public var minimum: Int64?
  /// The most replicas allowed.
  public var maximum: Int64?
  /// Replicas it was thought to have room for.
  public var capacity: Int64?
  /// Replicas it got.
  public var assigned: Int32

  /// An explanation.
  public init(
    cluster: ClusterIndex, isFeasible: Bool, reasons: [String] = [], score: Int64? = nil, weight: Int64? = nil,
    minimum: Int64? = nil, maximum: Int64? = nil, capacity: Int64? = nil, assigned: Int32 = 0
  ) {
    self.cluster = cluster
    self.isFeasible = isFeasible
    self.reasons = reasons
    self.score = score
    self.weight = weight
    self.minimum = minimum
    self.maximum = maximum
    self.capacity = capacity
    self.assigned = assigned
  }
}

/// What went wrong when a workload could not be placed.
public struct SchedulingFailure: Hashable, Sendable {
  /// The kinds that control planes treat differently; the names are the reasons of Karmada's `Scheduled` condition.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// No cluster passed the filters.
    case noClusterFit
    /// The clusters have too little room.
    case unschedulable
    /// The choice of clusters failed, or the policy cannot be followed at all.
    case schedulerError
    /// The assignment would exceed the namespace's quota.
    case quotaExceeded
    /// The control plane's store did not take the answer.
    case apiError
  }
  /// Which kind.
  public var kind: Kind
  /// The system's words.
  public var message: String
  /// How many of the wanted replicas could have been placed; nil where that is not what failed.
  public var placeable: Int32?

  /// A failure.
  public init(_ kind: Kind, message: String, placeable: Int32? = nil) {
    self.kind = kind
    self.message = message
    self.placeable = placeable
  }
}

/// A policy's answer. "Nothing fits" is an answer, never an error.
public enum SchedulingOutcome: Hashable, Sendable {
  /// These clusters, with these replicas; clusters not named hold nothing. The order is the one the system records.
  case assign([AssignedReplicas])
  /// Nothing changes; the question was none for this policy.
  case keep
  /// It cannot be placed: what went wrong, whether the present assignment is cleared, and whether the system tries again
  /// on its own.
  case unschedulable(SchedulingFailure, clearsAssignment: Bool, retries: Bool)

  /// It cannot be placed, for systems that know one kind of failure.
  public static func unschedulable(
    message: String, kind: SchedulingFailure.Kind = .schedulerError, placeable: Int32? = nil, clearsAssignment: Bool,
    retries: Bool
  ) -> SchedulingOutcome {
    .unschedulable(
      SchedulingFailure(kind, message: message, placeable: placeable), clearsAssignment: clearsAssignment,
      retries: retries)
  }
}

/// An answer with what goes beside it.
public struct SchedulingDecision: Hashable, Sendable {
  /// The answer.
  public var outcome: SchedulingOutcome
  /// Which of `KarmadaPolicy.clusterAffinities` was used.
  public var affinityGroup: Int
  /// Why, cluster by cluster; empty unless asked for.
  public var explanations: [ClusterExplanation]
  /// What the policy says of the answer as a whole, in its own words; nil: nothing.
  public var remark: String?

  /// A decision.
  public init(_ outcome: SchedulingOutcome, affinityGroup: Int = 0, explanations: [ClusterExplanation] = []) {
    self.outcome = outcome
    self.affinityGroup = affinityGroup
    self.explanations = explanations
    remark = nil
  }
}
