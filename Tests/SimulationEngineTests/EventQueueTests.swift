// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import SimulationEngine
import Testing

/// The engine against a sorted array, over delays of many shapes, with cancels.
@Suite struct EventQueueTests {
  /// How far ahead events are scheduled.
  enum Delays: CaseIterable, Sendable {
    /// A few whole seconds: ties everywhere.
    case few
    case uniform
    case exponential
    /// From one nanosecond to a century, each order of magnitude as likely.
    case anyMagnitude
    /// Nine of ten within a microsecond, the others within a year.
    case nearAndFar
    /// At the borders of stretches of 2^n nanoseconds.
    case powersOfTwo
    /// Now, in one nanosecond, at the end of time.
    case extremes
    /// Three constants, so that everything comes in sorted streams.
    case constants

    func draw(_ draws: inout RandomStream) -> SimulationDuration {
      switch self {
      case .few: return .seconds(Int64(draws.uniformInteger(below: 8)))
      case .uniform: return SimulationDuration(nanoseconds: Int64(draws.uniformInteger(below: 2_000_000_000)))
      case .exponential: return SimulationDuration(seconds: draws.standardExponential())
      case .anyMagnitude:
        return SimulationDuration(
          nanoseconds: Int64(draws.uniformInteger(below: 1 << (1 + draws.uniformInteger(below: 61)))))
      case .nearAndFar:
        let isNear = draws.uniformInteger(below: 10) > 0
        return SimulationDuration(
          nanoseconds: Int64(draws.uniformInteger(below: isNear ? 1000 : 31_536_000_000_000_000)))
      case .powersOfTwo:
        let power = Int64(1) << Int64(draws.uniformInteger(below: 50))
        return SimulationDuration(nanoseconds: power - 1 + Int64(draws.uniformInteger(below: 3)))
      case .extremes:
        return [.zero, SimulationDuration(nanoseconds: 1), .hours(1), .greatest][Int(draws.uniformInteger(below: 4))]
      case .constants: return [.seconds(1), .seconds(10), .seconds(40)][Int(draws.uniformInteger(below: 3))]
      }
    }
  }

  /// A simulation and its reference, moved by the same operations.
  struct Pair: ~Copyable {
    var simulation: Simulation<Int>
    var lines: [DelayLine]
    var reference = SortedReference()
    var draws: RandomStream
    var gone: [EventID] = []
    var scheduled = 0

    init(seed: UInt64, firstSequence: UInt64) {
      draws = RandomStream(seed: seed, purpose: StreamPurpose(rawValue: 1000), entity: 0)
      simulation = Simulation(capacity: 16, firstSequence: firstSequence, capacityLimit: 1 << 24)
      lines = [simulation.addDelayLine(.seconds(5)), simulation.addDelayLine(.milliseconds(1), priority: .high)]
    }

    mutating func schedule(after delay: SimulationDuration) {
      let priority = EventPriority(level: UInt8(draws.uniformInteger(below: 16)))
      let id = simulation.schedule(scheduled, after: delay, priority: priority)
      note(simulation.now + delay, priority, id)
    }

    mutating func scheduleOnLine() {
      let line = lines[Int(draws.uniformInteger(below: 2))]
      note(simulation.now + line.delay, line.priority, simulation.schedule(scheduled, on: line))
    }

    private mutating func note(_ time: SimulationTime, _ priority: EventPriority, _ id: EventID) {
      reference.insert(SortedReference.Pending(time: time, priority: priority, event: scheduled, id: id))
      scheduled += 1
    }

    mutating func cancelAny() {
      let count = UInt64(reference.pending.count)
      if count == 0 { return }
      let victim = reference.remove(at: Int(draws.uniformInteger(below: count)))
      #expect(simulation.isPending(victim.id) == true)
      #expect(simulation.cancel(victim.id) == true)
      #expect(simulation.isPending(victim.id) == false)
      gone.append(victim.id)
    }

    /// Cancels a stretch of events that follow each other, from the first one or from any.
    mutating func cancelStretch() {
      let count = reference.pending.count
      if count == 0 { return }
      let start = draws.next() & 1 == 0 ? 0 : Int(draws.uniformInteger(below: UInt64(count)))
      for _ in start..<min(count, start + count / 4 + 1) {
        let victim = reference.remove(at: start)
        #expect(simulation.cancel(victim.id) == true)
        gone.append(victim.id)
      }
    }

    mutating func cancelGone() {
      if gone.isEmpty { return }
      #expect(simulation.cancel(gone[Int(draws.uniformInteger(below: UInt64(gone.count)))]) == false)
    }

    mutating func step() {
      let expected = reference.removeFirst()
      #expect(simulation.step() == expected?.event)
      if let expected {
        #expect(simulation.now == expected.time)
        gone.append(expected.id)
      }
    }

    mutating func compareFronts() {
      #expect(simulation.pendingCount == reference.pending.count)
      #expect(simulation.peekTime == reference.pending.first?.time)
    }
  }

  @Test(arguments: Delays.allCases, 0..<6 as Range<UInt64>)
  func `random schedules, cancels and steps agree with a sorted array`(delays: Delays, seed: UInt64) {
    // Near the end of the sequence numbers, so that some runs number their events anew in the middle.
    var pair = Pair(seed: seed, firstSequence: (1 << 34) - 1500 * seed)
    // Phases that grow the queue and phases that shrink it, to 700 events or so and back to few.
    for operation in 0..<6000 {
      let isGrowing = operation / 1000 % 2 == 0
      switch pair.draws.uniformInteger(below: 100) {
      case 0..<(isGrowing ? 65 : 25): pair.schedule(after: delays.draw(&pair.draws))
      case 65..<70: pair.scheduleOnLine()
      case 70..<(isGrowing ? 78 : 86): pair.cancelAny()
      case 86..<88: pair.cancelGone()
      default: pair.step()
      }
      if operation % 250 == 249 { pair.cancelStretch() }
      if operation % 7 == 0 { pair.compareFronts() }
    }
    while !pair.reference.pending.isEmpty { pair.step() }
    pair.compareFronts()
    #expect(pair.simulation.step() == nil)
    #expect(pair.scheduled > 2500)
  }

  @Test(arguments: Delays.allCases)
  func `thousands of pending events keep their order while each schedules its successor`(delays: Delays) {
    var pair = Pair(seed: 77, firstSequence: 0)
    for _ in 0..<3000 { pair.schedule(after: delays.draw(&pair.draws)) }
    for _ in 0..<6000 {
      pair.step()
      pair.schedule(after: delays.draw(&pair.draws))
    }
    pair.compareFronts()
    while !pair.reference.pending.isEmpty { pair.step() }
  }

  @Test(arguments: Delays.allCases)
  func `what thousands of cancels leave behind is swept away and the rest keeps its order`(delays: Delays) {
    var pair = Pair(seed: 79, firstSequence: 0)
    for _ in 0..<500 { pair.schedule(after: delays.draw(&pair.draws)) }
    for round in 0..<6000 {
      pair.cancelAny()
      pair.schedule(after: delays.draw(&pair.draws))
      if round % 40 == 0 {
        pair.step()
        pair.schedule(after: delays.draw(&pair.draws))
      }
      if round % 500 == 0 { pair.compareFronts() }
      if round % 500 == 250 {
        pair.cancelStretch()
        while pair.reference.pending.count < 500 { pair.schedule(after: delays.draw(&pair.draws)) }
      }
    }
    #expect(pair.simulation.pendingCount == 500)
    while !pair.reference.pending.isEmpty { pair.step() }
  }

  @Test func `bursts at one instant from handlers at that instant`() {
    var pair = Pair(seed: 78, firstSequence: 0)
    for _ in 0..<300 { pair.schedule(after: .seconds(1)) }
    var burst = 2000
    while !pair.reference.pending.isEmpty {
      pair.step()
      if burst > 0 {
        pair.schedule(after: .zero)
        pair.schedule(after: .zero)
        pair.schedule(after: SimulationDuration(nanoseconds: 1))
        burst -= 1
      }
      if burst % 5 == 0 { pair.cancelAny() }
    }
    #expect(pair.simulation.pendingCount == 0)
  }
}
