// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import Testing

@testable import FederationWorld

/// What a snapshot of some age shows.
struct AssignmentHistoryTests {
  private func assignment(_ replicas: Int) -> [AssignedReplicas] {
    [AssignedReplicas(cluster: ClusterIndex(0), replicas: Int32(replicas))]
  }

  @Test func `a snapshot shows the last assignment at or before its time, and none of what came later`() {
    var history = AssignmentHistory(reach: .minutes(10))
    history.append(assignment(1), of: 0, at: .zero)
    history.append(assignment(2), of: 1, at: .zero + .minutes(5))
    history.append(assignment(3), of: 0, at: .zero + .minutes(5))
    let all = [assignment(3), assignment(2), nil]
    #expect(history.assignments(at: .zero + .minutes(5), workloads: 3) == all)
    #expect(history.assignments(at: .zero + .minutes(4), workloads: 3) == [assignment(1), nil, nil])
  }

  @Test func `what no snapshot can show any more is dropped, and the answers stay the same`() {
    var random = RandomStream(seed: 7, purpose: .scheduler, entity: 0)
    var history = AssignmentHistory(reach: .seconds(100))
    var all: [(time: SimulationTime, workload: Int, assignment: [AssignedReplicas])] = []
    for second in 0..<20_000 {
      let workload = Int(random.uniformInteger(below: 5))
      let time = SimulationTime.zero + .seconds(Int64(second))
      all.append((time, workload, assignment(second)))
      history.append(assignment(second), of: workload, at: time)
      guard second % 997 == 0 else { continue }
      for age in [0, 50, 100] as [Int64] {
        let snapshot = SimulationTime.zero + .seconds(Int64(second) - age)
        let expected = (0..<5).map { place in all.last { $0.workload == place && $0.time <= snapshot }?.assignment }
        #expect(history.assignments(at: snapshot, workloads: 5) == expected, "\(age) s before \(second) s")
      }
    }
    #expect(history.count <= 1025)
  }
}
