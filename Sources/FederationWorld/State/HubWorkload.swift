// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

/// What a control plane keeps of one workload. A fleet's workloads are in no cache: what most events look at comes first
/// and stands together.
struct HubWorkload {
  /// The assignment, in the order the system records it.
  private(set) var assignment: [AssignedReplicas] = []
  /// The cohorts in its clusters, beside it; -1: there is none yet.
  private(set) var assignedCohorts: [Int32] = []
  /// Old copies that may stay until the new ones are healthy.
  var evictions: [EvictionTask] = []
  /// Evictions that are tolerated or queued (due or not), at most one for a cluster.
  var evictionsUnderWay: [EvictionUnderWay] = []
  /// Clusters its policy can ever use.
  var candidates: [ClusterIndex] = [] { didSet { standingAnswer = nil } }
  /// Replicas in the template.
  var replicas: Int32 { didSet { standingAnswer = nil } }
  /// The template that members are to have.
  var template: Int32 { didSet { hasUnsent = true } }
  /// Why it waits in the queue; empty: it does not.
  var pendingTriggers: SchedulingTriggers = []
  /// Whether some member may not have been sent what is assigned to it.
  var hasUnsent = true
  /// Whether the scheduler has looked at it since it last changed, and was satisfied.
  var isObserved = true
  /// Whether the last answer left replicas without a cluster.
  var foundNoRoom = false
  /// A full recomputation was asked for.
  var wantsFresh = false
  /// Whether `applied` is its policy still.
  private(set) var isPolicyApplied = false
  /// When it was put into the queue.
  var queuedAt = SimulationTime.zero
  /// Replicas assigned in all when it was last placed.
  var placedTotal: Int64 = 0
  /// Decisions so far: numbers the random streams.
  var decisions: UInt64 = 0
  /// Failed decisions in a row.
  var failedAttempts = 0
  var retry = EventID.none
  /// Which affinity group was used last.
  var affinityGroup = 0
  /// The policy that it was last scheduled with.
  private(set) var applied: NativePolicy?
  /// When it was last scheduled with success; nil: never.
  var lastScheduledTime: SimulationTime?
  /// What its scheduler answered last, where nothing that the scheduler reads has changed since; nil: it has to be
  /// asked.
  var standingAnswer: [AssignedReplicas]?
  /// In how many clusters the hub counts replicas that wait for a node: what it makes of them is a matter of time.
  var unsteadyCohorts: Int32 = 0

  /// The creation time of the last rebalancing that counted.
  var rescheduleTriggeredAt: SimulationTime?
  /// The next look whether an old copy that holds new ones back is gone.
  var recheck = EventID.none
  /// Clusters of which it was remembered what a decision put there, while the overcommit protection is on; some may be
  /// forgotten there since.
  var assumedIn: [ClusterIndex] = []
  /// Its copies in members that returned and were not dealt with since, ascending by cluster (KubeFed).
  var unsettledCopies: [Int32] = []
  /// The plan that a change in some member set off.
  var earlyPlan = EventID.none
  /// Why it waits for the gate, and when it looks again.
  var gatedTriggers: SchedulingTriggers = []
  var gateRecheck = EventID.none
  /// What auto-migration last wrote beside the object, ascending by cluster, and when it looks again.
  var migration: [ObservedReplicas] = []
  var migrationReview = EventID.none
  var migrationReviewTime = SimulationTime.distantFuture

  init(replicas: Int32, template: Int32) {
    self.replicas = replicas
    self.template = template
  }

  /// It was scheduled with `policy`, which is its policy now.
  mutating func noteScheduled(with policy: NativePolicy?) {
    guard !isPolicyApplied else { return }
    applied = policy
    isPolicyApplied = true
  }

  /// Its policy is another one.
  mutating func policyChanged() {
    isPolicyApplied = false
    standingAnswer = nil
    hasUnsent = true
  }

  /// Writes another assignment over the record; `cohorts` are all that the workload has.
  mutating func record(_ assignment: [AssignedReplicas], cohorts: CohortList) {
    let previous = self.assignment
    self.assignment = assignment
    if previous.namesClusters(of: assignment) || keepCohorts(of: previous) { return }
    assignedCohorts.removeAll(keepingCapacity: true)
    // Most assignments ascend by cluster, as the cohorts do: the next one is looked for behind the last.
    var next = 0
    for entry in assignment {
      if cohorts.cohort(at: next, in: entry.cluster.index) == nil { next = cohorts.place(of: entry.cluster.index) }
      assignedCohorts.append(Int32(cohorts.cohort(at: next, in: entry.cluster.index) ?? -1))
      next += 1
    }
  }

  /// Keeps the cohorts where the assignment is the `previous` one with clusters left out, as after an eviction; false
  /// where it is more than that.
  private mutating func keepCohorts(of previous: [AssignedReplicas]) -> Bool {
    guard assignment.count < previous.count else { return false }
    var kept: [Int32] = []
    kept.reserveCapacity(previous.count)
    for (entry, cohort) in zip(previous, assignedCohorts)
    where kept.count < assignment.count && entry.cluster == assignment[kept.count].cluster {
      kept.append(cohort)
    }
    guard kept.count == assignment.count else { return false }
    assignedCohorts = kept
    return true
  }

  /// A cohort in `cluster` came into being.
  mutating func noteCohort(_ cohort: Int, in cluster: Int) {
    if let place = assignment.firstIndex(where: { $0.cluster.index == cluster }) {
      assignedCohorts[place] = Int32(cohort)
    }
  }

  /// An eviction that has not begun.
  struct EvictionUnderWay {
    var cluster: Int32
    /// Until when the workload tolerates its cluster's state; `distantFuture`: for ever.
    var tolerated: SimulationTime
    /// Whether it waits for a worker.
    var isQueued: Bool
  }

  /// An eviction that has not been finished.
  struct EvictionTask {
    var cluster: ClusterIndex
    /// What becomes of the old copy.
    var mode = KarmadaPolicy.PurgeMode.gracefully
    /// When the old copy goes in any case.
    var endsAt: SimulationTime
    var timeout = EventID.none
  }
}
