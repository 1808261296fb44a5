// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import FederationWorld
import Quantities
import RunMetrics
import Scheduling

/// A reason to decide, and when it came.
struct QueuedReasonLine: Encodable {
  let atSeconds: Double
  let triggers: [String]

  init(_ reason: QueuedReason) {
    atSeconds = reason.time.seconds
    triggers = reason.triggers.names
  }
}

/// The first line of `regatta explain run -o json`: which run it is.
struct ExplainedRunLine: Encodable {
  let type = "run"
  let record: String
  let scenario: String
  let scenarioDigest: String
  let contender: String
  let seed: Int
  let sweep: [String: String]
  let version: String
  let digest: String
  let events: Int
  let workload: String
  let atSeconds: Double
}

/// A decision.
struct ExplainedDecisionLine: Encodable {
  /// A cluster in which the assignment is another after it.
  struct Change: Encodable {
    let cluster: String
    let before: Int32
    let after: Int32
  }

  let type = "decision"
  /// `last`, `lastChange` or `next`.
  let which: String
  let atSeconds: Double
  let atStart: Bool
  let triggers: [String]
  let queued: [QueuedReasonLine]
  let waitedSeconds: Double
  let fresh: Bool
  let evicting: [String]
  /// `assign`, `keep` or `unschedulable`.
  let outcome: String
  let message: String?
  let kind: String?
  let triesAgain: Bool?
  /// What the policy says of its answer.
  let remark: String?
  /// Why the hub did not take the answer.
  let refusal: String?
  let changes: [Change]
  let allocation: Allocation
  let clusters: [BeliefRow]

  init(_ decision: ProbedDecision, which: String, contender: ContenderSpec, fleet: Fleet) {
    self.which = which
    atSeconds = decision.time.seconds
    atStart = decision.isAtStart
    triggers = decision.request.trigger.names
    queued = decision.queued.map(QueuedReasonLine.init)
    waitedSeconds = decision.waited.seconds
    fresh = decision.request.isFresh
    evicting = decision.request.evicting.map { fleet[$0].name }
    remark = decision.decision.remark
    refusal = decision.refusal?.message
    switch decision.decision.outcome {
    case .assign:
      outcome = "assign"
      (message, kind, triesAgain) = (nil, nil, nil)
    case .keep:
      outcome = "keep"
      (message, kind, triesAgain) = (nil, nil, nil)
    case .unschedulable(let failure, _, let retries):
      outcome = "unschedulable"
      (message, kind, triesAgain) = (failure.message, "\(failure.kind)", retries)
    }
    changes = decision.changes.map { Change(cluster: fleet[$0.cluster].name, before: $0.before, after: $0.after) }
    allocation = Allocation(of: decision.decision, to: decision.request, contender: contender.name, in: fleet)
    clusters = BeliefRow.rows(
      decision.clusters, at: decision.time, contender: contender, fleet: fleet, isCompared: !decision.isAtStart)
  }
}

/// What was so at the moment that was asked for.
struct ExplainedStateLine: Encodable {
  /// Replicas lost to a cause.
  struct Loss: Encodable {
    let cause: String
    let replicas: Int32
  }

  /// An eviction that is to come.
  struct Eviction: Encodable {
    let cluster: String
    /// nil: for ever.
    let toleratedUntilSeconds: Double?
    let queued: Bool
  }

  let type = "state"
  let atSeconds: Double
  let demand: Int32
  let losses: [Loss]
  let queued: [QueuedReasonLine]
  let evictions: [Eviction]
  let clusters: [BeliefRow]

  init(_ state: ProbedState, at time: SimulationTime, contender: ContenderSpec, fleet: Fleet) {
    atSeconds = time.seconds
    demand = state.demand
    losses = state.losses.map { Loss(cause: $0.cause.inWords, replicas: $0.replicas) }
    queued = state.queued.map(QueuedReasonLine.init)
    evictions = state.evictions.map {
      Eviction(
        cluster: fleet[$0.cluster].name,
        toleratedUntilSeconds: $0.toleratedUntil == .distantFuture ? nil : $0.toleratedUntil.seconds,
        queued: $0.isQueued)
    }
    clusters = BeliefRow.rows(state.clusters, at: time, contender: contender, fleet: fleet, isCompared: true)
  }
}

extension BeliefRow {
  /// The rows of all clusters, in the fleet's order.
  static func rows(
    _ clusters: [ClusterAsBelieved], at time: SimulationTime, contender: ContenderSpec, fleet: Fleet, isCompared: Bool
  ) -> [BeliefRow] {
    let looks = contender.profile.system == .karmada || contender.profile.system == .kubeAdmiral
    return clusters.enumerated().map { place, cluster in
      BeliefRow(
        cluster, name: fleet.clusters[place].name, at: time, looksAtCapacity: looks, isCompared: isCompared)
    }
  }
}

extension ProbedDecision {
  /// From the first reason to the decision.
  var waited: SimulationDuration { queued.first.map { time - $0.time } ?? .zero }

  /// The clusters whose assignment is another after it, in the fleet's order.
  var changes: [(cluster: ClusterIndex, before: Int32, after: Int32)] {
    clusters.indices.compactMap { place in
      let cluster = ClusterIndex(place)
      let before = request.current.first { $0.cluster == cluster }?.replicas ?? 0
      let new = after.first { $0.cluster == cluster }?.replicas ?? 0
      return before == new ? nil : (cluster, before, new)
    }
  }
}
