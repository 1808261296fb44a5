// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Values made with scipy 1.17.1, mpmath 1.3.0 and GSL 2.7.1, in `method.json` beside this file.
struct MethodOracle: Decodable {
  struct StudentQuantile: Decodable {
    var df, p, t, t_mp: Double
  }
  struct Paired: Decodable {
    var A, B: [Double]
    var mean_diff, sd_diff, t, p: Double
    var df: Int
    var ci95: [Double]
  }
  struct Weighted: Decodable {
    var rtt_ms_demand: [[Double]]
    var mean, p50, p90, p95, p99: Double
  }
  struct GSLValues: Decodable {
    struct Type7: Decodable {
      var data: [Double]
      var p50, p95, p99: Double
    }
    var quantile_type7: Type7
  }

  var t_quantiles: [StudentQuantile]
  var paired_t: Paired
  var weighted_quantile: Weighted
  var gsl: GSLValues

  static func read() throws -> MethodOracle {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "method.json")
    return try JSONDecoder().decode(MethodOracle.self, from: Data(contentsOf: file))
  }
}
