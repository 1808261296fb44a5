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
    var observer = RunObserver(
      scenario: scenario, units: FaultInputs(scenario: scenario, seed: seed).units, withSeries: withSeries)
    var placements = PlacementRecorder(tracks: tracks, workloadCount: scenario.workloads.count)
    // Who looks at the run beside its observations has to see those of the start all at once.
    let takesAllAtOnce = !placements.isIdle || onlooker != nil
    var run = FederationRun(
      scenario: scenario, contender: contender, seed: seed, scheduler: scheduler, checksInvariants: checksInvariants
    ) { observations in
      if takesAllAtOnce { return }
      observer.takeStart(observations)
      observations.removeAll(keepingCapacity: true)
    }
    placements.take(run.observations[...], of: run)
    onlooker?.look(at: run, after: run.observations[...])
    observer.takeStart(run.observations)
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
    let room = Fragmentation.largestWorkload(of: scenario).map { run.roomLeft(for: $0) }
    var outcome = observer.finish(events: run.eventCount, room: room)
    outcome.histories = placements.histories
    return outcome
  }
}
