// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import Randomness
import SimulationEngine
import Testing

/// The engine against a model that keeps all pending events in one array and looks for the first by comparing all.
@Suite struct EventQueueTests {
  private struct Pending {
    var time: SimulationTime
    var priority: EventPriority
    var event: Int
    var id: EventID
  }

  /// The index of the event that must come next; events are numbered in the order of scheduling.
  private func first(of model: [Pending]) -> Int? {
    model.indices.min {
      (model[$0].time, model[$0].priority, model[$0].event) < (model[$1].time, model[$1].priority, model[$1].event)
    }
  }

  @Test(arguments: 0..<12)
  func `random schedules, cancels and steps agree with an array that is searched`(seed: UInt64) {
    var draws = RandomStream(seed: seed, purpose: StreamPurpose(rawValue: 1000), entity: 0)
    var simulation = Simulation<Int>(capacity: 16, firstSequence: (1 << 36) - 700, capacityLimit: 1 << 24)
    var model: [Pending] = []
    var gone: [EventID] = []
    var scheduled = 0
    // Phases that grow and phases that shrink the queue; few distinct times and priorities, so that ties are common.
    for operation in 0..<3000 {
      let growing = operation / 500 % 2 == 0
      let kind = draws.uniformInteger(below: 100)
      if kind < (growing ? 60 : 30) {
        let delay = SimulationDuration.seconds(Int64(draws.uniformInteger(below: 8)))
        let priority = EventPriority(level: UInt8(draws.uniformInteger(below: 16)))
        let id = simulation.schedule(scheduled, after: delay, priority: priority)
        model.append(Pending(time: simulation.now + delay, priority: priority, event: scheduled, id: id))
        scheduled += 1
      } else if kind < (growing ? 75 : 50), !model.isEmpty {
        let victim = model.remove(at: Int(draws.uniformInteger(below: UInt64(model.count))))
        #expect(simulation.cancel(victim.id) == true)
        gone.append(victim.id)
      } else if kind < 78, !gone.isEmpty {
        let old = gone[Int(draws.uniformInteger(below: UInt64(gone.count)))]
        #expect(simulation.cancel(old) == false)
      } else {
        let expected = first(of: model).map { model.remove(at: $0) }
        #expect(simulation.peekTime == expected?.time)
        #expect(simulation.step() == expected?.event)
        if let expected {
          #expect(simulation.now == expected.time)
          gone.append(expected.id)
        }
      }
      #expect(simulation.pendingCount == model.count)
      #expect(simulation.peekTime == first(of: model).map { model[$0].time })
    }
    while let index = first(of: model) { #expect(simulation.step() == model.remove(at: index).event) }
    #expect(simulation.step() == nil)
    #expect(scheduled > 1000)
  }
}
