// SPDX-License-Identifier: GPL-3.0-or-later

/// The pending events by their order.
///
/// - near, before `nearEnd`: a sorted run, and a small heap for what is scheduled into its stretch of time later;
/// - the others: the ladder, which hands its next bucket out when the near ones are gone;
/// - lines: rings of what was scheduled in its order, one for the present instant and one for each constant delay.
///
/// Not generic, so that it is compiled once.
@usableFromInline
struct EventQueue: ~Copyable {
  /// A bucket of at most so many entries is sorted, a fuller one becomes a rung; for a last bucket, whose end may be far,
  /// the limit is lower.
  static let sortedLimit = 32
  static let sortedLimitOfLast = 16
  /// When more entries than this, and more than the run has, are in the heap, all go to the ladder.
  static let heapLimit = 64
  /// When there are more marks of cancelled events in the ladder than these and all pending events, they are dropped.
  static let toleratedMarks = 1024

  /// As many events as the bits of a slot can name.
  @usableFromInline static let largestCapacity = Int(QueueEntry.noSlot)

  @usableFromInline var slots: SlotTable
  var ladder: EventLadder
  var run: SortedLane
  var heap: NearHeap
  /// The first is for the present instant.
  var lines: UnsafeMutablePointer<SortedLane>
  var lineCount = 0
  var lineCapacity = 1
  /// The least of all fronts of lines; the sentinel when all are empty.
  var lineFirst = QueueEntry.sentinel
  var lineOfFirst = 0
  /// Entries before this time are near.
  var nearEnd: UInt64 = 0
  /// The time of the event that was taken last.
  @usableFromInline var now: UInt64 = 0
  @usableFromInline var pendingCount = 0
  var nextSequence: UInt64
  var sorter = EntrySorter()

  @usableFromInline
  init(capacity: Int, firstSequence: UInt64, capacityLimit: Int, payloadSize: Int, payloadAlignment: Int) {
    slots = SlotTable(
      capacity: capacity, capacityLimit: capacityLimit, payloadSize: payloadSize, payloadAlignment: payloadAlignment)
    ladder = EventLadder(capacity: capacity)
    run = SortedLane(capacity: 256, container: Place.run)
    heap = NearHeap(capacity: 2 * Self.heapLimit)
    lines = .allocate(capacity: 1)
    nextSequence = firstSequence
    _ = addLine()
  }

  @usableFromInline
  deinit {
    lines.deinitialize(count: lineCount)
    lines.deallocate()
  }

  @inline(__always)
  mutating func makeEntry(nanoseconds: UInt64, priority: EventPriority) -> (QueueEntry, EventID) {
    if nextSequence >= QueueEntry.sequenceLimit { renumber() }
    let (slot, generation) = slots.take()
    let entry = QueueEntry(nanoseconds: nanoseconds, priority: priority, sequence: nextSequence, slot: slot)
    nextSequence &+= 1
    pendingCount &+= 1
    return (entry, EventID(slot: UInt32(truncatingIfNeeded: slot), generation: generation))
  }

  /// Adds an event; the caller puts the payload into its slot.
  @usableFromInline
  mutating func insert(nanoseconds: UInt64, priority: EventPriority) -> EventID {
    let (entry, id) = makeEntry(nanoseconds: nanoseconds, priority: priority)
    if nanoseconds >= nearEnd {
      ladder.insert(entry, slots: slots.records)
    } else {
      insertNear(entry)
    }
    return id
  }

  @inline(never)
  mutating func insertNear(_ entry: QueueEntry) {
    if entry.nanoseconds == now && (lines[0].isEmpty || lines[0].entries[lines[0].end &- 1].key < entry.key) {
      append(entry, to: 0)
    } else if !run.insertNearEnd(entry, slots: slots.records) {
      heap.insert(entry, slots: slots.records)
      if heap.count > Self.heapLimit && heap.count > run.length { thinHeap() }
    }
  }

  /// Takes the earliest event out if it is before `end`, and makes its time now. Answers its slot, which is free then but
  /// still has the payload; -1 when there is no such event.
  @usableFromInline
  mutating func popFirst(before end: UInt64) -> Int {
    let first = takeFirst(before: end)
    if first.nanoseconds == .max { return -1 }
    pendingCount &-= 1
    slots.free(first.slot)
    now = first.nanoseconds
    return first.slot
  }

  /// Takes the earliest entry out of where it stands, if it is before `end`; else the answer is the sentinel.
  @inline(__always)
  mutating func takeFirst(before end: UInt64) -> QueueEntry {
    while true {
      let (runFirst, heapFirst) = (run.first, heap.first)
      if lineFirst.key < min(runFirst.key, heapFirst.key) && lineFirst.nanoseconds < nearEnd {
        let first = lineFirst
        guard first.nanoseconds < end else { return .sentinel }
        removeFirstOfLines()
        return first
      }
      if runFirst.key < heapFirst.key {
        guard runFirst.nanoseconds < end else { return .sentinel }
        run.removeFirst()
        return runFirst
      }
      if heap.count > 0 {
        guard heapFirst.nanoseconds < end else { return .sentinel }
        heap.remove(at: 0, slots: slots.records)
        return heapFirst
      }
      if pendingCount == 0 { return .sentinel }
      openNext()
    }
  }

  /// The time of the earliest event.
  @usableFromInline var firstTime: UInt64? {
    let near = min(run.first.nanoseconds, heap.first.nanoseconds)
    let first = min(near, lineFirst.nanoseconds)
    if first < nearEnd { return first }
    if pendingCount == 0 { return nil }
    return min(first, ladder.earliestTime() ?? .max)
  }

  /// True while the event waits.
  @usableFromInline
  func isPending(_ id: EventID) -> Bool { slots.isPending(id) }

  /// Takes an event out wherever it stands; false when it is gone.
  @usableFromInline
  mutating func remove(_ id: EventID) -> Bool {
    guard slots.isPending(id) else { return false }
    let slot = Int(truncatingIfNeeded: id.slot)
    let state = slots.records.state(slot).pointee
    let position = Int(truncatingIfNeeded: state.place & Place.positions)
    switch state.place & Place.containers {
    case Place.bucket: ladder.cancel(at: position)
    case Place.heap: heap.remove(at: position, slots: slots.records)
    case Place.run: run.cancel(at: position, slots: slots.records)
    default:
      lines[Int(truncatingIfNeeded: state.line)].cancel(at: position, slots: slots.records)
      if lineFirst.slot == slot { findFirstOfLines() }
    }
    pendingCount &-= 1
    slots.free(slot)
    if ladder.cancelledCount > pendingCount &+ Self.toleratedMarks { ladder.sweep(slots: slots.records) }
    return true
  }
}

// How events come near.
extension EventQueue {
  /// Makes the next bucket of the ladder near; the run and the heap are empty.
  @inline(never)
  mutating func openNext() {
    nearEnd = .max
    if let opened = ladder.openNext() { open(opened) }
  }

  mutating func open(_ opened: OpenedBucket) {
    let count = ladder.chunks.count(of: opened.bucket)
    let limit = opened.isLast ? Self.sortedLimitOfLast : Self.sortedLimit
    if count > limit && !ladder.isSorted(opened.bucket)
      && ladder.split(opened, count: count, slots: slots.records)
    {
      nearEnd = ladder.rungs[ladder.depth - 1].start
      return
    }
    nearEnd = opened.end
    run.reset(count: count)
    if count <= EntrySorter.rankLimit {
      run.head = ladder.move(opened.bucket, count: count, to: sorter.scratch)
      sorter.rank(from: run.head, to: count, into: run.entries)
    } else {
      run.head = ladder.move(opened.bucket, count: count, to: run.entries)
      sorter.sort(run.entries + run.head, count: count - run.head)
    }
    let records = slots.records
    for position in run.head..<count { records.place(run.entries[position].slot, in: Place.run, at: position) }
  }

  /// Hands the run and the heap to the ladder, which cuts their stretch of time into finer buckets.
  @inline(never)
  mutating func thinHeap() {
    var bucket: EntryBucket = 0
    while !run.isEmpty {
      _ = ladder.chunks.append(run.first, to: &bucket)
      run.removeFirst()
    }
    for position in 0..<heap.count { _ = ladder.chunks.append(heap.entries[position], to: &bucket) }
    heap.removeAll()
    open(OpenedBucket(bucket: bucket, end: nearEnd, isLast: nearEnd == .max))
  }

  /// Numbers the pending events anew from 0 in their order, so that the bits of the sequence never run out.
  @inline(never)
  mutating func renumber() {
    ladder.sweep(slots: slots.records)
    let count = pendingCount
    let inOrder = EntryChunks.allocateEntries(max(count, 1))
    for position in 0..<count { inOrder[position] = takeFirst(before: .max) }
    ladder.reset()
    nearEnd = 0
    for position in 0..<count { ladder.insert(inOrder[position].renumbered(UInt64(position)), slots: slots.records) }
    nextSequence = UInt64(count)
    inOrder.deallocate()
  }
}
