// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Clusters by room, as a division looks at them.
struct RoomList {
  /// How many.
  let count: Int
  /// Replicas that fit or that are there.
  let room: UnsafePointer<Int32>
  /// Places of the names.
  let ranks: UnsafePointer<Int32>
  /// What the clusters hold already; nil is nothing anywhere.
  let held: UnsafePointer<Int32>?
}

/// The shortest prefix of clusters, the roomiest first, that has room for what is wanted: Karmada's Aggregated.
///
/// Source: Karmada `pkg/scheduler/core/assignment.go`, `resortAvailableClusters`, and `division_algorithm.go`. Clusters
/// that hold replicas come first. Only where the prefix ends among clusters of equal room does their order matter, and
/// it is the one that Go's unstable sort leaves: then, and for that stretch alone, the sort is done as Go does it.
struct FewestClusters: ~Copyable {
  /// Which clusters the end of the prefix is looked for among.
  private enum Part {
    case all, holders, others
  }

  /// Where the prefix ends: the room of its last cluster, and how many of the clusters of equal room belong to it.
  private struct End {
    var room: Int32
    var taken: Int
    var equals: Int
  }

  private var rooms = Column<Int32>()
  private var keys = Column<UInt64>()

  /// The places of the chosen clusters, in no stated order. O(n).
  ///
  /// - Parameter target: at least 1, and at most what the list has room for; rooms are not negative.
  mutating func choose(from list: RoomList, for target: Int32, into places: UnsafeMutablePointer<Int32>) -> Int {
    var (part, left, chosen) = (Part.all, Int64(target), 0)
    if let held = list.held {
      var (holders, heldRoom) = (0, Int64(0))
      for place in 0..<list.count where held[place] > 0 {
        holders += 1
        heldRoom += Int64(list.room[place])
      }
      if holders > 0 { part = heldRoom >= left ? .holders : .others }
      if part == .others {
        left -= heldRoom
        for place in 0..<list.count {
          places[chosen] = Int32(truncatingIfNeeded: place)
          chosen &+= held[place] > 0 ? 1 : 0
        }
      }
    }
    let end = end(of: part, list, for: left)
    let least = end.taken == end.equals ? end.room : end.room + 1
    for place in 0..<list.count {
      places[chosen] = Int32(truncatingIfNeeded: place)
      chosen &+= list.room[place] >= least && Self.holds(place, of: part, list) ? 1 : 0
    }
    if end.taken < end.equals { addEquals(end, of: part, list, into: places, &chosen) }
    return chosen
  }

  @inline(__always)
  private static func holds(_ place: Int, of part: Part, _ list: RoomList) -> Bool {
    switch part {
    case .all: true
    case .holders: (list.held?[place] ?? 0) > 0
    case .others: (list.held?[place] ?? 0) <= 0
    }
  }

  /// Adds up from the roomiest, by buckets of room, until `target` is reached.
  private mutating func end(of part: Part, _ list: RoomList, for target: Int64) -> End {
    let rooms = self.rooms.reserve(list.count)
    var count = 0
    for place in 0..<list.count {
      rooms[count] = list.room[place]
      count &+= Self.holds(place, of: part, list) ? 1 : 0
    }
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: 256) { sums in
      var left = target
      while true {
        var (low, high) = (rooms[0], rooms[0])
        for place in 1..<max(count, 1) {
          low = min(low, rooms[place])
          high = max(high, rooms[place])
        }
        if low == high { return End(room: low, taken: Int((left + Int64(low) - 1) / Int64(low)), equals: count) }
        let shift = Int32(max(0, 24 - (high &- low).leadingZeroBitCount))
        sums.update(repeating: 0)
        for place in 0..<count {
          sums[Int(truncatingIfNeeded: (rooms[place] &- low) &>> shift)] &+= Int64(rooms[place])
        }
        var bucket = 255
        while left > sums[bucket] {
          left -= sums[bucket]
          bucket -= 1
        }
        var kept = 0
        for place in 0..<count {
          let room = rooms[place]
          rooms[kept] = room
          kept &+= Int(truncatingIfNeeded: (room &- low) &>> shift) == bucket ? 1 : 0
        }
        count = kept
      }
    }
  }

  /// The first of the clusters of equal room in the order of Go's sort over the whole list.
  private mutating func addEquals(
    _ end: End, of part: Part, _ list: RoomList, into places: UnsafeMutablePointer<Int32>, _ chosen: inout Int
  ) {
    let keys = self.keys.reserve(list.count)
    var (larger, equal) = (0, 0)
    for place in 0..<list.count {
      let room = list.room[place]
      larger &+= room > end.room ? 1 : 0
      equal &+= room == end.room ? 1 : 0
      keys[place] = UInt64(UInt32(bitPattern: room)) << 32 | UInt64(truncatingIfNeeded: place)
    }
    let window = larger..<(larger + equal)
    GoSort.sort(UnsafeMutableBufferPointer(start: keys, count: list.count), window: window) { $0 >> 32 > $1 >> 32 }
    var left = end.taken
    for position in window where left > 0 {
      let place = Int(keys[position] & 0xffff_ffff)
      guard Self.holds(place, of: part, list) else { continue }
      places[chosen] = Int32(place)
      chosen += 1
      left -= 1
    }
  }
}
