// SPDX-License-Identifier: GPL-3.0-or-later

import Statistics
import Testing

@Suite struct PairedVerdictTests {
  private func finding(
    _ differences: [Double], better: Preference = .higher, smallestEffect: Double = 0, alpha: Double = 0.05
  ) throws -> PairedVerdict.Finding {
    try #require(
      PairedVerdict(differences: differences, better: better, smallestEffect: smallestEffect, alpha: alpha)
    ).finding
  }
  private let oneToTen = (1...10).map { Double($0) / 10 }

  @Test func `more of what is better is better, of what is worse worse`() throws {
    #expect(try finding(oneToTen) == .better)
    #expect(try finding(oneToTen, better: .lower) == .worse)
    #expect(try finding(oneToTen.map { -$0 }) == .worse)
    #expect(try finding(oneToTen.map { -$0 }, better: .lower) == .better)
  }

  @Test func `ten pairs of the oracle's availabilities are better`() throws {
    let oracle = try MethodOracle.read().pairedT
    let differences = zip(oracle.first, oracle.second).map { $0 - $1 }
    let verdict = try #require(PairedVerdict(differences: differences, better: .higher, smallestEffect: 0.0001))
    #expect(verdict.finding == .better)
    #expect(verdict.comparison.interval?.low.agrees(with: oracle.ci95[0], within: 1e-15) == true)
  }

  @Test func `five pairs are too few, whatever they say`() throws {
    #expect(try finding([1, 1, 1, 1, 1]) == .tooFewPairs)
    #expect(try finding([0, 0, 0, 0, 0]) == .tooFewPairs)
    #expect(try finding([1, 1, 1, 1, 1, 1]) == .better)
  }

  @Test func `no difference in any pair is equivalent even where any effect matters`() throws {
    let verdict = try #require(
      PairedVerdict(differences: [0, 0, 0, 0, 0, 0], better: .lower, smallestEffect: 0))
    #expect(verdict.finding == .equivalent && verdict.isIdentical)
  }

  @Test func `a clear difference below the smallest effect is equivalent, not better`() throws {
    let tiny = oneToTen.map { 0.001 * $0 }
    #expect(try finding(tiny, smallestEffect: 0.01) == .equivalent)
    #expect(try finding(tiny, smallestEffect: 0) == .better)
    let constant = try #require(
      PairedVerdict(differences: [2, 2, 2, 2, 2, 2], better: .lower, smallestEffect: 2.5))
    #expect(constant.finding == .equivalent && !constant.isIdentical)
  }

  @Test func `clearly above 0, but perhaps above and perhaps below what matters, stays open`() throws {
    // Mean 0.55, 95 % interval 0.333 to 0.767.
    #expect(try finding(oneToTen, smallestEffect: 0.6) == .noClearDifference)
    #expect(try finding(oneToTen, smallestEffect: 0.5) == .better)
    // 90 % interval to 0.7255.
    #expect(try finding(oneToTen, smallestEffect: 0.75) == .equivalent)
  }

  @Test func `an interval about 0 wider than the smallest effect is no clear difference`() throws {
    let values = [1.0, -1, 2, -2, 3, -3, 1, -1]
    #expect(try finding(values) == .noClearDifference)
    #expect(try finding(values, smallestEffect: 1) == .noClearDifference)
    #expect(try finding(values, smallestEffect: 3) == .equivalent)
  }

  @Test func `at 1 % six pairs of one sign do not do, seven do`() throws {
    #expect(try finding([1, 1, 1, 1, 1, 1], alpha: 0.01) == .noClearDifference)
    #expect(try finding([1, 1, 1, 1, 1, 1, 1], alpha: 0.01) == .better)
  }

  @Test func `exchanging the contenders exchanges better and worse, over synthetic pairs`() throws {
    let opposite: [PairedVerdict.Finding: PairedVerdict.Finding] = [.better: .worse, .worse: .better]
    var seen: Set<PairedVerdict.Finding> = []
    for experiment in 0..<200 {
      var draws = SyntheticDraws(experiment: 70_000 + UInt64(experiment))
      let shift = Double(experiment % 5 - 2) * 0.4
      let differences = (0..<(4 + experiment % 30)).map { _ in shift + draws.normal() }
      let there = try finding(differences, smallestEffect: 0.5)
      let back = try finding(differences.map { -$0 }, smallestEffect: 0.5)
      #expect(back == opposite[there] ?? there)
      seen.insert(there)
    }
    #expect(seen == Set(PairedVerdict.Finding.allCases))
  }

  @Test func `read together with nine that show nothing, t = 3.5 of ten pairs is no clear difference any more`() throws
  {
    // p of t = 3.5 with 9 degrees of freedom is 0.0067: six of them may be read together, not eight.
    let clear = try #require(
      PairedVerdict(differences: [3, 1, 2, 0.5, 4, 1, 2.5, 0.4, 3.5, 0.1], better: .higher, smallestEffect: 0))
    let none = try #require(
      PairedVerdict(differences: [1, -1, 2, -2, 3, -3, 4, -4, 5, -5], better: .higher, smallestEffect: 0))
    let few = try #require(PairedVerdict(differences: [1], better: .higher, smallestEffect: 0))
    let same = try #require(
      PairedVerdict(differences: Array(repeating: 0, count: 10), better: .higher, smallestEffect: 0))
    let p = try #require(clear.meanP)
    #expect(clear.finding == .better && few.meanP == nil && same.meanP == 1 && none.meanP == 1)
    let held = PairedVerdict.together([few, clear, none, same])
    #expect(held.map(\.verdict.finding) == [.tooFewPairs, .better, .noClearDifference, .equivalent])
    #expect(held.map(\.adjustedP) == [nil, 3 * p, 1, 1])
    let many = Int(0.05 / p)
    let family = { PairedVerdict.together([clear] + Array(repeating: none, count: $0 - 1))[0].verdict.finding }
    #expect(family(many) == .better && family(many + 1) == .noClearDifference)
    #expect(PairedVerdict.together([]).isEmpty)
  }

  @Test func `no pairs and numbers that are none have no verdict`() {
    #expect(PairedVerdict(differences: [], better: .higher, smallestEffect: 0) == nil)
    #expect(PairedVerdict(differences: [.nan], better: .higher, smallestEffect: 0) == nil)
  }
}
