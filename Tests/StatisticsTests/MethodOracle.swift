// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Values made with scipy 1.17.1, mpmath 1.3.0 and GSL 2.7.1, in `method.json` beside this file.
struct MethodOracle: Decodable {
  struct StudentQuantile: Decodable {
    var df, p: Double
    /// By mpmath.
    var tMp: Double
  }
  struct Paired: Decodable {
    var first, second: [Double]
    var meanDiff, sdDiff, t, p: Double
    var df: Int
    var ci95: [Double]

    enum CodingKeys: String, CodingKey {
      case first = "A"
      case second = "B"
      case meanDiff, sdDiff, t, p, df, ci95
    }
  }
  struct Weighted: Decodable {
    var rttMsDemand: [[Double]]
    var mean, p50, p90, p95, p99: Double
  }
  struct GSLValues: Decodable {
    struct Type7: Decodable {
      var data: [Double]
      var p50, p95, p99: Double
    }
    var quantileType7: Type7
  }

  var tQuantiles: [StudentQuantile]
  var pairedT: Paired
  var weightedQuantile: Weighted
  var gsl: GSLValues

  static func read() throws -> MethodOracle {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "method.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MethodOracle.self, from: Data(contentsOf: file))
  }
}
