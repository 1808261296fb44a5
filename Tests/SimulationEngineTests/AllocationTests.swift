// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationCounter
import Quantities
import Randomness
import SimulationEngine
import Testing

/// Once its tables have grown, the engine takes no memory from the heap.
@Suite(.enabled(if: countsAllocations(), "allocations are not counted here")) struct AllocationTests {
  /// As large as the events of the world.
  struct Event: BitwiseCopyable {
    var number: Int32
    var second: UInt32 = 0
    var third: Int32 = 0
    var kind: UInt8 = 0
  }

  /// Many timers, as the world has them: some run out and are set again, some are reset before, some have one delay.
  struct Timers: ~Copyable {
    var simulation = Simulation<Event>()
    let line: DelayLine
    let timers: UnsafeMutablePointer<EventID>
    let count: Int
    var draws = RandomStream(seed: 5, purpose: StreamPurpose(rawValue: 1002), entity: 0)

    init(count: Int) {
      self.count = count
      line = simulation.addDelayLine(.seconds(40))
      timers = .allocate(capacity: count)
      for number in 0..<count {
        let delay = SimulationDuration(nanoseconds: Int64(draws.uniformInteger(below: 10_000_000_000)))
        timers[number] = simulation.schedule(Event(number: Int32(number)), after: delay)
      }
    }

    deinit { timers.deallocate() }

    mutating func set(_ number: Int, _ choice: UInt64) {
      let event = Event(number: Int32(number))
      switch choice & 7 {
      case 0: timers[number] = simulation.schedule(event, on: line)
      case 1: timers[number] = simulation.schedule(event, after: .zero)
      case 2: timers[number] = simulation.schedule(event, after: .seconds(1), priority: .high)
      default:
        let delay = SimulationDuration(nanoseconds: Int64(choice >> 3) % 10_000_000_000)
        timers[number] = simulation.schedule(event, after: delay)
      }
    }

    /// Lets so many events happen; each sets its timer again and resets another one.
    mutating func run(_ events: Int) {
      for _ in 0..<events {
        guard let event = simulation.step() else { return }
        set(Int(event.number), draws.next())
        let other = Int(draws.uniformInteger(below: UInt64(count)))
        if simulation.cancel(timers[other]) { set(other, draws.next()) }
      }
    }
  }

  @Test func `the counter counts`() {
    let before = allocationCount()
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 1000)
    memory.initialize(to: 1)
    #expect(allocationCount() - before == 1)
    memory.deallocate()
  }

  @Test(arguments: [10, 1000, 20_000])
  func `a million events after warm-up allocate nothing`(pending: Int) {
    var timers = Timers(count: pending)
    timers.run(300_000)
    let before = allocationCount()
    timers.run(1_000_000)
    #expect(allocationCount() - before == 0)
    #expect(timers.simulation.processedCount == 1_300_000)
    #expect(timers.simulation.pendingCount == pending)
  }

  @Test func `a timer of a century that is reset a million times takes no memory`() {
    var simulation = Simulation<Event>()
    for hour in 1...100 { simulation.schedule(Event(number: 0), after: .hours(Int64(hour))) }
    var timer = simulation.schedule(Event(number: 1), after: .hours(876_600))
    var resets = 0
    func reset() {
      if simulation.cancel(timer) { resets += 1 }
      timer = simulation.schedule(Event(number: 1), after: .hours(876_600))
    }
    for _ in 0..<10_000 { reset() }
    let before = allocationCount()
    for _ in 0..<1_000_000 { reset() }
    #expect(allocationCount() - before == 0)
    #expect(resets == 1_010_000)
    #expect(simulation.pendingCount == 101)
  }
}
