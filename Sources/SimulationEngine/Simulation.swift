// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A clock and its pending events.
///
/// The caller's loop is `while let event = simulation.step() { handle(event) }`: the engine returns events and calls
/// nobody. Events at one instant come by priority, then in the order they were scheduled. Nothing is allocated per event
/// once the tables have grown to the most ever pending (at most 2^26 - 1).
///
/// Not copyable: it owns its memory and frees it at its end.
@frozen
public struct Simulation<Event: BitwiseCopyable>: ~Copyable {
  @usableFromInline var queue: EventQueue
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
    queue = EventQueue(
      capacity: min(max(capacity, 16), capacityLimit), firstSequence: firstSequence, capacityLimit: capacityLimit,
      payloadSize: MemoryLayout<Event>.size, payloadAlignment: MemoryLayout<Event>.alignment)
    processed = 0
  }

  /// The time of the event that was stepped to last.
  @inlinable public var now: SimulationTime { SimulationTime(nanoseconds: Int64(bitPattern: queue.now)) }
  /// Events that wait.
  @inlinable public var pendingCount: Int { queue.pendingCount }
  /// Events that `step` has returned.
  @inlinable public var processedCount: Int { processed }

  /// The time of the next event; nil when none waits.
  ///
  /// A loop that only wants to stop at an end has it cheaper from `step(before:)`.
  @inlinable public var peekTime: SimulationTime? {
    guard let first = queue.firstTime else { return nil }
    return SimulationTime(nanoseconds: Int64(bitPattern: first))
  }

  /// Lets `event` happen after `delay`; traps when the delay is negative. A delay beyond the end of time happens there.
  ///
  /// Costs the same however many events wait, but for the reach of the caches.
  @inlinable
  @discardableResult
  public mutating func schedule(
    _ event: Event, after delay: SimulationDuration, priority: EventPriority = .normal
  ) -> EventID {
    precondition(
      delay.nanoseconds >= 0, "an event cannot be scheduled \(delay.nanoseconds) ns after now, \(now.nanoseconds) ns")
    return insert(event, at: now + delay, priority: priority)
  }

  /// Lets `event` happen at `time`; traps when that is before now.
  @inlinable
  @discardableResult
  public mutating func schedule(
    _ event: Event, at time: SimulationTime, priority: EventPriority = .normal
  ) -> EventID {
    precondition(
      time >= now, "an event cannot be scheduled at \(time.nanoseconds) ns, before now, \(now.nanoseconds) ns")
    return insert(event, at: time, priority: priority)
  }

  @inlinable
  mutating func insert(_ event: Event, at time: SimulationTime, priority: EventPriority) -> EventID {
    put(event, queue.insert(nanoseconds: UInt64(bitPattern: time.nanoseconds), priority: priority))
  }

  @inlinable
  mutating func put(_ event: Event, _ id: EventID) -> EventID {
    let payload = queue.slots.records.payload(Int(truncatingIfNeeded: id.slot))
    payload.assumingMemoryBound(to: Event.self).initialize(to: event)
    return id
  }

  /// A line for the many events that happen `delay` after they are scheduled; traps when the delay is negative.
  @inlinable
  public mutating func addDelayLine(_ delay: SimulationDuration, priority: EventPriority = .normal) -> DelayLine {
    precondition(delay.nanoseconds >= 0, "a delay line cannot have a delay of \(delay.nanoseconds) ns")
    return DelayLine(index: queue.addLine(), delay: delay, priority: priority)
  }

  /// Lets `event` happen after the delay of `line`, with its priority; traps when the line is of no line of this simulation.
  @inlinable
  @discardableResult
  public mutating func schedule(_ event: Event, on line: DelayLine) -> EventID {
    let time = UInt64(bitPattern: (now + line.delay).nanoseconds)
    return put(event, queue.insert(nanoseconds: time, priority: line.priority, line: line.index))
  }

  /// Takes a pending event back; false when it already happened or was cancelled before.
  @inlinable
  @discardableResult
  public mutating func cancel(_ id: EventID) -> Bool { queue.remove(id) }

  /// True while the event waits.
  @inlinable
  public func isPending(_ id: EventID) -> Bool { queue.isPending(id) }

  /// Moves the clock to the next event and returns it; nil when none waits.
  @inlinable
  public mutating func step() -> Event? { step(before: UInt64.max) }

  /// As `step()`, but an event later than `end` stays pending: then the answer is nil and the clock stands still.
  @inlinable
  public mutating func step(through end: SimulationTime) -> Event? {
    step(before: end < .zero ? 0 : UInt64(bitPattern: end.nanoseconds) + 1)
  }

  /// As `step()`, but an event at `end` or later stays pending: then the answer is nil and the clock stands still.
  @inlinable
  public mutating func step(before end: SimulationTime) -> Event? {
    step(before: UInt64(bitPattern: max(end, .zero).nanoseconds))
  }

  @inlinable
  mutating func step(before end: UInt64) -> Event? {
    let slot = queue.popFirst(before: end)
    guard slot >= 0 else { return nil }
    processed &+= 1
    // The slot is free, but nobody has written to it.
    return queue.slots.records.payload(slot).assumingMemoryBound(to: Event.self).pointee
  }

  /// Moves the clock forward without an event, to close the integrals at the end of a run; traps when `time` is before
  /// now or when an event would be passed over.
  @inlinable
  public mutating func advance(to time: SimulationTime) {
    precondition(time >= now, "the clock cannot go back from \(now.nanoseconds) ns to \(time.nanoseconds) ns")
    if let next = peekTime {
      precondition(next >= time, "an event at \(next.nanoseconds) ns waits before \(time.nanoseconds) ns")
    }
    queue.now = UInt64(bitPattern: time.nanoseconds)
  }
}

extension Simulation: @unchecked Sendable where Event: Sendable {}
