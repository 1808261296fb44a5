// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Karmada's choice of clusters under spread constraints over columns: the answers of ``KarmadaSelection``, which can be
/// read and has the sources.
///
/// O(n) for n clusters, and by cluster O(log n) for each cluster that is exchanged for a roomier one. The memory is kept
/// between calls.
public struct FastKarmadaSelection: ~Copyable {
  private var order = SelectionOrder()
  private var roomiest = RoomiestRest()
  private var grouping = RegionGroups()

  /// Nothing reserved yet.
  public init() {}

  /// The places of the selected clusters, the best first, into `selected`, which has room for all; how many they are.
  public mutating func select(
    _ question: KarmadaSelectionQuestion, over columns: KarmadaFeasibleColumns,
    into selected: UnsafeMutablePointer<Int32>
  ) throws(KarmadaSelectionError) -> Int {
    switch question.way {
    case .everyone:
      selected.update(from: order.first(columns.count, of: columns), count: columns.count)
      return columns.count
    case .byCluster(let bounds):
      return try selectByCluster(bounds, question, columns, into: selected)
    case .byRegion(let region, let cluster):
      let list = order.first(columns.count, of: columns)
      grouping.group(list, question, region: region, cluster: cluster, columns)
      return try grouping.select(list, region: region, cluster: cluster, columns, into: selected)
    case .unsupported: throw .unsupportedConstraints
    }
  }

  /// The selection by region where regions are given: of each, in the order of their names, its number, the place of the
  /// first cluster, how many clusters it has, and its score.
  public mutating func selectByRegion(
    _ regions: [(region: Int32, first: Int32, size: Int64, score: Int64)], region: KarmadaSpreadConstraint,
    cluster: KarmadaSpreadConstraint?, over columns: KarmadaFeasibleColumns,
    into selected: UnsafeMutablePointer<Int32>
  ) throws(KarmadaSelectionError) -> Int {
    grouping.take(regions)
    return try grouping.select(
      order.first(columns.count, of: columns), region: .init(region), cluster: cluster.map { .init($0) }, columns,
      into: selected)
  }

  /// The regions that the last selection by region has built: number and score, in the order of their names.
  public mutating func regionScores() -> [(region: Int32, score: Int64)] { grouping.scores() }

  /// Source: `select_clusters_by_cluster.go`.
  private mutating func selectByCluster(
    _ bounds: KarmadaSelectionQuestion.Bounds, _ question: KarmadaSelectionQuestion,
    _ columns: KarmadaFeasibleColumns, into selected: UnsafeMutablePointer<Int32>
  ) throws(KarmadaSelectionError) -> Int {
    let count = columns.count
    if Int64(count) < bounds.minimum { throw .tooFewClusters }
    if bounds.maximum < 0 { throw .refused(.crashesUpstream(reason: "maxGroups \(bounds.maximum) is negative")) }
    let wanted = Int(min(Int64(count), bounds.maximum))
    let list = order.first(wanted, of: columns)
    selected.update(from: list, count: wanted)
    guard question.divides else { return wanted }
    var sum: Int64 = 0
    for place in 0..<wanted { sum &+= columns.available[Int(selected[place])] }
    if sum < Int64(question.replicas), wanted > 0, wanted < count {
      let all = order.first(count, of: columns)
      sum = roomiest.exchange(
        selected, wanted, all + wanted, count - wanted, columns.available, sum: sum, need: Int64(question.replicas))
    }
    if sum < Int64(question.replicas) || wanted == 0 { throw .notEnoughResource(clusters: Int64(wanted)) }
    return wanted
  }
}

/// The clusters that were not selected, the roomiest on top: for as long as room is short, the last selected cluster is
/// exchanged for the roomiest of the rest, which takes its place there.
struct RoomiestRest: ~Copyable {
  private var heap = Column<UInt64>()

  /// Exchanges from the last to the first of `selected` until the sum reaches `need`; the sum then.
  ///
  /// Of clusters with equal room the one that stands first in the rest is taken. O(rest), and O(log rest) an exchange.
  mutating func exchange(
    _ selected: UnsafeMutablePointer<Int32>, _ count: Int, _ rest: UnsafeMutablePointer<Int32>, _ restCount: Int,
    _ available: UnsafePointer<Int64>, sum: Int64, need: Int64
  ) -> Int64 {
    var (most, least) = (Int64.min, Int64.max)
    for position in 0..<restCount { most = max(most, available[Int(rest[position])]) }
    for position in 0..<count { least = min(least, available[Int(selected[position])]) }
    if most <= least { return sum }
    for position in 0..<restCount { least = min(least, available[Int(rest[position])]) }
    guard UInt64(bitPattern: most &- least) < 1 << 40, restCount < 1 << 23 else {
      return exchangeBySearching(selected, count, rest, restCount, available, sum: sum, need: need)
    }
    let heap = self.heap.reserve(restCount)
    func key(_ place: Int32, _ position: UInt64) -> UInt64 {
      UInt64(bitPattern: most &- available[Int(place)]) &<< 23 | position
    }
    for position in 0..<restCount { heap[position] = key(rest[position], UInt64(truncatingIfNeeded: position)) }
    for position in stride(from: restCount / 2 - 1, through: 0, by: -1) { Self.siftDown(heap, restCount, position) }
    var sum = sum
    for position in stride(from: count - 1, through: 0, by: -1) where sum < need {
      let at = Int(truncatingIfNeeded: heap[0] & 0x7f_ffff)
      let (leaving, coming) = (selected[position], rest[at])
      guard available[Int(coming)] > available[Int(leaving)] else { continue }
      sum = sum &- available[Int(leaving)] &+ available[Int(coming)]
      (selected[position], rest[at]) = (coming, leaving)
      heap[0] = key(leaving, UInt64(truncatingIfNeeded: at))
      Self.siftDown(heap, restCount, 0)
    }
    return sum
  }

  private static func siftDown(_ heap: UnsafeMutablePointer<UInt64>, _ count: Int, _ start: Int) {
    let moving = heap[start]
    var hole = start
    while true {
      var child = 2 &* hole &+ 1
      if child >= count { break }
      if child &+ 1 < count { child &+= heap[child &+ 1] < heap[child] ? 1 : 0 }
      if heap[child] >= moving { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = moving
  }

  /// The same for numbers that are too far apart for a key.
  private func exchangeBySearching(
    _ selected: UnsafeMutablePointer<Int32>, _ count: Int, _ rest: UnsafeMutablePointer<Int32>, _ restCount: Int,
    _ available: UnsafePointer<Int64>, sum: Int64, need: Int64
  ) -> Int64 {
    var sum = sum
    for position in stride(from: count - 1, through: 0, by: -1) where sum < need {
      var (best, room) = (-1, available[Int(selected[position])])
      for other in 0..<restCount where available[Int(rest[other])] > room {
        (best, room) = (other, available[Int(rest[other])])
      }
      guard best >= 0 else { continue }
      sum = sum &- available[Int(selected[position])] &+ room
      (selected[position], rest[best]) = (rest[best], selected[position])
    }
    return sum
  }
}
