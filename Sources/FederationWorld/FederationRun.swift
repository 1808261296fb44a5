// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Randomness
import Scheduling
import SimulationEngine

/// One run: one contender steering the fleet of a scenario through the misfortunes of one seed.
///
/// The loop is `while run.step() {}`; what happened collects in `observations`, which the caller takes between steps.
/// The world knows no policy by name: it asks a `ReplicaScheduler` and carries out its answers at the pace of the
/// contender's control-plane profile.
public struct FederationRun: ~Copyable {
  let scenario: Scenario
  let contender: ContenderSpec
  /// The contender's profile as it is now: an operator may change single values.
  var profile: ControlPlaneProfile
  /// The contender's policies as they are now: edits change them.
  var policies: [NativePolicy?]
  let scheduler: any ReplicaScheduler
  /// Triggers that reach the scheduler: those that it declares, and some that reach every one.
  let heardTriggers: SchedulingTriggers
  /// What the scheduler reads: while that stays as it was it need not be asked again.
  let inputs: SchedulingInputs
  let seed: UInt64
  let end: SimulationTime

  var simulation: Simulation<FederationEvent>
  var faults: FaultInputs
  let demand: DemandInputs
  /// The window that each fault unit is in or waits for.
  var faultWindows: [FaultWindow?]

  // The members as they are
  var clusters: [MemberCluster]
  /// Beside the clusters.
  var contacts: [MemberContact]
  var nodes: NodeTable
  /// What is asked of workloads and their policies again and again.
  var facts: [WorkloadFacts]
  /// Scratch of placing replicas.
  var nodeSearch = NodeSearch()
  var cohorts = CohortTable()
  /// Beside the cohorts.
  var cohortRecords: [CohortRecord] = []
  var replicas: [Replica] = []
  var firstFreeReplica: Int32 = -1
  /// Clusters in which waiting replicas are to be tried again at the end of the event at hand.
  var clustersWithNewRoom: [Int32] = []
  /// Cohorts of each workload, ascending by cluster.
  var cohortsOfWorkload: [CohortList]
  /// Stable numbers for names, which key random streams.
  let workloadKeys: [UInt64]
  /// `namespace/name` of each workload, made once rather than per decision.
  let workloadNames: [String]
  let clusterKeys: [UInt64]
  let startupLaws: [Distribution]
  /// What replicas ask for: one template per workload as at the start, in their order, then one per edit.
  var templates: [PodTemplate]
  /// Node pools that may change, and what is under way in them.
  var pools: [PoolState] = []
  /// Karmada's resource models.
  var grades: GradeTable
  /// What a replica cost that was bound last.
  var lastPrice: (template: Int32, group: Int, price: Int64)?
  /// Replicas that users want.
  var wanted: [Int32]

  // The hub as it believes
  var snapshot: FederationSnapshot
  var hubClusters: [HubCluster]
  var hubWorkloads: [HubWorkload]
  /// Workloads that may ever use each cluster.
  var workloadsOfCluster: [[Int32]]
  /// Scratch of one decision: what each cluster held before; -1: nothing.
  var previouslyAssigned: [Int32]
  /// The scheduler's queue, one for each of its shards.
  var deciders: [DecisionShard]
  var evictionQueue = FIFO<Eviction>()
  var busyEvictionWorkers = 0
  /// How often the process of the eviction workers has ended: the pauses of an earlier one's are over.
  var evictionProcess: Int32 = 0
  /// Ready members that have not been listed, and when a manager that waits for them gives up.
  var unlistedMembers = 0
  var gateTimeout = EventID.none
  /// What all eviction workers share.
  var evictionTokens: TokenBucket
  /// The hub's own writes, one bucket for each shard of its controllers.
  var hubRequests: [TokenBucket]
  /// What the workloads use of the quotas of their namespaces.
  var quotas: QuotaBook
  /// The groups of Karmada's workload affinity.
  var affinityGroups: WorkloadGroups

  // The hub itself
  var hub: HubState
  /// What of the hub is down by a fault of its own.
  var hubFaults = HubFaults()
  /// Probes under way that hold a worker, and members that wait for one.
  var busyProbers = 0
  var waitingProbes = FIFO<Int32>()
  /// The loop over all members, where the system probes so.
  var passes = ProbePasses()
  /// Where in its period the hub's monitor looks, and its other loops with it.
  let monitorPhase: SimulationDuration
  /// Where in its period the scheduler looks at those that wait.
  let queueScanPhase: SimulationDuration
  /// What people did while the store could not be written.
  var delayedActions: [Int32] = []

  /// What the hub counts of each cohort, where the scheduler decides by that alone.
  var countedReplicas: [CountedReplicas] = []

  /// What every workload lacks, and why.
  var lossBook: LossBook

  /// What happened since the caller last took it.
  public var observations: [Observation] = []
  /// Clusters touched by the event at hand, when invariants are checked.
  var touched: [Int32] = []
  let checksInvariants: Bool

  /// A workload to be evicted from a cluster.
  struct Eviction {
    var workload: Int32
    var cluster: Int32
  }

  /// The clock.
  public var now: SimulationTime { simulation.now }
  /// Events handled so far.
  public var eventCount: Int { Int(simulation.processedCount) }
  /// What can go wrong in this run.
  public var faultUnits: [FaultUnit] { faults.units }
  /// What the hub assigns of the workload now, for observers.
  public func assignment(of workload: Int) -> [AssignedReplicas] { hubWorkloads[workload].assignment }

  /// Carries the world to its next event and lets it happen; false when the horizon is reached.
  public mutating func step() -> Bool {
    guard let event = simulation.step(before: end) else {
      noteMissedFailoversAtEnd()
      return false
    }
    handle(event)
    settleWaiting()
    if checksInvariants { checkServing() }
    settleLosses()
    if checksInvariants { checkTouched() }
    return true
  }

  mutating func handle(_ event: FederationEvent) {
    switch event {
    case .faultBegins(let unit): beginFault(Int(unit))
    case .faultEnds(let unit): endFault(Int(unit))
    case .demandChanges(let workload, let replicas): changeDemand(of: Int(workload), to: replicas)
    case .actionDue(let action): perform(Int(action))
    case .replicaReady(let replica): finishStart(of: Int(replica))
    case .replicaGone(let replica): finishTerminating(Int(replica))
    case .nodeEvictionDue(let node): evictNode(Int(node))
    case .drainRetried(let node): continueDrain(of: Int(node))
    case .nodeLossNoticed(let node): noticeNodeLoss(Int(node))
    case .poolScanDue(let cluster): scanPools(of: Int(cluster))
    case .nodeArrives(let node): nodeArrives(Int(node))
    case .nodeIdleFor(let node): removeIdleNode(Int(node))
    case .passDue: beginPass()
    case .probeDue(let cluster): beginDueProbe(of: Int(cluster))
    case .probeEnds(let cluster, let isAnswered): endProbe(of: Int(cluster), isAnswered: isAnswered)
    case .leaseExpires(let cluster): expireLease(of: Int(cluster))
    case .agentWrites(let cluster): writeAgentStatus(of: Int(cluster))
    case .replanDue(let cluster): replan(around: Int(cluster))
    case .taintDue(let cluster): addEvictionTaint(to: Int(cluster))
    case .tolerationEnds(let workload, let cluster): queueEviction(of: Int(workload), from: Int(cluster))
    case .evictionLook(let workload, let cluster): lookForEviction(of: Int(workload), from: Int(cluster))
    case .evictionRelist(let cluster): relistEvictions(from: Int(cluster))
    case .evictionWorkerFree(let process): if process == evictionProcess { releaseEvictionWorker() }
    case .unschedulableFor(let cohort): noticeUnschedulable(Int(cohort))
    case .memberEventDue(let workload): planEarly(Int(workload))
    case .memberListed(let cluster): memberListed(Int(cluster))
    case .gateRecheckDue(let workload): recheckGate(Int(workload))
    case .syncGateTimedOut: exitAtGate()
    case .migrationReviewDue(let workload): reviewMigration(of: Int(workload))
    case .applicationFailoverDue(let cohort): failApplicationOver(Int(cohort))
    case .decisionDue(let shard, let process): decideNext(in: Int(shard), process: process)
    case .deciderFree(let shard, let process): releaseDecider(of: Int(shard), process: process)
    case .retryDue(let workload): retryDecision(of: Int(workload))
    case .workArrives(let cohort, let replicas, let write): receiveWork(Int(cohort), replicas: replicas, write: write)
    case .deliveryRetried(let cohort): retryDelivery(of: Int(cohort))
    case .healthReported(let cohort): hearHealth(of: Int(cohort))
    case .gracefulTimeout(let workload, let cluster): endTimedEviction(of: Int(workload), from: Int(cluster))
    case .heldBackRecheck(let workload): recheckHeldBack(Int(workload))
    case .processStarts(let part, let shard): startProcess(part, Int(shard))
    case .processReady(let part, let shard): finishProcessStart(part, Int(shard))
    case .storeRestored: restoreStore()
    }
  }

  /// Schedules `event` at `time` unless that is beyond the horizon: such timers are never queued.
  mutating func schedule(
    _ event: FederationEvent, at time: SimulationTime, priority: EventPriority = .normal
  ) -> EventID {
    guard time < end else { return .none }
    return simulation.schedule(event, at: time, priority: priority)
  }

  mutating func schedule(
    _ event: FederationEvent, after span: SimulationDuration, priority: EventPriority = .normal
  ) -> EventID {
    schedule(event, at: now + span, priority: priority)
  }

  mutating func observe(
    _ kind: Observation.Kind, workload: Int = -1, cluster: Int = -1, value: Int64 = 0
  ) {
    if workload >= 0 { noteForLosses(kind, workload: workload, value: value) }
    tell(kind, workload: workload, cluster: cluster, value: value)
  }

  /// Hands an observation out as it is; nothing follows from it.
  mutating func tell(
    _ kind: Observation.Kind, workload: Int, cluster: Int = -1, value: Int64, cause: LossCause = .notDetected,
    at time: SimulationTime? = nil
  ) {
    observations.append(
      Observation(
        time: time ?? now, kind: kind, workload: Int32(truncatingIfNeeded: workload),
        cluster: Int32(truncatingIfNeeded: cluster), value: value, cause: cause))
  }
}
