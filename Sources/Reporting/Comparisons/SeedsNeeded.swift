// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Whether the seeds of an experiment are enough for its verdict.
///
/// They are when every contender's paired difference in availability to the best one is known to the smallest effect that
/// matters, or to a tenth of itself, first looked at after ten (`PrecisionTarget`). Who races alone has to know its own lost
/// replica-time to a twentieth.
public enum SeedsNeeded: Hashable, Sendable {
  /// Enough; what is known, in words.
  case enough(String)
  /// The most seeds allowed are made; what is not known, in words.
  case capped(String)
  /// About so many more, at least one.
  case more(Int)

  /// Looks at `model`, whose seeds are 0, 1, 2 ...; `most` is at least ten.
  public init(_ model: ReportModel, most: Int) {
    let metric = ReportModel.availability
    let pairs = PrecisionTarget(absolute: metric.smallestEffect, relative: 0.1, cap: most)
    let alone = PrecisionTarget(relative: 0.05, cap: most)
    var series = (model.comparisons?.comparisons ?? []).filter { $0.metric.id == metric.id }.map {
      (name: $0.contender, state: SequentialStopping(pairs, $0.pairs.differences))
    }
    if series.isEmpty, let lost = model.ranked.first?.estimate("lost_replica_hours") {
      series = [(model.ranked[0].name, SequentialStopping(alone, lost.values))]
    }
    let running = series.filter { $0.state.state == .running }
    if let further = running.map({ $0.state.expectedFurtherRuns ?? 1 }).max() {
      self = .more(max(1, further))
      return
    }
    let open = series.filter { $0.state.state == .capped }.map(\.name)
    let isAlone = model.verdict.comparisons.isEmpty
    let what = isAlone ? "lost replica-time" : "the difference in availability to \(model.verdict.leader ?? "the best")"
    if open.isEmpty, isAlone {
      self = .enough("\(what) is known to a twentieth of itself")
    } else if open.isEmpty {
      self = .enough(
        "\(what) is known to \(NumberText.significant(metric.smallestEffect * 100)) points or a tenth of itself")
    } else {
      self = .capped("\(what) of \(open.joined(separator: ", "))")
    }
  }
}
