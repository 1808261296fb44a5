// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Results

/// Spans of which some were still running when the run ended: those count as longer than all that ended, or by
/// Kaplan and Meier's estimate, and are never left out.
struct CensoredSpans: Sendable {
  private(set) var ended: [SimulationDuration] = []
  private(set) var running: [SimulationDuration] = []

  var count: Int { ended.count + running.count }

  mutating func add(_ span: SimulationDuration, hasEnded: Bool) {
    if hasEnded { ended.append(span) } else { running.append(span) }
  }

  /// To be called before quantiles are taken.
  mutating func sort() {
    ended.sort()
    running.sort()
  }

  /// The least span that at least the share `probability` of all did not exceed; no value when that one never ended.
  func quantile(_ probability: Double) -> MetricValue {
    guard count > 0 else { return MetricValue(nil) }
    let rank = max(1, Int((probability * Double(count)).rounded(.up)))
    return value(rank <= ended.count ? ended[rank - 1].seconds : nil)
  }

  /// The least span at which the estimated share of longer ones is at most 1 - `probability`; no value where the estimate
  /// does not come down that far.
  ///
  /// Source: E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", 1958. Spans that ended
  /// count before those of the same length that were cut off.
  func kaplanMeier(_ probability: Double) -> MetricValue {
    guard count > 0 else { return MetricValue(nil) }
    var survival = 1.0
    var cutOff = 0
    var place = 0
    while place < ended.count {
      let span = ended[place]
      while cutOff < running.count, running[cutOff] < span { cutOff += 1 }
      let atRisk = count - place - cutOff
      var endings = 0
      while place < ended.count, ended[place] == span {
        endings += 1
        place += 1
      }
      survival *= 1 - Double(endings) / Double(atRisk)
      // Products of ratios are off by a few units in the last place.
      if survival <= 1 - probability + 1e-12 { return value(span.seconds) }
    }
    return value(nil)
  }

  /// The mean, those that never ended taken up to the end of the run.
  var mean: Double? {
    guard count > 0 else { return nil }
    let total = (ended + running).reduce(Int128(0)) { $0 + Int128($1.nanoseconds) }
    return Double(total) / 1e9 / Double(count)
  }

  private func value(_ seconds: Double?) -> MetricValue {
    MetricValue(value: seconds, unit: "s", censored: running.count, count: count)
  }
}
