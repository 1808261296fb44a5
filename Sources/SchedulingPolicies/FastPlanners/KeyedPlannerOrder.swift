// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Planner order for one workload's key: weight descending, hash ascending, and the peers' own order of equals.
struct KeyedPlannerOrder: ~Copyable {
  private var key = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var hasher = ContinuedHashes()
  private var sorter = PlannerOrder()
  private var beginnings = Column<UInt32>()
  private var hashes = Column<UInt32>()
  private var members = Column<Int32>()

  /// The key that continues the hashes of names; its memory has to outlive the sorts.
  mutating func start(_ key: UnsafeBufferPointer<UInt8>) { self.key = key }

  /// Puts `count` places in order. O(n) unless names share hashes.
  mutating func sort(
    _ list: UnsafeMutablePointer<Int32>, count: Int, _ question: FastRounds.Question, _ columns: WeightedColumns
  ) {
    guard count > 1 else { return }
    let hashes = self.hashes.reserve(count)
    if count == columns.count {
      // An unsorted list of all places is ascending.
      hasher.hash(key, after: columns.nameHashes, count: count, into: hashes)
    } else {
      let beginnings = self.beginnings.reserve(count)
      for position in 0..<count { beginnings[position] = columns.nameHashes[Int(list[position])] }
      hasher.hash(key, after: beginnings, count: count, into: hashes)
    }
    sorter.sort(list, count: count, hashes: hashes, weights: columns.weights)
    guard columns.mayShareHashes, hasTies(list, count, columns) else { return }
    switch question.rules {
    case .kubeFed: sortAsGo(list, count, columns)
    case .kubeAdmiral: sortTies(list, count, columns, by: question.tieRanks)
    }
  }

  /// Names of one hash have one hash with every key.
  private func isTie(_ first: Int32, _ second: Int32, _ columns: WeightedColumns) -> Bool {
    let (first, second) = (Int(first), Int(second))
    return columns.nameHashes[first] == columns.nameHashes[second] && columns.weights[first] == columns.weights[second]
  }

  private func hasTies(_ list: UnsafePointer<Int32>, _ count: Int, _ columns: WeightedColumns) -> Bool {
    for position in 1..<count where isTie(list[position - 1], list[position], columns) { return true }
    return false
  }

  /// KubeFed's order of equals is what Go's sort leaves of the whole list, so the whole list is sorted.
  private mutating func sortAsGo(_ list: UnsafeMutablePointer<Int32>, _ count: Int, _ columns: WeightedColumns) {
    var isListed = [Bool](repeating: false, count: columns.count)
    for position in 0..<count { isListed[Int(list[position])] = true }
    let participants = columns.participants.map(Array.init) ?? (0..<Int32(columns.count)).map { $0 }
    var keys = participants.map { place in
      (
        weight: columns.weights[Int(place)], hash: FNVHash.fnv1(key, after: columns.nameHashes[Int(place)]),
        place: place
      )
    }
    GoSort.sort(&keys) { $0.weight != $1.weight ? $0.weight > $1.weight : $0.hash < $1.hash }
    var position = 0
    for entry in keys where isListed[Int(entry.place)] {
      list[position] = entry.place
      position += 1
    }
  }

  /// KubeAdmiral meets equals in the random order of a map; here by rank, which is by name unless stated otherwise.
  private func sortTies(
    _ list: UnsafeMutablePointer<Int32>, _ count: Int, _ columns: WeightedColumns, by ranks: UnsafePointer<Int32>?
  ) {
    var start = 0
    for end in 1...count where end == count || !isTie(list[start], list[end], columns) {
      if end - start > 1 {
        var ties = UnsafeMutableBufferPointer(start: list + start, count: end - start)
        ties.sort { first, second in
          guard let ranks else { return first < second }
          return ranks[Int(first)] < ranks[Int(second)]
        }
      }
      start = end
    }
  }
}
