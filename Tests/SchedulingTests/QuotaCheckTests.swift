// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import Scheduling

@Suite struct QuotaCheckTests {
  private let requests = Resources(cpuMillicores: 500, memoryBytes: 1 << 30, pods: 1)

  private func usage(_ replicas: Int64) -> QuotaCheck.Usage { .init(requests: requests, replicas: replicas) }

  @Test func `10 cores hold 20 replicas of 500m over all clusters and workloads, not 21`() {
    let quota = KarmadaResourceQuota(name: "team", namespace: "shop", cpuMillicores: 10_000)
    #expect(QuotaCheck.failure(of: usage(12), replacing: usage(0), among: [usage(8)], quotas: [quota]) == nil)
    let failure = QuotaCheck.failure(of: usage(13), replacing: usage(0), among: [usage(8)], quotas: [quota])
    #expect(failure?.kind == .quotaExceeded)
    #expect(
      failure?.message == "FederatedResourceQuota shop/team would be exceeded: cpu 10500 of 10000")
  }

  @Test func `a change that asks for no more passes above the bound`() {
    let quota = KarmadaResourceQuota(name: "team", namespace: "shop", memoryBytes: 4 << 30, pods: 4)
    #expect(QuotaCheck.failure(of: usage(9), replacing: usage(10), among: [], quotas: [quota]) == nil)
    #expect(QuotaCheck.failure(of: usage(11), replacing: usage(10), among: [], quotas: [quota]) != nil)
  }

  @Test func `pods count one each, and an assignment counts all its clusters`() {
    let quota = KarmadaResourceQuota(name: "team", namespace: "shop", pods: 5)
    let assignment = [
      AssignedReplicas(cluster: ClusterIndex(0), replicas: 3), AssignedReplicas(cluster: ClusterIndex(2), replicas: 3),
    ]
    let next = QuotaCheck.Usage(requests: .zero, assignment: assignment)
    #expect(next.replicas == 6)
    #expect(QuotaCheck.failure(of: next, replacing: usage(0), among: [], quotas: [quota])?.kind == .quotaExceeded)
  }
}
