// SPDX-License-Identifier: GPL-3.0-or-later

/// The quantile of sorted values by linear interpolation between the order statistics about rank (n - 1) p.
///
/// Source: Hyndman and Fan, The American Statistician 50 (1996), type 7; `gsl_stats_quantile_from_sorted_data`. Traps
/// when there is no value or `probability` is outside 0...1.
public func quantile(sorted values: [Double], probability: Double) -> Double {
  precondition(!values.isEmpty, "no quantile of \(values.count) values")
  precondition(probability >= 0 && probability <= 1, "the probability \(probability) is not in 0...1")
  let rank = Double(values.count - 1) * probability
  let below = Int(rank.rounded(.down))
  guard below + 1 < values.count else { return values[values.count - 1] }
  let fraction = rank - Double(below)
  // At a whole rank the other neighbour may be infinite and must not take part.
  return fraction == 0 ? values[below] : (1 - fraction) * values[below] + fraction * values[below + 1]
}
