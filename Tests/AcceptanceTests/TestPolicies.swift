// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import SchedulingPolicies

/// Policies as shipped, and what a careless change could make of them.
enum TestPolicies: String, CaseIterable {
  /// The contender's own policy.
  case asShipped
  /// Its answers, with all replicas put into the first cluster that it names: what a lost division would do.
  case undivided

  func scheduler(for contender: ContenderSpec, fleet: Fleet) -> any ReplicaScheduler {
    let shipped = PolicyCatalog.scheduler(for: contender, fleet: fleet)
    return switch self {
    case .asShipped: shipped
    case .undivided: Undivided(shipped: shipped)
    }
  }

  private struct Undivided: ReplicaScheduler {
    let shipped: any ReplicaScheduler

    var triggers: SchedulingTriggers { shipped.triggers }

    func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
      shipped.candidates(for: policy, workload: workload, in: fleet)
    }

    func decide(
      _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
    ) -> SchedulingDecision {
      var decision = shipped.decide(request, on: snapshot, random: &random)
      if case .assign(let answer) = decision.outcome, let first = answer.first {
        let all = answer.reduce(0) { $0 + $1.replicas }
        decision.outcome = .assign([AssignedReplicas(cluster: first.cluster, replicas: all)])
      }
      return decision
    }
  }
}
