// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A clock and its pending events.
///
/// The caller's loop is `while let event = simulation.step() { handle(event) }`: the engine returns events and calls
/// nobody. Events at one instant come by priority, then in the order they were scheduled. Nothing is allocated per event
/// once the tables have grown to the most ever pending (at most 2^24).
///
/// Not copyable: it owns its memory and frees it at its end.
@frozen
public struct Simulation<Event: BitwiseCopyable>: ~Copyable {
  @usableFromInline var queue: EventQueue
  /// The events by slot; as many as the queue's capacity.
  @usableFromInline var payloads: UnsafeMutablePointer<Event>
  @usableFromInline var payloadCapacity: Int
  @usableFromInline var clock: SimulationTime
  @usableFromInline var processed: Int

  /// An empty simulation at time zero, with room for `capacity` pending events before it grows.
  @inlinable
  public init(capacity: Int = 1024) {
    self.init(capacity: capacity, firstSequence: 0, capacityLimit: EventQueue.largestCapacity)
  }

  /// As above; the first sequence number and the limit are parameters so that tests can come near them.
  @usableFromInline
  package init(capacity: Int, firstSequence: UInt64, capacityLimit: Int) {
    precondition(capacity >= 0, "capacity \(capacity) is negative")
    let room = min(max(capacity, 16), capacityLimit)
    queue = EventQueue(capacity: room, firstSequence: firstSequence, capacityLimit: capacityLimit)
    payloads = .allocate(capacity: room)
    payloadCapacity = room
    clock = .zero
    processed = 0
  }

  @inlinable
  deinit { payloads.deallocate() }

  /// The time of the event that was stepped to last.
  @inlinable public var now: SimulationTime { clock }
  /// Events that wait.
  @inlinable public var pendingCount: Int { queue.pendingCount }
  /// Events that `step` has returned.
  @inlinable public var processedCount: Int { processed }

  /// The time of the next event; nil when none waits.
  @inlinable public var peekTime: SimulationTime? {
    guard let first = queue.first else { return nil }
    return SimulationTime(nanoseconds: Int64(bitPattern: first.nanoseconds))
  }

  /// Lets `event` happen after `delay`; traps when the delay is negative. A delay beyond the end of time happens there.
  ///
  /// Cost: one sift in the heap, least when it is the first thing scheduled after a `step`.
  @inlinable
  @discardableResult
  public mutating func schedule(
    _ event: Event, after delay: SimulationDuration, priority: EventPriority = .normal
  ) -> EventID {
    precondition(
      delay.nanoseconds >= 0, "an event cannot be scheduled \(delay.nanoseconds) ns after now, \(clock.nanoseconds) ns")
    return insert(event, at: clock + delay, priority: priority)
  }

  /// Lets `event` happen at `time`; traps when that is before now.
  @inlinable
  @discardableResult
  public mutating func schedule(
    _ event: Event, at time: SimulationTime, priority: EventPriority = .normal
  ) -> EventID {
    precondition(
      time >= clock, "an event cannot be scheduled at \(time.nanoseconds) ns, before now, \(clock.nanoseconds) ns")
    return insert(event, at: time, priority: priority)
  }

  @inlinable
  mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventID {
    let slot = queue.insert(nanoseconds: UInt64(bitPattern: time.nanoseconds), priority: priority)
    if slot >= payloadCapacity { growPayloads() }
    (payloads + slot).initialize(to: event)
    return EventID(slot: UInt32(truncatingIfNeeded: slot), generation: queue.generations[slot])
  }

  @usableFromInline
  mutating func growPayloads() {
    let larger = UnsafeMutablePointer<Event>.allocate(capacity: queue.capacity)
    larger.initialize(from: payloads, count: payloadCapacity)
    payloads.deallocate()
    payloads = larger
    payloadCapacity = queue.capacity
  }

  /// Takes a pending event back; false when it already happened or was cancelled before.
  @inlinable
  @discardableResult
  public mutating func cancel(_ id: EventID) -> Bool {
    queue.remove(slot: id.slot, generation: id.generation)
  }

  /// True while the event waits.
  @inlinable
  public func isPending(_ id: EventID) -> Bool {
    queue.isPending(slot: id.slot, generation: id.generation)
  }

  /// Moves the clock to the next event and returns it; nil when none waits.
  @inlinable
  public mutating func step() -> Event? {
    guard let entry = queue.popFirst() else { return nil }
    clock = SimulationTime(nanoseconds: Int64(bitPattern: entry.nanoseconds))
    processed += 1
    return payloads[entry.slot]
  }

  /// As `step()`, but an event later than `end` stays pending: then the answer is nil and the clock stands still.
  @inlinable
  public mutating func step(through end: SimulationTime) -> Event? {
    guard let next = peekTime, next <= end else { return nil }
    return step()
  }

  /// Moves the clock forward without an event, to close the integrals at the end of a run; traps when `time` is before
  /// now or when an event would be passed over.
  @inlinable
  public mutating func advance(to time: SimulationTime) {
    precondition(
      time >= clock, "the clock cannot go back from \(clock.nanoseconds) ns to \(time.nanoseconds) ns")
    if let next = peekTime {
      precondition(next >= time, "an event at \(next.nanoseconds) ns waits before \(time.nanoseconds) ns")
    }
    clock = time
  }
}

extension Simulation: @unchecked Sendable where Event: Sendable {}
