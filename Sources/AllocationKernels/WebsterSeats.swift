// SPDX-License-Identifier: GPL-3.0-or-later

/// The Webster (Sainte-Lague) method by highest averages: Karmada's division since 1.16.
///
/// Source: Karmada `pkg/util/helper/webstermethod.go`. A seat goes to the party with the largest
/// `votes / (2 * seats + 1)`, where the divisor is int32 arithmetic (it wraps from 2^30 seats on) and the quotient a
/// float64; equal quotients: fewer seats first, then by name.
public enum WebsterSeats {
  /// Above this many seats a party with negative votes or seats makes the call refuse, since no short cut holds there.
  public static let irregularSeatLimit: Int32 = 1 << 24

  /// The priority of a party for its next seat.
  @inline(__always)
  static func priority(votes: Int64, seats: Int32) -> Double { Double(votes) / Double(2 &* seats &+ 1) }

  /// Seats per party after `seats` more have been given, starting from `initialSeats`; nil when the call is refused.
  ///
  /// - Parameters:
  ///   - nameRanks: distinct numbers in the order of the names.
  ///   - prefersHighestName: turns the last tie break round (Karmada: a non-empty UID whose FNV-1a is odd).
  /// O(p log p + s log p) for p parties and s seats, with s at most about p: above that the bulk of the seats is found
  /// by bisection, with the same answer.
  public static func divide(
    seats: Int32, votes: [Int64], initialSeats: [Int32], nameRanks: [Int32], prefersHighestName: Bool
  ) -> [Int32]? {
    guard seats > 0, !votes.isEmpty else { return initialSeats }
    if votes.count == 1 { return [initialSeats[0] &+ seats] }
    var given = initialSeats
    var left = seats
    if Int(seats) > 4 * votes.count + 64 {
      let isRegular =
        votes.allSatisfy { $0 >= 0 } && initialSeats.allSatisfy { $0 >= 0 && $0 <= .max - seats }
      if isRegular {
        left = BulkSeats(votes: votes, initialSeats: initialSeats, seats: seats).give(to: &given)
        // Only ties are left: more than a few need a party without votes beside one that has wrapped.
        if left > irregularSeatLimit { return nil }
      } else if seats > irregularSeatLimit {
        return nil
      }
    }
    var queue = PartyQueue(
      votes: votes, seats: given, nameRanks: nameRanks, prefersHighestName: prefersHighestName)
    while left > 0 {
      queue.giveSeatToFirst()
      left -= 1
    }
    return queue.seats
  }
}

/// A binary heap of parties, the next seat's at the root.
private struct PartyQueue {
  let votes: [Int64]
  let nameRanks: [Int32]
  let prefersHighestName: Bool
  var seats: [Int32]
  private var priorities: [Double]
  private var heap: [Int32]

  init(votes: [Int64], seats: [Int32], nameRanks: [Int32], prefersHighestName: Bool) {
    self.votes = votes
    self.nameRanks = nameRanks
    self.prefersHighestName = prefersHighestName
    self.seats = seats
    priorities = votes.indices.map { WebsterSeats.priority(votes: votes[$0], seats: seats[$0]) }
    heap = (0..<Int32(votes.count)).map { $0 }
    for position in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(position) }
  }

  mutating func giveSeatToFirst() {
    let party = Int(heap[0])
    seats[party] &+= 1
    priorities[party] = WebsterSeats.priority(votes: votes[party], seats: seats[party])
    siftDown(0)
  }

  private func precedes(_ first: Int32, _ second: Int32) -> Bool {
    let (a, b) = (Int(first), Int(second))
    if priorities[a] != priorities[b] { return priorities[a] > priorities[b] }
    if seats[a] != seats[b] { return seats[a] < seats[b] }
    return prefersHighestName ? nameRanks[a] > nameRanks[b] : nameRanks[a] < nameRanks[b]
  }

  private mutating func siftDown(_ start: Int) {
    let moving = heap[start]
    var hole = start
    while true {
      var child = 2 * hole + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, precedes(heap[child + 1], heap[child]) { child += 1 }
      if !precedes(heap[child], moving) { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = moving
  }
}

/// The seats that are certain: all whose priority lies above a threshold with at most `seats` priorities above it.
///
/// With votes and seats that are not negative a party's priorities never rise, so the method picks the `seats` highest
/// of all parties' lists and the order of picking does not matter.
private struct BulkSeats {
  let votes: [Int64]
  let initialSeats: [Int32]
  let seats: Int32

  /// Adds the certain seats; answers how many are left to give.
  func give(to given: inout [Int32]) -> Int32 {
    var low = Self.key(of: -0x1p64)
    var high = Self.key(of: 0x1p64)
    // Invariant: at most `seats` priorities lie above the threshold of key `high`.
    while UInt64(bitPattern: high &- low) > 1 {
      let middle = low &+ Int64(UInt64(bitPattern: high &- low) / 2)
      if total(above: Self.value(ofKey: middle)) <= Int64(seats) { high = middle } else { low = middle }
    }
    let threshold = Self.value(ofKey: high)
    var left = seats
    for party in votes.indices {
      let certain = seatsAbove(threshold, party: party)
      given[party] += certain
      left -= certain
    }
    return left
  }

  private func total(above threshold: Double) -> Int64 {
    var sum: Int64 = 0
    for party in votes.indices {
      sum += Int64(seatsAbove(threshold, party: party))
      if sum > Int64(seats) { break }
    }
    return sum
  }

  /// How many of the party's next `seats` priorities exceed the threshold.
  private func seatsAbove(_ threshold: Double, party: Int) -> Int32 {
    var low: Int32 = 0
    var high = seats
    while low < high {
      let middle = low + (high - low) / 2
      if WebsterSeats.priority(votes: votes[party], seats: initialSeats[party] + middle) > threshold {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Doubles as integers in the same order, both zeros as one.
  private static func key(of value: Double) -> Int64 {
    let bits = Int64(bitPattern: value.bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  private static func value(ofKey key: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: key >= 0 ? key : Int64.min &- key))
  }
}
