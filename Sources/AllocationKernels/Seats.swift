// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// The Webster method, as ``WebsterSeats/divide(seats:votes:initialSeats:nameRanks:prefersHighestName:)``, over flat memory.
  ///
  /// - Parameters:
  ///   - seats: seats to give.
  ///   - votes: votes of each party.
  ///   - initialSeats: what each party has already; nil is nothing.
  ///   - nameRanks: distinct numbers in the order of the names.
  ///   - prefersHighestName: turns the last tie break round.
  ///   - result: receives the seats of each party.
  /// - Returns: false where a number is out of the range that ``SeatsInput`` states; then `result` means nothing and
  ///   ``WebsterSeats`` has to be asked.
  /// O(p) for p parties and any number of seats, unless many quotients are equal.
  public func websterSeats(
    seats: Int32, votes: UnsafeBufferPointer<Int64>, initialSeats: UnsafeBufferPointer<Int32>? = nil,
    nameRanks: UnsafeBufferPointer<Int32>, prefersHighestName: Bool, into result: UnsafeMutableBufferPointer<Int32>,
    scratch: inout KernelScratch
  ) -> Bool {
    var isInRange = false
    withUnsafePointer(to: seats) { seats in
      withUnsafePointer(to: prefersHighestName) { highest in
        withUnsafeMutablePointer(to: &isInRange) { isInRange in
          websterSeats(
            seats: UnsafeBufferPointer(start: seats, count: 1), votes: votes, initialSeats: initialSeats,
            nameRanks: nameRanks, prefersHighestName: UnsafeBufferPointer(start: highest, count: 1), into: result,
            isInRange: UnsafeMutableBufferPointer(start: isInRange, count: 1), scratch: &scratch)
        }
      }
    }
    return isInRange
  }

  /// The same for many workloads, each over as many parties: the columns go on from workload to workload.
  ///
  /// - Parameters:
  ///   - seats: seats of each workload.
  ///   - prefersHighestName: of each workload.
  ///   - isInRange: receives for each workload whether its result means something.
  public func websterSeats(
    seats: UnsafeBufferPointer<Int32>, votes: UnsafeBufferPointer<Int64>,
    initialSeats: UnsafeBufferPointer<Int32>? = nil, nameRanks: UnsafeBufferPointer<Int32>,
    prefersHighestName: UnsafeBufferPointer<Bool>, into result: UnsafeMutableBufferPointer<Int32>,
    isInRange: UnsafeMutableBufferPointer<Bool>, scratch: inout KernelScratch
  ) {
    let (rows, count) = (seats.count, votes.count)
    precondition(
      nameRanks.count == count && result.count == count && (initialSeats?.count ?? count) == count
        && prefersHighestName.count == rows && isInRange.count == rows,
      "\(count) votes, \(nameRanks.count) ranks, room for \(result.count) and \(isInRange.count)")
    precondition(rows > 0 ? count % rows == 0 : count == 0, "\(rows) rows of \(count) parties")
    guard let number = seats.baseAddress, let highest = prefersHighestName.baseAddress,
      let inRange = isInRange.baseAddress
    else { return }
    guard let vote = votes.baseAddress, let rank = nameRanks.baseAddress, let given = result.baseAddress else {
      return isInRange.update(repeating: true)
    }
    let parties = count / rows
    let input = SeatsInput(
      count: parties, seats: number, votes: vote, initialSeats: initialSeats?.baseAddress, nameRanks: rank,
      prefersHighestName: highest, result: given, isInRange: inRange,
      memory: scratch.bytes(SeatsInput.bytes(for: parties)))
    table.seats(input, rows)
  }
}

/// Seats to give, as kernels take them. There may be many rows, each one division; the columns go on from row to row.
///
/// In range are seats of which no party can come to 2^30, votes of 0..<2^51 that are not all 0, and initial seats from 0. There
/// the divisor is no wrapped number, every vote is exact as a Double, and a party's quotients fall from seat to seat.
public struct SeatsInput {
  /// No party may come to so many seats.
  public static let seatLimit: Int64 = 1 << 30
  /// Votes have to be below this.
  public static let voteLimit: Int64 = 1 << 51

  /// Parties of a row, at least one.
  public var count: Int
  /// Seats to give, of each row.
  public var seats: UnsafePointer<Int32>
  /// Votes.
  public var votes: UnsafePointer<Int64>
  /// Seats that parties have already.
  public var initialSeats: UnsafePointer<Int32>?
  /// Distinct numbers in the order of the names.
  public var nameRanks: UnsafePointer<Int32>
  /// Whether the last tie break is turned round, of each row.
  public var prefersHighestName: UnsafePointer<Bool>
  /// Receives the seats.
  public var result: UnsafeMutablePointer<Int32>
  /// Receives whether the numbers are in range, of each row.
  public var isInRange: UnsafeMutablePointer<Bool>
  /// ``bytes(for:)`` bytes, aligned to a cache line.
  public var memory: UnsafeMutableRawPointer

  /// What a division works in: votes and seats as Double, padded to the widest vectors; candidates, at most two a party and 64
  /// more; and what sorting their keys takes.
  static func bytes(for count: Int) -> Int { 16 * (count + 16) + (2 * count + 64) * 64 + 16_384 }

  /// The input of the next row.
  @inline(always)
  public mutating func advance() {
    seats += 1
    prefersHighestName += 1
    isInRange += 1
    votes += count
    nameRanks += count
    result += count
    if let column = initialSeats { initialSeats = column + count }
  }
}
