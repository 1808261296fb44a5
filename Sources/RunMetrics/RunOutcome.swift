// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What one run came to.
public struct RunOutcome: Hashable, Sendable {
  /// The digest of its observations, 32 hexadecimal digits.
  public var digest: String
  /// Events it had.
  public var events: Int
  /// Metrics by id; every id of `MetricCatalog` is there, without a value where there is no data.
  public var metrics: [String: MetricValue]
  /// What reports draw.
  public var detail: RunDetail
  /// What was asked for as `PlacementTrack`s, in their order; part of no record.
  public var histories: [StepHistory] = []

  /// An outcome.
  public init(digest: String, events: Int, metrics: [String: MetricValue], detail: RunDetail) {
    self.digest = digest
    self.events = events
    self.metrics = metrics
    self.detail = detail
  }
}
