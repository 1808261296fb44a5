// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Scheduling

/// Watches the decisions about one workload and keeps those around one moment.
///
/// Memory: three decisions, whatever the run. After the first decision past the moment it only forwards.
public final class DecisionProbe: RunOnlooker {
  private let workload: Int
  private let moment: SimulationTime
  private var witness: DecisionWitness?
  /// Why the workload waits for a decision; empty: it does not.
  private var queued: [QueuedReason] = []
  private var lostSince: [[SimulationTime]] = []
  private var publishedSince: [SimulationTime?] = []
  private var hasBegun = false

  /// The last decision at or before the moment.
  public private(set) var last: ProbedDecision?
  /// The last one at or before the moment after which the assignment was another; may be `last`.
  public private(set) var lastChange: ProbedDecision?
  /// The first decision after the moment.
  public private(set) var next: ProbedDecision?
  /// What was so at the moment, after everything that happened then.
  public private(set) var state: ProbedState?

  /// For the workload at a place in the scenario, around `moment`.
  public init(workload: Int, around moment: SimulationTime) {
    self.workload = workload
    self.moment = moment
  }

  /// A policy that answers as `scheduler` does and remembers what the workload was asked.
  public func scheduler(around scheduler: any ReplicaScheduler) -> any ReplicaScheduler {
    let witness = DecisionWitness(of: scheduler, workload: WorkloadIndex(workload))
    self.witness = witness
    return witness
  }

  /// Keeps what an event decided about the workload, and what was so then.
  public func look(at run: borrowing FederationRun, after observations: ArraySlice<Observation>) {
    if next != nil && state != nil { return }
    note(observations, of: run)
    let answers = witness?.takeAnswers() ?? []
    for answer in answers { keep(answer, of: run) }
    noteQueue(of: run, isDecided: !answers.isEmpty)
    hasBegun = true
    if state == nil, run.nextEventTime.map({ $0 > moment }) ?? true { state = state(of: run) }
    if next != nil && state != nil { witness?.end() }
  }

  private func keep(_ answer: WitnessedAnswer, of run: borrowing FederationRun) {
    let time = answer.snapshot.time
    guard time <= moment || next == nil else { return }
    var probed = ProbedDecision(
      request: answer.request, snapshot: answer.snapshot, decision: answer.decision, isAtStart: !hasBegun,
      queued: queued, refusal: nil, after: run.assignment(of: workload),
      clusters: clusters(of: run, views: answer.snapshot.clusters, assigned: answer.request.current))
    for entry in answer.request.observed { probed.clusters[entry.cluster.index].observed = entry }
    if hasBegun, queued.isEmpty { probed.queued = [QueuedReason(time: time, triggers: answer.request.trigger)] }
    if case .assign(let assignment) = answer.decision.outcome, assignment != probed.after {
      probed.refusal = run.refusalOfLastAnswer(assignment, for: workload)
    }
    if time > moment {
      next = probed
    } else {
      last = probed
      if probed.changesAssignment { lastChange = probed }
    }
  }

  private func state(of run: borrowing FederationRun) -> ProbedState {
    let views = lostSince.indices.map { run.belief(of: $0) }
    return ProbedState(
      demand: run.demand(of: workload), losses: run.losses(of: workload), queued: queued,
      evictions: run.pendingEvictions(of: workload),
      clusters: clusters(of: run, views: views, assigned: run.assignment(of: workload)))
  }

  private func clusters(
    of run: borrowing FederationRun, views: [ClusterView], assigned: [AssignedReplicas]
  ) -> [ClusterAsBelieved] {
    var clusters: [ClusterAsBelieved] = []
    for (place, view) in views.enumerated() {
      let truth = run.truth(of: workload, in: place)
      clusters.append(
        ClusterAsBelieved(
          view: view, publishedSince: publishedSince[place], truth: truth,
          lostSince: truth.lostPlanes.map { lostSince[place][Int($0.number)] }))
    }
    for entry in assigned { clusters[entry.cluster.index].assigned = entry.replicas }
    return clusters
  }

  /// Remembers since when clusters are lost and published as they are.
  private func note(_ observations: ArraySlice<Observation>, of run: borrowing FederationRun) {
    if !hasBegun {
      let planes = Array(repeating: SimulationTime.zero, count: FailurePlane.allCases.count + 1)
      lostSince = Array(repeating: planes, count: run.clusterCount)
      publishedSince = Array(repeating: nil, count: run.clusterCount)
    }
    for observation in observations {
      switch observation.kind {
      case .clusterLost where observation.value > 0:
        lostSince[Int(observation.cluster)][Int(observation.value)] = observation.time
      case .readinessPublished:
        publishedSince[Int(observation.cluster)] = observation.time
      default: break
      }
    }
  }

  /// Follows why the workload waits. What was queued and decided within one event is never seen waiting.
  private func noteQueue(of run: borrowing FederationRun, isDecided: Bool) {
    guard let waiting = run.queuedDecision(of: workload) else {
      queued = []
      return
    }
    if isDecided || queued.first.map({ $0.time != waiting.since }) ?? true {
      queued = [QueuedReason(time: waiting.since, triggers: waiting.triggers)]
      return
    }
    let known = queued.reduce(into: SchedulingTriggers()) { $0.formUnion($1.triggers) }
    let added = waiting.triggers.subtracting(known)
    if !added.isEmpty { queued.append(QueuedReason(time: run.now, triggers: added)) }
  }
}
