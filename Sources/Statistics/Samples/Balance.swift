// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// How evenly amounts, such as the load of each cluster, are spread over their holders.
public struct Balance: Hashable, Sendable {
  /// How many holders there are, empty ones included.
  public let count: Int
  /// The Herfindahl-Hirschman index, the sum of squared shares: 1 / n when even, 1 when one holds all.
  public let concentration: Double
  /// The entropy of the shares in nats: ln n when even, 0 when one holds all.
  public let entropy: Double
  /// The greatest amount over the mean.
  public let maximumOverMean: Double

  /// Of amounts of at least 0; nil when all are 0 or one is not finite or negative.
  public init?(_ amounts: [Double]) {
    guard amounts.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    let total = amounts.reduce(0, +)
    guard total > 0, total.isFinite, let greatest = amounts.max() else { return nil }
    let shares = amounts.map { $0 / total }
    count = amounts.count
    concentration = shares.reduce(0.0) { $0 + $1 * $1 }
    entropy = -shares.reduce(0.0) { $1 == 0 ? $0 : $0 + $1 * DeterministicMathematics.naturalLogarithm($1) }
    maximumOverMean = greatest / total * Double(amounts.count)
  }

  /// Jain's fairness index (sum x)^2 / (n sum x^2): 1 when even, 1 / n when one holds all. Source: Jain, Chiu and Hawe, DEC
  /// Research Report TR-301 (1984).
  public var jainIndex: Double { 1 / (Double(count) * concentration) }
  /// The standard deviation over n, by the mean. Jain's index is 1 / (1 + its square).
  public var coefficientOfVariation: Double { max(0, Double(count) * concentration - 1).squareRoot() }
  /// How many even holders would be as concentrated.
  public var effectiveCount: Double { 1 / concentration }
}
