// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import Synchronization

/// A policy's answer to one question, with all that the policy saw.
struct WitnessedAnswer: Sendable {
  var request: SchedulingRequest
  var snapshot: FederationSnapshot
  /// The answer that was given, with the policy's reasons.
  var decision: SchedulingDecision
}

/// Stands between the control plane and a policy and remembers what one workload was asked and answered.
///
/// The answer is the one that the policy gives unwatched. The reasons come from a second question, with the same snapshot
/// and the same stream, that nobody acts on.
final class DecisionWitness: ReplicaScheduler {
  private let policy: any ReplicaScheduler
  private let workload: WorkloadIndex
  private let answers = Mutex<[WitnessedAnswer]>([])
  private let isOver = Mutex(false)

  init(of policy: any ReplicaScheduler, workload: WorkloadIndex) {
    self.policy = policy
    self.workload = workload
  }

  var triggers: SchedulingTriggers { policy.triggers }

  var candidatesFollowPolicyAndKind: Bool { policy.candidatesFollowPolicyAndKind }

  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    self.policy.candidates(for: policy, workload: workload, in: fleet)
  }

  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    guard request.workload == workload, !isOver.withLock({ $0 }) else {
      return policy.decide(request, on: snapshot, random: &random)
    }
    var stream = random
    let decision = policy.decide(request, on: snapshot, random: &random)
    var question = request
    question.wantsExplanation = true
    var explained = policy.decide(question, on: snapshot, random: &stream)
    // Reasons for another answer than the one given would explain nothing.
    if explained.outcome != decision.outcome { explained = decision }
    answers.withLock { $0.append(WitnessedAnswer(request: request, snapshot: snapshot, decision: explained)) }
    return decision
  }

  /// What was answered since the last call, oldest first.
  func takeAnswers() -> [WitnessedAnswer] {
    answers.withLock { answers in
      defer { answers = [] }
      return answers
    }
  }

  /// Nothing more is remembered.
  func end() { isOver.withLock { $0 = true } }
}
