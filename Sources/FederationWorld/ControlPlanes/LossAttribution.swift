// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// Where the time goes: what each workload lacks is split over the causes, whole replicas that add up exactly. Only
// workloads that the event at hand touched are looked at, and of those only the ones that lack something.

extension FederationRun {
  // MARK: What has to be looked at again

  /// To be called when anything changed that bears on what `workload` lacks. O(1).
  mutating func markLosses(of workload: Int) {
    guard !lossBook[workload].isUnsettled else { return }
    lossBook[workload].isUnsettled = true
    lossBook.unsettled.append(Int32(workload))
  }

  /// To be called when the state of a cluster, or what the hub knows or does about it, changed. O(workloads there).
  mutating func markLosses(in cluster: Int) {
    for cohort in clusters[cluster].cohorts { markLosses(of: Int(cohorts[Int(cohort)].workload)) }
  }

  /// Takes an observation in before it is told.
  mutating func noteForLosses(_ kind: Observation.Kind, workload: Int, value: Int64) {
    if kind == .servingChanged || kind == .servingLostToFault { lossBook[workload].serving += value }
    markLosses(of: workload)
  }

  /// Says what changed, at the end of an event. For each touched workload that lacks replicas O(cohorts that are not well),
  /// or O(assigned clusters) where they are many or it has more replicas than it needs.
  mutating func settleLosses() {
    settleCohorts()
    var place = 0
    while place < lossBook.unsettled.count {
      let workload = Int(lossBook.unsettled[place])
      place += 1
      lossBook[workload].isUnsettled = false
      if Int64(wanted[workload]) > lossBook[workload].serving || lossBook[workload].lacks {
        settleCauses(of: workload)
      }
      let twice = replicasRunningTwice(of: workload)
      if twice != lossBook[workload].doubleRunning {
        tell(.doubleRunningChanged, workload: workload, value: Int64(twice - lossBook[workload].doubleRunning))
        lossBook[workload].doubleRunning = twice
      }
    }
    if checksInvariants {
      for workload in lossBook.unsettled {
        checkLosses(of: Int(workload))
        checkShortcuts(of: Int(workload))
      }
    }
    lossBook.unsettled.removeAll(keepingCapacity: true)
  }

  /// Says what has changed of what `workload` lacks.
  private mutating func settleCauses(of workload: Int) {
    let (counts, unexplained) = lossByCause(of: workload)
    lossBook.unexplained += Int64(unexplained)
    let before = lossBook.counts[workload]
    guard counts != before else { return }
    lossBook.counts[workload] = counts
    lossBook[workload].lacks = !counts.isEmpty
    for cause in LossCause.allCases where counts[cause] != before[cause] {
      tell(.lossChanged, workload: workload, value: Int64(counts[cause]) - Int64(before[cause]), cause: cause)
    }
  }

  // MARK: The split

  /// What `workload` lacks, by cause, and what of it no stage explains (counted under `nothingWillMoveIt`).
  /// - Parameter looksEverywhere: Whether the clusters that are said to lack nothing are looked at too.
  func lossByCause(of workload: Int, looksEverywhere: Bool = false) -> (counts: LossCounts, unexplained: Int32) {
    var rest = Int32(clamping: max(0, Int64(wanted[workload]) - lossBook[workload].serving))
    var counts = LossCounts()
    guard rest > 0 else { return (counts, 0) }
    func take(_ count: Int32, _ cause: @autoclosure () -> LossCause) {
      guard count > 0, rest > 0 else { return }
      let part = min(count, rest)
      counts[cause()] += part
      rest -= part
    }
    let survey = survey(workload, lacking: rest, looksEverywhere)
    take(survey.starting, .starting)
    take(survey.unsent, causeOfUnsent(workload))
    take(survey.waiting, .noCapacity)
    take(survey.unassigned, causeOfUnassigned(workload))
    if rest > 0 {
      for cause in Self.strandedCauses { take(survey.stranded[cause], cause) }
      counts[.nothingWillMoveIt] += rest
    }
    return (counts, rest)
  }

  /// Causes of what is lost or hidden where it is assigned, the nearest to being moved first.
  private static let strandedCauses: [LossCause] = [
    .queuedForScheduling, .queuedForEviction, .tolerated, .notDetected, .noCapacity, .nothingWillMoveIt,
  ]

  /// Where the replicas are that do not serve.
  private struct Survey {
    var starting: Int32 = 0
    /// On their way to a member that the hub reaches.
    var unsent: Int32 = 0
    /// Without a node in a member that serves.
    var waiting: Int32 = 0
    /// Assigned nowhere.
    var unassigned: Int32 = 0
    /// Assigned where they cannot serve.
    var stranded = LossCounts()
  }

  /// Replicas by stage in one cluster; none where there is no cohort.
  private struct StageCounts {
    var (sent, desired, waiting, starting): (Int32, Int32, Int32, Int32) = (-1, 0, 0, 0)
    var (ready, hidden, lost, unnoticed): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)

    init() {}

    init(_ cohort: borrowing Cohort) {
      (sent, desired, waiting, starting) = (cohort.sent, cohort.desired, cohort.waiting, cohort.starting)
      (ready, hidden, lost, unnoticed) = (cohort.ready, cohort.hidden, cohort.lost, cohort.unnoticed)
    }

    /// Whether the member has what is assigned, and all of it has a node that runs: where it also serves, nothing is
    /// lost.
    func isAsAsked(_ assigned: Int32) -> Bool {
      sent <= desired && assigned <= desired && waiting | hidden | lost == 0
    }
  }

  /// Looks where the replicas of `workload` are; the rest does not matter where those that start are as many as it lacks.
  private func survey(_ workload: Int, lacking: Int32, _ looksEverywhere: Bool) -> Survey {
    var survey = Survey()
    // An old copy that comes back serves too, assigned or not.
    survey.starting = startingReplicas(of: workload)
    if survey.starting >= lacking { return survey }
    let isSent = !hubWorkloads[workload].hasUnsent && !facts[workload].hasReplicaOverrides
    if isSent, !looksEverywhere, lossBook[workload].unwell.count <= Self.fewUnwell {
      surveyUnwell(workload, &survey)
    } else {
      surveyAll(workload, &survey)
    }
    return survey
  }

  /// Cohorts that are found in an assignment one by one; more of them are met sooner on a walk through it.
  private static let fewUnwell = 8

  /// Looks at those cohorts alone that are not well, where every cluster was sent what is assigned to it.
  private func surveyUnwell(_ workload: Int, _ survey: inout Survey) {
    for place in lossBook[workload].unwell {
      let cluster = Int(cohorts[Int(place)].cluster)
      guard holds(workload, cluster) else { continue }
      let counts = StageCounts(cohorts[Int(place)])
      add(counts, in: cluster, assigned: counts.sent, of: workload, to: &survey)
    }
    survey.unassigned = Int32(
      clamping: max(0, Int64(wanted[workload]) - hubWorkloads[workload].assignment.replicaTotal))
  }

  /// Looks at every assigned cluster.
  private func surveyAll(_ workload: Int, _ survey: inout Survey) {
    var assigned: Int64 = 0
    let (entries, places) = (hubWorkloads[workload].assignment, hubWorkloads[workload].assignedCohorts)
    for (place, entry) in entries.enumerated() {
      let replicas = overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      assigned += Int64(replicas)
      let cohort = Int(places[place])
      let counts = cohort >= 0 ? StageCounts(cohorts[cohort]) : StageCounts()
      if counts.isAsAsked(replicas), contacts[entry.cluster.index].contains(.serving) { continue }
      add(counts, in: entry.cluster.index, assigned: replicas, of: workload, to: &survey)
    }
    survey.unassigned = Int32(clamping: max(0, Int64(wanted[workload]) - assigned))
  }

  /// Replicas that start where users will reach them. O(1) while users reach every cluster, else O(cohorts).
  private func startingReplicas(of workload: Int) -> Int32 {
    guard lossBook.clustersOutOfReach > 0, lossBook[workload].starting > 0 else { return lossBook[workload].starting }
    return cohortsOfWorkload[workload].reduce(0) { sum, place in
      clusters[Int(cohorts[Int(place)].cluster)].isServing ? sum + cohorts[Int(place)].starting : sum
    }
  }

  /// Adds what is assigned to one cluster.
  private func add(
    _ counts: StageCounts, in cluster: Int, assigned: Int32, of workload: Int, to survey: inout Survey
  ) {
    let unsent = max(0, max(counts.sent, assigned) - counts.desired)
    if clusters[cluster].isHeard {
      survey.unsent += unsent
    } else if unsent > 0 {
      survey.stranded[causeOfStranded(workload, in: cluster)] += unsent
    }
    guard clusters[cluster].isAlive else {
      survey.stranded[causeOfStranded(workload, in: cluster)] += counts.lost + counts.waiting
      return
    }
    let unnoticed = min(counts.unnoticed, counts.lost)
    survey.stranded[.notDetected] += unnoticed
    survey.stranded[.tolerated] += counts.lost - unnoticed
    if clusters[cluster].isServing {
      survey.waiting += counts.waiting
      if counts.hidden > 0 { survey.stranded[causeOfHidden(workload, in: cluster)] += counts.hidden }
    } else {
      survey.stranded[causeOfHidden(workload, in: cluster)] += counts.ready + counts.starting + counts.waiting
    }
  }

  // MARK: The causes

  /// Why replicas are assigned and not yet in their member's object.
  private func causeOfUnsent(_ workload: Int) -> LossCause { isHeldBack(workload) ? .blockedByOldCopy : .propagating }

  /// Whether a decision for `workload` is queued or being made.
  private func isDecisionUnderWay(for workload: Int) -> Bool {
    !hubWorkloads[workload].pendingTriggers.isEmpty || !isSchedulerUp(for: workload)
  }

  /// Why replicas are assigned nowhere. Trying again what found no room is no way on.
  private func causeOfUnassigned(_ workload: Int) -> LossCause {
    let foundNoRoom = hubWorkloads[workload].foundNoRoom
    if isDecisionUnderWay(for: workload), !(foundNoRoom && hubWorkloads[workload].pendingTriggers == .retry) {
      return .queuedForScheduling
    }
    if foundNoRoom { return .noCapacity }
    return hubWorkloads[workload].failedAttempts > 0 ? .queuedForScheduling : .nothingWillMoveIt
  }

  /// Why replicas still stand where they were lost with their cluster. A hub that is down publishes nothing more; what
  /// it published before is known and waits for the hub.
  private func causeOfStranded(_ workload: Int, in cluster: Int) -> LossCause {
    guard !hubClusters[cluster].isPublishedReady else { return .notDetected }
    if wouldMove(workload) { return .queuedForScheduling }
    if let eviction = hubWorkloads[workload].evictionsUnderWay.first(where: { $0.cluster == Int32(cluster) }) {
      if eviction.isQueued, eviction.tolerated <= now { return .queuedForEviction }
      if eviction.tolerated >= now, eviction.tolerated != .distantFuture { return .tolerated }
    }
    if hubClusters[cluster].isReactionAhead { return .tolerated }
    return hubWorkloads[workload].foundNoRoom ? .noCapacity : .nothingWillMoveIt
  }

  /// Whether a decision under way would take replicas off a lost member: in Karmada only evictions and a rebalancing
  /// do.
  private func wouldMove(_ workload: Int) -> Bool {
    guard isDecisionUnderWay(for: workload) else { return false }
    return profile.system != .karmada || hubWorkloads[workload].pendingTriggers.contains(.rebalanceRequested)
  }

  /// Why replicas run where users do not reach them: no control plane looks from there.
  private func causeOfHidden(_ workload: Int, in cluster: Int) -> LossCause {
    hubClusters[cluster].isPublishedReady && clusters[cluster].isReachable
      ? .nothingWillMoveIt : causeOfStranded(workload, in: cluster)
  }

  // MARK: Running twice

  /// Replicas that serve beyond what the hub assigns to their clusters, as far as the demand does not need them.
  func replicasRunningTwice(of workload: Int, looksEverywhere: Bool = false) -> Int32 {
    let surplus = lossBook[workload].serving - Int64(wanted[workload])
    guard surplus > 0 else { return 0 }
    var beyond = lossBook[workload].serving
    let (entries, places) = (hubWorkloads[workload].assignment, hubWorkloads[workload].assignedCohorts)
    let isSent = !hubWorkloads[workload].hasUnsent && !looksEverywhere
    for (place, entry) in entries.enumerated() {
      let cohort = Int(places[place])
      guard cohort >= 0 else { continue }
      let assigned = overriddenReplicas(of: workload, in: entry.cluster, scheduled: entry.replicas)
      let isWhole = isSent && cohorts.standing(of: cohort).contains(.isWhole)
      beyond -= Int64(isWhole ? assigned : min(servingReplicas(of: cohort), assigned))
    }
    return Int32(clamping: min(beyond, surplus))
  }

  /// Replicas of a cohort that users reach.
  func servingReplicas(of cohort: Int) -> Int32 {
    contacts[Int(cohorts[cohort].cluster)].contains(.serving) ? cohorts[cohort].ready - cohorts[cohort].hidden : 0
  }

  // MARK: What the control plane tells of its own doings

  /// The profile will do something about the member as published, or does it now.
  mutating func noteReaction(to cluster: Int, isAhead: Bool) {
    hubClusters[cluster].isReactionAhead = isAhead
    markLosses(in: cluster)
  }

  /// The workload's toleration of the lost member runs until `time`.
  mutating func noteToleration(of workload: Int, in cluster: Int, until time: SimulationTime) {
    guard !isEvictionQueued(of: workload, from: cluster) else { return }
    noteEvictionDone(of: workload, from: cluster)
    hubWorkloads[workload].evictionsUnderWay.append(.init(cluster: Int32(cluster), tolerated: time, isQueued: false))
  }

  /// Whether the workload's eviction waits for a worker.
  func isEvictionQueued(of workload: Int, from cluster: Int) -> Bool {
    hubWorkloads[workload].evictionsUnderWay.contains { $0.isQueued && $0.cluster == Int32(cluster) }
  }

  /// Whether the workload's toleration of the lost member is known to run until `time`, with no worker to look at it.
  func isTolerated(_ workload: Int, in cluster: Int, until time: SimulationTime) -> Bool {
    hubWorkloads[workload].evictionsUnderWay.contains {
      $0.cluster == Int32(cluster) && $0.tolerated == time && !$0.isQueued
    }
  }

  /// The workload's eviction, due at `time`, waits for a worker.
  mutating func noteQueuedEviction(of workload: Int, from cluster: Int, dueAt time: SimulationTime) {
    noteEvictionDone(of: workload, from: cluster)
    hubWorkloads[workload].evictionsUnderWay.append(.init(cluster: Int32(cluster), tolerated: time, isQueued: true))
  }

  /// The workload was evicted, or its eviction turned out to be none.
  mutating func noteEvictionDone(of workload: Int, from cluster: Int) {
    markLosses(of: workload)
    hubWorkloads[workload].evictionsUnderWay.removeAll { $0.cluster == Int32(cluster) }
  }

  /// Whether the last answer of the policy left replicas without a cluster.
  mutating func noteAnswer(_ outcome: SchedulingOutcome, for workload: Int) {
    switch outcome {
    case .keep: return
    case .assign(let assignment):
      let total = assignment.replicaTotal
      hubWorkloads[workload].foundNoRoom = total < Int64(hubWorkloads[workload].replicas)
    case .unschedulable:
      hubWorkloads[workload].foundNoRoom = true
    }
    markLosses(of: workload)
  }
}
