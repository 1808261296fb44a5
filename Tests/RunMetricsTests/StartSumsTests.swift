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

  @Test func `three replicas that find a node and serve are one sum of each kind, and the waiting is none`() {
    var sums = StartSums()
    #expect(sums.add(observation(.waitingChanged, 4, 2, 3)))
    for _ in 0..<3 {
      #expect(sums.add(observation(.waitingChanged, 4, 2, -1)))
      #expect(sums.add(observation(.boundChanged, 4, 2, 1)))
      #expect(sums.add(observation(.costChanged, 4, 2, 50)))
      #expect(sums.add(observation(.servingChanged, 4, 2, 1)))
    }
    var out: [Observation] = []
    sums.flush { out.append($0) }
    #expect(
      out == [
        observation(.boundChanged, 4, 2, 3), observation(.costChanged, 4, 2, 150),
        observation(.servingChanged, 4, 2, 3),
      ])
    sums.flush { _ in Issue.record("what was handed out is not handed out again") }
  }

  @Test func `another cluster, workload or kind is no part of the sums`() {
    var sums = StartSums()
    #expect(sums.add(observation(.boundChanged, 4, 2, 1)))
    #expect(!sums.add(observation(.boundChanged, 4, 3, 1)))
    #expect(!sums.add(observation(.boundChanged, 5, 2, 1)))
    #expect(!sums.add(observation(.demandChanged, 4, 2, 1)))
  }
}
