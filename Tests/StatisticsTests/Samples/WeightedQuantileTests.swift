// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct WeightedQuantileTests {
  @Test func `demand over round-trip times has the quantiles of the oracle`() throws {
    let oracle = try MethodOracle.read().weightedQuantile
    let counts = CensoredCounts(oracle.rttMsDemand.map { CensoredCounts.Bucket(value: $0[0], count: Int($0[1])) })
    #expect(counts.quantile(0.5) == .value(oracle.p50))
    #expect(counts.quantile(0.9) == .value(oracle.p90))
    #expect(counts.quantile(0.95) == .value(oracle.p95))
    #expect(counts.quantile(0.99) == .value(oracle.p99))
    #expect(counts.meanOfSeen == oracle.mean)
  }

  @Test func `8 of 10 recovered: p50 is a value, p80 the last one, p81 and p99 are never`() {
    let counts = CensoredCounts([.init(value: 60, count: 3), .init(value: 30, count: 5)], censoredCount: 2)
    #expect(counts.totalCount == 10)
    #expect(counts.quantile(0) == .value(30))
    #expect(counts.quantile(0.5) == .value(30))
    #expect(counts.quantile(0.51) == .value(60))
    #expect(counts.quantile(0.8) == .value(60))
    #expect(counts.quantile(0.81) == .never)
    #expect(counts.quantile(0.99) == .never)
    #expect(counts.meanOfSeen == 41.25)
  }

  @Test func `empty buckets do not count, nothing has no quantile, all censored is never`() {
    #expect(CensoredCounts([.init(value: 1, count: 0), .init(value: 2, count: 1)]).quantile(0) == .value(2))
    #expect(CensoredCounts([]).quantile(0.5) == nil)
    #expect(CensoredCounts([]).meanOfSeen == nil)
    #expect(CensoredCounts([], censoredCount: 3).quantile(0.01) == .never)
    #expect(CensoredCounts([], censoredCount: 3).meanOfSeen == nil)
  }

  @Test func `the 7 % quantile of 1...100 is 7, and so for every other hundredth`() {
    let counts = CensoredCounts((1...100).map { CensoredCounts.Bucket(value: Double($0), count: 1) })
    for hundredth in 1...100 { #expect(counts.quantile(Double(hundredth) / 100) == .value(Double(hundredth))) }
  }

  @Test func `a bucket of n is n buckets of 1`() {
    let bulk = CensoredCounts([.init(value: 1, count: 4), .init(value: 5, count: 3)], censoredCount: 1)
    let single = CensoredCounts(
      [5, 1, 1, 5, 1, 5, 1].map { CensoredCounts.Bucket(value: $0, count: 1) }, censoredCount: 1)
    for step in 0...40 { #expect(bulk.quantile(Double(step) / 40) == single.quantile(Double(step) / 40)) }
  }
}
