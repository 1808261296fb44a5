// SPDX-License-Identifier: GPL-3.0-or-later

/// What the trials of one contender come to together.
public struct SizeSpread: Hashable, Sendable {
  /// The levels, hardest to hold first: ascending, those of trials in which none holds at the front as nil.
  public let levels: [Int?]

  /// The spread of `trials`, at least one.
  public init(_ trials: [SizeStudy.Trial]) {
    precondition(!trials.isEmpty, "a spread of \(trials.count) trials")
    levels = trials.map(\.level).sorted { ($0 ?? Int.min) < ($1 ?? Int.min) }
  }

  /// The level that at least 90 of 100 trials hold; nil: none.
  ///
  /// Source: Borg reports the 90th percentile of 11 trials, so that an unlucky draw alone does not decide (Verma et al.,
  /// EuroSys 2015, section 5.1).
  public var safe: Int? { levels[levels.count / 10] }
  /// The middle one, the lower of two.
  public var median: Int? { levels[(levels.count - 1) / 2] }
  /// The level that every trial holds; nil: none.
  public var least: Int? { levels[0] }
  /// The level that only the luckiest trial holds; nil: none.
  public var most: Int? { levels[levels.count - 1] }

  /// The share of the trials that hold `level`.
  public func share(holding level: Int) -> Double {
    Double(levels.reduce(0) { $0 + (($1 ?? Int.min) >= level ? 1 : 0) }) / Double(levels.count)
  }
}
