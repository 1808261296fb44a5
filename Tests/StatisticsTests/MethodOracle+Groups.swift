// SPDX-License-Identifier: GPL-3.0-or-later

extension MethodOracle {
  struct StudentQuantile: Decodable {
    var df, p: Double
    /// By mpmath.
    var tMp: Double
  }
  struct Proportion: Decodable {
    var k, n: Int
    var conf, lo, hi: Double
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
  struct RankSums: Decodable {
    var total: UInt64
    var counts: [UInt64]
  }
  struct SignedRank: Decodable {
    var diffs, x, y: [Double]?
    var n: Int
    var positive, negative, lesser, pExactTwoSided: Double
    var pNormalCorr: Double?

    enum CodingKeys: String, CodingKey {
      case positive = "Wplus"
      case negative = "Wminus"
      case lesser = "W"
      case diffs, x, y, n, pExactTwoSided, pNormalCorr
    }
  }
  struct Shift: Decodable {
    var diffs, ci: [Double]
    var walshN, indexK: Int
    var estimate, coverage: Double
  }
  struct Adjustments: Decodable {
    var p, holm, bonferroni, bhFdr: [Double]
    var holmReject05: [Bool]

    enum CodingKeys: String, CodingKey {
      case holmReject05, p, holm, bonferroni, bhFdr
    }
  }
  struct Bootstrap: Decodable {
    struct Case: Decodable {
      var x, levels, ci, percentileCi: [Double]
      var resamples: Int
      var theta, z0, accel: Double
      var seed: UInt64?
      var firstResampleMean: Double?

      enum CodingKeys: String, CodingKey {
        case resamples = "B"
        case x, levels, ci, percentileCi, theta, z0, accel, seed, firstResampleMean
      }
    }
    var exactEnumeration: [Case]
    var splitmix: Case
  }
  struct QuantileIntervals: Decodable {
    struct Row: Decodable {
      var n, l: Int
      var u: Int?
      var p: Double
      var coverage: Double?
    }
    var rows: [Row]
    var minNOneSidedUpper: [String: Int]
  }
  struct Sequential: Decodable {
    struct Point: Decodable {
      var n: Int
      var mean, halfWidth: Double
    }
    var data: [Double]
    var n0: Int
    var gamma: Double
    var checkpoints: [Point]
    var stop: Point
  }
  struct WarmUp: Decodable {
    struct Trend: Decodable {
      var argminAll, m: Int
    }
    var series, batches, mser0ToHalf: [Double]
    var dStarBatches, truncateObservations: Int
    var truncatedMean, rawMean: Double
    var trendExample: Trend
  }
  struct Batches: Decodable {
    var first5: [Double]
    var batches, batchSize: Int
    var last, mean, sdOfBatches, halfWidth95, naiveIidHalfWidth95, lag1OfBatches, vonNeumannRatio: Double
  }
  struct SelectionConstant: Decodable {
    var k, n0: Int
    var probability, h: Double

    enum CodingKeys: String, CodingKey {
      case probability = "P"
      case k, n0, h
    }
  }
  struct SelectionCheck: Decodable {
    var k, n0: Int
    var target, simulated: Double

    enum CodingKeys: String, CodingKey {
      case target = "pTarget"
      case simulated = "pMc"
      case k, n0
    }
  }
  struct ScreeningConstant: Decodable {
    var k, n0: Int
    var alpha, eta, h2: Double
  }
  struct Screening: Decodable {
    struct Pair: Decodable {
      var i, l, most: Int
      var variance, width: Double
      var eliminatedByL: Bool

      enum CodingKeys: String, CodingKey {
        case most = "nMax"
        case variance = "S2"
        case width = "W"
        case i, l, eliminatedByL
      }
    }
    var values: [[Double]]
    var delta, alpha, eta, h2: Double
    var pairs: [Pair]
    var survivors: [Int]
    var means: [Double]

    enum CodingKeys: String, CodingKey {
      case values = "X"
      case delta, alpha, eta, h2, pairs, survivors, means
    }
  }
  struct Allocation: Decodable {
    var mean, sd, fractions, allocationReal: [Double]
    var total: Double
  }
  struct Control: Decodable {
    var outputs, controls: [Double]
    var controlMean, beta, estimate, rawMean, rho, varianceFactor: Double

    enum CodingKeys: String, CodingKey {
      case outputs = "Y"
      case controls = "C"
      case controlMean = "muC"
      case beta, estimate, rawMean, rho, varianceFactor
    }
  }
  struct Balance: Decodable {
    var x: [Double]
    var jain, covPop, covSample, maxOverMean, hhi, effectiveClusters, entropyNats: Double
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
}
