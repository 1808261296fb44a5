// SPDX-License-Identifier: GPL-3.0-or-later

/// The replicas handed out by weighted rounds, in planner order.
public struct WeightedRoundsResult: Equatable, Sendable {
  /// Replicas per cluster.
  public var plan: [Int64]
  /// Replicas that a cluster would have received beyond its estimated capacity; 0 is "no entry".
  public var overflow: [Int64]
  /// What no cluster took.
  public var remaining: Int64
}

/// Weighted rounds with shares rounded up: how KubeFed and KubeAdmiral divide replicas.
///
/// All arrays are in planner order (weight descending, then hash ascending) and of one length; `Int64.max` is an absent
/// maximum, limit or capacity (nothing exceeds it), `Int64.min` an absent current count (it exceeds nothing).
/// Arithmetic wraps as in Go. Answers nil where the rounds would not end: weights so large that the products wrap can
/// make a round undo the one before (KubeFed `Plan` never returns for such input).
public enum WeightedRounds {
  /// The rounds are given up after this many visits of a cluster, and n^2 + 64 n more for n clusters. Rounds that end
  /// fill up at least one cluster each or are the last; only billions of replicas kept in place delay them further.
  public static let visitLimit = 1 << 22

  /// A product that wrapped can leave the loop spinning: this is its fuel.
  public struct Fuel {
    var visits: Int

    /// Enough for rounds over `clusters` that end.
    public init(clusters: Int) { visits = WeightedRounds.visitLimit &+ clusters &* (clusters &+ 64) }

    /// Takes what one round over `clusters` needs; false when it is not there.
    public mutating func burn(_ clusters: Int) -> Bool {
      visits -= max(clusters, 1)
      return visits >= 0
    }
  }

  /// `share` of `replicas`, rounded up: `(replicas * weight + sum - 1) / sum`, for a positive sum.
  @inline(__always)
  static func roundedUpShare(_ replicas: Int64, _ weight: Int64, of sum: Int64) -> Int64 {
    (replicas &* weight &+ sum &- 1) / sum
  }
}
