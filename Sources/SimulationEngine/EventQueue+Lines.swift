// SPDX-License-Identifier: GPL-3.0-or-later

// Rings of events that are scheduled in their order: nothing is compared but the fronts.
extension EventQueue {
  /// One more line; answers its index.
  @usableFromInline
  mutating func addLine() -> Int {
    if lineCount == lineCapacity {
      let larger = UnsafeMutablePointer<SortedLane>.allocate(capacity: lineCapacity * 2)
      larger.moveInitialize(from: lines, count: lineCount)
      lines.deallocate()
      (lines, lineCapacity) = (larger, lineCapacity * 2)
    }
    (lines + lineCount).initialize(to: SortedLane(capacity: 64, container: Place.line))
    lineCount += 1
    return lineCount - 1
  }

  /// Adds an event to a line, of which it must be the last; the caller puts the payload into its slot.
  @usableFromInline
  mutating func insert(nanoseconds: UInt64, priority: EventPriority, line: Int) -> EventID {
    precondition(line < lineCount, "delay line \(line) is not of this simulation")
    let (entry, id) = makeEntry(nanoseconds: nanoseconds, priority: priority)
    append(entry, to: line)
    return id
  }

  @inline(__always)
  mutating func append(_ entry: QueueEntry, to line: Int) {
    slots.records.state(entry.slot).pointee.line = UInt32(truncatingIfNeeded: line)
    lines[line].append(entry, slots: slots.records)
    if entry.key < lineFirst.key { (lineFirst, lineOfFirst) = (entry, line) }
  }

  @inline(__always)
  mutating func removeFirstOfLines() {
    lines[lineOfFirst].removeFirst()
    findFirstOfLines()
  }

  mutating func findFirstOfLines() {
    (lineFirst, lineOfFirst) = (lines[0].first, 0)
    for line in 1..<lineCount where lines[line].first.key < lineFirst.key {
      (lineFirst, lineOfFirst) = (lines[line].first, line)
    }
  }
}
