// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Karmada's replica assignment over columns: the answers of ``KarmadaAssignment``, which can be read and has the
/// sources, without names, lists and seats given one by one.
///
/// O(n) for n candidates, whatever the replicas are. What it does not cover - overflow tiers, the division of 1.15 and
/// numbers that wrap or are negative - it asks the planner by the letter. The memory is kept between calls.
public struct FastKarmadaAssignment: ~Copyable {
  private var webster = WebsterDivisor()
  private var fewest = FewestClusters()
  private var scheduled = Column<Int32>()
  private var room = Column<Int32>()
  private var targetRanks = Column<Int32>()
  private var targetReplicas = Column<Int32>()
  private var chosenPlaces = Column<Int32>()
  private var chosenRoom = Column<Int32>()
  private var chosenRanks = Column<Int32>()
  private var chosenReplicas = Column<Int32>()

  /// Nothing reserved yet.
  public init() {}

  /// Replicas per candidate into `result`. Answers whether the object has no replicas to divide and goes to every
  /// candidate as it is, with 0 replicas.
  public mutating func assign(
    _ question: KarmadaAssignmentQuestion, over candidates: KarmadaCandidateColumns,
    into result: UnsafeMutablePointer<Int32>
  ) throws(KarmadaAssignmentError) -> Bool {
    if candidates.count == 0 { throw .noClusters }
    guard question.replicas > 0 || question.hasRequirements else {
      result.update(repeating: 0, count: candidates.count)
      return true
    }
    let isCovered = question.replicas >= 0 && !question.usesOverflowTiers
    switch question.strategy {
    case .duplicated where isCovered:
      result.update(repeating: question.replicas, count: candidates.count)
    case .staticWeight where isCovered && question.division == .webster:
      if !divideByStaticWeights(question, candidates, into: result) {
        return try assignByTheLetter(question, candidates, into: result)
      }
    case .dynamicWeight where isCovered && question.division == .webster:
      if try !divideByRoom(question, candidates, aggregates: false, into: result) {
        return try assignByTheLetter(question, candidates, into: result)
      }
    case .aggregated where isCovered && question.division == .webster:
      if try !divideByRoom(question, candidates, aggregates: true, into: result) {
        return try assignByTheLetter(question, candidates, into: result)
      }
    default:
      return try assignByTheLetter(question, candidates, into: result)
    }
    return false
  }

  private func assignByTheLetter(
    _ question: KarmadaAssignmentQuestion, _ candidates: KarmadaCandidateColumns,
    into result: UnsafeMutablePointer<Int32>
  ) throws(KarmadaAssignmentError) -> Bool {
    let answer = try KarmadaAssignment.assign(KarmadaAssignment.Problem(question, candidates))
    for (place, replicas) in answer.replicas.enumerated() { result[place] = replicas }
    return answer.isPropagationOnly
  }

  /// False where the numbers are not covered.
  private mutating func divideByStaticWeights(
    _ question: KarmadaAssignmentQuestion, _ candidates: KarmadaCandidateColumns,
    into result: UnsafeMutablePointer<Int32>
  ) -> Bool {
    if let weights = candidates.staticWeights {
      let outcome = webster.divide(
        seats: question.replicas, votes: weights, count: candidates.count, nameRanks: candidates.nameRanks,
        rankBound: candidates.rankBound, prefersHighestName: question.prefersHighestName, into: result)
      switch outcome {
      case .divided: return true
      case .notCovered: return false
      case .noVotes: break
      }
    }
    return webster.divideEqually(
      seats: question.replicas, count: candidates.count, nameRanks: candidates.nameRanks,
      rankBound: candidates.rankBound, prefersHighestName: question.prefersHighestName, into: result) == .divided
  }

  /// DynamicWeight and Aggregated; false where the numbers are not covered.
  private mutating func divideByRoom(
    _ question: KarmadaAssignmentQuestion, _ candidates: KarmadaCandidateColumns, aggregates: Bool,
    into result: UnsafeMutablePointer<Int32>
  ) throws(KarmadaAssignmentError) -> Bool {
    let count = candidates.count
    var assigned: Int64 = 0
    var isNegative = false
    for target in candidates.held {
      assigned += Int64(target.replicas)
      isNegative = isNegative || target.replicas < 0
    }
    if isNegative || assigned > Int64(Int32.max) || namesTwice(candidates) { return false }
    if question.mode == .steady, assigned == Int64(question.replicas) {
      result.update(repeating: 0, count: count)
      for target in candidates.held { result[Int(target.candidate)] = target.replicas }
      return true
    }
    if question.mode == .steady, assigned > Int64(question.replicas) {
      return try scaleDown(question, candidates, aggregates: aggregates, into: result)
    }
    guard question.mode == .fresh else {
      let scheduled = self.scheduled.reserve(count)
      scheduled.update(repeating: 0, count: count)
      for target in candidates.held { scheduled[Int(target.candidate)] = target.replicas }
      let list = RoomList(count: count, room: candidates.allocatable, ranks: candidates.nameRanks, held: scheduled)
      let target = question.replicas - Int32(assigned)
      guard try divide(target, over: list, .up, aggregates, question, candidates.rankBound, into: result) else {
        return false
      }
      for target in candidates.held { result[Int(target.candidate)] &+= target.replicas }
      return true
    }
    let room = self.room.reserve(count)
    room.update(from: candidates.allocatable, count: count)
    for target in candidates.held { room[Int(target.candidate)] &+= target.replicas }
    let list = RoomList(count: count, room: room, ranks: candidates.nameRanks, held: nil)
    return try divide(question.replicas, over: list, .fresh, aggregates, question, candidates.rankBound, into: result)
  }

  /// Whether a candidate holds replicas by two entries.
  private mutating func namesTwice(_ candidates: KarmadaCandidateColumns) -> Bool {
    if candidates.held.count < 2 { return false }
    let isNamed = scheduled.reserve(candidates.count)
    isNamed.update(repeating: 0, count: candidates.count)
    var twice: Int32 = 0
    for target in candidates.held {
      twice |= isNamed[Int(target.candidate)]
      isNamed[Int(target.candidate)] = 1
    }
    return twice != 0
  }

  /// Removes by what each target has; candidates without replicas get nothing.
  private mutating func scaleDown(
    _ question: KarmadaAssignmentQuestion, _ candidates: KarmadaCandidateColumns, aggregates: Bool,
    into result: UnsafeMutablePointer<Int32>
  ) throws(KarmadaAssignmentError) -> Bool {
    let count = candidates.held.count
    let (room, ranks) = (self.room.reserve(count), targetRanks.reserve(count))
    let replicas = targetReplicas.reserve(count)
    for place in 0..<count {
      room[place] = candidates.held[place].replicas
      ranks[place] = candidates.nameRanks[Int(candidates.held[place].candidate)]
    }
    let list = RoomList(count: count, room: room, ranks: ranks, held: nil)
    guard try divide(question.replicas, over: list, .down, aggregates, question, candidates.rankBound, into: replicas)
    else { return false }
    result.update(repeating: 0, count: candidates.count)
    for place in 0..<count { result[Int(candidates.held[place].candidate)] = replicas[place] }
    return true
  }

  /// Divides `target` by room, over as few as suffice when `aggregates`.
  private mutating func divide(
    _ target: Int32, over list: RoomList, _ scaling: KarmadaAssignmentError.Scaling, _ aggregates: Bool,
    _ question: KarmadaAssignmentQuestion, _ rankBound: Int, into result: UnsafeMutablePointer<Int32>
  ) throws(KarmadaAssignmentError) -> Bool {
    var (all, available): (Int32, Int64) = (0, 0)
    for place in 0..<list.count {
      all |= list.room[place]
      available &+= Int64(list.room[place])
    }
    if all < 0 || available > Int64(Int32.max) { return false }
    if available < Int64(target) { throw .notEnoughReplicas(scaling, available: Int32(available)) }
    guard aggregates, target > 0 else {
      return webster.divide(
        seats: target, votes: list.room, count: list.count, nameRanks: list.ranks, rankBound: rankBound,
        prefersHighestName: question.prefersHighestName, into: result) != .notCovered
    }
    let places = chosenPlaces.reserve(list.count + 1)
    let chosen = fewest.choose(from: list, for: target, into: places)
    let (room, ranks) = (chosenRoom.reserve(chosen), chosenRanks.reserve(chosen))
    let replicas = chosenReplicas.reserve(chosen)
    for entry in 0..<chosen {
      room[entry] = list.room[Int(places[entry])]
      ranks[entry] = list.ranks[Int(places[entry])]
    }
    let outcome = webster.divide(
      seats: target, votes: room, count: chosen, nameRanks: ranks, rankBound: rankBound,
      prefersHighestName: question.prefersHighestName, into: replicas)
    if outcome == .notCovered { return false }
    result.update(repeating: 0, count: list.count)
    for entry in 0..<chosen { result[Int(places[entry])] = replicas[entry] }
    return true
  }
}
