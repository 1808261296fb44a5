// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// What people change of workloads, policies, flags and membership while the run goes on.

extension FederationRun {
  /// Does what the edit at `action` of the scenario's actions comes to: the workload's own values for every contender,
  /// its policy for this one. The assignment stays; the system decides what to make of the change.
  mutating func applyEdits(ofAction action: Int) {
    for edit in contender.policyEdits where edit.action == action { change(edit.workload, to: edit.policy) }
    for edit in scenario.workloadEdits where edit.action == action {
      let template = PodTemplate(requests: edit.spec.requests, hasRequests: edit.spec.hasRequests)
      changeTemplate(of: edit.workload, to: template)
      // Replicas that the edit leaves alone stay what demand and scaling made of them.
      if case .edit(_, let path, _) = scenario.actions[action].kind, path == "replicas" {
        setWanted(Int32(clamping: edit.spec.replicas), of: edit.workload)
      }
    }
  }

  private mutating func change(_ workload: Int, to policy: NativePolicy?) {
    guard policy != policies[workload] else { return }
    policies[workload] = policy
    hubWorkloads[workload].policyChanged()
    facts[workload].take(policy)
    affinityGroups = WorkloadGroups(policies: policies, workloads: scenario.workloads)
    // A cluster that is no candidate any more keeps its replicas until a decision takes them, so the workload goes on to
    // hear of its changes.
    if let policy {
      let candidates = scheduler.candidates(for: policy, workload: scenario.workloads[workload], in: scenario.fleet)
      hubWorkloads[workload].candidates = candidates
      for candidate in candidates { hear(workload, ofChangesIn: candidate.index) }
    }
    noteBindingWritten(workload)
    enqueue(workload, .policyChanged)
  }

  private mutating func hear(_ workload: Int, ofChangesIn cluster: Int) {
    let listeners = workloadsOfCluster[cluster]
    let place = listeners.firstIndex { $0 >= Int32(workload) } ?? listeners.count
    if place < listeners.count, listeners[place] == Int32(workload) { return }
    workloadsOfCluster[cluster].insert(Int32(workload), at: place)
  }

  /// Members get the new template with the replicas that they have, whatever the scheduler does.
  private mutating func changeTemplate(of workload: Int, to template: PodTemplate) {
    let present = self.template(of: workload)
    guard template.requests != present.requests || template.hasRequests != present.hasRequests else { return }
    let used = quotaUsage(of: workload, hubWorkloads[workload].assignment)
    templates.append(template)
    hubWorkloads[workload].template = Int32(templates.count - 1)
    quotas.change(workload, from: used, to: quotaUsage(of: workload, hubWorkloads[workload].assignment))
    for cohort in cohortsOfWorkload[workload] where cohorts[Int(cohort)].sent >= 0 {
      let cluster = ClusterIndex(cohorts[Int(cohort)].cluster)
      if mayWrite(workload, to: cluster) { send(cohorts[Int(cohort)].sent, to: Int(cohort)) }
    }
    enqueue(workload, .replicasChanged)
  }

  /// Takes the profile that the change at `action` gives this contender. What is under way keeps its time, as a probe's
  /// publication or a toleration; what begins from now on follows the new values.
  mutating func changeProfile(byAction action: Int) {
    guard let next = contender.profileChanges.first(where: { $0.action == action })?.profile else { return }
    // Reports up to now were made at the old period.
    for cluster in clusters.indices { bringUpToDate(cluster) }
    let previous = profile
    profile = next
    renewBuckets(since: previous)
    if profile.detection != previous.detection { retimeProbes() }
    let begins = profile.eviction.isEnabled && !previous.eviction.isEnabled
    if begins || profile.eviction.evictsHandSetTaints && !previous.eviction.evictsHandSetTaints { beginEvictions() }
    for cluster in clusters.indices where isWatched(cluster) { scheduleRelist(of: cluster) }
    while busyEvictionWorkers < profile.eviction.workers, !evictionQueue.isEmpty {
      busyEvictionWorkers += 1
      releaseEvictionWorker()
    }
    callDecisionWorkers()
    for cohort in cohorts.indices where cohorts[cohort].waiting > 0 { scheduleUnschedulableCheck(of: cohort) }
  }

  /// Buckets of which the rate changed begin anew, and full; the others keep what is in them.
  private mutating func renewBuckets(since previous: ControlPlaneProfile) {
    for shard in deciders.indices {
      if profile.scheduling.apiRate != previous.scheduling.apiRate {
        deciders[shard].requests = TokenBucket(profile.scheduling.apiRate)
      }
      if profile.scheduling.retryRate != previous.scheduling.retryRate {
        deciders[shard].retries = TokenBucket(profile.scheduling.retryRate)
      }
    }
    if profile.eviction.queueRate != previous.eviction.queueRate {
      evictionTokens = TokenBucket(profile.eviction.queueRate)
    }
    if profile.propagation.hubRate != previous.propagation.hubRate {
      for shard in hubRequests.indices { hubRequests[shard] = TokenBucket(profile.propagation.hubRate) }
    }
    guard profile.propagation.memberRate != previous.propagation.memberRate else { return }
    for cluster in hubClusters.indices { hubClusters[cluster].requests = TokenBucket(profile.propagation.memberRate) }
  }

  /// Workers of the scheduler that were added find what waits.
  private mutating func callDecisionWorkers() {
    for shard in deciders.indices where isSchedulerUp(shard: shard) {
      var idle = min(profile.scheduling.workers - deciders[shard].busyWorkers, deciders[shard].queue.count)
      while idle > 0 {
        callDecider(of: shard)
        idle -= 1
      }
    }
  }

  /// The controller that begins to evict finds what is tainted and what is not ready.
  private mutating func beginEvictions() {
    guard isHubWatching else { return }
    for cluster in clusters.indices {
      scheduleEvictions(from: cluster)
      if !hubClusters[cluster].isPublishedReady { setNotReadyTaints(on: cluster) }
    }
  }

  /// A cluster becomes a member. Objects that it is still assigned are written again.
  mutating func join(_ cluster: Int) {
    snapshot.clusters[cluster].isJoined = true
    forgetAnswers(around: cluster)
    membershipChanged(of: cluster)
    scheduleEvictions(from: cluster)
    for workload in workloadsOfCluster[cluster] where holds(Int(workload), cluster) { dispatch(Int(workload)) }
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .membershipChanged) }
  }

  /// A cluster leaves. Karmada deletes everything it propagated there, beside what its scheduler decides; the others
  /// forget the cluster, and what runs there runs on.
  ///
  /// Source: karmada `pkg/controllers/cluster/cluster_controller.go` removeCluster: the execution namespace goes, and the
  /// objects of its Works with it. kubefed `pkg/kubefedctl/unjoin.go` removes the registration alone. kubeadmiral
  /// `pkg/controllers/federatedcluster`: objects stay unless cascading deletion is asked for.
  mutating func leave(_ cluster: Int) {
    snapshot.clusters[cluster].isJoined = false
    forgetAnswers(around: cluster)
    membershipChanged(of: cluster)
    if profile.system == .karmada {
      for cohort in clusters[cluster].cohorts where cohorts[Int(cohort)].sent >= 0 { send(-1, to: Int(cohort)) }
    }
    for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .membershipChanged) }
  }
}
