// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling

// What Karmada's optional components add to a question, and refuse of an answer.

extension StreamPurpose {
  /// Whether the hub's API refuses a write; entity: workload, second: which decision.
  static let writeRefusal = StreamPurpose(rawValue: 43)
}

extension FederationRun {
  /// Whether a decision waits for estimators that do not answer.
  var estimatorsHang: Bool {
    profile.switches.usesAccurateEstimator && profile.components.failingEstimatorsHang
      && !profile.components.failingEstimators.isEmpty
  }

  /// What each candidate's accurate estimator answers; nil without estimators, or when one that is asked fails.
  ///
  /// Source: karmada `pkg/scheduler/core/estimation.go`: one error discards all accurate answers. An estimator runs
  /// beside the hub and answers from its cache when its member is lost. O(nodes of the candidates).
  func accurateEstimates(for workload: Int) -> [Int32]? {
    guard profile.system == .karmada, profile.switches.usesAccurateEstimator else { return nil }
    let candidates = hubWorkloads[workload].candidates
    let failing = profile.components.failingEstimators
    if candidates.contains(where: { failing.contains(scenario.fleet.clusters[$0.index].name) }) { return nil }
    return candidates.map { replicasThatFit(workload, in: $0.index) }
  }

  /// What the hub's template of `workload` says now.
  func template(of workload: Int) -> PodTemplate { templates[Int(hubWorkloads[workload].template)] }

  /// Replicas of `workload` for which the nodes of `cluster` have room, node by node.
  ///
  /// Source: karmada `pkg/estimator/server/framework/plugins/noderesource`.
  func replicasThatFit(_ workload: Int, in cluster: Int) -> Int32 {
    let spec = scenario.workloads[workload]
    let template = template(of: workload)
    var total: Int64 = 0
    for node in clusters[cluster].nodes {
      guard nodes[node].presence == .present,
        scenario.fleet.clusters[cluster].pools[nodes.pool(of: node)].admits(spec)
      else { continue }
      let free = nodes.free(of: node)
      total += NodeRoom.replicas(
        of: template.hasRequests ? template.requests : nil,
        in: Resources(cpuMillicores: free.cpuMillicores, memoryBytes: free.memoryBytes, pods: free.pods))
    }
    return Int32(clamping: total)
  }

  /// What recent decisions put into each candidate of `workload`; nil without the overcommit protection. O(what is
  /// assumed in the candidates).
  func assumptions(for workload: Int) -> [[AssumedReplicas]]? {
    guard profile.system == .karmada, profile.switches.protectsFromOvercommit else { return nil }
    return hubWorkloads[workload].candidates.map { candidate in
      hubClusters[candidate.index].assumptions.compactMap { entry in
        guard entry.workload != Int32(workload), entry.until > now else { return nil }
        let template = template(of: Int(entry.workload))
        return AssumedReplicas(requests: template.hasRequests ? template.requests : nil, replicas: entry.replicas)
      }
    }
  }

  /// Remembers what a decision put into a cluster, running replicas included. O(what is assumed there).
  ///
  /// Source: karmada `pkg/scheduler/scheduler.go` patchScheduleResultForResourceBinding, `pkg/scheduler/cache` (1.18): the
  /// whole count of every target, until it turns healthy, leaves the result, or 5 minutes have passed.
  mutating func assume(_ replicas: Int32, of workload: Int, in cluster: Int) {
    guard profile.system == .karmada, profile.switches.protectsFromOvercommit else { return }
    forgetAssumptions(of: workload) { $0.index == cluster }
    guard replicas > 0 else { return }
    let time = now
    hubClusters[cluster].assumptions.removeAll { $0.until <= time }
    hubClusters[cluster].assumptions.append(
      .init(workload: Int32(workload), replicas: replicas, until: time + profile.components.assumptionLifetime))
    hubWorkloads[workload].assumedIn.append(ClusterIndex(cluster))
  }

  /// Forgets what was remembered of `workload` in clusters where `isOver`.
  mutating func forgetAssumptions(of workload: Int, where isOver: (ClusterIndex) -> Bool) {
    for cluster in hubWorkloads[workload].assumedIn where isOver(cluster) {
      hubClusters[cluster.index].assumptions.removeAll { $0.workload == Int32(workload) }
    }
    hubWorkloads[workload].assumedIn.removeAll(where: isOver)
  }

  /// Where the peers of a workload's groups are; nil when it has none or nobody looks.
  func peers(of workload: Int) -> PeerPlacement? {
    guard profile.system == .karmada, profile.switches.workloadAffinity else { return nil }
    return affinityGroups.peers(of: workload) { hubWorkloads[$0].assignment }
  }

  /// Why the hub does not take an answer: a quota, or a write that its API refuses.
  func refusal(of assignment: [AssignedReplicas], for workload: Int) -> SchedulingFailure? {
    guard profile.system == .karmada else { return nil }
    if profile.switches.enforcesQuotas, let refusal = quotaRefusal(of: assignment, for: workload) { return refusal }
    let share = profile.components.refusedWrites
    guard share > 0 else { return nil }
    var stream = RandomStream(
      seed: seed, purpose: .writeRefusal, entity: workloadKeys[workload], second: hubWorkloads[workload].decisions)
    return stream.chance(share) ? SchedulingFailure(.apiError, message: "the hub's API refused the write") : nil
  }

  /// Why a quota of the workload's namespace is in the way; nil where none is. O(quotas of the namespace).
  private func quotaRefusal(of assignment: [AssignedReplicas], for workload: Int) -> SchedulingFailure? {
    quotas.refusal(
      of: quotaUsage(of: workload, assignment), replacing: quotaUsage(of: workload, hubWorkloads[workload].assignment),
      for: workload)
  }

  /// What `assignment` of the workload uses of its namespace's quotas.
  func quotaUsage(of workload: Int, _ assignment: [AssignedReplicas]) -> QuotaCheck.Usage {
    QuotaCheck.Usage(requests: template(of: workload).requests, assignment: assignment)
  }
}
