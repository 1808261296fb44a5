// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results

/// What one run gives, before it is put into a record.
public struct RunOutcome: Sendable {
  /// The digest of the run's integer event records, 32 hexadecimal digits.
  public var digest: String
  /// How many events the run had.
  public var events: Int
  /// Metrics by id.
  public var metrics: [String: MetricValue]
  /// What reports draw of it.
  public var detail: RunDetail

  /// An outcome.
  public init(digest: String, events: Int, metrics: [String: MetricValue], detail: RunDetail) {
    self.digest = digest
    self.events = events
    self.metrics = metrics
    self.detail = detail
  }
}

/// Makes one run of `scenario`'s contender at a place, from a seed: a pure function of these.
///
/// The last argument says whether the detail is to have the time series. It runs on one thread from start to end and
/// may stop early by throwing `CancellationError` when its task is cancelled.
public typealias Replication =
  @Sendable (
    _ scenario: Scenario, _ contender: Int, _ seed: Int, _ keepsSeries: Bool
  ) throws -> RunOutcome
