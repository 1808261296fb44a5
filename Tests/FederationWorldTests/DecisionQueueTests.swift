// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

@testable import FederationWorld

struct DecisionQueueTests {
  private func taken(_ queue: inout DecisionQueue) -> [Int32] {
    var taken: [Int32] = []
    while let next = queue.popFirst() { taken.append(next) }
    return taken
  }

  @Test func `who comes first goes first where priorities are equal`() {
    var queue = DecisionQueue()
    #expect(queue.isEmpty && queue.first == nil)
    for workload in [3, 1, 2] as [Int32] { queue.append(workload, priority: 0) }
    #expect(queue.first == 3 && queue.count == 3)
    let left = taken(&queue)
    #expect(left == [3, 1, 2])
  }

  @Test func `five hundred in and out in any order are as if sorted by priority and arrival`() {
    var queue = DecisionQueue()
    var random = RandomStream(key: 5)
    var waiting: [(workload: Int32, priority: Int32)] = []
    for workload in 0..<500 as Range<Int32> {
      let priority = Int32(random.uniformInteger(below: 5)) - 2
      queue.append(workload, priority: priority)
      waiting.insert((workload, priority), at: waiting.firstIndex { $0.priority < priority } ?? waiting.count)
      if random.chance(0.4) {
        #expect(queue.first == waiting[0].workload)
        let next = queue.popFirst()
        #expect(next == waiting.removeFirst().workload)
      }
      #expect(queue.count == waiting.count)
    }
    let left = taken(&queue)
    #expect(left == waiting.map(\.workload))
    #expect(queue.isEmpty)
  }

  @Test func `a queue that was emptied starts anew`() {
    var queue = DecisionQueue()
    queue.append(7, priority: 4)
    queue.append(8, priority: 0)
    queue.removeAll()
    #expect(queue.isEmpty && queue.first == nil)
    queue.append(9, priority: 0)
    let left = taken(&queue)
    #expect(left == [9])
  }
}
