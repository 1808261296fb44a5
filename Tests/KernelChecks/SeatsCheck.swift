// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

extension KernelCheck {
  /// The Webster method with many equal quotients, few or many seats, from nothing and from more than a share.
  static let websterSeats = KernelCheck("Webster seats") { kernels, reference, draw in
    let count = max(1, draw.length(most: 500))
    // The reference gives one seat after the other.
    let seats = Int32(draw.isOne(in: 10) ? draw.upTo(100_000) : draw.upTo(Int64(8 * count)))
    let kind = draw.below(7)
    var votes = (0..<count).map { _ -> Int64 in
      switch kind {
      case 0: 5
      case 1: Int64(1 + draw.below(3))
      case 2: Int64(draw.below(100))
      case 3: draw.upTo(SeatsInput.voteLimit - 1)
      // Odd multiples: quotients that are equal at different seats.
      case 4: Int64([1, 3, 5, 7, 9, 15, 45, 105][draw.below(8)])
      case 5: draw.isOne(in: 20) ? 1 << 40 : 1
      default: (1 << 50) + Int64(draw.below(4))
      }
    }
    if draw.isOne(in: 30) { votes[draw.below(count)] = draw.isOne(in: 2) ? -1 : SeatsInput.voteLimit }
    var initial: [Int32]?
    if draw.isOne(in: 3) {
      let most = draw.upTo(4 * Int64(seats) / Int64(count) + 4)
      initial = (0..<count).map { _ in draw.isOne(in: 3) ? 0 : Int32(draw.upTo(most)) }
      if draw.isOne(in: 20) { initial?[draw.below(count)] = draw.isOne(in: 2) ? -1 : 1 << 30 - 1 }
    }
    let ranks = Array(Int32(0)..<Int32(count)).sorted { _, _ in draw.isOne(in: 2) }
    let prefersHighest = draw.isOne(in: 2)
    func answer(_ kernels: Kernels) -> [Int32] {
      var scratch = KernelScratch()
      var result = [Int32](repeating: -1, count: count)
      func divide(_ initial: UnsafeBufferPointer<Int32>?) -> Bool {
        votes.withUnsafeBufferPointer { votes in
          ranks.withUnsafeBufferPointer { ranks in
            result.withUnsafeMutableBufferPointer {
              kernels.websterSeats(
                seats: seats, votes: votes, initialSeats: initial, nameRanks: ranks,
                prefersHighestName: prefersHighest, into: $0, scratch: &scratch)
            }
          }
        }
      }
      let isInRange = initial?.withUnsafeBufferPointer { divide($0) } ?? divide(nil)
      return isInRange ? result : []
    }
    return difference(
      answer(kernels), answer(reference),
      "\(seats) seats, votes \(votes), initial \(initial.map { "\($0)" } ?? "none"), ranks \(ranks)"
        + (prefersHighest ? ", highest name first" : ""))
  }
}
