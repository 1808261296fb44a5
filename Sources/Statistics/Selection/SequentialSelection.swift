// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness

/// Choosing the best of k contenders by as few runs as it takes, under common random numbers: each round gives every
/// contender that is left one more run of the same seed, and drops those that can no longer be the best.
///
/// With S_il^2 the variance of the differences of i and l in the first n0 rounds, h^2 = 2 eta (n0 - 1) and
/// eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2, contender i is dropped at round r when its mean lies below that of some
/// l by more than W / r, W = max(0, delta / 2 (h^2 S_il^2 / delta^2 - r)). The one left is the best with probability 1 - alpha
/// whenever it leads by delta, if outputs are normal. Source: Kim and Nelson, ACM Transactions on Modeling and Computer
/// Simulation 11 (2001), with c = 1.
public struct SequentialSelection: Hashable, Sendable {
  /// The smallest lead that matters.
  public let indifference: Double
  /// eta.
  public let eta: Double
  /// h squared.
  public let hSquared: Double
  /// The contenders that are left, by index, rising.
  public private(set) var remaining: [Int]
  /// How many rounds were run.
  public private(set) var rounds: Int
  private let sign: Double
  private let variances: [[Double]]
  private var sums: [Double]

  /// After the first stage, the values of each contender in the same order of seeds; nil when there are fewer than two
  /// contenders or rounds, the counts differ or a value is not finite.
  public init?(firstStage values: [[Double]], better: Preference, indifference: Double, alpha: Double = 0.05) {
    precondition(indifference > 0, "the indifference amount \(indifference) is not positive")
    guard values.count >= 2, let first = values.first, first.count >= 2 else { return nil }
    guard values.allSatisfy({ $0.count == first.count && $0.allSatisfy(\.isFinite) }) else { return nil }
    let constants = Self.constants(contenders: values.count, firstStage: first.count, alpha: alpha)
    eta = constants.eta
    hSquared = constants.hSquared
    self.indifference = indifference
    sign = better == .higher ? 1 : -1
    rounds = first.count
    remaining = Array(values.indices)
    sums = values.map { $0.reduce(0, +) }
    variances = values.map { one in values.map { other in Summary(zip(one, other).map { $0 - $1 }).variance } }
    screen()
  }

  /// eta and h squared.
  public static func constants(contenders: Int, firstStage: Int, alpha: Double) -> (eta: Double, hSquared: Double) {
    precondition(contenders >= 2 && firstStage >= 2, "\(contenders) contenders, \(firstStage) rounds")
    precondition(alpha > 0 && alpha < 0.5, "alpha \(alpha) is not between 0 and 1 / 2")
    let degrees = Double(firstStage - 1)
    let share = 2 * alpha / Double(contenders - 1)
    let eta = 0.5 * (DeterministicMathematics.power(share, -2 / degrees) - 1)
    return (eta, 2 * eta * degrees)
  }

  /// Takes one more round in: a value for each contender in `remaining`, in that order. Traps on another count.
  public mutating func add(_ values: [Double]) {
    precondition(values.count == remaining.count, "\(values.count) values for \(remaining.count) contenders")
    guard chosen == nil else { return }
    for (contender, value) in zip(remaining, values) {
      precondition(value.isFinite, "the value \(value) of a run is not finite")
      sums[contender] += value
    }
    rounds += 1
    screen()
  }

  /// The best, once it is decided: the only one left, or, after the round at which every margin W is 0, the first of
  /// those that are exactly equal.
  public var chosen: Int? { remaining.count == 1 || rounds > mostRounds ? remaining.first : nil }

  /// The round after which nothing is left to decide among those that remain.
  public var mostRounds: Int {
    var most = 0.0
    for one in remaining { for other in remaining where other != one { most = max(most, bound(one, other)) } }
    return Int(most.rounded(.down))
  }

  /// W at the present round: how far the sum of `one` may lie behind that of `other`.
  func margin(_ one: Int, _ other: Int) -> Double {
    max(0, indifference / 2 * (bound(one, other) - Double(rounds)))
  }

  /// The variance of the differences in the first stage.
  func variance(_ one: Int, _ other: Int) -> Double { variances[one][other] }

  /// h^2 S^2 / delta^2.
  func bound(_ one: Int, _ other: Int) -> Double {
    hSquared * variances[one][other] / (indifference * indifference)
  }

  private mutating func screen() {
    let before = remaining
    remaining = before.filter { one in
      !before.contains { other in other != one && sign * (sums[other] - sums[one]) > margin(one, other) }
    }
  }
}
