// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Statistics
import Testing

@Suite struct BatchMeansTests {
  /// v = 0.8 v + e with e a sum of 12 uniform numbers less 6; 5 + v to six decimals.
  static func autoregression(key: UInt64, count: Int) -> [Double] {
    var stream = RandomStream(key: key)
    var level = 0.0
    return (0..<count).map { _ in
      var sum = 0.0
      for _ in 0..<12 { sum += stream.uniform() }
      level = 0.8 * level + (sum - 6)
      return ((5 + level) * 1e6).rounded(.toNearestOrEven) / 1e6
    }
  }

  @Test func `1000 values in 20 batches have the oracle's interval, three times that of independent values`() throws {
    let oracle = try MethodOracle.read().batchMeans
    let values = Self.autoregression(key: 99, count: 1000)
    #expect(Array(values.prefix(5)) == oracle.first5 && values.last == oracle.last)
    let batches = try #require(BatchMeans(values, batches: oracle.batches))
    #expect(batches.batchSize == oracle.batchSize)
    #expect(batches.summary.mean.agrees(with: oracle.mean, within: 1e-12))
    #expect(batches.summary.standardDeviation.agrees(with: oracle.sdOfBatches, within: 1e-12))
    #expect(batches.interval.halfWidth.agrees(with: oracle.halfWidth95, within: 1e-12))
    #expect(try #require(batches.lagOneCorrelation).agrees(with: oracle.lag1OfBatches, within: 1e-12))
    #expect(try #require(batches.vonNeumannRatio).agrees(with: oracle.vonNeumannRatio, within: 1e-12))
    #expect(batches.isAccepted)
    let naive = try #require(ConfidenceInterval(meanOf: Summary(values)))
    #expect(naive.halfWidth.agrees(with: oracle.naiveIidHalfWidth95, within: 1e-12))
  }

  @Test func `batches of two values are too alike, a trend is too`() throws {
    let short = try #require(BatchMeans(Self.autoregression(key: 99, count: 60), batches: 30))
    #expect(!short.isAccepted)
    let trend = try #require(BatchMeans((0..<1000).map(Double.init)))
    #expect(!trend.isAccepted)
  }

  @Test func `the oldest values that fill no batch are left out`() throws {
    let values = [100.0, 100] + Self.autoregression(key: 1, count: 200)
    let batches = try #require(BatchMeans(values, batches: 20))
    #expect(batches == BatchMeans(Array(values.dropFirst(2)), batches: 20))
  }

  @Test func `what does not vary has a point for an interval; too few values have none`() throws {
    let batches = try #require(BatchMeans(Array(repeating: 2, count: 40)))
    #expect(batches.interval.halfWidth == 0 && batches.isAccepted)
    #expect(batches.lagOneCorrelation == nil && batches.vonNeumannRatio == nil)
    #expect(BatchMeans(Array(repeating: 2, count: 39)) == nil)
    #expect(BatchMeans(Array(repeating: .infinity, count: 40)) == nil)
  }
}
