// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@Suite struct SeatsTests {
  private func divide(
    _ seats: Int32, _ votes: [Int64], from initial: [Int32]? = nil, highestFirst: Bool = false, _ level: KernelLevel
  ) -> [Int32]? {
    var scratch = KernelScratch()
    var result = [Int32](repeating: -1, count: votes.count)
    let ranks = Array(Int32(0)..<Int32(votes.count))
    func divide(_ initial: UnsafeBufferPointer<Int32>?) -> Bool {
      votes.withUnsafeBufferPointer { votes in
        ranks.withUnsafeBufferPointer { ranks in
          result.withUnsafeMutableBufferPointer {
            TestedLevels.kernels(level).websterSeats(
              seats: seats, votes: votes, initialSeats: initial, nameRanks: ranks, prefersHighestName: highestFirst,
              into: $0, scratch: &scratch)
          }
        }
      }
    }
    return initial?.withUnsafeBufferPointer { divide($0) } ?? divide(nil) ? result : nil
  }

  @Test("9 seats over votes 1:3 give 2:7", arguments: TestedLevels.all)
  func oneToThree(level: KernelLevel) { #expect(divide(9, [1, 3], level) == [2, 7]) }

  @Test("equal quotients: fewer seats first, then the lower name, or the higher", arguments: TestedLevels.all)
  func ties(level: KernelLevel) {
    #expect(divide(1, [1, 1, 1], level) == [1, 0, 0])
    #expect(divide(1, [1, 1, 1], highestFirst: true, level) == [0, 0, 1])
    // 3 / 3 = 1 / 1: the party without seats comes first.
    #expect(divide(2, [3, 1], level) == [1, 1])
  }

  @Test("a party without votes gets none, no party gets none of 0 seats", arguments: TestedLevels.all)
  func nothing(level: KernelLevel) {
    #expect(divide(5, [0, 2, 0], level) == [0, 5, 0])
    #expect(divide(0, [1, 2], from: [4, 0], level) == [4, 0])
    #expect(divide(-3, [1, 2], from: [4, 0], level) == [4, 0])
    #expect(divide(4, [7], from: [1], level) == [5])
  }

  @Test("a party with more than its share keeps it and gets no more", arguments: TestedLevels.all)
  func initialSeats(level: KernelLevel) {
    #expect(divide(4, [1, 1, 1], from: [10, 0, 0], level) == [10, 2, 2])
  }

  @Test("out of range is said: negative votes, none at all, too many seats", arguments: TestedLevels.all)
  func outOfRange(level: KernelLevel) {
    #expect(divide(3, [-1, 2], level) == nil)
    #expect(divide(3, [0, 0], level) == nil)
    #expect(divide(3, [SeatsInput.voteLimit, 1], level) == nil)
    #expect(divide(3, [1, 1], from: [-1, 0], level) == nil)
    #expect(divide(3, [1, 1], from: [1 << 30 - 1, 0], level) == nil)
  }

  @Test("1,000 and 100,000,000 seats agree with the bisection over quotients", arguments: TestedLevels.all)
  func manySeats(level: KernelLevel) throws {
    // The scalar reference gives one seat after the other.
    let most: Int32 = level == .reference ? 20_000 : 100_000_000
    var random = SplitMix(seed: 7)
    for seats in [1000, most] {
      let votes = (0..<37).map { _ in Int64(random.next() % 1000) }
      let expected = WebsterSeats.divide(
        seats: seats, votes: votes, initialSeats: [Int32](repeating: 0, count: 37), nameRanks: (0..<37).map { $0 },
        prefersHighestName: false)
      #expect(divide(seats, votes, level) == expected)
    }
  }

  @Test("rows are divided one by one", arguments: TestedLevels.all)
  func rows(level: KernelLevel) {
    var scratch = KernelScratch()
    var result = [Int32](repeating: -1, count: 6)
    var isInRange = [true, true, true]
    [Int32(9), 1, 2].withUnsafeBufferPointer { seats in
      [Int64(1), 3, 0, 0, 1, 1].withUnsafeBufferPointer { votes in
        [Int32(0), 1, 0, 1, 0, 1].withUnsafeBufferPointer { ranks in
          [false, false, true].withUnsafeBufferPointer { highest in
            result.withUnsafeMutableBufferPointer { result in
              isInRange.withUnsafeMutableBufferPointer {
                TestedLevels.kernels(level).websterSeats(
                  seats: seats, votes: votes, nameRanks: ranks, prefersHighestName: highest, into: result,
                  isInRange: $0, scratch: &scratch)
              }
            }
          }
        }
      }
    }
    #expect(isInRange == [true, false, true])
    #expect(result[0..<2] == [2, 7] && result[4..<6] == [1, 1])
  }
}
