// SPDX-License-Identifier: GPL-3.0-or-later

/// One pending event in the queue: 16 bytes, four to a cache line.
@frozen
@usableFromInline
struct QueueEntry: BitwiseCopyable {
  /// Nanoseconds since the start, never negative.
  @usableFromInline var nanoseconds: UInt64
  /// From the top: priority 4 bits, sequence 36 bits, slot 24 bits.
  @usableFromInline var order: UInt64

  @inlinable
  init(nanoseconds: UInt64, priority: EventPriority, sequence: UInt64, slot: Int32) {
    self.nanoseconds = nanoseconds
    order = UInt64(priority.level) << 60 | sequence << 24 | UInt64(UInt32(bitPattern: slot))
  }

  @inlinable var slot: Int { Int(order & 0xFF_FFFF) }

  /// The order of events: (time, priority, sequence). Written here and nowhere else; the slot below them never decides,
  /// because sequences differ.
  @inlinable
  func precedes(_ other: QueueEntry) -> Bool { key < other.key }

  @inlinable var key: UInt128 { UInt128(truncatingIfNeeded: nanoseconds) << 64 | UInt128(truncatingIfNeeded: order) }
}

/// An indexed 4-ary heap of entries: each slot knows its position, so cancelling is direct.
///
/// After `popFirst` the root is a hole; the next `insert` fills it (replace-top, one sift), and whatever else needs a
/// whole heap closes it first. Not generic, so that it is compiled once.
@usableFromInline
struct EventQueue: ~Copyable {
  @usableFromInline static var endOfFreeList: Int32 { .max }
  /// As many slots as 24 bits can name.
  @usableFromInline static var largestCapacity: Int { 1 << 24 }
  @usableFromInline static var sequenceLimit: UInt64 { 1 << 36 }

  /// Three entries before the root, so that the children of every node share one 64-byte line.
  @usableFromInline var storage: UnsafeMutableRawPointer
  @usableFromInline var entries: UnsafeMutablePointer<QueueEntry>
  /// Where the entry of each slot stands in the heap; for a free slot `~next`, the next free one (`~endOfFreeList` for
  /// the last). Apart from the generations, since every step of a sift writes here.
  @usableFromInline var positions: UnsafeMutablePointer<Int32>
  /// How often each slot was freed.
  @usableFromInline var generations: UnsafeMutablePointer<UInt32>
  @usableFromInline var capacity: Int
  @usableFromInline let capacityLimit: Int
  /// Entries in the heap, the hole included.
  @usableFromInline var count = 0
  @usableFromInline var hasHole = false
  @usableFromInline var firstFree: Int32
  @usableFromInline var nextSequence: UInt64

  @usableFromInline
  init(capacity: Int, firstSequence: UInt64, capacityLimit: Int) {
    (storage, entries) = Self.allocateEntries(capacity)
    positions = .allocate(capacity: capacity)
    generations = .allocate(capacity: capacity)
    self.capacity = capacity
    self.capacityLimit = capacityLimit
    nextSequence = firstSequence
    firstFree = Self.endOfFreeList
    addFreeSlots(from: 0)
  }

  @inlinable
  deinit {
    storage.deallocate()
    positions.deallocate()
    generations.deallocate()
  }

  static func allocateEntries(_ capacity: Int) -> (UnsafeMutableRawPointer, UnsafeMutablePointer<QueueEntry>) {
    let stride = MemoryLayout<QueueEntry>.stride
    let storage = UnsafeMutableRawPointer.allocate(byteCount: (capacity + 3) * stride, alignment: 64)
    return (storage, (storage + 3 * stride).bindMemory(to: QueueEntry.self, capacity: capacity))
  }

  static func moved<Element: BitwiseCopyable>(
    _ elements: UnsafeMutablePointer<Element>, count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let room = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    room.initialize(from: elements, count: count)
    elements.deallocate()
    return room
  }

  /// Chains the slots from `first` on as free, the lowest in front.
  mutating func addFreeSlots(from first: Int) {
    for slot in stride(from: capacity - 1, through: first, by: -1) {
      (positions + slot).initialize(to: ~firstFree)
      (generations + slot).initialize(to: 0)
      firstFree = Int32(slot)
    }
  }

  /// Doubles the room.
  @usableFromInline
  mutating func grow() {
    precondition(
      capacity < capacityLimit, "\(pendingCount) events are pending and the queue holds at most \(capacityLimit)")
    let larger = min(capacity * 2, capacityLimit)
    let (newStorage, newEntries) = Self.allocateEntries(larger)
    newEntries.initialize(from: entries, count: count)
    storage.deallocate()
    (storage, entries) = (newStorage, newEntries)
    positions = Self.moved(positions, count: capacity, to: larger)
    generations = Self.moved(generations, count: capacity, to: larger)
    let previous = capacity
    capacity = larger
    addFreeSlots(from: previous)
  }

  /// Numbers the pending events anew from 0 in their order, so that 36 bits of sequence never run out.
  @usableFromInline
  mutating func renumber() {
    closeHole()
    var pending = UnsafeMutableBufferPointer(start: entries, count: count)
    pending.sort { $0.precedes($1) }
    for position in 0..<count {
      let kept = entries[position].order & (0xF << 60 | 0xFF_FFFF)
      place(QueueEntry(nanoseconds: entries[position].nanoseconds, order: kept | UInt64(position) << 24), at: position)
    }
    nextSequence = UInt64(count)
  }

  @inlinable var pendingCount: Int { hasHole ? count - 1 : count }

  /// The earliest entry, without mending the heap: while the root is a hole it is the least of its four children.
  @inlinable var first: QueueEntry? {
    guard hasHole else { return count == 0 ? nil : entries[0] }
    if count == 1 { return nil }
    var least = entries[1]
    var child = 2
    while child <= 4 && child < count {
      if entries[child].precedes(least) { least = entries[child] }
      child += 1
    }
    return least
  }
}

extension QueueEntry {
  @inlinable
  init(nanoseconds: UInt64, order: UInt64) {
    self.nanoseconds = nanoseconds
    self.order = order
  }
}

extension EventQueue {
  /// Adds an entry and answers its slot. Cost: one sift; the whole is 20 to 50 ns with up to 10^5 pending.
  @inlinable
  mutating func insert(nanoseconds: UInt64, priority: EventPriority) -> Int {
    if firstFree == Self.endOfFreeList { grow() }
    if nextSequence >= Self.sequenceLimit { renumber() }
    let slot = firstFree
    firstFree = ~positions[Int(slot)]
    let entry = QueueEntry(nanoseconds: nanoseconds, priority: priority, sequence: nextSequence, slot: slot)
    nextSequence += 1
    if hasHole {
      hasHole = false
      siftDown(entry, from: 0)
    } else {
      count += 1
      siftUp(entry, from: count - 1)
    }
    return Int(slot)
  }

  /// Takes the earliest entry out and leaves a hole at the root.
  @inlinable
  mutating func popFirst() -> QueueEntry? {
    closeHole()
    if count == 0 { return nil }
    let entry = entries[0]
    hasHole = true
    free(entry.slot)
    return entry
  }

  /// True while the entry of `slot` is in its `generation` and waits.
  @inlinable
  func isPending(slot: UInt32, generation: UInt32) -> Bool {
    slot < UInt32(truncatingIfNeeded: capacity) && positions[Int(slot)] >= 0 && generations[Int(slot)] == generation
  }

  /// Takes the entry of `slot` out if it is in its `generation` still; false when it is gone.
  @inlinable
  mutating func remove(slot: UInt32, generation: UInt32) -> Bool {
    guard isPending(slot: slot, generation: generation) else { return false }
    closeHole()
    let position = Int(positions[Int(slot)])
    free(Int(slot))
    count -= 1
    if position < count {
      let last = entries[count]
      if position > 0 && last.precedes(entries[(position - 1) >> 2]) {
        siftUp(last, from: position)
      } else {
        siftDown(last, from: position)
      }
    }
    return true
  }

  @inlinable
  mutating func free(_ slot: Int) {
    positions[slot] = ~firstFree
    generations[slot] &+= 1
    firstFree = Int32(truncatingIfNeeded: slot)
  }

  @inlinable
  mutating func closeHole() {
    guard hasHole else { return }
    hasHole = false
    count -= 1
    if count > 0 { siftDown(entries[count], from: 0) }
  }

  @inlinable
  func place(_ entry: QueueEntry, at position: Int) {
    entries[position] = entry
    positions[entry.slot] = Int32(truncatingIfNeeded: position)
  }

  @inlinable
  func siftUp(_ entry: QueueEntry, from start: Int) {
    var position = start
    while position > 0 {
      let parent = (position - 1) >> 2
      guard entry.precedes(entries[parent]) else { break }
      place(entries[parent], at: position)
      position = parent
    }
    place(entry, at: position)
  }

  @inlinable
  func siftDown(_ entry: QueueEntry, from start: Int) {
    var position = start
    while true {
      let child = position << 2 + 1
      guard child < count else { break }
      var least = child
      if child + 3 < count {
        // A tournament of four: both halves are independent, so the processor can compare them side by side.
        // Keys are held in registers, or it would load them twice.
        let (first, second) = (entries[child].key, entries[child &+ 1].key)
        let (third, fourth) = (entries[child &+ 2].key, entries[child &+ 3].key)
        let left = second < first ? child &+ 1 : child
        let leftKey = second < first ? second : first
        let right = fourth < third ? child &+ 3 : child &+ 2
        let rightKey = fourth < third ? fourth : third
        least = rightKey < leftKey ? right : left
      } else {
        var other = child + 1
        while other < count {
          if entries[other].precedes(entries[least]) { least = other }
          other += 1
        }
      }
      guard entries[least].precedes(entry) else { break }
      place(entries[least], at: position)
      position = least
    }
    place(entry, at: position)
  }
}
