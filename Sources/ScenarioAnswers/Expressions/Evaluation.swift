// SPDX-License-Identifier: GPL-3.0-or-later

import FailoverAnalysis
import FederationModel
import Quantities
import Reporting
import Results
import RunMetrics
import ScenarioFormat

extension MeasuredExperiment {
  /// What an expression comes to in these runs.
  func value(of expression: ResolvedExpression) -> AnswerValue {
    switch expression {
    case .number(let number): .number(number)
    case .negated(let inner): .joined(.number(0), value(of: inner), -)
    case .sum(let left, let right): .joined(value(of: left), value(of: right), +)
    case .difference(let left, let right): .joined(value(of: left), value(of: right), -)
    case .product(let left, let right): .joined(value(of: left), value(of: right), *)
    case .quotient(let left, let right): .joined(value(of: left), value(of: right), /)
    case .query(let query): value(of: query)
    }
  }

  private func value(of query: Query) -> AnswerValue {
    switch query {
    case .metric(let id, let place):
      guard let estimate = result(at: place).estimate(id) else { return .noData }
      // A run that ends before what is measured does says "not within the run".
      return estimate.mean.map { .number($0) } ?? (estimate.censoredRuns > 0 ? .never : .noData)
    case .level(let track, let place, let time):
      return history(track, at: place).map { history in
        .number(Double(time.map { history.value(at: $0) } ?? history.last))
      } ?? .noData
    case .extreme(let track, let place, let start, let end, let isLow):
      guard start <= end, let bounds = history(track, at: place)?.bounds(from: start, to: end) else { return .noData }
      return .number(Double(isLow ? bounds.lowerBound : bounds.upperBound))
    case .moment(let tracks, let change, let place, let after):
      let moments = tracks.compactMap { history($0, at: place)?.first(atOrAfter: after, where: change.holds) }
      return moments.min().map { .number($0.seconds) } ?? .never
    case .finding(let code, let place, let cluster, let workload):
      let findings = forecast(at: place, cluster: cluster).findings(about: workload)
      return findings.contains { $0.code == code } ? .yes : .no
    }
  }

  /// What will happen when a cluster is lost, by analysis alone.
  func forecast(at place: RunPlace, cluster: Int) -> FailoverForecast {
    FailoverAnalysis(
      scenario: scenarios[place.point], contender: place.contender, upstreamName: ProfileOverride.upstreamName(of:in:)
    ).forecast(FailoverQuestion(cluster: ClusterIndex(cluster)))
  }
}

extension ResolvedExpression {
  /// Whether it is a span of time: then a figure that says nothing of its form is written as one.
  var isSpan: Bool {
    switch self {
    case .number, .quotient: false
    case .negated(let inner): inner.isSpan
    case .product(let left, let right): left.isSpan || right.isSpan
    case .sum(let left, let right), .difference(let left, let right): left.isSpan || right.isSpan
    case .query(.moment): true
    case .query(.metric(let id, _)): MetricCatalog.metric(id)?.unit == "s"
    case .query: false
    }
  }
}
