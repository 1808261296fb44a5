// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct WarmUpTests {
  @Test func `200 values are cut after the oracle's eight batches`() throws {
    let oracle = try MethodOracle.read().mser5
    let warmUp = try #require(WarmUp(oracle.series))
    #expect(warmUp.batchMeans.count == oracle.batches.count)
    for (mean, expected) in zip(warmUp.batchMeans, oracle.batches) {
      #expect(mean.agrees(with: expected, within: 1e-12))
    }
    #expect(warmUp.statistic.count == oracle.mser0ToHalf.count)
    for (value, expected) in zip(warmUp.statistic, oracle.mser0ToHalf) {
      #expect(value.agrees(with: expected, within: 1e-15))
    }
    #expect(warmUp.isSettled)
    #expect(warmUp.batches == oracle.dStarBatches && warmUp.observations == oracle.truncateObservations)
    #expect(warmUp.mean.agrees(with: oracle.truncatedMean, within: 1e-12))
    #expect(Summary(oracle.series).mean.agrees(with: oracle.rawMean, within: 1e-12))
  }

  @Test func `a straight line has not settled: the minimum of its 20 batches is at 18`() throws {
    let oracle = try MethodOracle.read().mser5.trendExample
    let warmUp = try #require(WarmUp((0..<100).map { 0.05 * Double($0) }))
    #expect(warmUp.batchMeans.count == oracle.m && oracle.argminAll > oracle.m / 2)
    #expect(!warmUp.isSettled && warmUp.batches == oracle.m / 2)
  }

  @Test func `what does not vary needs no cut`() throws {
    let warmUp = try #require(WarmUp(Array(repeating: 3, count: 43)))
    #expect(warmUp.batches == 0 && warmUp.isSettled && warmUp.mean == 3 && warmUp.batchMeans.count == 8)
  }

  @Test func `replications are averaged place by place`() throws {
    let series = try MethodOracle.read().mser5.series
    let above = series.map { $0 + 1 }
    let below = series.map { $0 - 1 }
    let warmUp = try #require(WarmUp(replications: [above, below]))
    #expect(warmUp.batches == 8 && warmUp.mean.agrees(with: 10.04175625, within: 1e-12))
    #expect(WarmUp(replications: [above, Array(below.dropLast())]) == nil)
    #expect(WarmUp(replications: []) == nil)
  }

  @Test func `below four batches there is nothing to say`() {
    #expect(WarmUp(Array(repeating: 1, count: 19)) == nil)
    #expect(WarmUp(Array(repeating: .nan, count: 40)) == nil)
  }
}
