// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import Synchronization

/// Asks every question of a run several times more and gives the answer to the last, which alone takes from the random
/// stream. Questions of the start are asked once: it is not timed.
final class RepeatingScheduler: ReplicaScheduler {
  private let scheduler: any ReplicaScheduler
  private let times: Int
  private let counted = Mutex(0)

  init(_ scheduler: any ReplicaScheduler, times: Int) {
    self.scheduler = scheduler
    self.times = times
  }

  var triggers: SchedulingTriggers { scheduler.triggers }
  var candidatesFollowPolicyAndKind: Bool { scheduler.candidatesFollowPolicyAndKind }
  /// Candidates of all questions that were asked again, each once.
  var candidateCount: Int { counted.withLock { $0 } }

  func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    scheduler.candidates(for: policy, workload: workload, in: fleet)
  }

  func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    if !request.trigger.contains(.created) {
      counted.withLock { $0 += request.candidates.count }
      for _ in 0..<times {
        var copy = random
        _ = scheduler.decide(request, on: snapshot, random: &copy)
      }
    }
    return scheduler.decide(request, on: snapshot, random: &random)
  }
}
