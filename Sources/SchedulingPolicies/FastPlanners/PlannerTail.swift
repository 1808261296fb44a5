// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The last clusters in planner order: weight descending, hash ascending, and the peers' own order of equals.
///
/// When it runs out, it runs out for the last ones. So only as many of these are put in order as it can matter to.
struct PlannerTail: ~Copyable {
  private var hasKeys = false
  private var hasher = ContinuedHashes()
  private var sorter = PlannerOrder()
  private var beginnings = Column<UInt32>()
  private var hashes = Column<UInt32>()
  private var keys = Column<UInt64>()
  private var memberKeys = Column<UInt64>()
  private var members = Column<Int32>()
  private var list = Column<Int32>()

  /// A new question: keys of another one mean nothing.
  mutating func start() { hasKeys = false }

  /// The last clusters of those with an amount above 0 in `membership`, in planner order, whose `amounts` add up to at
  /// least `sum`: all of them where they do not. Clusters are positions among those that take part.
  mutating func tail(
    reaching sum: Double, of amounts: UnsafePointer<Double>, membership: UnsafePointer<Double>, count: Int,
    _ question: FastRounds.Question, _ columns: WeightedColumns
  ) -> UnsafeBufferPointer<Int32> {
    let keys = orderKeys(count, question, columns)
    let (memberKeys, members) = (self.memberKeys.reserve(count + 1), self.members.reserve(count + 1))
    var (memberCount, all) = (0, 0.0)
    for position in 0..<count {
      let isMember = membership[position] > 0
      members[memberCount] = Int32(truncatingIfNeeded: position)
      memberKeys[memberCount] = keys[position]
      memberCount &+= isMember ? 1 : 0
      all += isMember ? amounts[position] : 0
    }
    var wanted = Self.fewMembers + Int(min(sum / max(all, 1), 1) * 1.5 * Double(memberCount))
    while wanted < memberCount {
      let threshold = OrderStatistic.smallest(rank: wanted - 1, among: memberKeys, count: memberCount)
      let (listed, reached) = listMembers(upTo: threshold, members, memberCount, keys, amounts)
      if reached >= sum {
        sorter.sort(list.reserve(listed), count: listed, by: keys)
        return settled(listed, membership, count, question, columns)
      }
      for entry in 0..<memberCount { memberKeys[entry] = keys[Int(members[entry])] }
      wanted *= 3
    }
    let list = self.list.reserve(memberCount)
    list.update(from: members, count: memberCount)
    sorter.sort(list, count: memberCount, by: keys)
    return settled(memberCount, membership, count, question, columns)
  }

  /// Up to here all are put in order.
  private static let fewMembers = 24

  private mutating func listMembers(
    upTo threshold: UInt64, _ members: UnsafePointer<Int32>, _ count: Int, _ keys: UnsafePointer<UInt64>,
    _ amounts: UnsafePointer<Double>
  ) -> (listed: Int, reached: Double) {
    let list = self.list.reserve(count + 1)
    var (listed, reached) = (0, 0.0)
    for entry in 0..<count {
      let position = Int(members[entry])
      let isLast = keys[position] <= threshold
      list[listed] = members[entry]
      listed &+= isLast ? 1 : 0
      reached += isLast ? amounts[position] : 0
    }
    return (listed, reached)
  }

  /// Weight and hash of every cluster that takes part. Hashes are asked for only here, once a question at most.
  private mutating func orderKeys(
    _ count: Int, _ question: FastRounds.Question, _ columns: WeightedColumns
  ) -> UnsafeMutablePointer<UInt64> {
    let keys = self.keys.reserve(count)
    if hasKeys { return keys }
    hasKeys = true
    let hashes = self.hashes.reserve(count)
    if let participants = columns.participants {
      let beginnings = self.beginnings.reserve(count)
      for position in 0..<count { beginnings[position] = columns.nameHashes[Int(participants[position])] }
      hasher.hash(question.key, after: beginnings, count: count, into: hashes)
      for position in 0..<count {
        keys[position] = PlannerOrder.key(
          weight: columns.weights[Int(participants[position])], hash: hashes[position])
      }
    } else {
      hasher.hash(question.key, after: columns.nameHashes, count: count, into: hashes)
      for position in 0..<count {
        keys[position] = PlannerOrder.key(weight: columns.weights[position], hash: hashes[position])
      }
    }
    return keys
  }

  /// The list with equals in the peers' own order.
  private mutating func settled(
    _ listed: Int, _ membership: UnsafePointer<Double>, _ count: Int, _ question: FastRounds.Question,
    _ columns: WeightedColumns
  ) -> UnsafeBufferPointer<Int32> {
    let (list, keys) = (self.list.reserve(listed), self.keys.reserve(count))
    guard columns.mayShareHashes else { return UnsafeBufferPointer(start: list, count: listed) }
    var hasTies = false
    for entry in 1..<max(listed, 1) where keys[Int(list[entry - 1])] == keys[Int(list[entry])] { hasTies = true }
    if hasTies {
      switch question.rules {
      case .kubeFed: return sortedAsGo(membership, count)
      case .kubeAdmiral: sortTies(listed, count, columns, by: question.tieRanks)
      }
    }
    return UnsafeBufferPointer(start: list, count: listed)
  }

  /// KubeFed's order of equals is what Go's sort leaves of the whole list; all members of it.
  private mutating func sortedAsGo(_ membership: UnsafePointer<Double>, _ count: Int) -> UnsafeBufferPointer<Int32> {
    let keys = self.keys.reserve(count)
    var positions = (0..<Int32(count)).map { $0 }
    GoSort.sort(&positions) { keys[Int($0)] > keys[Int($1)] }
    let list = self.list.reserve(count)
    var listed = 0
    for position in positions where membership[Int(position)] > 0 {
      list[listed] = position
      listed += 1
    }
    return UnsafeBufferPointer(start: list, count: listed)
  }

  /// KubeAdmiral meets equals in the random order of a map; here by rank, which is by name unless stated otherwise.
  private mutating func sortTies(
    _ listed: Int, _ count: Int, _ columns: WeightedColumns, by ranks: UnsafePointer<Int32>?
  ) {
    let (list, keys) = (self.list.reserve(listed), self.keys.reserve(count))
    func rank(_ position: Int32) -> Int32 {
      let place = columns.participants?[Int(position)] ?? position
      return ranks?[Int(place)] ?? place
    }
    var start = 0
    for end in 1...listed where end == listed || keys[Int(list[start])] != keys[Int(list[end])] {
      if end - start > 1 {
        var ties = UnsafeMutableBufferPointer(start: list + start, count: end - start)
        ties.sort { rank($0) < rank($1) }
      }
      start = end
    }
  }
}
