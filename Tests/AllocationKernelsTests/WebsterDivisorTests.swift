// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@Suite struct WebsterDivisorTests {
  private func divide(_ seats: Int32, _ votes: [Int64], ranks: [Int32], highest: Bool) -> [Int32]? {
    var divisor = WebsterDivisor()
    var result = [Int32](repeating: -1, count: votes.count)
    let outcome = divisor.divide(
      seats: seats, votes: votes, count: votes.count, nameRanks: ranks, rankBound: votes.count,
      prefersHighestName: highest, into: &result)
    return outcome == .notCovered ? nil : result
  }

  @Test func `8 seats over votes 5:3 give 5:3, and 9 over equal votes go to the first names`() {
    #expect(divide(8, [5, 3], ranks: [0, 1], highest: false) == [5, 3])
    #expect(divide(9, [2, 2, 2, 2], ranks: [3, 1, 0, 2], highest: false) == [2, 2, 3, 2])
    #expect(divide(9, [2, 2, 2, 2], ranks: [3, 1, 0, 2], highest: true) == [3, 2, 2, 2])
  }

  @Test func `negative votes, huge ones and too many seats are not covered; no votes give no seats`() {
    #expect(divide(3, [1, -1], ranks: [0, 1], highest: false) == nil)
    #expect(divide(3, [1, 1 << 40], ranks: [0, 1], highest: false) == nil)
    #expect(divide(1 << 30, [1, 2], ranks: [0, 1], highest: false) == nil)
    #expect(divide(3, [0, 0], ranks: [0, 1], highest: false) == [0, 0])
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `seats by divisor are seats given one by one`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for round in 0..<300 {
      let count = round % 50 == 49 ? 500 : 1 + round % 40
      let kind = random.next() % 6
      let votes = (0..<count).map { _ -> Int64 in
        switch kind {
        case 0: Int64(random.next() % 5)
        case 1: 7
        case 2: Int64(random.next() % 1000) + 1
        case 3: Int64(random.next() % (1 << 39))
        case 4: 1 << Int64(random.next() % 38)
        default: random.next() % 10 == 0 ? 1_000_000 : Int64(random.next() % 3)
        }
      }
      if votes.allSatisfy({ $0 == 0 }) { continue }
      var ranks = (0..<Int32(count)).map { $0 }
      for place in ranks.indices.reversed() { ranks.swapAt(place, Int(random.next() % UInt64(place + 1))) }
      let seats = Int32(random.next() % (kind == 3 ? 100_000 : UInt64(20 * count)))
      let highest = random.next() % 2 == 0
      let expected = WebsterSeats.divide(
        seats: seats, votes: votes, initialSeats: Array(repeating: 0, count: count), nameRanks: ranks,
        prefersHighestName: highest)
      #expect(divide(seats, votes, ranks: ranks, highest: highest) == expected, "round \(round) of seed \(seed)")
    }
  }
}
