// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// One pass of Karmada's pipeline for one affinity group: what it found out, step by step.
struct KarmadaAttempt {
  /// Which of `clusterAffinities`.
  var group: Int
  /// Per candidate.
  var verdicts: [KarmadaFilters.Verdict]
  /// Positions of the feasible clusters in the candidates, ascending.
  var feasible: [Int] = []
  /// Overflow tier, score and estimate per feasible cluster; names and regions where selection reads them.
  var clusters: [KarmadaFeasibleCluster] = []
  /// Whether the accurate estimator's answer is the smaller one, per feasible cluster; empty where it was not asked.
  var boundByNodes: [Bool] = []
  /// What each feasible cluster holds by the control plane's record.
  var held: [Int32] = []
  /// The selected clusters, in selection order.
  var selected: [KarmadaSelection.Choice] = []
  /// Static weights of the selected clusters, in their order; empty without static weights.
  var weights: [Int64] = []

  /// Nothing known yet.
  init(group: Int, candidates: Int) {
    self.group = group
    verdicts = Array(repeating: .feasible, count: candidates)
  }
}

/// Why one attempt failed.
///
/// Source: karmada f8fdd02 `pkg/scheduler/scheduler.go`, handling of `FitError`, `UnschedulableError` and the rest.
enum KarmadaFailure: Error {
  /// No cluster passed the filters: targets are cleared and nothing is tried again.
  case noClusterFit(message: String)
  /// Capacity was short: targets stay and it is tried again.
  case unschedulable(message: String, placeable: Int32)
  /// Selection failed: targets stay and it is tried again.
  case schedulerError(message: String, placeable: Int32? = nil)
  /// The original never answers.
  case neverAnswers(message: String)

  /// How many replicas could have been placed, where room was short.
  var placeable: Int32? {
    switch self {
    case .unschedulable(_, let placeable): placeable
    case .schedulerError(_, let placeable): placeable
    case .noClusterFit, .neverAnswers: nil
    }
  }

  /// What the control plane does about it; `placeable` is the most that any of the groups tried could have placed.
  func outcome(clearsTargets: Bool, placeable: Int32?) -> SchedulingOutcome {
    switch self {
    case .noClusterFit(let message):
      .unschedulable(
        message: message, kind: .noClusterFit, placeable: placeable, clearsAssignment: clearsTargets, retries: false)
    case .unschedulable(let message, _):
      .unschedulable(
        message: message, kind: .unschedulable, placeable: placeable, clearsAssignment: false, retries: true)
    case .schedulerError(let message, _):
      .unschedulable(
        message: message, kind: .schedulerError, placeable: placeable, clearsAssignment: false, retries: true)
    case .neverAnswers(let message):
      .unschedulable(message: message, kind: .schedulerError, clearsAssignment: false, retries: false)
    }
  }
}

extension KarmadaPolicy {
  /// The strategy in the planner's words. Static rules are matched by the scheduler and given as weights; whether there
  /// are any only decides about spread constraints.
  var strategy: KarmadaStrategy {
    switch scheduling {
    case .duplicated: .duplicated
    case .dynamicWeight: .dynamicWeight
    case .aggregated: .aggregated
    case .staticWeight: .staticWeight(ignoresSpreadConstraints ? nil : [])
    }
  }

  /// Static weights, but not an empty list of them, take every cluster.
  private var ignoresSpreadConstraints: Bool {
    guard case .staticWeight(let rules) = scheduling else { return false }
    return rules.map { !$0.isEmpty } ?? true
  }

  /// The constraints in the planner's words. One by label counts for nothing but being there, as one by zone does.
  var plannerConstraints: [KarmadaSpreadConstraint] {
    spreadConstraints.map { constraint in
      let field: KarmadaSpreadConstraint.Field
      switch constraint.field {
      case .cluster: field = .cluster
      case .region: field = .region
      case .provider: field = .provider
      case .zone, .label: field = .zone
      }
      return KarmadaSpreadConstraint(
        field: field, minimumGroups: Int64(constraint.minimumGroups), maximumGroups: Int64(constraint.maximumGroups))
    }
  }
}
