// SPDX-License-Identifier: GPL-3.0-or-later

/// An indexed 4-ary heap of the few entries that were scheduled among those that come next: each slot knows its position,
/// so cancelling is direct.
struct NearHeap: ~Copyable {
  /// Three entries stand before the root, so that the children of every node share one 64-byte line.
  var storage: UnsafeMutablePointer<QueueEntry>
  /// After the last entry stand four sentinels or more, so that a node always has four children to compare.
  var entries: UnsafeMutablePointer<QueueEntry>
  var capacity: Int
  var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    storage = Self.allocate(capacity)
    entries = storage + 3
  }

  deinit { storage.deallocate() }

  /// The least entry; the sentinel when there is none.
  var first: QueueEntry { entries[0] }

  mutating func insert(_ entry: QueueEntry, slots: SlotRecords) {
    if count == capacity { grow() }
    count &+= 1
    siftUp(entry, from: count &- 1, slots: slots)
  }

  /// Takes the entry at `position` out.
  mutating func remove(at position: Int, slots: SlotRecords) {
    count &-= 1
    let last = entries[count]
    entries[count] = .sentinel
    if position < count { siftDown(last, from: position, slots: slots) }
  }

  mutating func removeAll() {
    entries.update(repeating: .sentinel, count: count)
    count = 0
  }

  @inline(never)
  mutating func grow() {
    let larger = Self.allocate(capacity * 2)
    (larger + 3).update(from: entries, count: count)
    storage.deallocate()
    (storage, entries, capacity) = (larger, larger + 3, capacity * 2)
  }

  static func allocate(_ capacity: Int) -> UnsafeMutablePointer<QueueEntry> {
    let storage = EntryChunks.allocateEntries(capacity + 8)
    storage.initialize(repeating: .sentinel, count: capacity + 8)
    return storage
  }

  @inline(__always)
  func put(_ entry: QueueEntry, at position: Int, slots: SlotRecords) {
    entries[position] = entry
    slots.place(entry.slot, in: Place.heap, at: position)
  }

  @inline(__always)
  func siftUp(_ entry: QueueEntry, from start: Int, slots: SlotRecords) {
    let key = entry.key
    var position = start
    while position > 0 {
      let parent = (position &- 1) &>> 2
      let above = entries[parent]
      guard key < above.key else { break }
      put(above, at: position, slots: slots)
      position = parent
    }
    put(entry, at: position, slots: slots)
  }

  /// Leads the hole at `start` down to a leaf, then `entry` up from there: it came from the bottom and mostly stays there,
  /// and the number of levels is easier to foresee than where it stops.
  @inline(__always)
  func siftDown(_ entry: QueueEntry, from start: Int, slots: SlotRecords) {
    var position = start
    while true {
      let child = position &<< 2 &+ 1
      guard child < count else { break }
      // A tournament of four: both halves are independent, so the processor can compare them side by side.
      // Keys are held in registers, or it would load them twice.
      let (first, second) = (entries[child].key, entries[child &+ 1].key)
      let (third, fourth) = (entries[child &+ 2].key, entries[child &+ 3].key)
      let left = second < first ? child &+ 1 : child
      let leftKey = second < first ? second : first
      let right = fourth < third ? child &+ 3 : child &+ 2
      let rightKey = fourth < third ? fourth : third
      let least = rightKey < leftKey ? right : left
      put(entries[least], at: position, slots: slots)
      position = least
    }
    siftUp(entry, from: position, slots: slots)
  }
}
