// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// One metric of one contender, before and after a change.
struct MetricTrial {
  let contender: String
  let metric: MetricDescriptor
  let smallestEffect: Double
  /// Nil when one of the two lacks the contender or the metric.
  let pairs: PairedSamples?
  let gate: RegressionGate?
  /// Why there is no gate.
  let absence: String

  init(
    contender: String, metric: MetricDescriptor, before: ContenderResult?, after: ContenderResult?,
    horizonSeconds: Double, smallestEffect: Double, alpha: Double
  ) {
    self.contender = contender
    self.metric = metric
    self.smallestEffect = smallestEffect
    let isKnownBefore = before?.runs.isEmpty == false
    let isKnownAfter = after?.runs.isEmpty == false
    guard isKnownBefore, isKnownAfter, let old = before?.estimate(metric.id), let new = after?.estimate(metric.id)
    else {
      pairs = nil
      gate = nil
      absence = isKnownAfter ? "the baseline has no value of it" : "the contender was not run"
      return
    }
    let pairs = PairedSamples(new, old, horizonSeconds: horizonSeconds)
    self.pairs = pairs
    gate = RegressionGate(
      differences: pairs.differences, better: metric.direction == .higherIsBetter ? .higher : .lower,
      smallestEffect: smallestEffect, alpha: alpha)
    absence = pairs.unmatchedSeeds.isEmpty ? "no data" : "only one of the two has a value, in every seed"
  }

  /// True when neither before nor after the metric says anything: there is nothing to hold against each other.
  private var isEmpty: Bool { pairs != nil && gate == nil && pairs?.unmatchedSeeds.isEmpty == true }

  /// The trials as lines, corrected for their number; trials in which the metric has no data at all are left out.
  static func lines(_ trials: [MetricTrial], alpha: Double) -> [RegressionCheck.Line] {
    let trials = trials.filter { !$0.isEmpty }
    let values = trials.map { $0.gate?.regression.p(.greater) ?? 1 }
    let adjusted = PValueAdjustment.holm.adjusted(values)
    return zip(trials, adjusted).map { trial, p in trial.line(adjustedP: p, of: trials.count, alpha: alpha) }
  }

  private func line(adjustedP: Double, of count: Int, alpha: Double) -> RegressionCheck.Line {
    guard let gate, let pairs else {
      return RegressionCheck.Line(
        contender: contender, metric: metric, outcome: .inconclusive, reason: absence, before: nil, after: nil,
        regression: nil, pairs: 0, smallestEffect: smallestEffect, furtherSeeds: nil)
    }
    let isAlone = gate.outcome == .regression && adjustedP > alpha
    let outcome: RegressionCheck.Outcome =
      switch gate.outcome {
      case .pass: .pass
      case .inconclusive: .inconclusive
      case .regression: isAlone ? .inconclusive : .regression
      }
    return RegressionCheck.Line(
      contender: contender, metric: metric, outcome: outcome,
      reason: isAlone ? "worse if it were the only one of \(count) comparisons" : words(gate),
      before: Summary(pairs.baseline).mean, after: Summary(pairs.contender).mean, regression: gate.regression,
      pairs: pairs.seeds.count, smallestEffect: smallestEffect,
      furtherSeeds: isAlone ? pairs.seeds.count : gate.furtherPairs)
  }

  private func words(_ gate: RegressionGate) -> String {
    switch gate.reason {
    case .identical: "the same in every seed"
    case .notWorse: "clearly no regression that matters"
    case .worse: "clearly worse, and by more than the smallest effect that matters"
    case .undecided: "these seeds leave it open"
    case .tooFewPairs: "fewer than \(PairedComparison.fewestPairs) seeds decide nothing"
    }
  }
}
