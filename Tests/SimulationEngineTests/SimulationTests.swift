// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import SimulationEngine
import Testing

@Suite struct SimulationTests {
  /// Runs the simulation out and answers the events in their order.
  private func drain(_ simulation: inout Simulation<Int>) -> [Int] {
    var events: [Int] = []
    while let event = simulation.step() { events.append(event) }
    return events
  }

  @Test func `events come by time`() {
    var simulation = Simulation<Int>()
    for (event, second) in [(3, 30), (1, 10), (4, 40), (2, 20)] as [(Int, Int64)] {
      simulation.schedule(event, after: .seconds(second))
    }
    #expect(simulation.pendingCount == 4)
    #expect(simulation.peekTime == .zero + .seconds(10))
    #expect(drain(&simulation) == [1, 2, 3, 4])
    #expect(simulation.now == .zero + .seconds(40))
    #expect(simulation.processedCount == 4)
    #expect(simulation.pendingCount == 0)
    #expect(simulation.peekTime == nil)
    #expect(simulation.step() == nil)
  }

  @Test func `at one instant priority decides, then the order of scheduling`() {
    var simulation = Simulation<Int>()
    let plan: [(Int, EventPriority)] = [
      (20, .normal), (30, .low), (0, .urgent), (21, .normal), (10, .high), (1, .urgent), (40, EventPriority(level: 15)),
      (22, .normal),
    ]
    for (event, priority) in plan { simulation.schedule(event, after: .seconds(1), priority: priority) }
    #expect(drain(&simulation) == [0, 1, 10, 20, 21, 22, 30, 40])
  }

  @Test func `1000 ties keep the order of scheduling`() {
    var simulation = Simulation<Int>(capacity: 16)
    for event in 0..<1000 { simulation.schedule(event, at: .zero) }
    #expect(drain(&simulation) == Array(0..<1000))
  }

  @Test func `an event scheduled now by a handler comes after those that already wait at this instant`() {
    var simulation = Simulation<Int>()
    for event in [1, 2, 3] { simulation.schedule(event, after: .seconds(1)) }
    #expect(simulation.step() == 1)
    simulation.schedule(4, after: .zero)
    simulation.schedule(0, after: .zero, priority: .urgent)
    #expect(drain(&simulation) == [0, 2, 3, 4])
  }

  @Test func `cancel answers true once, and false for what happened, was cancelled or never was`() {
    var simulation = Simulation<Int>()
    let first = simulation.schedule(1, after: .seconds(1))
    let second = simulation.schedule(2, after: .seconds(2))
    let third = simulation.schedule(3, after: .seconds(3))
    #expect(simulation.isPending(second) == true)
    #expect(simulation.cancel(second) == true)
    #expect(simulation.isPending(second) == false)
    #expect(simulation.cancel(second) == false)
    #expect(simulation.cancel(.none) == false)
    #expect(simulation.step() == 1)
    #expect(simulation.cancel(first) == false)
    #expect(simulation.pendingCount == 1)
    #expect(simulation.cancel(third) == true)
    #expect(simulation.step() == nil)
  }

  @Test func `an old id does not cancel the next event in its slot`() {
    var simulation = Simulation<Int>()
    let old = simulation.schedule(1, after: .seconds(1))
    #expect(simulation.step() == 1)
    let new = simulation.schedule(2, after: .seconds(1))
    #expect(old != new)
    #expect(simulation.cancel(old) == false)
    #expect(simulation.isPending(new) == true)
    #expect(simulation.step() == 2)
  }

  @Test func `a timer that is reset happens once, at its last time`() {
    var simulation = Simulation<Int>()
    var timer = simulation.schedule(9, after: .seconds(5))
    for event in 1...4 { simulation.schedule(event, after: .seconds(Int64(event) * 3)) }
    var seen: [String] = []
    while let event = simulation.step() {
      seen.append("\(event)@\(simulation.now)")
      if event != 9 {
        #expect(simulation.cancel(timer) == true)
        timer = simulation.schedule(9, after: .seconds(5))
      }
    }
    #expect(seen == ["1@3s", "2@6s", "3@9s", "4@12s", "9@17s"])
  }

  @Test func `stepping through an end leaves later events pending`() {
    var simulation = Simulation<Int>()
    simulation.schedule(1, after: .seconds(1))
    simulation.schedule(2, after: .seconds(2))
    let end = SimulationTime.zero + .seconds(1)
    #expect(simulation.step(through: end) == 1)
    #expect(simulation.step(through: end) == nil)
    #expect(simulation.pendingCount == 1)
    simulation.advance(to: .zero + .milliseconds(1500))
    #expect(simulation.now == .zero + .milliseconds(1500))
    #expect(simulation.step() == 2)
  }

  @Test func `never stays the last event`() {
    var simulation = Simulation<Int>()
    simulation.schedule(1, after: .seconds(1))
    simulation.schedule(3, after: .greatest)
    #expect(simulation.step() == 1)
    simulation.schedule(4, after: .greatest)
    simulation.schedule(2, after: .hours(1))
    #expect(drain(&simulation) == [2, 3, 4])
    #expect(simulation.now == .distantFuture)
  }

  @Test func `stepping before an end leaves what happens at the end`() {
    var simulation = Simulation<Int>()
    simulation.schedule(1, after: .seconds(1))
    simulation.schedule(2, after: .seconds(2))
    let end = SimulationTime.zero + .seconds(2)
    #expect(simulation.step(before: end) == 1)
    #expect(simulation.step(before: end) == nil)
    #expect(simulation.now == .zero + .seconds(1))
    #expect(simulation.pendingCount == 1)
    #expect(simulation.step(through: end) == 2)
    #expect(simulation.step(before: .zero) == nil)
  }

  @Test func `a delay line keeps the order of all events`() {
    var simulation = Simulation<Int>()
    let leases = simulation.addDelayLine(.seconds(40))
    let urgent = simulation.addDelayLine(.seconds(40), priority: .urgent)
    simulation.schedule(2, after: .seconds(40))
    simulation.schedule(3, on: leases)
    simulation.schedule(4, after: .seconds(40))
    simulation.schedule(5, on: leases)
    simulation.schedule(1, on: urgent)
    simulation.schedule(0, after: .seconds(39))
    #expect(simulation.peekTime == .zero + .seconds(39))
    #expect(simulation.pendingCount == 6)
    #expect(drain(&simulation) == [0, 1, 2, 3, 4, 5])
    #expect(simulation.now == .zero + .seconds(40))
  }

  @Test func `timers on a delay line are reset many times and run out once`() {
    var simulation = Simulation<Int>(capacity: 16)
    let line = simulation.addDelayLine(.seconds(40))
    var timers = (0..<10).map { simulation.schedule(100 + $0, on: line) }
    simulation.schedule(1, after: .seconds(1))
    var heartbeats = 0
    while let event = simulation.step(), event == 1 {
      heartbeats += 1
      for timer in 1..<10 where heartbeats <= 5000 {
        #expect(simulation.cancel(timers[timer]) == true)
        timers[timer] = simulation.schedule(100 + timer, on: line)
      }
      simulation.schedule(1, after: .seconds(1))
    }
    // The one that was never reset; the others are all there still.
    #expect(simulation.now == .zero + .seconds(40))
    #expect(simulation.pendingCount == 10)
    for timer in timers[1...] { #expect(simulation.isPending(timer) == true) }
  }

  @Test func `events at the end of time keep their order among millions of nanoseconds and none`() {
    var simulation = Simulation<Int>()
    for event in 0..<200 { simulation.schedule(1000 + event, at: .distantFuture) }
    for event in 0..<200 { simulation.schedule(event, at: SimulationTime(nanoseconds: Int64(event / 2))) }
    simulation.schedule(999, at: SimulationTime(nanoseconds: .max - 1))
    #expect(drain(&simulation) == Array(0..<200) + [999] + Array(1000..<1200))
    #expect(simulation.now == .distantFuture)
    simulation.schedule(1, after: .hours(1))
    #expect(simulation.step() == 1)
  }

  @Test func `an empty simulation that is used again starts from its clock`() {
    var simulation = Simulation<Int>()
    for round in 0..<5 {
      for event in 0..<(100 << round) { simulation.schedule(event, after: .seconds(Int64(event))) }
      #expect(drain(&simulation) == Array(0..<(100 << round)))
      #expect(simulation.pendingCount == 0)
      #expect(simulation.peekTime == nil)
    }
  }

  @Test(arguments: [1, 8, 13, 16, 17, 40])
  func `payloads of any size come back whole`(size: Int) {
    func roundTrip<Event: BitwiseCopyable & Equatable>(_ make: (Int) -> Event) {
      var simulation = Simulation<Event>(capacity: 16)
      for number in 0..<500 { simulation.schedule(make(number), after: .seconds(Int64(500 - number))) }
      for number in (0..<500).reversed() { #expect(simulation.step() == make(number)) }
    }
    switch size {
    case 1: roundTrip { UInt8(truncatingIfNeeded: $0) }
    case 8: roundTrip { $0 }
    case 13: roundTrip { Tagged(first: Int32($0), second: 7, third: Int32(-$0), tag: 3) }
    case 16: roundTrip { UInt128($0) << 70 }
    case 17: roundTrip { Wide(number: UInt128($0), tag: UInt8(truncatingIfNeeded: $0)) }
    default: roundTrip { SIMD8<Int32>(repeating: Int32($0)) }
    }
  }

  /// As large as the events of the world.
  private struct Tagged: BitwiseCopyable, Equatable {
    var first: Int32
    var second: UInt32
    var third: Int32
    var tag: UInt8
  }

  private struct Wide: BitwiseCopyable, Equatable {
    var number: UInt128
    var tag: UInt8
  }

  @Test func `when the sequence runs out the pending events are numbered anew in their order`() {
    var simulation = Simulation<Int>(capacity: 16, firstSequence: (1 << 34) - 50, capacityLimit: 1 << 24)
    for event in 0..<40 { simulation.schedule(event, after: .seconds(7), priority: .low) }
    for event in 0..<5 { #expect(simulation.step() == event) }
    let timer = simulation.schedule(-1, after: .seconds(1))
    for event in 40..<100 { simulation.schedule(event, after: .zero, priority: .low) }
    #expect(simulation.cancel(timer) == true)
    #expect(drain(&simulation) == Array(5..<100))
  }

  @Test func `a negative delay traps`() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation<Int>()
      simulation.schedule(1, after: SimulationDuration(nanoseconds: -1))
    }
  }

  @Test func `a negative delay of a line traps`() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation<Int>()
      _ = simulation.addDelayLine(SimulationDuration(nanoseconds: -1))
    }
  }

  @Test func `a line of another simulation traps`() async {
    await #expect(processExitsWith: .failure) {
      var first = Simulation<Int>()
      var second = Simulation<Int>()
      let line = first.addDelayLine(.seconds(1))
      second.schedule(1, on: line)
    }
  }

  @Test func `a time before now traps`() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation<Int>()
      simulation.schedule(1, after: .seconds(2))
      _ = simulation.step()
      simulation.schedule(2, at: .zero + .seconds(1))
    }
  }

  @Test func `one event more than the queue can hold traps and names both numbers`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var simulation = Simulation<Int>(capacity: 16, firstSequence: 0, capacityLimit: 64)
      for event in 0..<65 { simulation.schedule(event, after: .seconds(1)) }
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("64 events are pending and the queue holds at most 64"))
  }

  @Test func `passing over an event traps`() async {
    await #expect(processExitsWith: .failure) {
      var simulation = Simulation<Int>()
      simulation.schedule(1, after: .seconds(1))
      simulation.advance(to: .zero + .seconds(2))
    }
  }
}
