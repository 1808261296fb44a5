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

/// A policy's answer. "Nothing fits" is an answer, never an error.
public enum SchedulingOutcome: Hashable, Sendable {
  /// These clusters, with these replicas; clusters not named hold nothing. The order is the one the system records.
  case assign([AssignedReplicas])
  /// Nothing changes; the question was none for this policy.
  case keep
  /// It cannot be placed: the system's message, whether the present assignment is cleared, and whether the system tries
  /// again on its own.
  case unschedulable(message: String, clearsAssignment: Bool, retries: Bool)
}

/// An answer with what goes beside it.
public struct SchedulingDecision: Hashable, Sendable {
  /// The answer.
  public var outcome: SchedulingOutcome
  /// Which of `KarmadaPolicy.clusterAffinities` was used.
  public var affinityGroup: Int
  /// Why, cluster by cluster; empty unless asked for.
  public var explanations: [ClusterExplanation]

  /// A decision.
  public init(_ outcome: SchedulingOutcome, affinityGroup: Int = 0, explanations: [ClusterExplanation] = []) {
    self.outcome = outcome
    self.affinityGroup = affinityGroup
    self.explanations = explanations
  }
}
