// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct HodgesLehmannTests {
  @Test func `eight differences have the oracle's shift, interval and coverage`() throws {
    let oracle = try MethodOracle.read().hodgesLehmann
    let shift = try #require(HodgesLehmann(oracle.diffs))
    let interval = try #require(shift.interval)
    #expect(oracle.walshN == oracle.diffs.count * (oracle.diffs.count + 1) / 2)
    #expect(shift.estimate.agrees(with: oracle.estimate, within: 1e-15))
    #expect(shift.cut == oracle.indexK)
    #expect(interval.low.agrees(with: oracle.ci[0], within: 1e-15))
    #expect(interval.high.agrees(with: oracle.ci[1], within: 1e-15))
    #expect(try #require(shift.coverage).agrees(with: oracle.coverage, within: 1e-15))
  }

  @Test func `the interval holds the shifts that the signed-rank test does not reject`() throws {
    let differences = [1.5, -0.4, 2.3, 0.9, 3.1, -1.1, 2.0, 0.7, 4.05, 0.33]
    let interval = try #require(HodgesLehmann(differences)?.interval)
    for offset in [-1e-9, 1e-9] {
      let atLow = try #require(SignedRankTest(differences.map { $0 - (interval.low + offset) }))
      let atHigh = try #require(SignedRankTest(differences.map { $0 - (interval.high - offset) }))
      #expect((atLow.p(.different) > 0.05) == (offset > 0))
      #expect((atHigh.p(.different) > 0.05) == (offset > 0))
    }
  }

  @Test func `five pairs have a shift and no interval at 95 %, six have the whole range`() throws {
    let five = try #require(HodgesLehmann([1, 2, 3, 4, 5]))
    #expect(five.estimate == 3 && five.interval == nil && five.coverage == nil && five.cut == nil)
    let six = try #require(HodgesLehmann([1, 2, 3, 4, 5, 6]))
    #expect(six.interval == ConfidenceInterval(low: 1, high: 6, level: 0.95))
    #expect(six.coverage == 1 - 2.0 / 64)
    #expect(try #require(HodgesLehmann([1, 2, 3, 4, 5], level: 0.9)).interval != nil)
  }

  @Test func `one wild run moves the mean by 100 and the shift by less than 1`() throws {
    let tame = (1...20).map { Double($0) / 10 }
    let wild = tame.dropLast() + [2002]
    let before = try #require(HodgesLehmann(tame))
    let after = try #require(HodgesLehmann(Array(wild)))
    #expect((after.estimate - before.estimate).magnitude < 1)
    #expect((Summary(wild).mean - Summary(tame).mean).agrees(with: 100, within: 1e-9))
  }

  @Test func `from 31 pairs on the cut is approximate and never beyond the exact one`() throws {
    for count in 31...60 {
      let shift = try #require(HodgesLehmann((1...count).map(Double.init)))
      let exact = try #require(SignedRankNull(pairs: count).criticalValue(alpha: 0.05))
      let cut = try #require(shift.cut)
      #expect(shift.method == .normalApproximation)
      #expect(exact - 2 <= cut && cut <= exact, "\(count) pairs: \(cut), exact \(exact)")
      #expect(try #require(shift.coverage) >= 0.95)
    }
  }

  @Test func `no differences and numbers that are none have no shift`() {
    #expect(HodgesLehmann([]) == nil)
    #expect(HodgesLehmann([1, .infinity]) == nil)
  }
}
