// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Results

/// How many spans there were of each length, to three significant digits of a microsecond: quantiles of any number of
/// spans in 80 KB. Count, mean and maximum are exact.
struct SpanHistogram: Sendable {
  /// Below 1000 us each microsecond has a place, above each three digits of every power of ten.
  private var counts = Array(repeating: Int64(0), count: 1000 + 900 * 13)
  private(set) var count: Int64 = 0
  private(set) var greatest: Int64 = 0
  private var sum: Int128 = 0

  /// Takes a span of `nanoseconds` in. O(digits).
  mutating func add(_ nanoseconds: Int64) {
    count += 1
    sum += Int128(nanoseconds)
    greatest = max(greatest, nanoseconds)
    counts[Self.place(of: (nanoseconds + 500) / 1000)] += 1
  }

  private static func place(of microseconds: Int64) -> Int {
    var digits = max(0, microseconds)
    guard digits >= 1000 else { return Int(digits) }
    var power = 0
    var scale: Int64 = 1
    while digits >= 1000 {
      digits /= 10
      scale *= 10
      power += 1
    }
    digits = (microseconds + scale / 2) / scale
    if digits == 1000 {
      digits = 100
      power += 1
    }
    return 1000 + 900 * (power - 1) + Int(digits) - 100
  }

  private static func seconds(at place: Int) -> Double {
    guard place >= 1000 else { return Double(place) / 1e6 }
    var microseconds = Int64((place - 1000) % 900 + 100)
    for _ in 0...(place - 1000) / 900 { microseconds *= 10 }
    return Double(microseconds) / 1e6
  }

  /// The least span, to three digits, that at least the share `probability` of all did not exceed, `running` further ones
  /// being longer than all; no data without any.
  func quantile(_ probability: Double, running: Int = 0) -> MetricValue {
    let total = count + Int64(running)
    guard total > 0 else { return MetricValue(nil) }
    let rank = max(1, Int64((probability * Double(total)).rounded(.up)))
    var seen: Int64 = 0
    for place in counts.indices {
      seen += counts[place]
      if seen >= rank {
        return MetricValue(value: Self.seconds(at: place), unit: "s", censored: running, count: Int(total))
      }
    }
    return MetricValue(value: nil, unit: "s", censored: running, count: Int(total))
  }

  /// The exact mean; nil without any.
  var mean: Double? { count > 0 ? Double(sum) / 1e9 / Double(count) : nil }

  /// The exact maximum; nil without any.
  var maximum: Double? { count > 0 ? Double(greatest) / 1e9 : nil }
}
