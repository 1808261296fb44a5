// SPDX-License-Identifier: GPL-3.0-or-later

import VectorLanes

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif

/// The parties of one division as Doubles, padded with parties without votes to whole vectors.
struct VectorParties {
  let count: Int
  let votes: UnsafeMutablePointer<Double>
  /// What they have already.
  let seats: UnsafeMutablePointer<Double>
  var voteSum: Double = 0
  var seatSum: Double = 0
  var mostVotes: Double = 0

  @inline(always)
  init(_ input: SeatsInput) {
    count = input.count
    votes = input.memory.assumingMemoryBound(to: Double.self)
    seats = votes + (input.count &+ lanesOf64() &- 1) / lanesOf64() &* lanesOf64()
  }
}

/// ``ReferenceKernels/seats`` by the divisor: all seats with a quotient above a threshold, and the best of the few just below.
func vectorSeats(_ first: SeatsInput, _ rows: Int) {
  var input = first
  var row = 0
  while row < rows {
    var parties = VectorParties(input)
    input.isInRange[0] = gather(input, &parties)
    if input.isInRange[0] {
      let bracket = search(Double(input.seats[0] > 0 ? input.seats[0] : 0), parties)
      giveSeats(input, parties, bracket)
    }
    input.advance()
    row = row &+ 1
  }
}

/// Fills the columns; false where a number is out of range.
@inline(always)
private func gather(_ input: SeatsInput, _ parties: inout VectorParties) -> Bool {
  let width = lanesOf64()
  let limit = Int64(1 << 30) &- 1 &- Int64(input.seats[0] > 0 ? input.seats[0] : 0)
  var negative = laneAllInt64(limit)
  var votes = laneAllDouble(0)
  var seats = laneAllDouble(0)
  var most = laneAllDouble(0)
  var place = 0
  while place < parties.count {
    let filled = parties.count &- place < width ? parties.count &- place : width
    let vote: LaneInt64 =
      filled == width
      ? laneLoadInt64(input.votes + place) : laneLoadFirstInt64(input.votes + place, filled)
    negative = negative | vote | (laneAllInt64((1 << 51) - 1) &- vote)
    let number: LaneDouble = laneDoubleOfSmall(vote)
    votes = votes + number
    most = laneMaxDouble(most, number)
    laneStoreDouble(parties.votes + place, number)
    var seat = laneAllDouble(0)
    if let initial = input.initialSeats {
      let given: LaneInt64 =
        filled == width
        ? laneWidenInt32(laneLoadHalfInt32(initial + place))
        : laneWidenInt32(laneLoadFirstHalfInt32(initial + place, filled))
      negative = negative | given | (laneAllInt64(limit) &- given)
      seat = laneDoubleOfSmall(given)
      seats = seats + seat
    }
    laneStoreDouble(parties.seats + place, seat)
    place = place &+ width
  }
  parties.voteSum = laneSumDouble(votes)
  parties.seatSum = laneSumDouble(seats)
  parties.mostVotes = laneLargestDouble(most)
  return laneAnyNegativeInt64(negative) == 0 && parties.mostVotes > 0
}

/// Seats whose quotient exceeds the threshold, beyond those that a party has.
///
/// Seat s of a party with v votes has the quotient v / (2 s + 1), rounded as the original rounds it. The last seat above the
/// threshold t is near x = (v / t - 1) / 2, of which rounding here makes at most 2^-20 more or less below 2^30. So the seats
/// below the whole number m next to x lie above the threshold by far, those beyond it below by far, and of m the quotient
/// itself says.
private struct SeatThreshold {
  let value: LaneDouble
  let reciprocal: LaneDouble

  @inline(always)
  init(_ threshold: Double) {
    value = laneAllDouble(threshold)
    reciprocal = laneAllDouble(0.5 / threshold)
  }

  @inline(always)
  func seats(votes: LaneDouble, from given: LaneDouble) -> LaneDouble {
    let boundary: LaneDouble = votes * reciprocal - laneAllDouble(0.5)
    // Adding 1.5 * 2^52 leaves no place for a fraction.
    let whole: LaneDouble = boundary + laneAllDouble(0x1.8p52) - laneAllDouble(0x1.8p52)
    let seat: LaneDouble = laneMaxDouble(whole, given)
    let quotient: LaneDouble = votes / (seat + seat + laneAllDouble(1))
    return seat + laneOneWhereLessDouble(value, quotient) - given
  }
}

@inline(always)
private func seatsAbove(_ threshold: Double, _ parties: VectorParties) -> Double {
  let limit = SeatThreshold(threshold)
  var sum = laneAllDouble(0)
  var place = 0
  while place < parties.count {
    sum = sum + limit.seats(votes: laneLoadDouble(parties.votes + place), from: laneLoadDouble(parties.seats + place))
    place = place &+ lanesOf64()
  }
  return laneSumDouble(sum)
}

/// Two thresholds, and the seats above each.
struct SeatBracket {
  /// At most as many seats as there are to give lie above it.
  var high: Double
  var seatsAboveHigh: Double
  /// At least as many.
  var low: Double
  var seatsAboveLow: Double
  let wanted: Double
}

/// Thresholds so near to each other that few seats lie between them.
///
/// The sum of v / (2 t) over all parties is about the seats above t, which gives the first guess; the seats still to give or
/// take back, and some more to be on the other side, the second. Where that does not do, as with parties that have more than
/// their share already, the reciprocal is interpolated and, every other time, the bracket halved.
@inline(always)
private func search(_ wanted: Double, _ parties: VectorParties) -> SeatBracket {
  // No quotient exceeds the most votes.
  var bracket = SeatBracket(
    high: parties.mostVotes, seatsAboveHigh: 0, low: 0, seatsAboveLow: .infinity, wanted: wanted)
  if wanted == 0 { return bracket }
  let rate = wanted + parties.seatSum + 0.5
  var guess = parties.voteSum / (2 * rate)
  var attempt = 0
  while attempt < 200 {
    if guess >= bracket.high || guess <= bracket.low {
      // Between two neighbours there is nothing but equal quotients.
      guess = bracket.low > 0 ? bracket.low + (bracket.high - bracket.low) * 0.5 : bracket.high * 0.0625
      if guess >= bracket.high || guess <= bracket.low { break }
    }
    let seats = seatsAbove(guess, parties)
    if seats <= wanted {
      bracket.high = guess
      bracket.seatsAboveHigh = seats
    } else {
      bracket.low = guess
      bracket.seatsAboveLow = seats
    }
    // Few candidates are cheaper than another look at all parties. Many of them mostly have equal quotients, which no threshold
    // tells apart.
    if seats == wanted || bracket.seatsAboveLow - bracket.seatsAboveHigh <= Double(parties.count) + 32 { break }
    attempt = attempt &+ 1
    guess = nextGuess(guess, seats, attempt, rate, bracket)
  }
  return bracket
}

@inline(always)
private func nextGuess(
  _ guess: Double, _ seats: Double, _ attempt: Int, _ rate: Double, _ bracket: SeatBracket
) -> Double {
  if bracket.seatsAboveLow == .infinity || bracket.seatsAboveHigh == 0 || attempt < 2 {
    let missing = bracket.wanted - seats
    let distance = missing < 0 ? -missing : missing
    let step = (distance + 2 * distance.squareRoot() + 2) / rate
    return missing > 0 ? guess / (1 + step) : guess * (1 + step)
  }
  if attempt & 1 == 1 { return bracket.low + (bracket.high - bracket.low) * 0.5 }
  let part = (bracket.wanted - bracket.seatsAboveHigh) / (bracket.seatsAboveLow - bracket.seatsAboveHigh)
  return 1 / (1 / bracket.high + (1 / bracket.low - 1 / bracket.high) * part)
}

/// Writes what lies above the high threshold, and adds the best of those between the thresholds.
@inline(always)
private func giveSeats(_ input: SeatsInput, _ parties: VectorParties, _ bracket: SeatBracket) {
  let width = lanesOf64()
  let (high, low) = (SeatThreshold(bracket.high), SeatThreshold(bracket.low))
  let missing = Int(bracket.wanted - bracket.seatsAboveHigh)
  let candidates = UnsafeMutableRawPointer(parties.seats + (parties.count &+ width))
    .assumingMemoryBound(to: SeatCandidate.self)
  var found = 0
  var place = 0
  while place < parties.count {
    let filled = parties.count &- place < width ? parties.count &- place : width
    let votes: LaneDouble = laneLoadDouble(parties.votes + place)
    let given: LaneDouble = laneLoadDouble(parties.seats + place)
    let certain: LaneDouble = bracket.wanted > 0 ? high.seats(votes: votes, from: given) : laneAllDouble(0)
    laneStoreAsInt32(input.result + place, given + certain, filled)
    if missing > 0 {
      let possible: LaneDouble = low.seats(votes: votes, from: given)
      if laneAnyLessDouble(certain, possible) != 0 {
        var lane = 0
        while lane < filled {
          var more = Int(laneOfDouble(possible, lane) - laneOfDouble(certain, lane))
          var seat = input.result[place &+ lane]
          while more > 0 {
            candidates[found] = SeatCandidate(input, place &+ lane, seat)
            found = found &+ 1
            seat = seat &+ 1
            more = more &- 1
          }
          lane = lane &+ 1
        }
      }
    }
    place = place &+ width
  }
  if missing > 0 { vectorGiveToBest(input, candidates, found, missing) }
}

/// A seat that may still be given.
struct SeatCandidate {
  var quotient: Double
  /// Of equal quotients: fewer seats first, then by name.
  var key: UInt64
  var party: Int32

  @inline(always)
  init(_ input: SeatsInput, _ party: Int, _ seat: Int32) {
    quotient = Double(input.votes[party]) / Double(2 &* seat &+ 1)
    let rank = UInt32(bitPattern: input.nameRanks[party]) ^ 0x8000_0000
    key = UInt64(seat) &<< 32 | UInt64(input.prefersHighestName[0] ? ~rank : rank)
    self.party = Int32(truncatingIfNeeded: party)
  }
}

/// Gives a seat for each of the best `wanted` of `count` candidates.
///
/// Candidates are divided round one of them, again and again, until the last one to be given has been found or a run of equal
/// quotients in which it lies; of those the keys are sorted.
@inline(never)
func vectorGiveToBest(
  _ input: SeatsInput, _ candidates: UnsafeMutablePointer<SeatCandidate>, _ count: Int, _ wanted: Int
) {
  var (start, end) = (0, count)
  var lastKey = UInt64.max
  while start < wanted, wanted < end {
    let pivot = candidates[start &+ (end &- start) / 2].quotient
    // [start, larger) exceeds the pivot, [larger, place) equals it, [smaller, end) is below.
    var (larger, place, smaller) = (start, start, end)
    while place < smaller {
      let candidate = candidates[place]
      if candidate.quotient > pivot {
        candidates[place] = candidates[larger]
        candidates[larger] = candidate
        larger = larger &+ 1
        place = place &+ 1
      } else if candidate.quotient < pivot {
        smaller = smaller &- 1
        candidates[place] = candidates[smaller]
        candidates[smaller] = candidate
      } else {
        place = place &+ 1
      }
    }
    if wanted < larger {
      end = larger
    } else if wanted > smaller {
      start = smaller
    } else {
      if larger < wanted, wanted < smaller {
        lastKey = keyOfRank(wanted &- larger, candidates + larger, smaller &- larger, candidates + count)
      }
      (start, end) = (larger, smaller)
      break
    }
  }
  var place = 0
  while place < (start < wanted ? end : wanted) {
    let candidate = candidates[place]
    if place < start || candidate.key <= lastKey {
      let party = Int(candidate.party)
      input.result[party] = input.result[party] &+ 1
    }
    place = place &+ 1
  }
}

/// The key at place `rank`, from 1, of `count` candidates in ascending order.
@inline(always)
private func keyOfRank(
  _ rank: Int, _ candidates: UnsafePointer<SeatCandidate>, _ count: Int, _ memory: UnsafeMutableRawPointer
) -> UInt64 {
  let keys = memory.assumingMemoryBound(to: UInt64.self)
  let sorted = keys + count
  var place = 0
  while place < count {
    keys[place] = candidates[place].key
    place = place &+ 1
  }
  sortKeys(keys, count, sorted, UnsafeMutableRawPointer(sorted + count))
  return sorted[rank &- 1]
}
