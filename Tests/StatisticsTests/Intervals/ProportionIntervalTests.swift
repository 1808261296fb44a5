// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct ProportionIntervalTests {
  @Test func `none and all of 20 have the intervals of the oracle`() throws {
    for line in try MethodOracle.read().clopperPearson {
      let interval = try #require(ConfidenceInterval(successes: line.k, of: line.n, level: line.conf))
      #expect(interval.low.agrees(with: line.lo, within: 1e-12))
      #expect(interval.high.agrees(with: line.hi, within: 1e-12))
    }
  }

  // scipy.stats.beta.ppf 1.17.1.
  @Test(arguments: [
    (8, 20, 0.1911900607253072, 0.6394574126925103), (1, 100, 0.00025314603297742064, 0.054459385392080645),
    (299, 300, 0.9815687479519322, 0.9999156108676822),
  ])
  func `the ends are scipy's`(successes: Int, trials: Int, low: Double, high: Double) throws {
    let interval = try #require(ConfidenceInterval(successes: successes, of: trials))
    #expect(interval.low.agrees(with: low, within: 1e-11) && interval.high.agrees(with: high, within: 1e-11))
  }

  @Test func `at each end the count seen is exactly 2.5 % likely or rarer`() throws {
    for trials in [5, 40, 500] {
      for successes in 1..<trials {
        let interval = try #require(ConfidenceInterval(successes: successes, of: trials))
        let atLow = BinomialLaw(trials: trials, probability: interval.low).cumulative(successes - 1)
        let atHigh = BinomialLaw(trials: trials, probability: interval.high).cumulative(successes)
        #expect(atLow.agrees(with: 0.975, within: 1e-9) && atHigh.agrees(with: 0.025, within: 1e-9))
      }
    }
  }

  @Test func `no trial has no interval`() { #expect(ConfidenceInterval(successes: 0, of: 0) == nil) }
}
