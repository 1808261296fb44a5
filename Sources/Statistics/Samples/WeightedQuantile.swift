// SPDX-License-Identifier: GPL-3.0-or-later

/// Values with their counts, and how many never came to a value before the run ended.
public struct CensoredCounts: Hashable, Sendable {
  /// One value and how often it occurred.
  public struct Bucket: Hashable, Sendable {
    /// The value.
    public let value: Double
    /// How often it occurred (replicas, requests); never negative.
    public let count: Int

    /// `count` times `value`.
    public init(value: Double, count: Int) {
      self.value = value
      self.count = count
    }
  }

  /// A quantile of values some of which were not seen.
  public enum Quantile: Hashable, Sendable {
    /// It is among the values seen.
    case value(Double)
    /// It falls among the censored: "never" as far as the run can tell.
    case never
  }

  /// The buckets, by rising value.
  public let buckets: [Bucket]
  /// How many had no value when the run ended; they count as later than every value.
  public let censoredCount: Int
  /// All occurrences, the censored ones included.
  public let totalCount: Int

  /// The buckets in any order; traps when a count is negative or a value is not a number.
  public init(_ buckets: [Bucket], censoredCount: Int = 0) {
    precondition(censoredCount >= 0, "the censored count \(censoredCount) is negative")
    for bucket in buckets {
      precondition(bucket.count >= 0, "the count \(bucket.count) of value \(bucket.value) is negative")
      precondition(!bucket.value.isNaN, "the value of a bucket of \(bucket.count) is not a number")
    }
    self.buckets = buckets.sorted { ($0.value, $0.count) < ($1.value, $1.count) }
    self.censoredCount = censoredCount
    totalCount = buckets.reduce(censoredCount) { $0 + $1.count }
  }

  /// The least value whose cumulative count reaches `probability` of the total; nil when nothing was counted. Traps when
  /// `probability` is outside 0...1.
  public func quantile(_ probability: Double) -> Quantile? {
    precondition(probability >= 0 && probability <= 1, "the probability \(probability) is not in 0...1")
    guard totalCount > 0 else { return nil }
    // 0.07 x 100 is a little above 7 in binary: what rounding alone lifts above a whole number stays there.
    let product = probability * Double(totalCount)
    let target = (product - product.rounded()).magnitude < 1e-12 * product ? product.rounded() : product
    var cumulative = 0
    for bucket in buckets where bucket.count > 0 {
      cumulative += bucket.count
      if Double(cumulative) >= target { return .value(bucket.value) }
    }
    return .never
  }

  /// The mean of the values seen, the censored ones left out; nil when none was seen.
  public var meanOfSeen: Double? {
    let seen = totalCount - censoredCount
    guard seen > 0 else { return nil }
    return buckets.reduce(0.0) { $0 + $1.value * Double($1.count) } / Double(seen)
  }
}
