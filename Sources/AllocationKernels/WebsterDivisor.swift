// SPDX-License-Identifier: GPL-3.0-or-later

/// The Webster method by divisor search: the answers of ``WebsterSeats`` without giving seats one by one.
///
/// Highest averages gives the `seats` largest of all quotients `votes / (2 s + 1)`, s = 0, 1, ...; how many of a party's
/// quotients reach `1 / (2 m)` is `votes * m` rounded to the nearest integer. So a multiplier m is searched whose rounded
/// products add up to the seats (Balinski and Young, "Fair Representation", 1982; the start and the step are those of
/// Pukelsheim, "Proportional Representation", 2017, jump-and-step). Two multipliers that enclose the answer leave only a
/// few quotients open, and these are compared as the original does: float64 quotient, then fewer seats, then name.
///
/// The rounded products are off by a few units in the last place. So everything within 2^-48 of an enclosing multiplier
/// is left open too: what is settled is settled in the original's order as well.
/// The memory is kept between calls.
public struct WebsterDivisor: ~Copyable {
  /// What came of a division.
  public enum Outcome: Sendable {
    /// All seats are given.
    case divided
    /// No party has votes, so nobody has a seat.
    case noVotes
    /// Negative votes, or more than the limits: nothing is calculated.
    case notCovered
  }

  /// Votes that are covered are below this; above, the original's sums could wrap.
  public static let voteLimit: Int64 = 1 << 40
  /// So are seats and parties together.
  public static let seatLimit = 1 << 29

  /// Adding this to a number below 2^51 rounds it to an integer, found in the lowest bits.
  @inline(__always) private static var rounding: Double { 0x1.8p52 }

  private var votes = Column<Double>()
  private var open = Column<Int32>()
  private var openSeats = Column<Int32>()
  private var openQuotients = Column<UInt64>()
  private var keys = Column<UInt64>()
  private var ranks = RankSelection()

  /// Nothing reserved yet.
  public init() {}

  /// Seats per party from zero, into `result`.
  ///
  /// - Parameters:
  ///   - nameRanks: distinct numbers from 0 to below `rankBound` in the order of the names.
  ///   - prefersHighestName: turns the last tie break round.
  /// O(n) for n parties, about five times over.
  public mutating func divide(
    seats: Int32, votes given: UnsafePointer<Int64>, count: Int, nameRanks: UnsafePointer<Int32>, rankBound: Int,
    prefersHighestName: Bool, into result: UnsafeMutablePointer<Int32>
  ) -> Outcome {
    let votes = self.votes.reserve(count)
    var (all, least, most, sum): (Int64, Int64, Int64, Int64) = (0, .max, .min, 0)
    for party in 0..<count {
      let value = given[party]
      all |= value
      sum &+= value
      least = min(least, value)
      most = max(most, value)
      votes[party] = Double(value)
    }
    guard all >= 0, all < Self.voteLimit, count + Int(seats) < Self.seatLimit else { return .notCovered }
    let names = NameOrdering(nameRanks, rankBound, prefersHighestName)
    if least == most, sum > 0 { return divideEqually(seats, among: count, names, into: result) }
    return divide(seats: seats, sum: sum, count: count, names: names, into: result)
  }

  /// The same from 32-bit votes.
  public mutating func divide(
    seats: Int32, votes given: UnsafePointer<Int32>, count: Int, nameRanks: UnsafePointer<Int32>, rankBound: Int,
    prefersHighestName: Bool, into result: UnsafeMutablePointer<Int32>
  ) -> Outcome {
    let votes = self.votes.reserve(count)
    var (all, least, most, sum): (Int32, Int32, Int32, Int64) = (0, .max, .min, 0)
    for party in 0..<count {
      let value = given[party]
      all |= value
      sum &+= Int64(value)
      least = min(least, value)
      most = max(most, value)
      votes[party] = Double(value)
    }
    guard all >= 0, count + Int(seats) < Self.seatLimit else { return .notCovered }
    let names = NameOrdering(nameRanks, rankBound, prefersHighestName)
    if least == most, sum > 0 { return divideEqually(seats, among: count, names, into: result) }
    return divide(seats: seats, sum: sum, count: count, names: names, into: result)
  }

  /// The same where all votes are equal, however many they are.
  public mutating func divideEqually(
    seats: Int32, count: Int, nameRanks: UnsafePointer<Int32>, rankBound: Int, prefersHighestName: Bool,
    into result: UnsafeMutablePointer<Int32>
  ) -> Outcome {
    guard count + Int(seats) < Self.seatLimit else { return .notCovered }
    return divideEqually(seats, among: count, NameOrdering(nameRanks, rankBound, prefersHighestName), into: result)
  }

  /// All quotients of one level are equal: everyone has the same, and the first by name one more.
  private mutating func divideEqually(
    _ seats: Int32, among count: Int, _ names: NameOrdering, into result: UnsafeMutablePointer<Int32>
  ) -> Outcome {
    guard seats > 0, count > 0 else {
      result.update(repeating: 0, count: count)
      return .divided
    }
    let (share, left) = seats.quotientAndRemainder(dividingBy: Int32(count))
    guard left > 0 else {
      result.update(repeating: share, count: count)
      return .divided
    }
    let last = ranks.threshold(
      first: Int(left), fromHighest: names.prefersHighest, ranks: names.ranks, count: count, rankBound: names.bound)
    if names.prefersHighest {
      for party in 0..<count { result[party] = share &+ (names.ranks[party] >= last ? 1 : 0) }
    } else {
      for party in 0..<count { result[party] = share &+ (names.ranks[party] <= last ? 1 : 0) }
    }
    return .divided
  }

  /// How the last ties are broken.
  private struct NameOrdering {
    let ranks: UnsafePointer<Int32>
    let bound: Int
    let prefersHighest: Bool

    init(_ ranks: UnsafePointer<Int32>, _ bound: Int, _ prefersHighest: Bool) {
      (self.ranks, self.bound, self.prefersHighest) = (ranks, bound, prefersHighest)
    }
  }

  private mutating func divide(
    seats: Int32, sum: Int64, count: Int, names: NameOrdering, into result: UnsafeMutablePointer<Int32>
  ) -> Outcome {
    guard sum > 0, seats > 0 else {
      result.update(repeating: 0, count: count)
      return sum > 0 ? .divided : .noVotes
    }
    let (low, high) = enclose(seats: Int64(seats), sum: Double(sum), count: count)
    let (settled, listed) = settle(below: low, above: high, count: count, into: result)
    let left = Int(Int64(seats) - settled)
    precondition(left >= 0 && left <= listed, "\(settled) seats settled and \(listed) open of \(seats)")
    if left == listed {
      let open = self.open.reserve(listed)
      for place in 0..<listed { result[Int(open[place])] &+= 1 }
    } else if left > 0 {
      give(left, of: listed, names: names, into: result)
    }
    return .divided
  }

  /// How many quotients reach the threshold of a multiplier.
  private mutating func total(_ multiplier: Double, _ count: Int) -> Int64 {
    let votes = self.votes.reserve(count)
    var bits: UInt64 = 0
    for party in 0..<count { bits &+= (votes[party] * multiplier + Self.rounding).bitPattern }
    return Int64(bitPattern: bits &- UInt64(count) &* Self.rounding.bitPattern)
  }

  private mutating func totals(_ first: Double, _ second: Double, _ count: Int) -> (Int64, Int64) {
    let votes = self.votes.reserve(count)
    var (firstBits, secondBits): (UInt64, UInt64) = (0, 0)
    for party in 0..<count {
      firstBits &+= (votes[party] * first + Self.rounding).bitPattern
      secondBits &+= (votes[party] * second + Self.rounding).bitPattern
    }
    let base = UInt64(count) &* Self.rounding.bitPattern
    return (Int64(bitPattern: firstBits &- base), Int64(bitPattern: secondBits &- base))
  }

  /// Two multipliers with at most, and at least, `seats` in all, so close that few quotients lie between them: unless
  /// many are equal, which no multiplier tells apart.
  private mutating func enclose(seats: Int64, sum: Double, count: Int) -> (low: Double, high: Double) {
    // Every product is rounded by at most a half, so these enclose whatever the votes are.
    let slack = Double(count) / 2 + 1
    var (low, high) = (max(0, (Double(seats) - slack) / sum), (Double(seats) + slack) / sum)
    var (lowTotal, highTotal) = (seats - Int64(count) - 1, seats + Int64(count) + 1)
    var center = Double(seats) / sum
    let first = total(center, count)
    if first == seats { return (center, center) }
    if first < seats { (low, lowTotal) = (center, first) } else { (high, highTotal) = (center, first) }
    let enough = Int64(32 + count / 16)
    // When a closer look hardly parts them, they are equal.
    let equals = Int64(count / 2)
    var lastSpan = Int64.max
    var width = 2 + 2 * Double(abs(seats - first)).squareRoot()
    center += Double(seats - first) / sum
    for _ in 0..<6 {
      let (left, right) = (max(low, center - width / sum), min(high, center + width / sum))
      let (leftTotal, rightTotal) = totals(left, right, count)
      if leftTotal > seats {
        (high, highTotal) = (left, leftTotal)
      } else {
        (low, lowTotal) = (left, leftTotal)
        if rightTotal < seats { (low, lowTotal) = (right, rightTotal) } else { (high, highTotal) = (right, rightTotal) }
      }
      let span = highTotal - lowTotal
      if span <= enough || (span <= equals && span > lastSpan / 2) { break }
      lastSpan = span
      center = low + (high - low) * (Double(seats - lowTotal) / Double(span))
      width = max(2, Double(span) / 8)
    }
    return (low, high)
  }

  /// Gives what both multipliers agree on and lists the quotients between them. O(n).
  private mutating func settle(
    below low: Double, above high: Double, count: Int, into result: UnsafeMutablePointer<Int32>
  ) -> (settled: Int64, listed: Int) {
    let votes = self.votes.reserve(count)
    let parties = keys.reserve(count)
    let (low, high) = (low * (1 - 0x1p-48), high * (1 + 0x1p-48))
    var (settled, reached, differing): (Int64, Int64, Int) = (0, 0, 0)
    for party in 0..<count {
      let least = Int32(truncatingIfNeeded: (votes[party] * low + Self.rounding).bitPattern)
      let most = Int32(truncatingIfNeeded: (votes[party] * high + Self.rounding).bitPattern)
      result[party] = least
      settled &+= Int64(least)
      reached &+= Int64(most)
      parties[differing] = UInt64(UInt32(bitPattern: most)) << 32 | UInt64(truncatingIfNeeded: party)
      differing &+= most == least ? 0 : 1
    }
    let listed = Int(reached - settled)
    let open = self.open.reserve(listed)
    let openSeats = self.openSeats.reserve(listed)
    let quotients = openQuotients.reserve(listed)
    var place = 0
    for entry in 0..<differing {
      let party = Int(truncatingIfNeeded: parties[entry] & 0xffff_ffff)
      for seat in result[party]..<Int32(truncatingIfNeeded: parties[entry] &>> 32) {
        open[place] = Int32(truncatingIfNeeded: party)
        openSeats[place] = seat
        quotients[place] = (votes[party] / Double(2 &* seat &+ 1)).bitPattern
        place += 1
      }
    }
    return (settled, listed)
  }

  /// Gives the `left` largest of the open quotients, fewer than all. O(listed).
  private mutating func give(
    _ left: Int, of listed: Int, names: NameOrdering, into result: UnsafeMutablePointer<Int32>
  ) {
    let quotients = openQuotients.reserve(listed)
    let (open, openSeats, keys) = (self.open.reserve(listed), self.openSeats.reserve(listed), self.keys.reserve(listed))
    keys.update(from: quotients, count: listed)
    let threshold = OrderStatistic.smallest(rank: listed - left, among: keys, count: listed)
    var (left, equals) = (left, 0)
    var (fewest, most) = (Int32.max, Int32.min)
    for place in 0..<listed {
      if quotients[place] > threshold {
        result[Int(open[place])] &+= 1
        left -= 1
      } else if quotients[place] == threshold {
        open[equals] = open[place]
        openSeats[equals] = openSeats[place]
        (fewest, most) = (min(fewest, openSeats[place]), max(most, openSeats[place]))
        equals += 1
      }
    }
    if left < equals, fewest != most {
      // Of equal quotients those with fewer seats come first. They differ in votes, so this is rare.
      for place in 0..<equals { keys[place] = UInt64(openSeats[place]) }
      let seatThreshold = Int32(OrderStatistic.smallest(rank: left - 1, among: keys, count: equals))
      var kept = 0
      for place in 0..<equals {
        if openSeats[place] < seatThreshold {
          result[Int(open[place])] &+= 1
          left -= 1
        } else if openSeats[place] == seatThreshold {
          open[kept] = open[place]
          kept += 1
        }
      }
      equals = kept
    }
    giveByName(left, of: equals, names: names, into: result)
  }

  /// Gives one seat each to the first `left` of the open parties by name.
  private mutating func giveByName(
    _ left: Int, of count: Int, names: NameOrdering, into result: UnsafeMutablePointer<Int32>
  ) {
    let open = self.open.reserve(count)
    if left < count {
      let last = ranks.threshold(
        first: left, fromHighest: names.prefersHighest, of: open, count: count, ranks: names.ranks,
        rankBound: names.bound)
      for place in 0..<count {
        let party = Int(open[place])
        let isFirst = names.prefersHighest ? names.ranks[party] >= last : names.ranks[party] <= last
        result[party] &+= isFirst ? 1 : 0
      }
    } else {
      for place in 0..<count { result[Int(open[place])] &+= 1 }
    }
  }
}
