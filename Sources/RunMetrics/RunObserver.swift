// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// All observers of one run.
///
/// Each observation goes to the observers that look at its kind. Those that look at a state as a whole take it once
/// in each moment, when the moment is over: what happens within one moment has no length.
struct RunObserver: Sendable {
  private let scenario: Scenario
  private let isScripted: [Bool]
  private var now = SimulationTime.zero
  private var digest = RunDigest()
  private var levels: ServiceLevels
  private var causes = LossCauses()
  private var truth: BeliefAndTruth
  private var thresholds: ThresholdDownTime
  private var episodes: RecoveryEpisodes
  private var almostWhole: RecoveryEpisodes
  private var load: ChurnAndLoad
  private var starts: StartsAndMigrations
  private var schedulers: SchedulerLoad
  private var domains: DomainLosses
  private var shape: PlacementShape
  private var use: ClusterUse
  private var priorities: PriorityInversions
  private var users: UserLatency
  private var transfers: StateTransfers
  private var failover: FailoverRecorder
  private var recorder: SeriesRecorder
  private var worst: WorstEpisodeRecorder
  private var servedAtFailureEnd: [Double] = []
  private var lastingScriptedFailures = 0

  init(scenario: Scenario, units: [FaultUnit], withSeries: Bool) {
    let workloadCount = scenario.workloads.count
    self.scenario = scenario
    isScripted = units.map { $0.isScripted && !$0.isDrain }
    levels = ServiceLevels(workloadCount: workloadCount)
    truth = BeliefAndTruth(clusterCount: scenario.fleet.clusters.count)
    thresholds = ThresholdDownTime(scenario: scenario)
    episodes = RecoveryEpisodes(workloadCount: workloadCount, unitCount: units.count)
    almostWhole = RecoveryEpisodes(workloadCount: workloadCount, unitCount: units.count, enough: 900)
    load = ChurnAndLoad(scenario: scenario)
    starts = StartsAndMigrations(scenario: scenario)
    schedulers = SchedulerLoad(workloadCount: workloadCount)
    domains = DomainLosses(scenario: scenario)
    shape = PlacementShape(scenario: scenario)
    use = ClusterUse(scenario: scenario)
    priorities = PriorityInversions(scenario: scenario)
    users = UserLatency(scenario: scenario)
    transfers = StateTransfers(scenario: scenario)
    failover = FailoverRecorder(scenario: scenario, units: units, isWanted: withSeries)
    recorder = SeriesRecorder(scenario: scenario, units: units, isWanted: withSeries)
    worst = WorstEpisodeRecorder(units: units)
  }

  mutating func take(_ observations: [Observation]) {
    for observation in observations {
      if observation.time > now {
        settle()
        now = observation.time
      }
      if recorder.isDue(before: observation.time) {
        recorder.record(before: observation.time, levels: levels, load: load)
      }
      digest.add(observation)
      take(observation)
    }
  }

  /// The same for observations of the start. A start has no length, so that what adds up is handed on as one sum for each
  /// workload in each cluster; there is one observation of each kind a replica.
  mutating func takeStart(_ observations: [Observation]) {
    var sums = StartSums()
    for observation in observations {
      digest.add(observation)
      if sums.add(observation) { continue }
      sums.flush { take($0) }
      if !sums.add(observation) { take(observation) }
    }
    sums.flush { take($0) }
  }

  /// Hands an observation to those that it concerns: who begins to look at one more kind is entered here where that kind
  /// has a case of its own.
  private mutating func take(_ observation: Observation) {
    switch observation.kind {
    case .workloadQueued, .workloadDequeued, .questionsForgotten, .questionSettled, .answerWritten, .decisionTook,
      .schedulerRequested, .viewAged, .objectWritten, .objectDeleted:
      schedulers.take(observation)
      return
    case .assignedChanged:
      shape.take(observation)
      transfers.take(observation)
      return
    case .boundChanged, .boundCPUCorrected, .boundMemoryCorrected, .capacityChanged, .memoryCapacityChanged:
      load.take(observation)
      use.take(observation)
      return
    case .lossChanged:
      causes.take(observation)
      episodes.take(observation, levels: levels.workloads)
      return
    case .replicaStarted:
      starts.take(observation, levels: levels.workloads)
      return
    case .decided, .costChanged:
      load.take(observation)
      return
    case .assignmentChanged, .waitingChanged:
      load.take(observation)
      priorities.take(observation)
      return
    case .promiseChanged:
      levels.take(observation)
      return
    case .assigned:
      failover.take(observation)
      return
    case .unassigned: return
    case .faultBegan, .faultEnded: noteScriptedFailure(observation)
    default: break
    }
    levels.take(observation)
    truth.take(observation)
    thresholds.take(observation, levels: levels.workloads)
    failover.take(observation)
    episodes.take(observation, levels: levels.workloads)
    almostWhole.take(observation, levels: levels.workloads)
    load.take(observation)
    starts.take(observation, levels: levels.workloads)
    domains.take(observation)
    shape.take(observation)
    use.take(observation)
    priorities.take(observation)
    users.take(observation)
    recorder.take(observation)
    worst.take(observation, served: levels.served.value, demand: levels.demand.value)
  }

  /// The moment `now` is over.
  private mutating func settle() {
    domains.settle(at: now, served: levels.workloads)
    shape.settle(at: now)
    use.settle(at: now)
    priorities.settle(at: now)
    users.settle(at: now, levels: levels.workloads)
    transfers.settle(levels: levels.workloads)
  }

  /// Takes what is served just before a scripted failure is repaired.
  private mutating func noteScriptedFailure(_ observation: Observation) {
    guard isScripted[Int(observation.value)] else { return }
    lastingScriptedFailures += observation.kind == .faultBegan ? 1 : -1
    if observation.kind == .faultEnded, let share = levels.servedShare { servedAtFailureEnd.append(share) }
  }

  /// Ends the run.
  /// - Parameter room: What still fits of the largest replica; nil: nobody looked.
  mutating func finish(events: Int, room: (replicas: Int64, free: Resources)? = nil) -> RunOutcome {
    let end = SimulationTime.zero + scenario.horizon
    settle()
    recorder.record(before: end, levels: levels, load: load)
    // A failure that outlasts the run is judged by what is served at its end.
    if let share = levels.servedShare {
      servedAtFailureEnd += Array(repeating: share, count: lastingScriptedFailures)
    }
    episodes.finish(at: end, levels: levels.workloads)
    almostWhole.finish(at: end, levels: levels.workloads)
    let largest = Fragmentation.largestWorkload(of: scenario).map { scenario.workloads[$0].requests }
    let parts = [
      levels.metrics(at: end), causes.metrics(at: end), truth.metrics(at: end), thresholds.metrics(at: end),
      WorkloadShares(scenario: scenario, levels: levels.workloads, at: end).metrics(), episodes.metrics,
      almostWhole.quantiles(prefix: "time_to_recover_90"),
      load.metrics(at: end, servedHours: levels.servedHours(at: end)), starts.metrics(at: end),
      schedulers.metrics(at: end), domains.metrics(at: end, served: levels),
      Survivals(scenario: scenario, losses: domains, served: levels.workloads).metrics(), shape.metrics(at: end),
      use.metrics(at: end), Fragmentation.metrics(size: largest, room: room), priorities.metrics(at: end),
      users.metrics(at: end), transfers.metrics(),
    ]
    var metrics = [
      "served_at_failure_end": MetricValue(
        servedAtFailureEnd.isEmpty ? nil : servedAtFailureEnd.reduce(0, +) / Double(servedAtFailureEnd.count)),
      // Policies that are built in have none; who runs a program puts its number here.
      "scheduler_faults": MetricValue(0),
    ]
    for part in parts { metrics.merge(part) { $1 } }
    let names = scenario.workloads
    return RunOutcome(
      digest: digest.text, events: events, metrics: metrics,
      detail: RunDetail(
        recovery: RecoveryEpisodes.buckets(episodes.spans.ended), unrecovered: episodes.spans.running.count,
        unrecoveredAfter: episodes.spans.running.isEmpty
          ? nil : RecoveryEpisodes.buckets(episodes.spans.running),
        series: recorder.series(end: end), worstWorkloads: levels.workloads.worst(10, at: end) { names[$0].key },
        failover: failover.timeline, worstEpisode: worst.finish(at: end)))
  }
}
