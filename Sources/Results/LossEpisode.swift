// SPDX-License-Identifier: GPL-3.0-or-later

/// A stretch of a run in which replicas were missing all the time, as its record keeps it: the one that lost most.
///
/// It begins with the first missing replica and ends when nothing has been missing for a minute. Times are in seconds
/// from the start of the run; values hold from their time to the next.
public struct LossEpisode: Hashable, Sendable, Codable {
  /// When the first replica was missing.
  public var start: Double
  /// When the last one was there again; the end of the run where one was missing until then.
  public var end: Double
  /// Replica-seconds lost in it.
  public var lostReplicaSeconds: Double
  /// Times of the points, ascending: from shortly before the worst part to shortly after it, at most 120.
  public var times: [Double]
  /// Replicas wanted at each time.
  public var demand: [Double]
  /// Replicas that serve, at most the demand of each workload.
  public var serving: [Double]
  /// When anything was failed meanwhile, and what; at most 24 stretches.
  public var faults: [RunSeries.Fault]

  /// An episode.
  public init(
    start: Double, end: Double, lostReplicaSeconds: Double, times: [Double], demand: [Double], serving: [Double],
    faults: [RunSeries.Fault]
  ) {
    self.start = start
    self.end = end
    self.lostReplicaSeconds = lostReplicaSeconds
    self.times = times
    self.demand = demand
    self.serving = serving
    self.faults = faults
  }
}
