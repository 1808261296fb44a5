// SPDX-License-Identifier: GPL-3.0-or-later

/// Which values are the better ones.
public enum Preference: String, Hashable, Sendable {
  case higher
  case lower
}

/// What may be said of a contender beside another, from their differences under the same seeds.
public struct PairedVerdict: Hashable, Sendable {
  /// The words for it.
  public enum Finding: String, Hashable, Sendable, CaseIterable {
    /// Clearly better, and by the smallest effect that matters.
    case better
    /// Clearly worse, and by the smallest effect that matters.
    case worse
    /// The difference is clearly below the smallest effect, either way; or there is none in any pair.
    case equivalent
    /// Neither: these pairs leave it open.
    case noClearDifference = "no clear difference"
    /// Below six pairs nothing is said.
    case tooFewPairs = "too few pairs"
  }

  /// What may be said.
  public private(set) var finding: Finding
  /// How surprising the differences would be without a difference of that sign, by the rule of `PairedComparison.pAbove`;
  /// nil below six pairs.
  public let p: Double?
  /// The differences, contender minus reference, with their interval at 1 - alpha.
  public let comparison: PairedComparison
  /// The smallest difference that matters, in the unit of the values.
  public let smallestEffect: Double
  /// The risk of calling a difference clear that is none.
  public let alpha: Double

  /// True when no pair differs at all.
  public var isIdentical: Bool { comparison.isConstant && comparison.meanDifference == 0 }

  /// The verdict on `differences`, contender minus reference; nil when there is none or one is not finite. Traps when the
  /// smallest effect is negative.
  ///
  /// Better and worse: 0 lies outside of the interval at 1 - alpha by the rule of `isClearlyAbove`, and the mean is at
  /// least the smallest effect. Equivalent: both one-sided tests at alpha, of the mean against plus and minus the smallest
  /// effect (TOST; Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987).
  public init?(differences: [Double], better: Preference, smallestEffect: Double, alpha: Double = 0.05) {
    precondition(smallestEffect >= 0, "the smallest effect \(smallestEffect) is negative")
    precondition(alpha > 0 && alpha < 0.5, "alpha \(alpha) is not between 0 and 1 / 2")
    guard let comparison = PairedComparison(differences: differences, level: 1 - alpha) else { return nil }
    self.comparison = comparison
    self.smallestEffect = smallestEffect
    self.alpha = alpha
    p = comparison.meanDifference < 0 ? comparison.pBelow(0) : comparison.pAbove(0)
    finding = Self.finding(comparison, better, smallestEffect, alpha)
  }

  /// p of the t test alone, as a family of verdicts is corrected by; nil below six pairs.
  public var meanP: Double? {
    comparison.meanDifference < 0 ? comparison.negated.meanPAbove(0) : comparison.meanPAbove(0)
  }

  /// Verdicts that are read together, such as k - 1 contenders against one baseline, each with its p after the adjustment
  /// to their number: "better" and "worse" stay only where that p holds too. It is the t test's alone; the others
  /// have had their say in each verdict. "Equivalent" stays: wherever it is said it has its own alpha. Nil below six pairs.
  public static func together(
    _ verdicts: [PairedVerdict], adjustment: PValueAdjustment = .holm
  ) -> [(verdict: PairedVerdict, adjustedP: Double?)] {
    let tested = verdicts.indices.filter { verdicts[$0].meanP != nil }
    let adjusted = adjustment.adjusted(tested.compactMap { verdicts[$0].meanP })
    var held = verdicts.map { (verdict: $0, adjustedP: Double?.none) }
    for (index, p) in zip(tested, adjusted) {
      held[index].adjustedP = p
      if p > verdicts[index].alpha, [.better, .worse].contains(verdicts[index].finding) {
        held[index].verdict.finding = .noClearDifference
      }
    }
    return held
  }

  private static func finding(
    _ comparison: PairedComparison, _ better: Preference, _ smallestEffect: Double, _ alpha: Double
  ) -> Finding {
    guard comparison.differences.count >= PairedComparison.fewestPairs else { return .tooFewPairs }
    if comparison.isConstant && comparison.meanDifference == 0 { return .equivalent }
    if comparison.meanDifference.magnitude >= smallestEffect {
      if comparison.isClearlyAbove(0, level: 1 - alpha) { return better == .higher ? .better : .worse }
      if comparison.isClearlyBelow(0, level: 1 - alpha) { return better == .lower ? .better : .worse }
    }
    let isWithin =
      comparison.isClearlyAbove(-smallestEffect, level: 1 - 2 * alpha)
      && comparison.isClearlyBelow(smallestEffect, level: 1 - 2 * alpha)
    return isWithin ? .equivalent : .noClearDifference
  }
}
