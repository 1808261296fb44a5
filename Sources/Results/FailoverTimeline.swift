// SPDX-License-Identifier: GPL-3.0-or-later

/// One failure as one contender met it: when each phase of the failover began and ended, in seconds from the start of
/// the run. A moment that did not come is nil.
public struct FailoverTimeline: Hashable, Sendable, Codable {
  /// From the first to the last of its kind.
  public struct Phase: Hashable, Sendable, Codable {
    /// The first.
    public var first: Double
    /// The last.
    public var last: Double
    /// A phase.
    public init(first: Double, last: Double) {
      self.first = first
      self.last = last
    }
  }

  /// What failed, as `region eu-west`.
  public var label: String
  /// The plane.
  public var plane: String
  /// When it failed.
  public var failedAt: Double
  /// When it was repaired; nil: not within the run.
  public var repairedAt: Double?
  /// Replicas that served and were lost, or that the hub moved although they served.
  public var lostReplicas: Int
  /// When the hub published the first of its clusters as not ready.
  public var publishedAt: Double?
  /// When the hub began to act on it: the first toleration, taint delay or re-planning delay was over.
  public var actedAt: Double?
  /// Evictions from its clusters.
  public var evictions: Phase?
  /// Decisions that placed lost replicas on other clusters.
  public var decisions: Phase?
  /// Replicas that these decisions placed, at most the lost ones.
  public var placedReplicas: Int
  /// Replicas that became ready on other clusters.
  public var ready: Phase?
  /// How many became ready there before the repair, at most the lost ones.
  public var readyReplicas: Int

  /// A timeline on which only the failure has happened.
  public init(label: String, plane: String, failedAt: Double) {
    self.label = label
    self.plane = plane
    self.failedAt = failedAt
    lostReplicas = 0
    placedReplicas = 0
    readyReplicas = 0
  }
}
