// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct QuantileIntervalTests {
  @Test func `ranks and coverage are those of the oracle`() throws {
    let rows = try MethodOracle.read().quantileCi.rows
    #expect(rows.count == 11)
    for row in rows {
      let values = (1...row.n).map(Double.init)
      let interval = try #require(QuantileInterval(sorted: values, probability: row.p))
      #expect(interval.lowRank == row.l, "n \(row.n), p \(row.p)")
      #expect(interval.highRank == row.u, "n \(row.n), p \(row.p)")
      #expect(interval.low == .value(Double(row.l)))
      #expect(interval.high == row.u.map { .value(Double($0)) } ?? .none)
      guard let coverage = row.coverage else { continue }
      #expect(interval.coverage.agrees(with: coverage, within: 1e-12))
    }
  }

  @Test func `a p99 needs 299 values for an upper bound at 95 %, and so for the others of the oracle`() throws {
    let counts = try MethodOracle.read().quantileCi.minNOneSidedUpper.sorted { $0.key < $1.key }
    #expect(counts.count == 12)
    for (key, fewest) in counts {
      let parts = key.split(separator: ",").compactMap { Double($0.split(separator: "=")[1]) }
      #expect(QuantileInterval.fewestValuesForUpperBound(probability: parts[0], level: parts[1]) == fewest, "\(key)")
      let values = (1...fewest).map(Double.init)
      let bound = QuantileInterval.upperBound(sorted: values, probability: parts[0], level: parts[1])
      #expect(bound == .value(Double(fewest)), "\(key)")
      let without = QuantileInterval.upperBound(
        sorted: values.dropLast().map { $0 }, probability: parts[0], level: parts[1])
      #expect(without == .none, "\(key)")
    }
  }

  @Test func `half of two values is one bound: 1 - 1/2^1 = 50 %`() {
    #expect(QuantileInterval.fewestValuesForUpperBound(probability: 0.5, level: 0.5) == 1)
    #expect(QuantileInterval.fewestValuesForUpperBound(probability: 0.5, level: 0.75) == 2)
    #expect(QuantileInterval.fewestValuesForUpperBound(probability: 0.5, level: 0.76) == 3)
  }

  @Test func `a value that is not within the run bounds nothing`() throws {
    let values = (1...9).map(Double.init) + [.infinity, .infinity]
    let interval = try #require(QuantileInterval(sorted: values, probability: 0.5))
    #expect(interval.low == .value(2))
    #expect(interval.highRank == 10)
    #expect(interval.high == .none)
  }

  @Test func `five values bound their median on no side at 95 %, none have no interval`() throws {
    let interval = try #require(QuantileInterval(sorted: [1, 2, 3, 4, 5], probability: 0.5))
    #expect(interval.low == .none && interval.high == .none)
    #expect(QuantileInterval(sorted: [], probability: 0.5) == nil)
    #expect(QuantileInterval.upperBound(sorted: [], probability: 0.5) == .none)
  }
}
