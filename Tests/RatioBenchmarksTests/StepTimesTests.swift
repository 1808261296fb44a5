// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Testing

@testable import RatioBenchmarks

struct StepTimesTests {
  private func observation(_ kind: Observation.Kind) -> Observation {
    Observation(time: .zero, kind: kind, workload: 0, cluster: 0, value: 1)
  }

  @Test func `an event in which two questions are answered counts as two, others as events`() {
    var times = StepTimes()
    times.add(900, [observation(.workloadDequeued), observation(.decided), observation(.workloadDequeued)])
    times.add(100, [observation(.servingChanged)])
    times.add(50, [])
    #expect(times.deciding == 900 && times.questions == 2)
    #expect(times.other == 150 && times.otherEvents == 2)
  }

  @Test func `timing each event leaves the run as it is`() throws {
    let fleet = try BenchmarkFleet(clusters: 10, clusterDays: 100)
    let (timed, plain) = (fleet.stepTimes(seed: 3), fleet.pass(seed: 3))
    #expect(timed.digest == plain.digest)
    #expect(timed.questions > 0 && timed.otherEvents > timed.questions && timed.otherEvents < plain.events)
  }
}
