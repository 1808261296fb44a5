// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// The clusters that workloads can ever use, found once for all workloads that are alike to the scheduler: thousands of
/// them share a list.
enum CandidateLists {
  private struct Likeness: Hashable {
    var policy: NativePolicy
    var kind: String
  }

  /// What the scheduler answers for each workload under its policy; empty without one. O(clusters) for the first workload
  /// of its like.
  static func find(
    for workloads: [WorkloadSpec], policies: [NativePolicy?], in fleet: Fleet, by scheduler: any ReplicaScheduler
  ) -> [[ClusterIndex]] {
    var known: [Likeness: [ClusterIndex]] = [:]
    return zip(workloads, policies).map { workload, policy in
      guard let policy else { return [] }
      guard scheduler.candidatesFollowPolicyAndKind else {
        return scheduler.candidates(for: policy, workload: workload, in: fleet)
      }
      let likeness = Likeness(policy: policy, kind: workload.kind)
      if let list = known[likeness] { return list }
      let list = scheduler.candidates(for: policy, workload: workload, in: fleet)
      known[likeness] = list
      return list
    }
  }
}
