// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// Whether a change made placement worse: an experiment held against a baseline of the same scenario.
///
/// Level 1: a contender that has all of the baseline's runs, with their digests, did exactly the same and passes at
/// once. Level 2: every other contender has to be no worse on each metric in question, by `RegressionGate`, seed by seed.
/// A regression is only called so when it also stands among all the comparisons made (Holm); to pass, each has to pass on
/// its own. Level 3, speed, is judged apart.
public struct RegressionCheck: Sendable {
  /// What is judged, and how strictly.
  public struct Options: Hashable, Sendable {
    /// The share of false alarms that is put up with.
    public var alpha: Double
    /// The smallest effects that matter, by metric; the catalogue's where there is none.
    public var minimumEffects: [String: Double]
    /// The metrics; empty: those of the goals, or the primary ones where there is no goal.
    public var metrics: [String]
    /// The contenders; empty: all of the baseline.
    public var contenders: [String]

    /// Options; nothing given judges all contenders on the goals' metrics at 5 %.
    public init(
      alpha: Double = 0.05, minimumEffects: [String: Double] = [:], metrics: [String] = [], contenders: [String] = []
    ) {
      self.alpha = alpha
      self.minimumEffects = minimumEffects
      self.metrics = metrics
      self.contenders = contenders
    }
  }

  /// What came out.
  public typealias Outcome = RegressionGate.Outcome

  /// One metric of one contender.
  public struct Line: Sendable {
    /// The contender.
    public let contender: String
    /// The metric.
    public let metric: MetricDescriptor
    /// What came out.
    public let outcome: Outcome
    /// Why, in words.
    public let reason: String
    /// The baseline's mean over the common seeds; nil without any.
    public let before: Double?
    /// The candidate's.
    public let after: Double?
    /// The mean regression, positive is worse, and its two-sided interval at 1 - alpha; nil without pairs.
    public let regression: PairedComparison?
    /// The common seeds.
    public let pairs: Int
    /// The smallest effect that matters, as used.
    public let smallestEffect: Double
    /// How many more seeds would decide; nil when no number would, 0 when it is decided.
    public let furtherSeeds: Int?
  }

  /// A contender at level 1.
  public struct Digests: Hashable, Sendable {
    /// The contender.
    public let contender: String
    /// Runs that both have.
    public let common: Int
    /// Those of equal digest.
    public let equal: Int
    /// Runs of the baseline that the candidate lacks.
    public let missing: Int
    /// True when every common run is equal, and there is one.
    public var isSame: Bool { common > 0 && equal == common }
    /// True when the candidate has none of its runs.
    public var isAbsent: Bool { common == 0 && missing > 0 }
  }

  /// What came out in all.
  public let outcome: Outcome
  /// Level 1, by contender in the baseline's order.
  public let digests: [Digests]
  /// Level 2, for contenders that are not the same, by contender and metric.
  public let lines: [Line]
  /// What has to be known beside it.
  public let notes: [String]
  /// The scenario's name.
  public let scenario: String
  /// How many more seeds the open lines need, the most of them; nil where no number would do or nothing is open.
  public let furtherSeeds: Int?

  /// Holds `candidate` against `baseline`.
  public init(_ candidate: ReportInput, against baseline: ReportInput, options: Options = Options()) {
    let names = baseline.manifest.contenders.filter {
      options.contenders.isEmpty || options.contenders.contains($0)
    }
    scenario = baseline.manifest.scenario
    digests = Self.digests(candidate.records, baseline.records, names)
    let changed = digests.filter { !$0.isSame && !$0.isAbsent }.map(\.contender)
    let (before, after) = (ReportModel(baseline), ReportModel(candidate))
    let metrics = Self.metrics(candidate.manifest.goals + baseline.manifest.goals, options)
    let horizon = max(candidate.manifest.horizonSeconds, baseline.manifest.horizonSeconds)
    let trials = changed.flatMap { name -> [MetricTrial] in
      metrics.map { metric in
        MetricTrial(
          contender: name, metric: metric, before: before.ranked.first { $0.name == name },
          after: after.ranked.first { $0.name == name }, horizonSeconds: horizon,
          smallestEffect: options.minimumEffects[metric.id] ?? metric.smallestEffect, alpha: options.alpha)
      }
    }
    lines = MetricTrial.lines(trials)
    if lines.contains(where: { $0.outcome == .regression }) {
      outcome = .regression
    } else {
      let isPart = digests.contains { $0.isAbsent || ($0.isSame && $0.missing > 0) }
      outcome = isPart || lines.contains { $0.outcome == .inconclusive } ? .inconclusive : .pass
    }
    let open = lines.filter { $0.outcome == .inconclusive }.map(\.furtherSeeds)
    furtherSeeds = open.contains(nil) ? nil : open.compactMap { $0 }.max()
    notes = Self.notes(candidate.manifest, baseline.manifest, digests)
  }

  private static func digests(_ candidate: [RunRecord], _ baseline: [RunRecord], _ names: [String]) -> [Digests] {
    let known = Dictionary(candidate.map { ($0.key, $0.digest) }, uniquingKeysWith: { first, _ in first })
    return names.map { name in
      let runs = baseline.filter { $0.contender == name }
      let common = runs.filter { known[$0.key] != nil }
      return Digests(
        contender: name, common: common.count, equal: common.filter { known[$0.key] == $0.digest }.count,
        missing: runs.count - common.count)
    }
  }

  /// The metrics in question, each once, that one way is better of.
  static func metrics(_ goals: [ExperimentManifest.GoalLine], _ options: Options) -> [MetricDescriptor] {
    let wanted = options.metrics.isEmpty ? goals.map(\.metric) : options.metrics
    return MetricCatalog.metrics.filter {
      $0.direction != .neutral && (wanted.isEmpty ? $0.isPrimary : wanted.contains($0.id))
    }
  }

  private static func notes(
    _ candidate: ExperimentManifest, _ baseline: ExperimentManifest, _ digests: [Digests]
  ) -> [String] {
    var notes: [String] = []
    if candidate.scenario != baseline.scenario {
      notes.append(
        "Not like for like: the baseline is of the scenario \(baseline.scenario), not \(candidate.scenario).")
    } else if candidate.scenarioDigests != baseline.scenarioDigests {
      notes.append("Not like for like: the scenario or a contender in it has changed since the baseline was saved.")
    }
    if candidate.version != baseline.version {
      notes.append("The baseline was run by version \(baseline.version), the candidate by \(candidate.version).")
    }
    for one in digests where one.missing > 0 {
      notes.append("\(one.contender): \(one.missing) of the baseline's runs were not made again.")
    }
    return notes
  }
}
