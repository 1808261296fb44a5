// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Results
import RunMetrics
import TestSupport
import Testing

struct PriorityInversionsTests {
  /// One workload of each priority that wants 10 and has them assigned, for an hour.
  private func log(_ priorities: [Int]) -> HandMadeLog {
    let workloads = priorities.enumerated().map { place, priority in
      var workload = Federations.workload("w\(place)", replicas: 10)
      workload.priority = priority
      return workload
    }
    var log = HandMadeLog(Federations.fleet(named: ["a"]), workloads, seconds: 3600)
    for place in priorities.indices {
      log.add(0, .demandChanged, 10, workload: Int32(place))
      log.add(0, .assignmentChanged, 10, workload: Int32(place))
    }
    return log
  }

  @Test func `5 of the higher wait for half an hour while 3 of the lower run: 1.5 replica-hours`() {
    var log = log([100, 0])
    log.add(0, .servingChanged, 3, workload: 1)
    log.add(0, .waitingChanged, 5, workload: 0)
    log.add(1800, .waitingChanged, -5, workload: 0)
    #expect(log.metric("priority_inversion_replica_hours") == 1.5)
  }

  @Test func `a lower one that waits under a higher one is no inversion`() {
    var log = log([100, 0])
    log.add(0, .servingChanged, 10, workload: 0)
    log.add(0, .waitingChanged, 10, workload: 1)
    #expect(log.metric("priority_inversion_replica_hours") == 0)
  }

  @Test func `each running replica gives way once`() {
    // 2 run at 0; 3 wait at 50, 4 at 100, of which 1 unassigned: only two could take a place.
    var log = log([100, 50, 0])
    log.add(0, .servingChanged, 2, workload: 2)
    log.add(0, .waitingChanged, 3, workload: 1)
    log.add(0, .waitingChanged, 3, workload: 0)
    log.add(0, .assignmentChanged, 9, workload: 0)
    #expect(log.metric("priority_inversion_replica_hours") == 2)
  }

  @Test func `with one priority there is no data`() {
    #expect(log([7, 7]).outcome().metrics["priority_inversion_replica_hours"] == MetricValue(nil))
  }
}
