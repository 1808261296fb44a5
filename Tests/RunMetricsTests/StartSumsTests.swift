// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Testing

@testable import RunMetrics

struct StartSumsTests {
  private func observation(
    _ kind: Observation.Kind, _ workload: Int32, _ cluster: Int32, _ value: Int64
  ) -> Observation {
    Observation(time: .zero, kind: kind, workload: workload, cluster: cluster, value: value)
  }

  /// Which of the observations were added, and what comes out of the sums twice over.
  private func summed(_ observations: [Observation]) -> (taken: [Bool], first: [Observation], second: [Observation]) {
    var sums = StartSums()
    let taken = observations.map { sums.add($0) }
    var (first, second) = ([Observation](), [Observation]())
    sums.flush { first.append($0) }
    sums.flush { second.append($0) }
    return (taken, first, second)
  }

  @Test func `three replicas that find a node and serve are one sum of each kind, and the waiting is none`() {
    let replica = [
      observation(.waitingChanged, 4, 2, -1), observation(.boundChanged, 4, 2, 1), observation(.costChanged, 4, 2, 50),
      observation(.servingChanged, 4, 2, 1),
    ]
    let found = summed([observation(.waitingChanged, 4, 2, 3)] + replica + replica + replica)
    #expect(found.taken.allSatisfy { $0 })
    #expect(
      found.first == [
        observation(.boundChanged, 4, 2, 3), observation(.costChanged, 4, 2, 150),
        observation(.servingChanged, 4, 2, 3),
      ])
    #expect(found.second.isEmpty)
  }

  @Test func `another cluster, workload or kind is no part of the sums`() {
    let found = summed([
      observation(.boundChanged, 4, 2, 1), observation(.boundChanged, 4, 3, 1), observation(.boundChanged, 5, 2, 1),
      observation(.demandChanged, 4, 2, 1),
    ])
    #expect(found.taken == [true, false, false, false])
    #expect(found.first == [observation(.boundChanged, 4, 2, 1)])
  }
}
