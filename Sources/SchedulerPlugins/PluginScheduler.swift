// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Results
import Scheduling
import SchedulingPolicies
import Synchronization

/// A profile whose policy is a program of the user's own.
///
/// The profile's own policy is asked first, and what it would have answered decides what the program is asked: nothing
/// where the system would not have scheduled at all (its sticky rules) or where no cluster passes its filters; else the
/// clusters that passed, with the system's estimate of their room. So a program races under the mechanics of the system
/// that it is put into, and replaces the choice alone.
final class PluginScheduler: ReplicaScheduler {
  private struct State: Sendable {
    var session: PluginSession
    /// The last question and its answer, so that a request for reasons is not a second question.
    var last: (workload: WorkloadIndex, time: SimulationTime, decision: SchedulingDecision)?
  }

  private let own: any ReplicaScheduler
  private let fleet: Fleet
  private let nameRanks: [Int32]
  private let system: FederationSystem
  private let keepsEmpty: Bool
  private let state: Mutex<State>

  init(_ session: PluginSession) {
    let contender = session.facts.contender
    fleet = session.facts.scenario.fleet
    own = PolicyCatalog.scheduler(for: contender, fleet: fleet)
    nameRanks = NameOrder.ranks(of: fleet.clusters.map(\.name))
    system = contender.profile.system
    keepsEmpty = system == .karmada && contender.profile.switches.propagatesEmptyWorkloads
    state = Mutex(State(session: session))
  }

  var triggers: SchedulingTriggers { own.triggers }

  /// Whether the run is better ended now.
  var hasGivenUp: Bool { state.withLock { $0.session.hasGivenUp } }

  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    own.candidates(for: policy, workload: workload, in: fleet)
  }

  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    var stream = random
    var explained = request
    explained.wantsExplanation = true
    let native = own.decide(explained, on: snapshot, random: &random)
    return state.withLock { state in
      if request.wantsExplanation, let last = state.last, last.workload == request.workload, last.time == snapshot.time
      {
        return last.decision
      }
      let number = Int64(stream.next() >> 11)
      let decision = decide(request, native, on: snapshot, number: number, &state.session)
      state.last = (request.workload, snapshot.time, decision)
      return decision
    }
  }

  /// The conversation as it stands.
  var session: PluginSession { state.withLock { $0.session } }

  /// From now on how long each exchange takes is kept.
  func measure() { state.withLock { $0.session.measures = true } }

  /// The end of the run.
  func end() throws -> SchedulerConduct {
    try state.withLock { state in
      let conduct = state.session.end()
      if let difference = state.session.difference { throw difference }
      if state.session.wasInterrupted { throw CancellationError() }
      return conduct
    }
  }

  private func decide(
    _ request: SchedulingRequest, _ native: SchedulingDecision, on snapshot: FederationSnapshot, number: Int64,
    _ session: inout PluginSession
  ) -> SchedulingDecision {
    if case .keep = native.outcome { return native }
    let eligible = native.explanations.filter(\.isFeasible).map { EligibleCluster($0) }
    if eligible.isEmpty { return native }
    guard let introduction = session.begin(at: snapshot.time) else { return refusal(native, request, session) }
    var pass = PluginPass(
      question: Question(request: request, eligible: eligible, time: snapshot.time, random: number), native: native)
    do throws(PluginPass.Stop) {
      try pass.run(introduction.capabilities, on: snapshot, in: &session)
    } catch {
      return refusal(native, request, session)
    }
    guard let placement = pass.placement else { return divided(pass, request, snapshot) }
    let outcome: SchedulingOutcome
    switch placement {
    case .assign(let assigned): outcome = .assign(recorded(assigned))
    case .keep: outcome = .keep
    case .unschedulable(let message, let placeable):
      outcome = .unschedulable(
        message: message, kind: .unschedulable, placeable: placeable, clearsAssignment: false, retries: true)
    }
    return pass.decision(outcome)
  }

  /// What the system makes of it: the assignment stays; a program that may still answer is asked again as after any
  /// failure of a scheduler.
  private func refusal(
    _ native: SchedulingDecision, _ request: SchedulingRequest, _ session: PluginSession
  ) -> SchedulingDecision {
    if session.hasGivenUp { return SchedulingDecision(.keep, affinityGroup: request.affinityGroup) }
    var decision = SchedulingDecision(
      .unschedulable(
        message: session.isOver ? "the scheduler program is disqualified" : "the scheduler program failed",
        clearsAssignment: false, retries: !session.isOver), affinityGroup: request.affinityGroup,
      explanations: native.explanations)
    for place in decision.explanations.indices { decision.explanations[place].assigned = 0 }
    return decision
  }

  /// The system's own division over what the program left.
  private func divided(
    _ pass: PluginPass, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> SchedulingDecision {
    var narrowed = request.narrowed(to: pass.question.eligible.map(\.cluster))
    narrowed.wantsExplanation = true
    // That it is due was found out before; fewer clusters must not make it look as if it were not.
    narrowed.trigger.insert(.created)
    var stream = RandomStream(key: 0)
    let decision = own.decide(narrowed, on: snapshot, random: &stream)
    return pass.decision(decision.outcome, explanations: decision.explanations, affinityGroup: decision.affinityGroup)
  }

  /// The targets in the order that the system records: Karmada by name, the others by their place. Clusters without
  /// replicas only stay where the system keeps empty objects.
  private func recorded(_ assigned: [AssignedReplicas]) -> [AssignedReplicas] {
    let targets = keepsEmpty ? assigned : assigned.filter { $0.replicas > 0 }
    guard system == .karmada else { return targets }
    return targets.sorted { nameRanks[$0.cluster.index] < nameRanks[$1.cluster.index] }
  }
}

extension SchedulingRequest {
  /// The same with only these candidates, ascending; what it holds elsewhere counts as held nowhere.
  func narrowed(to clusters: [ClusterIndex]) -> SchedulingRequest {
    let kept = Set(clusters)
    let places = candidates.indices.filter { kept.contains(candidates[$0]) }
    var request = self
    request.candidates = places.map { candidates[$0] }
    request.current = current.filter { kept.contains($0.cluster) }
    request.accurateEstimates = accurateEstimates.map { estimates in places.map { estimates[$0] } }
    request.assumed = assumed.map { assumed in places.map { assumed[$0] } }
    return request
  }
}
