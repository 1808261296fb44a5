// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// What a comparison of lost replica-time comes to, as the one sentence that a report opens with.
struct LossSentence {
  /// The sentence.
  let text: String

  /// `comparison` is that of `lost_replica_hours`.
  init(_ comparison: MetricComparison) {
    let (name, other) = (comparison.contender, comparison.baseline)
    let seeds = comparison.pairs.seeds.count
    let basis = seeds == 1 ? "1 seed" : "\(NumberText.grouped(seeds)) seeds"
    guard let change = Self.change(comparison) else {
      text = "\(name) and \(other) have no seed in common."
      return
    }
    switch comparison.finding {
    case .better, .worse:
      text = "\(name) loses \(change.point) replica-time than \(other), \(change.interval)\(basis)."
    case .equivalent where comparison.verdict?.isIdentical == true:
      text = "\(name) and \(other) lose the same replica-time in every seed (\(basis))."
    case .equivalent:
      text = "\(name) loses \(change.point) replica-time than \(other), too little to matter, \(change.interval)\(basis)."
    case .tooFewSeeds:
      text =
        "Too few seeds for a verdict (\(seeds); \(PairedComparison.fewestPairs) are the fewest): so far \(name) loses "
        + "\(change.point) replica-time than \(other)."
    case .noClearDifference, .describes, .noData:
      text =
        "No clear difference in lost replica-time: \(name) loses \(change.point) than \(other), \(change.interval)"
        + "\(basis)."
    }
  }

  /// The change in words, as a share where the baseline loses anything worth a share, in replica-hours otherwise.
  private static func change(_ comparison: MetricComparison) -> (point: String, interval: String)? {
    guard let difference = comparison.difference else { return nil }
    let baselineMean = Summary(comparison.pairs.baseline).mean
    if let relative = comparison.relative, baselineMean >= comparison.metric.smallestEffect {
      return ("\(share(relative.change)) \(word(relative.change))", ends(relative.interval, by: relative.change, share))
    }
    return ("\(hours(difference)) \(word(difference))", ends(comparison.interval, by: difference, hours))
  }

  /// The interval in the direction of the estimate; an end on the other side says so.
  private static func ends(
    _ interval: ConfidenceInterval?, by estimate: Double, _ format: (Double) -> String
  ) -> String {
    guard let interval else { return "" }
    let (near, far) = estimate < 0 ? (interval.high, interval.low) : (interval.low, interval.high)
    let isOneSided = (near < 0) == (estimate < 0)
    let first = isOneSided ? bare(format(near)) : "\(format(near)) \(word(near))"
    let last = isOneSided ? format(far) : "\(format(far)) \(word(far))"
    return "95 % CI \(first) to \(last), "
  }

  /// Without its unit, which the other end has.
  private static func bare(_ text: String) -> String {
    text.split(separator: " ").first.map(String.init) ?? text
  }

  private static func word(_ value: Double) -> String { value < 0 ? "less" : "more" }

  private static func share(_ value: Double) -> String {
    let magnitude = value.magnitude
    return "\(NumberText.percent(magnitude, decimals: magnitude < 0.0995 ? 1 : 0)) %"
  }

  private static func hours(_ value: Double) -> String {
    "\(NumberText.significant(value.magnitude, digits: 3)) replica-h"
  }
}
