// SPDX-License-Identifier: GPL-3.0-or-later

/// What is kept of a pending event beside its entry; its payload follows in memory, so that one cache line has both.
struct SlotState: BitwiseCopyable {
  /// Odd while an event is in the slot, even while it is free; counts up at each change.
  var generation: UInt32
  /// Where the entry stands (`Place`); of a free slot the next free one.
  var place: UInt32
  /// Which delay line, when that is where it stands.
  var line: UInt32
}

/// Where an entry stands: the container in the upper two bits, the position in it below.
enum Place {
  static let bucket: UInt32 = 0 << 30
  static let heap: UInt32 = 1 << 30
  static let run: UInt32 = 2 << 30
  static let line: UInt32 = 3 << 30
  static let containers: UInt32 = 3 << 30
  static let positions: UInt32 = 1 << 30 - 1
}

/// The records of the slots, each of a power of two bytes: the state first, then a payload of whatever type.
///
/// So the queue is compiled once, for all types of events.
@frozen
@usableFromInline
struct SlotRecords: BitwiseCopyable {
  @usableFromInline var start: UnsafeMutableRawPointer
  @usableFromInline var shift: Int
  @usableFromInline var payloadOffset: Int

  @inline(__always)
  func state(_ slot: Int) -> UnsafeMutablePointer<SlotState> {
    (start + slot &<< shift).assumingMemoryBound(to: SlotState.self)
  }

  /// Where the payload of `slot` is.
  @inlinable
  @inline(__always)
  func payload(_ slot: Int) -> UnsafeMutableRawPointer { start + (slot &<< shift &+ payloadOffset) }

  /// Notes that the entry of `slot` stands at `position` of `container`.
  @inline(__always)
  func place(_ slot: Int, in container: UInt32, at position: Int) {
    state(slot).pointee.place = container | UInt32(truncatingIfNeeded: position)
  }
}

/// The slots of pending events: who is in which, and which are free.
@usableFromInline
struct SlotTable: ~Copyable {
  static let endOfFreeList = UInt32.max

  @usableFromInline var records: SlotRecords
  var capacity: Int
  let capacityLimit: Int
  /// Slots from here on were never used.
  var used = 0
  var firstFree = Self.endOfFreeList

  init(capacity: Int, capacityLimit: Int, payloadSize: Int, payloadAlignment: Int) {
    let offset = max(MemoryLayout<SlotState>.stride, payloadAlignment)
    let size = offset + max(payloadSize, 1)
    let shift = Int.bitWidth - (size - 1).leadingZeroBitCount
    records = SlotRecords(
      start: .allocate(byteCount: capacity << shift, alignment: max(64, offset)), shift: shift, payloadOffset: offset)
    self.capacity = capacity
    self.capacityLimit = capacityLimit
  }

  @inlinable
  deinit { records.start.deallocate() }

  /// A free slot, from now on used.
  @inline(__always)
  mutating func take() -> (slot: Int, generation: UInt32) {
    if firstFree == Self.endOfFreeList { addFreeSlot() }
    let slot = Int(truncatingIfNeeded: firstFree)
    let state = records.state(slot)
    firstFree = state.pointee.place
    let generation = state.pointee.generation &+ 1
    state.pointee.generation = generation
    return (slot, generation)
  }

  @inline(__always)
  mutating func free(_ slot: Int) {
    let state = records.state(slot)
    state.pointee.generation &+= 1
    state.pointee.place = firstFree
    firstFree = UInt32(truncatingIfNeeded: slot)
  }

  /// True while the event that `id` names is in its slot.
  func isPending(_ id: EventID) -> Bool {
    let slot = Int(truncatingIfNeeded: id.slot)
    return slot < used && id.generation & 1 == 1 && records.state(slot).pointee.generation == id.generation
  }

  @inline(never)
  mutating func addFreeSlot() {
    if used == capacity { grow() }
    records.state(used).initialize(to: SlotState(generation: 0, place: Self.endOfFreeList, line: 0))
    firstFree = UInt32(used)
    used += 1
  }

  mutating func grow() {
    if capacity >= capacityLimit { QueueLimit.stop(pending: capacity, limit: capacityLimit) }
    let larger = min(capacity * 2, capacityLimit)
    let room = UnsafeMutableRawPointer.allocate(
      byteCount: larger << records.shift, alignment: max(64, records.payloadOffset))
    room.copyMemory(from: records.start, byteCount: capacity << records.shift)
    records.start.deallocate()
    records.start = room
    capacity = larger
  }
}
