// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The computed report for programs: the verdict, the ranking, goals and every estimate. The runs themselves are in
/// `runs.jsonl`.
public struct JSONReport: Sendable, Encodable {
  struct Estimate: Sendable, Encodable {
    let mean: Double?
    let low: Double?
    let high: Double?
    let n: Int
    let censoredRuns: Int
    let unit: String

    init(_ estimate: MetricEstimate) {
      mean = estimate.mean
      low = estimate.interval?.low
      high = estimate.interval?.high
      n = estimate.count
      censoredRuns = estimate.censoredRuns
      unit = MetricCatalog.metric(estimate.metric)?.unit ?? ""
    }
  }
  struct Contender: Sendable, Encodable {
    let contender: String
    let metrics: [String: Estimate]

    init(_ result: ContenderResult) {
      contender = result.name
      let known = result.estimates.filter { $0.count > 0 || $0.censoredRuns > 0 }
      metrics = Dictionary(known.map { ($0.metric, Estimate($0)) }, uniquingKeysWith: { first, _ in first })
    }
  }
  struct Point: Sendable, Encodable {
    let sweep: [String: String]
    let contenders: [Contender]
  }
  struct Difference: Sendable, Encodable {
    let contender: String
    let reference: String
    let metric: String
    let difference: Double
    let low: Double?
    let high: Double?
    let pairs: Int
    let finding: String
  }
  struct Goal: Sendable, Encodable {
    let goal: String
    let contender: String
    let state: String
    let reached: String
  }

  let schema = "regatta.report/1"
  let version: String
  let scenario: String
  let verdict: String
  let leader: String?
  let ranking: [String]
  let overall: [Contender]
  let points: [Point]
  let differences: [Difference]
  let goals: [Goal]
  let translations: [ExperimentManifest.TranslationLine]
  let missingRuns: [String]

  /// The report of a model.
  public init(_ model: ReportModel) {
    version = model.manifest.version
    scenario = model.manifest.scenario
    verdict = model.verdict.sentence
    leader = model.verdict.leader
    ranking = model.ranked.map(\.name)
    overall = model.ranked.map(Contender.init)
    points = model.points.map { Point(sweep: $0.sweep, contenders: $0.results.map(Contender.init)) }
    differences = (model.comparisons?.comparisons ?? []).map {
      Difference(
        contender: $0.contender, reference: $0.baseline, metric: $0.metric.id,
        difference: $0.difference, low: $0.interval?.low, high: $0.interval?.high, pairs: $0.pairs.seeds.count,
        finding: $0.finding.rawValue)
    }
    goals = model.goals.map {
      Goal(goal: $0.goal, contender: $0.contender, state: $0.state.rawValue, reached: $0.reached)
    }
    translations = model.manifest.translations
    missingRuns = model.missing.map(\.description)
  }

  /// Indented JSON with sorted keys; ends in a newline. Throws when a record holds a number that is not finite.
  public func text() throws(ResultsError) -> String { try RecordCoding.page(self) }
}
