// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Results
import RunMetrics
import TestSupport
import Testing

struct WorkloadSharesTests {
  private func workload(_ name: String, target: Double? = nil, tenant: String = "") -> WorkloadSpec {
    var workload = Federations.workload(name, replicas: 1)
    workload.tenant = tenant
    if target != nil { workload.service = ServiceSpec(availabilityTarget: target) }
    return workload
  }

  /// Workload i wants 10 for 1000 s and has nothing for its first `lost[i]` seconds.
  private func log(_ workloads: [WorkloadSpec], lost: [Int64]) -> HandMadeLog {
    var log = HandMadeLog(Federations.fleet(named: ["a", "b"]), workloads, seconds: 1000)
    for place in lost.indices { log.add(0, .demandChanged, 10, workload: Int32(place)) }
    for (place, seconds) in lost.enumerated().sorted(by: { $0.element < $1.element }) where seconds < 1000 {
      log.add(seconds, .servingChanged, 10, workload: Int32(place))
    }
    return log
  }

  @Test func `of 100 workloads the worst lost 30 %, the five worst 6 % at least`() {
    let lost = (0..<100).map { $0 == 0 ? 300 : $0 < 5 ? 60 : 0 } as [Int64]
    let log = log((0..<100).map { workload("w\($0)") }, lost: lost)
    #expect(log.metric("workload_availability_min") == 0.7)
    #expect(log.metric("workload_availability_p1") == 0.7)
    #expect(log.metric("workload_availability_p5") == 0.94)
  }

  @Test func `a target that is kept to the second is kept, and a budget is a ratio of sums`() {
    // 1 s of 1000 is the whole budget of 99.9 %; 20 s are four budgets of 99.5 %.
    let log = log([workload("a"), workload("b", target: 0.995), workload("c", target: 0.98)], lost: [1, 20, 20])
    #expect(log.metric("slo_attainment") == 2.0 / 3)
    let used = log.metric("error_budget_used") ?? 0
    #expect(abs(used - (1 + 20 + 20) / (1.0 + 5 + 20)) < 1e-9)
    #expect(abs((log.metric("error_budget_used_max") ?? 0) - 4) < 1e-9)
  }

  @Test func `a workload without demand is no workload`() {
    var log = HandMadeLog(Federations.fleet(named: ["a"]), [workload("a"), workload("b")], seconds: 100)
    log.add(0, .demandChanged, 4)
    log.add(0, .servingChanged, 3)
    #expect(log.metric("workload_availability_min") == 0.75)
    #expect(log.metric("workload_availability_p5") == 0.75)
    #expect(log.metric("slo_attainment") == 0)
  }

  @Test func `tenants with 1, 1 and 0.5 are even to 25 of 27`() {
    let tenants = ["x", "y", "z", "z", ""].enumerated().map { workload("w\($0)", tenant: $1) }
    let log = log(tenants, lost: [0, 0, 1000, 0, 700])
    #expect(abs((log.metric("tenant_availability_jain") ?? 0) - 25.0 / 27) < 1e-12)
    #expect(log.metric("tenant_availability_min") == 0.5)
    #expect(log.metric("tenant_availability_gap") == 0.5)
  }

  @Test func `one tenant alone is neither treated well nor badly`() {
    let log = log([workload("a", tenant: "x"), workload("b")], lost: [10, 0])
    #expect(log.outcome().metrics["tenant_availability_jain"] == MetricValue(nil))
    #expect(log.outcome().metrics["tenant_availability_gap"] == MetricValue(nil))
  }
}
