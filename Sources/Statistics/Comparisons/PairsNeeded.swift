// SPDX-License-Identifier: GPL-3.0-or-later

/// How many pairs a one-sided paired t test needs.
public enum PairsNeeded {
  /// More than so many are called unbounded.
  public static let most = 100_000

  /// The least n of at least two with sqrt n * distance >= t(1 - alpha, n - 1) + t(power, n - 1): so many pairs show a mean
  /// `distance` standard deviations away with probability `power`. With alpha 1 / 2 this is the number that puts the sample
  /// mean on the right side of it. Nil when the distance is not positive or the number is above 100,000. Source: Chow, Shao
  /// and Wang, Sample Size Calculations in Clinical Research (2008), 3.1, with t for the normal quantiles.
  public static func toShow(distance: Double, alpha: Double, power: Double = 0.8) -> Int? {
    precondition(alpha > 0 && alpha <= 0.5, "alpha \(alpha) is not between 0 and 1 / 2")
    precondition(power >= 0.5 && power < 1, "the power \(power) is not in 0.5..<1")
    guard distance > 0 else { return nil }
    func suffices(_ n: Int) -> Bool {
      let degrees = Double(n - 1)
      let needed =
        studentQuantile(1 - alpha, degreesOfFreedom: degrees) + studentQuantile(power, degreesOfFreedom: degrees)
      return Double(n).squareRoot() * distance >= needed
    }
    guard suffices(most) else { return nil }
    var low = 2
    var high = most
    while low < high {
      let middle = low + (high - low) / 2
      if suffices(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
