// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import RunMetrics
import SchedulingPolicies

/// Makes runs in the simulated world, under the scheduler of the contender's own system.
public struct WorldReplication: Sendable {
  private let checksInvariants: Bool
  private let isInterrupted: @Sendable () -> Bool

  /// - Parameters:
  ///   - checksInvariants: Check conservation after every event; a violation traps.
  ///   - isInterrupted: Asked now and then; true ends a run with `CancellationError`.
  public init(checksInvariants: Bool = false, isInterrupted: @escaping @Sendable () -> Bool = { false }) {
    self.checksInvariants = checksInvariants
    self.isInterrupted = isInterrupted
  }

  /// One run; without `tracks` and `onlooker` a `Replication`. The tracks are kept in the outcome's `histories`, the
  /// onlooker looks on at every event; neither changes anything else.
  public func run(
    _ scenario: Scenario, contender: Int, seed: Int, keepsSeries: Bool, tracks: [PlacementTrack] = [],
    onlooker: (any RunOnlooker)? = nil
  ) throws -> RunOutcome {
    let scheduler = PolicyCatalog.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet)
    let outcome = MeasuredRun.run(
      scenario: scenario, contender: contender, seed: UInt64(seed), scheduler: scheduler, withSeries: keepsSeries,
      tracks: tracks, onlooker: onlooker, checksInvariants: checksInvariants,
      isCancelled: { isInterrupted() || Task.isCancelled })
    guard let outcome else { throw CancellationError() }
    return outcome
  }
}
