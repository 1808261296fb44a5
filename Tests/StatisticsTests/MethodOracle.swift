// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Values made with scipy 1.17.1, numpy 2.4.6, mpmath 1.3.0 and GSL 2.7.1, in `method.json` beside this file: one group a
/// member, by the group's name.
struct MethodOracle: Decodable {
  var tQuantiles: [StudentQuantile]
  var normalQuantiles: [String: Double]
  var chi2Quantiles: [String: Double]
  var clopperPearson: [Proportion]
  var pairedT: Paired
  var wilcoxonNull: [String: RankSums]
  var wilcoxonMinPTwoSided: [String: Double]
  var criticalW: [String: [String: Int?]]
  var wilcoxon: [SignedRank]
  var hodgesLehmann: Shift
  var multipleComparisons: Adjustments
  var bca: Bootstrap
  var quantileCi: QuantileIntervals
  var sequentialStopping: Sequential
  var mser5: WarmUp
  var batchMeans: Batches
  var dudewiczDalalH1: [SelectionConstant]
  var rinottH: [SelectionConstant]
  var rinottMcCheck: [SelectionCheck]
  var knConstants: [ScreeningConstant]
  var knExample: Screening
  var ocba: Allocation
  var controlVariate: Control
  var balanceMetrics: Balance
  var weightedQuantile: Weighted
  var gsl: GSLValues

  enum CodingKeys: String, CodingKey {
    case tQuantiles, normalQuantiles, chi2Quantiles, clopperPearson, pairedT, wilcoxonNull, wilcoxonMinPTwoSided
    case criticalW = "wilcoxonCriticalWTwoSided"
    case wilcoxon, hodgesLehmann, multipleComparisons, bca, quantileCi, sequentialStopping, mser5, batchMeans
    case dudewiczDalalH1, rinottH, rinottMcCheck, knConstants, knExample, ocba, controlVariate, balanceMetrics
    case weightedQuantile, gsl
  }

  static func read() throws -> MethodOracle {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "method.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MethodOracle.self, from: Data(contentsOf: file))
  }
}

extension Double {
  /// As printed to that many decimals.
  func agrees(with other: Double, within tolerance: Double) -> Bool { (self - other).magnitude <= tolerance }
}
