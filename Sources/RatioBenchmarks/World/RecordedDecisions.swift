// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import Synchronization

/// Keeps every answer of a scheduler, in the order of the questions.
final class DecisionRecorder: ReplicaScheduler {
  private let scheduler: any ReplicaScheduler
  private let kept = Mutex<[SchedulingDecision]>([])

  init(_ scheduler: any ReplicaScheduler) { self.scheduler = scheduler }

  var triggers: SchedulingTriggers { scheduler.triggers }
  var candidatesFollowPolicyAndKind: Bool { scheduler.candidatesFollowPolicyAndKind }
  var decisions: [SchedulingDecision] { kept.withLock { $0 } }

  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    scheduler.candidates(for: policy, workload: workload, in: fleet)
  }

  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let decision = scheduler.decide(request, on: snapshot, random: &random)
    kept.withLock { $0.append(decision) }
    return decision
  }
}

/// Gives the answers of an earlier run again, so that a run costs what it costs without its decisions.
final class RecordedDecisions: ReplicaScheduler {
  private let scheduler: any ReplicaScheduler
  private let decisions: [SchedulingDecision]
  private let next = Mutex(0)

  init(of scheduler: any ReplicaScheduler, _ decisions: [SchedulingDecision]) {
    self.scheduler = scheduler
    self.decisions = decisions
  }

  var triggers: SchedulingTriggers { scheduler.triggers }
  var candidatesFollowPolicyAndKind: Bool { scheduler.candidatesFollowPolicyAndKind }

  /// Begins with the first answer again.
  func rewind() { next.withLock { $0 = 0 } }

  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    scheduler.candidates(for: policy, workload: workload, in: fleet)
  }

  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    next.withLock { place in
      precondition(place < decisions.count, "question \(place) of \(decisions.count) that were recorded")
      place += 1
      return decisions[place - 1]
    }
  }
}
