// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results

/// Writes a run as one process of a trace while it goes: failovers, queues, hub and clusters as tracks, and counters.
///
/// It is made of the observations, and of the lengths of the queues between two events. Placements before the run begins
/// are left out.
public final class RunTrace: RunOnlooker {
  /// What of a trace was left out.
  public struct Gaps: Hashable, Sendable {
    /// Events that had no room in the file, and from when on.
    public var unwrittenEvents = 0
    /// From when on events had no room.
    public var fullFrom: SimulationTime?
    /// Failovers that went on beside too many others.
    public var undrawnFailovers = 0
  }

  private let file: TraceFile
  private let scenario: Scenario
  private var counters: TraceCounters
  private var clusters: ClusterTracks?
  private var failovers: FailoverTracks?
  private var now = SimulationTime.zero
  /// Losses in one cluster that nothing moved, found in one moment: told together.
  private var missed: (time: SimulationTime, cluster: Int, workloads: Int64, replicas: Int64)?

  /// A run of `scenario` that is to be a process called `name`, in at most `share` bytes of `file`.
  public init(of scenario: Scenario, named name: String, in file: TraceFile, share: Int) {
    self.scenario = scenario
    self.file = file
    counters = TraceCounters(workloadCount: scenario.workloads.count)
    file.beginProcess(name, share: share)
  }

  /// Writes what an event brought.
  public func look(at run: borrowing FederationRun, after observations: ArraySlice<Observation>) {
    let isStart = clusters == nil
    if isStart {
      clusters = ClusterTracks(scenario: scenario, units: run.faultUnits)
      failovers = FailoverTracks(scenario: scenario, units: run.faultUnits)
    }
    now = run.now
    counters.write(before: now, to: file)
    for observation in observations {
      counters.take(observation)
      if isStart { continue }
      clusters?.take(observation, file: file)
      failovers?.take(observation, file: file)
      noteControlPlane(observation)
    }
    counters.take(decisions: run.queuedDecisions, evictions: run.queuedEvictions, at: now)
  }

  private func noteControlPlane(_ observation: Observation) {
    switch observation.kind {
    case .decided:
      let answer = observation.value == 1 ? "assign" : "unschedulable"
      say(observation, on: TraceTrack.decisions, "decisions", [("answer", .text(answer))])
    case .evicted: say(observation, on: TraceTrack.evictions, "evictions")
    case .trueFailover: judge(observation, "replicas were lost")
    case .falseFailover: judge(observation, "replicas served")
    case .missedFailover: miss(observation)
    default: break
    }
  }

  private func miss(_ observation: Observation) {
    let cluster = Int(observation.cluster)
    if missed?.time != observation.time || missed?.cluster != cluster {
      tellMissed()
      missed = (observation.time, cluster, 0, 0)
    }
    missed?.workloads += 1
    missed?.replicas += observation.value
  }

  private func tellMissed() {
    guard let missed else { return }
    self.missed = nil
    file.name(track: TraceTrack.judgements, "failovers as they were")
    file.instant(
      TraceTrack.judgements, "never came: \(scenario.fleet.clusters[missed.cluster].name)", at: missed.time,
      [("workloads", .number(missed.workloads)), ("replicas", .number(missed.replicas))])
  }

  /// What the hub made of a loss, beside what was so.
  private func judge(_ observation: Observation, _ what: String) {
    tellMissed()
    say(
      observation, on: TraceTrack.judgements, "failovers as they were",
      [("truth", .text(what)), ("replicas", .number(observation.value))])
  }

  private func say(
    _ observation: Observation, on track: Int, _ name: String, _ facts: [(String, TraceValue)] = []
  ) {
    var facts = facts
    if observation.cluster >= 0 {
      facts.append(("cluster", .text(scenario.fleet.clusters[Int(observation.cluster)].name)))
    }
    file.name(track: track, name)
    file.instant(track, scenario.workloads[Int(observation.workload)].key, at: observation.time, facts)
  }

  /// Ends the process: at the horizon when the run came that far, else where it stopped.
  public func finish(isWhole: Bool) -> Gaps {
    let end = isWhole ? .zero + scenario.horizon : now
    tellMissed()
    counters.finish(at: end, to: file)
    var gaps = Gaps()
    gaps.undrawnFailovers = failovers?.finish(at: end, file: file) ?? 0
    if let cut = file.endProcess(at: end) {
      gaps.unwrittenEvents = cut.count
      gaps.fullFrom = cut.from
    }
    return gaps
  }
}
