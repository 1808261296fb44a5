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
  static func lines(_ trials: [MetricTrial]) -> [RegressionCheck.Line] {
    let trials = trials.filter { !$0.isEmpty }
    let judged = trials.indices.filter { trials[$0].gate != nil }
    let held = RegressionGate.together(judged.compactMap { trials[$0].gate })
    let gates = Dictionary(zip(judged, held), uniquingKeysWith: { first, _ in first })
    return trials.enumerated().map { place, trial in trial.line(gates[place], of: judged.count) }
  }

  /// The line; `held` is the gate as it stands among `count` comparisons.
  private func line(_ held: RegressionGate?, of count: Int) -> RegressionCheck.Line {
    guard let held, let gate, let pairs else {
      return RegressionCheck.Line(
        contender: contender, metric: metric, outcome: .inconclusive, reason: absence, before: nil, after: nil,
        regression: nil, pairs: 0, smallestEffect: smallestEffect, furtherSeeds: nil)
    }
    let isAlone = gate.outcome == .regression && held.outcome != .regression
    return RegressionCheck.Line(
      contender: contender, metric: metric, outcome: held.outcome,
      reason: isAlone ? "worse alone, not among \(count)" : words(held),
      before: Summary(pairs.baseline).mean, after: Summary(pairs.contender).mean, regression: held.regression,
      pairs: pairs.seeds.count, smallestEffect: smallestEffect, furtherSeeds: held.furtherPairs)
  }

  private func words(_ gate: RegressionGate) -> String {
    switch gate.reason {
    case .identical: "same in every seed"
    case .notWorse: "none that matters"
    case .worse: "clearly worse"
    case .undecided: "open"
    case .tooFewPairs: "below \(PairedComparison.fewestPairs) seeds"
    }
  }
}
