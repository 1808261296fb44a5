// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// The Webster method by the letter: seat after seat to the party with the largest quotient.
  ///
  /// Source: Karmada `pkg/util/helper/webstermethod.go`.
  static func seats(_ first: SeatsInput, _ rows: Int) {
    var input = first
    for _ in 0..<rows {
      input.isInRange[0] = isInRange(input)
      if input.isInRange[0] {
        var queue = ReferenceParties(input)
        for _ in 0..<max(input.seats[0], 0) { queue.giveSeatToFirst() }
      }
      input.advance()
    }
  }

  /// What ``SeatsInput`` states.
  private static func isInRange(_ input: SeatsInput) -> Bool {
    var largest: Int64 = 0
    for party in 0..<input.count {
      let (votes, seats) = (input.votes[party], Int64(input.initialSeats?[party] ?? 0))
      guard votes >= 0, votes < SeatsInput.voteLimit, seats >= 0 else { return false }
      guard seats + Int64(max(input.seats[0], 0)) < SeatsInput.seatLimit else { return false }
      largest = max(largest, votes)
    }
    return largest > 0
  }
}

/// A binary heap of parties, the next seat's at the root.
private struct ReferenceParties {
  private let input: SeatsInput
  private let priorities: UnsafeMutablePointer<Double>
  private let heap: UnsafeMutablePointer<Int32>

  init(_ input: SeatsInput) {
    self.input = input
    priorities = input.memory.assumingMemoryBound(to: Double.self)
    heap = UnsafeMutableRawPointer(priorities + input.count).assumingMemoryBound(to: Int32.self)
    for party in 0..<input.count {
      input.result[party] = input.initialSeats?[party] ?? 0
      priorities[party] = WebsterSeats.priority(votes: input.votes[party], seats: input.result[party])
      heap[party] = Int32(party)
    }
    for position in stride(from: input.count / 2 - 1, through: 0, by: -1) { siftDown(position) }
  }

  mutating func giveSeatToFirst() {
    let party = Int(heap[0])
    input.result[party] += 1
    priorities[party] = WebsterSeats.priority(votes: input.votes[party], seats: input.result[party])
    siftDown(0)
  }

  private func precedes(_ first: Int32, _ second: Int32) -> Bool {
    let (a, b) = (Int(first), Int(second))
    if priorities[a] != priorities[b] { return priorities[a] > priorities[b] }
    if input.result[a] != input.result[b] { return input.result[a] < input.result[b] }
    let isLower = input.nameRanks[a] < input.nameRanks[b]
    return input.prefersHighestName[0] ? !isLower : isLower
  }

  private func siftDown(_ start: Int) {
    let moving = heap[start]
    var hole = start
    while true {
      var child = 2 * hole + 1
      if child >= input.count { break }
      if child + 1 < input.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      if !precedes(heap[child], moving) { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = moving
  }
}
