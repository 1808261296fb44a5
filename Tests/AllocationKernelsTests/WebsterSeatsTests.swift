// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

struct WebsterSeatsTests {
  /// The rule as it reads: every seat looked for among all parties.
  static func oneByOne(
    seats: Int32, votes: [Int64], initial: [Int32], ranks: [Int32], highest: Bool
  ) -> [Int32] {
    var given = initial
    for _ in 0..<seats {
      var best = 0
      for party in votes.indices.dropFirst() {
        let first = Double(votes[party]) / Double(2 &* given[party] &+ 1)
        let second = Double(votes[best]) / Double(2 &* given[best] &+ 1)
        let isBetter =
          first != second
          ? first > second
          : given[party] != given[best]
            ? given[party] < given[best] : highest ? ranks[party] > ranks[best] : ranks[party] < ranks[best]
        if isBetter { best = party }
      }
      given[best] &+= 1
    }
    return given
  }

  static func divide(_ seats: Int32, _ votes: [Int64]) -> [Int32]? {
    let ranks = votes.indices.map { Int32($0) }
    return WebsterSeats.divide(
      seats: seats, votes: votes, initialSeats: Array(repeating: 0, count: votes.count), nameRanks: ranks,
      prefersHighestName: false)
  }

  @Test(arguments: [(5, [2, 2, 1]), (6, [3, 2, 1])] as [(Int32, [Int32])])
  func `weights 170:110:60 give 2:2:1 for 5 and 3:2:1 for 6, and nobody loses`(seats: Int32, result: [Int32]) {
    #expect(Self.divide(seats, [170, 110, 60]) == result)
  }

  @Test func `the short cut for many seats answers what one by one answers`() {
    var random = SplitMix(seed: 4)
    for round in 0..<400 {
      let count = Int.random(in: 1...12, using: &random)
      let largest: Int64 = round % 3 == 0 ? 3 : round % 3 == 1 ? 1000 : .max
      let votes = (0..<count).map { _ in Int64.random(in: 0...largest, using: &random) }
      let initial = (0..<count).map { _ in round % 2 == 0 ? 0 : Int32.random(in: 0...50, using: &random) }
      let ranks = (0..<Int32(count)).shuffled(using: &random)
      let seats = Int32.random(in: 0...2000, using: &random)
      let highest = Bool.random(using: &random)
      let result = WebsterSeats.divide(
        seats: seats, votes: votes, initialSeats: initial, nameRanks: ranks, prefersHighestName: highest)
      #expect(
        result == Self.oneByOne(seats: seats, votes: votes, initial: initial, ranks: ranks, highest: highest),
        "votes \(votes), initial \(initial), ranks \(ranks), seats \(seats)")
    }
  }

  @Test func `2^31-1 seats are given at once and exactly`() {
    // The second party's divisor turns negative at 2^30 seats.
    #expect(Self.divide(.max, [1, 2]) == [(1 << 30) - 1, 1 << 30])
    #expect(Self.divide(1_000_000_000, [1, 2, 2]) == [200_000_000, 400_000_000, 400_000_000])
    #expect(Self.divide(.max, [5]) == [.max])
  }

  @Test func `a party with 2^30 seats has a negative divisor and yields to everyone`() {
    let result = WebsterSeats.divide(
      seats: 5, votes: [1, 1], initialSeats: [1_100_000_000, 5], nameRanks: [0, 1], prefersHighestName: false)
    #expect(result == [1_100_000_000, 10])
  }

  @Test func `equal weights go to the lowest name, or to the highest when the tie break is turned round`() {
    for (highest, result) in [(false, [2, 1]), (true, [1, 2])] as [(Bool, [Int32])] {
      let seats = WebsterSeats.divide(
        seats: 3, votes: [7, 7], initialSeats: [0, 0], nameRanks: [0, 1], prefersHighestName: highest)
      #expect(seats == result)
    }
  }

  @Test func `billions of seats over negative votes are refused`() {
    #expect(Self.divide(.max, [-1, -2]) == nil)
  }

  @Test func `no parties and no seats change nothing`() {
    #expect(Self.divide(5, []) == [])
    #expect(Self.divide(0, [1, 2]) == [0, 0])
    #expect(Self.divide(-3, [1, 2]) == [0, 0])
  }
}
