// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import SimulationEngine

/// The engine as the world uses it: typed events, timers that are cancelled, a horizon.
struct EngineQueue: ProgramQueue, ~Copyable {
  static let title = "ladder"

  private var simulation = Simulation<ProgramEvent>()
  private var leases: [EventID]

  init(members: Int) { leases = Array(repeating: .none, count: members) }

  var now: Int64 { simulation.now.nanoseconds }

  mutating func schedule(_ event: ProgramEvent, after delay: Int64) {
    simulation.schedule(event, at: simulation.now + SimulationDuration(nanoseconds: delay))
  }

  mutating func scheduleConstant(_ event: ProgramEvent) { schedule(event, after: programConstantDelay) }

  mutating func renewLease(of member: Int32) {
    simulation.cancel(leases[Int(member)])
    leases[Int(member)] = simulation.schedule(
      .leaseExpires(member: member), after: SimulationDuration(nanoseconds: programConstantDelay))
  }

  mutating func next() -> ProgramEvent? { simulation.step(before: .distantFuture) }
}

/// The same with a delay line for the constant delay.
struct EngineQueueWithLine: ProgramQueue, ~Copyable {
  static let title = "delay line"

  private var simulation = Simulation<ProgramEvent>()
  private let line: DelayLine
  private var leases: [EventID]

  init(members: Int) {
    line = simulation.addDelayLine(SimulationDuration(nanoseconds: programConstantDelay))
    leases = Array(repeating: .none, count: members)
  }

  var now: Int64 { simulation.now.nanoseconds }

  mutating func schedule(_ event: ProgramEvent, after delay: Int64) {
    simulation.schedule(event, at: simulation.now + SimulationDuration(nanoseconds: delay))
  }

  mutating func scheduleConstant(_ event: ProgramEvent) { simulation.schedule(event, on: line) }

  mutating func renewLease(of member: Int32) {
    simulation.cancel(leases[Int(member)])
    leases[Int(member)] = simulation.schedule(.leaseExpires(member: member), on: line)
  }

  mutating func next() -> ProgramEvent? { simulation.step(before: .distantFuture) }
}

/// What most would write: a binary heap in an array. A lease that was renewed stays in it until its time, as with
/// `std::priority_queue`.
struct PlainBinaryHeap: ProgramQueue, ~Copyable {
  static let title = "binary heap"

  private struct Entry {
    var time: Int64
    var sequence: UInt64
    var event: ProgramEvent
    /// Which renewal of the lease this is.
    var renewal: UInt32

    func precedes(_ other: Entry) -> Bool {
      time != other.time ? time < other.time : sequence < other.sequence
    }
  }

  private(set) var now: Int64 = 0
  private var entries: [Entry] = []
  private var sequence: UInt64 = 0
  private var renewals: [UInt32]

  init(members: Int) { renewals = Array(repeating: 0, count: members) }

  mutating func schedule(_ event: ProgramEvent, after delay: Int64) { push(event, after: delay, renewal: 0) }
  mutating func scheduleConstant(_ event: ProgramEvent) { schedule(event, after: programConstantDelay) }

  mutating func renewLease(of member: Int32) {
    renewals[Int(member)] += 1
    push(.leaseExpires(member: member), after: programConstantDelay, renewal: renewals[Int(member)])
  }

  mutating func next() -> ProgramEvent? {
    while let first = pop() {
      if case .leaseExpires(let member) = first.event, renewals[Int(member)] != first.renewal { continue }
      now = first.time
      return first.event
    }
    return nil
  }

  private mutating func push(_ event: ProgramEvent, after delay: Int64, renewal: UInt32) {
    let entry = Entry(time: now + delay, sequence: sequence, event: event, renewal: renewal)
    sequence += 1
    entries.append(entry)
    var position = entries.count - 1
    while position > 0 {
      let parent = (position - 1) / 2
      guard entry.precedes(entries[parent]) else { break }
      entries[position] = entries[parent]
      position = parent
    }
    entries[position] = entry
  }

  private mutating func pop() -> Entry? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    if entries.isEmpty { return first }
    var position = 0
    while true {
      var child = 2 * position + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].precedes(entries[child]) { child += 1 }
      guard entries[child].precedes(last) else { break }
      entries[position] = entries[child]
      position = child
    }
    entries[position] = last
    return first
  }
}
