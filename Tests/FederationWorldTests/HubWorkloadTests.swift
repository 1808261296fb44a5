// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling
import Testing

@testable import FederationWorld

struct HubWorkloadTests {
  /// Cohort 10 + n in cluster n, for clusters 0 to 4.
  private let cohorts: CohortList = {
    var list = CohortList()
    for cluster in 0..<5 { list.insert(Int32(10 + cluster), of: cluster, at: cluster) }
    return list
  }()

  private func assignment(_ clusters: Int...) -> [AssignedReplicas] {
    clusters.map { AssignedReplicas(cluster: ClusterIndex($0), replicas: 1) }
  }

  @Test func `cohorts stand beside their clusters, whatever comes, goes or changes places`() {
    var workload = HubWorkload(replicas: 3, template: 0)
    workload.record(assignment(0, 1, 3, 4), cohorts: cohorts)
    #expect(workload.assignedCohorts == [10, 11, 13, 14])
    workload.record(assignment(0, 3, 4), cohorts: cohorts)
    #expect(workload.assignedCohorts == [10, 13, 14])
    workload.record(assignment(4, 0), cohorts: cohorts)
    #expect(workload.assignedCohorts == [14, 10])
    workload.record(assignment(0, 1, 2), cohorts: cohorts)
    #expect(workload.assignedCohorts == [10, 11, 12])
    workload.record(assignment(), cohorts: cohorts)
    #expect(workload.assignedCohorts == [])
  }

  @Test func `a cluster without a cohort has -1 until there is one`() {
    var workload = HubWorkload(replicas: 3, template: 0)
    workload.record(assignment(2, 7), cohorts: cohorts)
    #expect(workload.assignedCohorts == [12, -1])
    workload.noteCohort(20, in: 7)
    #expect(workload.assignedCohorts == [12, 20])
    workload.record(assignment(7), cohorts: cohorts)
    #expect(workload.assignedCohorts == [20])
  }

  @Test func `what changes the question, or what members are to have, ends what stood`() {
    var workload = HubWorkload(replicas: 3, template: 0)
    func settle() {
      workload.standingAnswer = assignment(0)
      workload.hasUnsent = false
    }
    settle()
    workload.replicas = 4
    #expect(workload.standingAnswer == nil && !workload.hasUnsent)
    settle()
    workload.candidates = [ClusterIndex(0)]
    #expect(workload.standingAnswer == nil && !workload.hasUnsent)
    settle()
    workload.template = 1
    #expect(workload.standingAnswer != nil && workload.hasUnsent)
    settle()
    workload.noteScheduled(with: nil)
    workload.policyChanged()
    #expect(workload.standingAnswer == nil && workload.hasUnsent && !workload.isPolicyApplied)
  }
}
