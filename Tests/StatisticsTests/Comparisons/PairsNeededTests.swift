// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct PairsNeededTests {
  @Test func `0.7 standard deviations need 19 pairs at 2.5 % one-sided for a power of 0.8`() throws {
    // By hand, n = 18: 4.243 x 0.7 = 2.970 < 2.110 + 0.863 = 2.973; n = 19: 3.051 >= 2.101 + 0.862 = 2.963.
    #expect(PairsNeeded.toShow(distance: 0.7, alpha: 0.025) == 19)
  }

  @Test func `half the distance takes about four times the pairs`() throws {
    let near = try #require(PairsNeeded.toShow(distance: 0.05, alpha: 0.025))
    let far = try #require(PairsNeeded.toShow(distance: 0.1, alpha: 0.025))
    #expect((3.98...4.0).contains(Double(near) / Double(far)), "\(far) and \(near)")
  }

  @Test func `more power and a stricter level take more pairs`() throws {
    let plain = try #require(PairsNeeded.toShow(distance: 0.3, alpha: 0.025))
    #expect(try #require(PairsNeeded.toShow(distance: 0.3, alpha: 0.025, power: 0.95)) > plain)
    #expect(try #require(PairsNeeded.toShow(distance: 0.3, alpha: 0.005)) > plain)
    #expect(try #require(PairsNeeded.toShow(distance: 0.3, alpha: 0.5)) < plain)
  }

  @Test func `no distance or a tiny one is out of reach, a certain one takes two pairs`() {
    #expect(PairsNeeded.toShow(distance: 0, alpha: 0.025) == nil)
    #expect(PairsNeeded.toShow(distance: -1, alpha: 0.025) == nil)
    #expect(PairsNeeded.toShow(distance: 1e-4, alpha: 0.025) == nil)
    #expect(PairsNeeded.toShow(distance: .infinity, alpha: 0.025) == 2)
  }

  @Test func `the number promised finds 80 % of planted differences`() throws {
    let pairs = try #require(PairsNeeded.toShow(distance: 0.5, alpha: 0.025))
    var found = 0
    for experiment in 0..<400 {
      var draws = SyntheticDraws(experiment: 50_000 + UInt64(experiment))
      let comparison = try #require(PairedComparison(differences: (0..<pairs).map { _ in 0.5 + draws.normal() }))
      if try #require(comparison.interval).low > 0 { found += 1 }
    }
    // 320 +- 8, three standard errors.
    #expect((296...344).contains(found), "\(found) of 400 with \(pairs) pairs")
  }
}
