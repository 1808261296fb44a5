// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results
import Scheduling

/// Runs a scenario under one contender and one seed to its horizon, and measures it.
public enum MeasuredRun {
  /// The outcome of one run; equal arguments give an equal outcome on every machine.
  /// - Parameters:
  ///   - contender: The place in `scenario.contenders`.
  ///   - withSeries: Keep series for pictures.
  ///   - tracks: Numbers to keep exactly over time, for `RunOutcome.histories`.
  ///   - onlooker: Looks on at every event.
  ///   - checksInvariants: Check conservation after every event; a violation traps.
  ///   - isCancelled: Asked now and then; true ends the run, and the outcome is nil.
  public static func run(
    scenario: Scenario, contender: Int, seed: UInt64, scheduler: any ReplicaScheduler, withSeries: Bool = false,
    tracks: [PlacementTrack] = [], onlooker: (any RunOnlooker)? = nil, checksInvariants: Bool = false,
    isCancelled: () -> Bool = { false }
  ) -> RunOutcome? {
    let scheduler = onlooker?.scheduler(around: scheduler) ?? scheduler
    var run = FederationRun(
      scenario: scenario, contender: contender, seed: seed, scheduler: scheduler, checksInvariants: checksInvariants)
    var observer = RunObserver(scenario: scenario, units: run.faultUnits, withSeries: withSeries)
    var placements = PlacementRecorder(tracks: tracks, workloadCount: scenario.workloads.count)
    placements.take(run.observations[...], of: run)
    onlooker?.look(at: run, after: run.observations[...])
    observer.take(run.observations)
    run.observations.removeAll(keepingCapacity: true)
    var steps = 0
    var seen = 0
    while run.step() {
      onlooker?.look(at: run, after: run.observations[seen...])
      if !placements.isIdle, run.observations.count > seen {
        placements.take(run.observations[seen...], of: run)
      }
      seen = run.observations.count
      if run.observations.count >= 1024 {
        observer.take(run.observations)
        run.observations.removeAll(keepingCapacity: true)
        seen = 0
      }
      steps += 1
      if steps & 0xFFFF == 0 {
        if isCancelled() { return nil }
        if checksInvariants { run.checkInvariants() }
      }
    }
    onlooker?.look(at: run, after: run.observations[seen...])
    observer.take(run.observations)
    if checksInvariants { run.checkInvariants() }
    var outcome = observer.finish(events: run.eventCount)
    outcome.histories = placements.histories
    return outcome
  }
}

/// All observers of one run.
struct RunObserver: Sendable {
  private let scenario: Scenario
  private let isScripted: [Bool]
  private var digest = RunDigest()
  private var levels: ServiceLevels
  private var causes = LossCauses()
  private var truth = BeliefAndTruth()
  private var failover: FailoverRecorder
  private var episodes: RecoveryEpisodes
  private var load: ChurnAndLoad
  private var recorder: SeriesRecorder
  private var servedAtFailureEnd: [Double] = []
  private var lastingScriptedFailures = 0

  init(scenario: Scenario, units: [FaultUnit], withSeries: Bool) {
    self.scenario = scenario
    isScripted = units.map { $0.isScripted && !$0.isDrain }
    levels = ServiceLevels(workloadCount: scenario.workloads.count)
    episodes = RecoveryEpisodes(workloadCount: scenario.workloads.count, unitCount: units.count)
    load = ChurnAndLoad(scenario: scenario)
    failover = FailoverRecorder(scenario: scenario, units: units, isWanted: withSeries)
    recorder = SeriesRecorder(scenario: scenario, units: units, isWanted: withSeries)
  }

  mutating func take(_ observations: [Observation]) {
    for observation in observations {
      if recorder.isDue(before: observation.time) {
        recorder.record(before: observation.time, levels: levels, load: load)
      }
      digest.add(observation)
      noteScriptedFailure(observation)
      levels.take(observation)
      causes.take(observation)
      truth.take(observation)
      failover.take(observation)
      episodes.take(observation) { levels.isWhole($0) }
      load.take(observation)
      recorder.take(observation)
    }
  }

  /// Takes what is served just before a scripted failure is repaired.
  private mutating func noteScriptedFailure(_ observation: Observation) {
    guard observation.kind == .faultBegan || observation.kind == .faultEnded, isScripted[Int(observation.value)] else {
      return
    }
    lastingScriptedFailures += observation.kind == .faultBegan ? 1 : -1
    if observation.kind == .faultEnded, let share = levels.servedShare { servedAtFailureEnd.append(share) }
  }

  mutating func finish(events: Int) -> RunOutcome {
    let end = SimulationTime.zero + scenario.horizon
    recorder.record(before: end, levels: levels, load: load)
    // A failure that outlasts the run is judged by what is served at its end.
    if let share = levels.servedShare {
      servedAtFailureEnd += Array(repeating: share, count: lastingScriptedFailures)
    }
    let recovery = episodes.finish()
    var metrics = levels.metrics(at: end)
    metrics.merge(recovery.metrics) { $1 }
    metrics.merge(causes.metrics(at: end)) { $1 }
    metrics.merge(truth.metrics(at: end)) { $1 }
    metrics.merge(load.metrics(at: end, servedHours: levels.servedHours(at: end))) { $1 }
    metrics["served_at_failure_end"] = MetricValue(
      servedAtFailureEnd.isEmpty ? nil : servedAtFailureEnd.reduce(0, +) / Double(servedAtFailureEnd.count))
    let names = scenario.workloads
    return RunOutcome(
      digest: digest.text, events: events, metrics: metrics,
      detail: RunDetail(
        recovery: recovery.buckets, unrecovered: recovery.censored, series: recorder.series(end: end),
        worstWorkloads: levels.worst(10, at: end) { names[$0].key }, failover: failover.timeline))
  }
}
