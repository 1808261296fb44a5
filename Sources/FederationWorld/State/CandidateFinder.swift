// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// Finds the clusters that workloads can ever use, once for all workloads that are alike to the scheduler: thousands of
/// them share a list.
struct CandidateFinder {
  private struct Key: Hashable {
    var policy: NativePolicy
    var kind: String
  }

  private let scheduler: any ReplicaScheduler
  private let fleet: Fleet
  private var known: [Key: [ClusterIndex]] = [:]

  init(scheduler: any ReplicaScheduler, fleet: Fleet) {
    self.scheduler = scheduler
    self.fleet = fleet
  }

  /// What the scheduler answers for `policy` and `workload`. O(clusters) for the first of its like.
  mutating func candidates(for policy: NativePolicy, workload: WorkloadSpec) -> [ClusterIndex] {
    guard scheduler.candidatesFollowPolicyAndKind else {
      return scheduler.candidates(for: policy, workload: workload, in: fleet)
    }
    let key = Key(policy: policy, kind: workload.kind)
    if let list = known[key] { return list }
    let list = scheduler.candidates(for: policy, workload: workload, in: fleet)
    known[key] = list
    return list
  }
}
