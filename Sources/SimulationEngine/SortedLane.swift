// SPDX-License-Identifier: GPL-3.0-or-later

/// Entries in their order in one stretch of memory, taken from the front and mostly added at the end.
///
/// A cancelled entry far from the end stays as a mark without a slot until it comes to the front or room is needed.
struct SortedLane: ~Copyable {
  /// So many entries at most are moved to put one in.
  static let reach = 16

  /// After the last entry stands the sentinel, so that `entries[head]` can always be read; it is never a mark.
  var entries: UnsafeMutablePointer<QueueEntry>
  var head = 0
  var end = 0
  /// Without the room of the sentinel.
  var capacity: Int
  /// Marks between head and end.
  var cancelledCount = 0
  /// What `Place` calls this lane.
  let container: UInt32

  init(capacity: Int, container: UInt32) {
    self.capacity = capacity
    self.container = container
    entries = EntryChunks.allocateEntries(capacity + 1)
    entries[0] = .sentinel
  }

  deinit { entries.deallocate() }

  var isEmpty: Bool { head == end }
  /// The first entry; the sentinel when there is none.
  var first: QueueEntry { entries[head] }
  /// Entries and marks.
  var length: Int { end &- head }

  @inline(__always)
  mutating func removeFirst() {
    head &+= 1
    skipCancelled()
  }

  @inline(__always)
  mutating func skipCancelled() {
    while entries[head].isCancelled {
      head &+= 1
      cancelledCount &-= 1
    }
  }

  /// Takes the entry at `position` out: the few behind it move up; where they are many, a mark stays.
  mutating func cancel(at position: Int, slots: SlotRecords) {
    if end &- position > Self.reach {
      entries[position].order |= QueueEntry.noSlot
      cancelledCount &+= 1
    } else {
      for follower in position &+ 1..<end { put(entries[follower], at: follower &- 1, slots: slots) }
      end &-= 1
      entries[end] = .sentinel
    }
    skipCancelled()
  }

  /// Writes an entry or a mark.
  @inline(__always)
  func put(_ entry: QueueEntry, at position: Int, slots: SlotRecords) {
    entries[position] = entry
    if !entry.isCancelled { slots.place(entry.slot, in: container, at: position) }
  }

  /// Adds what comes after all that is here.
  @inline(__always)
  mutating func append(_ entry: QueueEntry, slots: SlotRecords) {
    if end == capacity { makeRoom(slots: slots) }
    entries[end] = entry
    entries[end &+ 1] = .sentinel
    slots.place(entry.slot, in: container, at: end)
    end &+= 1
  }

  /// Adds `entry` if it comes among the last few; false when its place is further ahead.
  @inline(__always)
  mutating func insertNearEnd(_ entry: QueueEntry, slots: SlotRecords) -> Bool {
    let key = entry.key
    if end &- head > Self.reach && key < entries[end &- Self.reach].key { return false }
    if end == capacity { makeRoom(slots: slots) }
    var position = end
    end &+= 1
    entries[end] = .sentinel
    while position > head {
      let before = entries[position &- 1]
      guard key < before.key else { break }
      put(before, at: position, slots: slots)
      position &-= 1
    }
    entries[position] = entry
    slots.place(entry.slot, in: container, at: position)
    return true
  }

  /// Moves the entries to the front and drops the marks; into twice the memory when they fill more than half of it.
  @inline(never)
  mutating func makeRoom(slots: SlotRecords) {
    let old = entries
    let isTight = (length - cancelledCount) * 2 > capacity
    if isTight {
      capacity *= 2
      entries = EntryChunks.allocateEntries(capacity + 1)
    }
    var count = 0
    for position in head..<end where !old[position].isCancelled {
      entries[count] = old[position]
      slots.place(entries[count].slot, in: container, at: count)
      count += 1
    }
    entries[count] = .sentinel
    (head, end, cancelledCount) = (0, count, 0)
    if isTight { old.deallocate() }
  }

  /// Makes the empty lane one of `count` entries, which the caller puts from `entries[0]` on.
  mutating func reset(count: Int) {
    if count > capacity {
      entries.deallocate()
      while capacity < count { capacity *= 2 }
      entries = EntryChunks.allocateEntries(capacity + 1)
    }
    (head, end, cancelledCount) = (0, count, 0)
    entries[count] = .sentinel
  }
}
