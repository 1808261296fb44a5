// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results
import RunMetrics

/// Makes runs in the simulated world, under the scheduler that a source gives for each of them.
public struct WorldReplication: Sendable {
  private let checksInvariants: Bool
  private let isInterrupted: @Sendable () -> Bool
  private let schedulers: any SchedulerSource

  /// - Parameters:
  ///   - checksInvariants: Check conservation after every event; a violation traps.
  ///   - isInterrupted: Asked now and then; true ends a run with `CancellationError`.
  ///   - schedulers: Who decides; by default the scheduler of the contender's own system.
  public init(
    checksInvariants: Bool = false, isInterrupted: @escaping @Sendable () -> Bool = { false },
    schedulers: any SchedulerSource = ShippedSchedulers()
  ) {
    self.checksInvariants = checksInvariants
    self.isInterrupted = isInterrupted
    self.schedulers = schedulers
  }

  /// One run; without `tracks` and `onlooker` a `Replication`. The tracks are kept in the outcome's `histories`, the
  /// onlooker looks on at every event; neither changes anything else.
  public func run(
    _ scenario: Scenario, contender: Int, seed: Int, keepsSeries: Bool, tracks: [PlacementTrack] = [],
    onlooker: (any RunOnlooker)? = nil
  ) throws -> RunOutcome {
    let scheduler = try schedulers.scheduler(for: contender, of: scenario, seed: seed)
    let outcome = MeasuredRun.run(
      scenario: scenario, contender: contender, seed: UInt64(seed), scheduler: scheduler.policy,
      withSeries: keepsSeries, tracks: tracks, onlooker: onlooker, checksInvariants: checksInvariants,
      isCancelled: { isInterrupted() || Task.isCancelled || scheduler.hasGivenUp })
    // What a scheduler has to say decides whether the run counts: it is heard before the outcome is looked at.
    let conduct = try scheduler.end()
    guard var outcome else { throw CancellationError() }
    if let conduct {
      outcome.detail.scheduler = conduct
      outcome.metrics["scheduler_faults"] = MetricValue(Double(conduct.faultCount))
    }
    return outcome
  }
}
