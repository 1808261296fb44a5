// SPDX-License-Identifier: GPL-3.0-or-later

/// What many comparisons at once do to their p-values.
public enum PValueAdjustment: String, Hashable, Sendable, CaseIterable {
  /// Each p times their number. No false finding at all in a share 1 - alpha of such families.
  case bonferroni
  /// The i-th smallest of m times m - i + 1, made monotone. The same guarantee as Bonferroni's and never less power: for
  /// the comparisons of k contenders with a baseline (k - 1 of them) on the primary metrics. Source: Holm, Scandinavian
  /// Journal of Statistics 6 (1979).
  case holm
  /// The i-th smallest of m times m / i, made monotone: at most a share alpha of the findings is false, for metrics that
  /// are looked at to explore. Source: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995).
  case falseDiscoveryRate = "false discovery rate"

  /// The adjusted p-values in the order given; each may be held against alpha itself. Traps when one is not in 0...1.
  public func adjusted(_ values: [Double]) -> [Double] {
    for value in values { precondition(value >= 0 && value <= 1, "the p-value \(value) is not in 0...1") }
    let count = values.count
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var adjusted = values
    switch self {
    case .bonferroni:
      for index in values.indices { adjusted[index] = min(1, Double(count) * values[index]) }
    case .holm:
      var greatest = 0.0
      for (place, index) in order.enumerated() {
        greatest = max(greatest, min(1, Double(count - place) * values[index]))
        adjusted[index] = greatest
      }
    case .falseDiscoveryRate:
      var least = 1.0
      for (place, index) in order.enumerated().reversed() {
        least = min(least, Double(count) / Double(place + 1) * values[index])
        adjusted[index] = least
      }
    }
    return adjusted
  }
}
