// SPDX-License-Identifier: GPL-3.0-or-later

/// How a fixed number of runs is best shared out among contenders to find the best of them (OCBA).
public enum BudgetAllocation {
  /// The share of each. With the distance d_i to the best mean, N_i is in proportion to (s_i / d_i)^2, and the best gets
  /// s_b sqrt(sum N_i^2 / s_i^2). It says where to look more closely and guarantees nothing. Nil when there are fewer than two
  /// contenders, the counts differ, another mean equals the best (all runs would go there), or nothing varies. Source:
  /// Chen, Lin, Yucesan and Chick, Discrete Event Dynamic Systems 10 (2000).
  public static func shares(means: [Double], standardDeviations: [Double], better: Preference) -> [Double]? {
    guard means.count == standardDeviations.count, means.count >= 2 else { return nil }
    guard means.allSatisfy(\.isFinite), standardDeviations.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    let sign: Double = better == .higher ? 1 : -1
    var best = 0
    for index in means.indices where sign * means[index] > sign * means[best] { best = index }
    var parts = Array(repeating: 0.0, count: means.count)
    var squares = 0.0
    for index in means.indices where index != best {
      let distance = means[index] - means[best]
      let deviation = standardDeviations[index]
      parts[index] = deviation / distance * (deviation / distance)
      let part = deviation / (distance * distance)
      squares += part * part
    }
    parts[best] = standardDeviations[best] * squares.squareRoot()
    let total = parts.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    return parts.map { $0 / total }
  }
}
