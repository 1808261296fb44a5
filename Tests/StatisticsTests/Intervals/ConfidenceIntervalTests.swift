// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct ConfidenceIntervalTests {
  @Test func `1 2 3 4 5 have the 95 % interval 3 +- 2.776445 sqrt(2.5/5)`() throws {
    let interval = try #require(ConfidenceInterval(meanOf: Summary([1, 2, 3, 4, 5])))
    #expect((interval.halfWidth - 2.7764451051977934 * 0.5.squareRoot()).magnitude < 1e-12)
    #expect((interval.middle - 3).magnitude < 1e-12)
    #expect(interval.contains(1.1) && !interval.contains(0.9) && !interval.contains(5.1))
  }

  @Test func `a wider level has a wider interval`() throws {
    let summary = Summary([1, 2, 3, 4, 5])
    let narrow = try #require(ConfidenceInterval(meanOf: summary, level: 0.8))
    let wide = try #require(ConfidenceInterval(meanOf: summary, level: 0.99))
    #expect((narrow.halfWidth - 1.533206274058944 * 0.5.squareRoot()).magnitude < 1e-12)
    #expect((wide.halfWidth - 4.604094871349992 * 0.5.squareRoot()).magnitude < 1e-12)
  }

  @Test func `below two replications and about what is not finite there is no interval`() {
    #expect(ConfidenceInterval(meanOf: Summary([1, 2, .infinity])) == nil)
    #expect(ConfidenceInterval(meanOf: Summary([1, 2, .nan])) == nil)
    #expect(ConfidenceInterval(meanOf: Summary()) == nil)
    #expect(ConfidenceInterval(meanOf: Summary([1])) == nil)
  }
}
