// SPDX-License-Identifier: GPL-3.0-or-later

/// Whether a candidate may replace a baseline: a test of non-inferiority, not of "p > 0.05", which too few seeds would pass.
///
/// The regression is the mean of the differences that make the candidate worse. It is called one when it clearly lies above
/// 0 and its estimate exceeds the smallest effect that matters; it passes when it clearly lies below that effect; otherwise
/// the pairs leave it open and more are needed. "Clearly" is the rule of `PairedComparison.isClearlyAbove` at 1 - alpha.
/// Source: Piaggio and others, Journal of the American Medical Association 308 (2012), CONSORT on non-inferiority.
public struct RegressionGate: Hashable, Sendable {
  /// What the gate does.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    case pass
    case regression
    case inconclusive
  }

  /// Why.
  public enum Reason: Hashable, Sendable, CaseIterable {
    /// No pair differs at all.
    case identical
    /// The regression lies clearly below the smallest effect.
    case notWorse
    /// The regression lies clearly above 0, and its estimate above the smallest effect.
    case worse
    /// The interval holds both a regression that matters and none.
    case undecided
    /// Below six pairs nothing is said.
    case tooFewPairs
  }

  /// Why it does what it does.
  public private(set) var reason: Reason
  /// How surprising the pairs would be without a regression, by the rule of `PairedComparison.pAbove`; nil below six pairs.
  public let p: Double?
  /// The differences, turned so that positive is worse, with their interval at 1 - alpha.
  public let regression: PairedComparison
  /// The smallest regression that matters, in the unit of the values.
  public let smallestEffect: Double
  /// How many more pairs would decide with probability 0.8, did mean and variance stay as they are: 0 when it is decided,
  /// nil when no number below 100,000 would, as with a mean at the smallest effect itself.
  public private(set) var furtherPairs: Int?
  /// The risk of a false alarm.
  public let alpha: Double

  /// The gate on `differences`, candidate minus baseline; nil when there is none or one is not finite. Traps when the
  /// smallest effect is negative.
  public init?(differences: [Double], better: Preference, smallestEffect: Double, alpha: Double = 0.05) {
    precondition(smallestEffect >= 0, "the smallest effect \(smallestEffect) is negative")
    precondition(alpha > 0 && alpha < 0.5, "alpha \(alpha) is not between 0 and 1 / 2")
    let turned = better == .lower ? differences : differences.map { -$0 }
    guard let regression = PairedComparison(differences: turned, level: 1 - alpha) else { return nil }
    self.regression = regression
    self.smallestEffect = smallestEffect
    self.alpha = alpha
    p = regression.pAbove(0)
    reason = Self.reason(regression, smallestEffect, alpha)
    furtherPairs = 0
    if outcome == .inconclusive { furtherPairs = Self.furtherPairs(regression, smallestEffect, alpha) }
  }

  /// What the gate does.
  public var outcome: Outcome {
    switch reason {
    case .identical, .notWorse: .pass
    case .worse: .regression
    case .undecided, .tooFewPairs: .inconclusive
    }
  }

  /// Gates that stand together, one for each goal: a regression stays only where p also holds after Holm's adjustment to
  /// their number, so that many goals raise no more false alarms than one; p is there the t test's alone, as in
  /// `PairedVerdict.together`. Passing needs no adjustment, since all have to pass.
  public static func together(_ gates: [RegressionGate]) -> [RegressionGate] {
    let tested = gates.indices.filter { gates[$0].p != nil }
    let adjusted = PValueAdjustment.holm.adjusted(tested.compactMap { gates[$0].regression.meanPAbove(0) })
    var held = gates
    for (index, p) in zip(tested, adjusted) where held[index].reason == .worse && p > held[index].alpha {
      held[index].reason = .undecided
      held[index].furtherPairs = furtherPairs(
        held[index].regression, held[index].smallestEffect, held[index].alpha / Double(tested.count))
    }
    return held
  }

  private static func reason(_ regression: PairedComparison, _ smallestEffect: Double, _ alpha: Double) -> Reason {
    guard regression.differences.count >= PairedComparison.fewestPairs else { return .tooFewPairs }
    if regression.isConstant && regression.meanDifference == 0 { return .identical }
    if regression.meanDifference > smallestEffect && regression.isClearlyAbove(0, level: 1 - alpha) { return .worse }
    return regression.isClearlyBelow(smallestEffect, level: 1 - alpha) ? .notWorse : .undecided
  }

  /// From the mean as it is: to be shown above 0 and estimated above the smallest effect, or shown below the latter.
  private static func furtherPairs(
    _ regression: PairedComparison, _ smallestEffect: Double, _ alpha: Double
  ) -> Int? {
    // All pairs of one sign must be rare enough: 2^-n <= alpha.
    var least = PairedComparison.fewestPairs
    while Double(sign: .plus, exponent: -least, significand: 1) > alpha { least += 1 }
    let have = regression.differences.count
    let mean = regression.meanDifference
    let deviation = regression.differences.standardDeviation
    if have < 2 || (regression.isConstant && mean == 0) { return max(1, least - have) }
    if mean == smallestEffect { return nil }
    if regression.isConstant { return max(1, least - have) }
    let needed: Int?
    if mean < smallestEffect {
      needed = PairsNeeded.toShow(distance: (smallestEffect - mean) / deviation, alpha: alpha / 2)
    } else {
      let toClear = PairsNeeded.toShow(distance: mean / deviation, alpha: alpha / 2)
      let toExceed = PairsNeeded.toShow(distance: (mean - smallestEffect) / deviation, alpha: 0.5)
      needed = toClear.flatMap { clear in toExceed.map { max(clear, $0) } }
    }
    return needed.map { max(1, max($0, least) - have) }
  }
}
