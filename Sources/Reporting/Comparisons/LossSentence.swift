// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// What a comparison of lost replica-time comes to, as the one sentence that a report opens with.
struct LossSentence {
  /// The sentence.
  let text: String

  /// `comparison` is that of `lost_replica_hours`; `finding` is what is said of it, for a caller who knows better by the
  /// availability, which is the same loss held against the demand.
  init(_ comparison: MetricComparison, finding: MetricComparison.Finding) {
    let (name, other) = (comparison.contender, comparison.baseline)
    let seeds = comparison.pairs.seeds.count
    let basis = seeds == 1 ? "1 seed" : "\(NumberText.grouped(seeds)) seeds"
    let change = Self.change(comparison)
    switch finding {
    case .better, .worse:
      text = "\(name) loses \(change.point) replica-time than \(other), \(change.interval)\(basis)."
    case .equivalent where comparison.isIdentical:
      text = "\(name) and \(other) lose the same replica-time in every seed (\(basis))."
    case .equivalent:
      text =
        "\(name) loses \(change.point) replica-time than \(other), too little to matter, \(change.interval)\(basis)."
    case .tooFewSeeds:
      text =
        "Too few seeds for a verdict (\(seeds); \(PairedComparison.fewestPairs) are the fewest): so far \(name) loses "
        + "\(change.point) replica-time than \(other)."
    case .noClearDifference, .describes:
      text =
        "No clear difference in lost replica-time: \(name) loses \(change.point) than \(other), \(change.interval)"
        + "\(basis)."
    }
  }

  /// The change in words, as a share where the baseline loses anything worth a share, in replica-hours otherwise.
  private static func change(_ comparison: MetricComparison) -> (point: String, interval: String) {
    let baselineMean = Summary(comparison.pairs.baseline).mean
    if let relative = comparison.relativeChange(), baselineMean >= comparison.metric.smallestEffect {
      let decimals = decimals(relative.change, relative.interval)
      return words(relative.change, relative.interval) {
        NumberText.percent($0, decimals: decimals)
      } unit: {
        " %"
      }
    }
    return words(comparison.difference, comparison.interval) {
      NumberText.significant($0, digits: 3)
    } unit: {
      " replica-h"
    }
  }

  /// The estimate and its interval, both in the estimate's direction; an end on the other side says so.
  private static func words(
    _ estimate: Double, _ interval: ConfidenceInterval?, number: (Double) -> String, unit: () -> String
  ) -> (point: String, interval: String) {
    func word(_ value: Double) -> String { value < 0 ? "less" : "more" }
    let point = "\(number(estimate.magnitude))\(unit()) \(word(estimate))"
    guard let interval else { return (point, "") }
    let (near, far) = estimate < 0 ? (interval.high, interval.low) : (interval.low, interval.high)
    let isOneSided = (near < 0) == (estimate < 0)
    let first = number(near.magnitude) + (isOneSided ? "" : "\(unit()) \(word(near))")
    let last = number(far.magnitude) + unit() + (isOneSided ? "" : " \(word(far))")
    return (point, "95 % CI \(first) to \(last), ")
  }

  /// As many decimals of a percent as show the interval's width, at most three.
  private static func decimals(_ change: Double, _ interval: ConfidenceInterval?) -> Int {
    guard let interval, interval.halfWidth > 0 else { return change.magnitude < 0.0995 ? 1 : 0 }
    var decimals = 0
    var unit = 0.01
    while decimals < 3, interval.halfWidth < unit {
      decimals += 1
      unit /= 10
    }
    return decimals
  }
}
