// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import RunMetrics

/// Makes one run of `scenario`'s contender at a place, from a seed: a pure function of these.
///
/// The last argument says whether the detail is to have the time series. It runs on one thread from start to end and
/// may stop early by throwing `CancellationError` when its task is cancelled.
public typealias Replication =
  @Sendable (
    _ scenario: Scenario, _ contender: Int, _ seed: Int, _ keepsSeries: Bool
  ) throws -> RunOutcome
