// SPDX-License-Identifier: GPL-3.0-or-later

/// One pending event in the queue: 16 bytes, four to a cache line.
struct QueueEntry: BitwiseCopyable {
  /// Nanoseconds since the start, never negative.
  var nanoseconds: UInt64
  /// From the top: priority 4 bits, sequence 34 bits, slot 26 bits.
  var order: UInt64

  static let slotBits: UInt64 = 26
  /// The slot of no event: it marks a cancelled entry in a sorted lane.
  static let noSlot: UInt64 = 1 << 26 - 1
  /// Sequence numbers are below this.
  static let sequenceLimit: UInt64 = 1 << 34
  /// Later than every event; stands where a container is empty.
  static let sentinel = QueueEntry(nanoseconds: .max, order: ~noSlot)

  init(nanoseconds: UInt64, order: UInt64) {
    self.nanoseconds = nanoseconds
    self.order = order
  }

  init(nanoseconds: UInt64, priority: EventPriority, sequence: UInt64, slot: Int) {
    self.nanoseconds = nanoseconds
    let level = UInt64(truncatingIfNeeded: priority.level)
    order = level &<< 60 | sequence &<< Self.slotBits | UInt64(truncatingIfNeeded: slot)
  }

  var slot: Int { Int(truncatingIfNeeded: order & Self.noSlot) }
  var isCancelled: Bool { order & Self.noSlot == Self.noSlot }

  /// The order of events: (time, priority, sequence). Written here and nowhere else; the slot below them never decides,
  /// because sequences differ.
  var key: UInt128 { UInt128(truncatingIfNeeded: nanoseconds) << 64 | UInt128(truncatingIfNeeded: order) }

  /// The same event with another number in the order of scheduling.
  func renumbered(_ sequence: UInt64) -> QueueEntry {
    let kept = order & (0xF << 60 | Self.noSlot)
    return QueueEntry(nanoseconds: nanoseconds, order: kept | sequence << Self.slotBits)
  }
}
