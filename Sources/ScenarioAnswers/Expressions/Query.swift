// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import RunMetrics

/// A question to the runs with its names looked up.
enum Query: Equatable {
  /// The mean of a metric over the seeds.
  case metric(String, RunPlace)
  /// A number at a time; nil: at the end of the run.
  case level(PlacementTrack, RunPlace, at: SimulationTime?)
  /// The lowest or highest value within a time.
  case extreme(PlacementTrack, RunPlace, from: SimulationTime, to: SimulationTime, isLow: Bool)
  /// The first time at which one of several numbers changes so.
  case moment([PlacementTrack], Change, RunPlace, after: SimulationTime)
  /// Whether the analysis of a lost cluster has the finding.
  case finding(code: String, RunPlace, cluster: Int, workload: String?)

  /// How a number changes.
  enum Change: Equatable {
    case fromNone, toNone, growth, toYes, toNo

    func holds(_ before: Int64, _ after: Int64) -> Bool {
      switch self {
      case .fromNone: before == 0 && after > 0
      case .toNone: before > 0 && after == 0
      case .growth: after > before
      case .toYes: after == 1
      case .toNo: after == 0
      }
    }
  }

  /// What has to be kept of the runs to answer it.
  var tracks: [PlacementTrack] {
    switch self {
    case .metric, .finding: []
    case .level(let track, _, _): [track]
    case .extreme(let track, _, _, _, _): [track]
    case .moment(let tracks, _, _, _): tracks
    }
  }
}

/// An expression with its names looked up.
indirect enum ResolvedExpression: Equatable {
  case number(Double)
  case negated(ResolvedExpression)
  case sum(ResolvedExpression, ResolvedExpression)
  case difference(ResolvedExpression, ResolvedExpression)
  case product(ResolvedExpression, ResolvedExpression)
  case quotient(ResolvedExpression, ResolvedExpression)
  case query(Query)

  /// All questions in it.
  var queries: [Query] {
    switch self {
    case .number: []
    case .negated(let inner): inner.queries
    case .sum(let left, let right), .difference(let left, let right), .product(let left, let right),
      .quotient(let left, let right):
      left.queries + right.queries
    case .query(let query): [query]
    }
  }
}
