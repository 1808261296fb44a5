// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results
import RunMetrics
import TestSupport
import Testing

/// Replicas with 2 GiB of state; a GiB costs $0.02 from a to b and $0.08 from a to c.
struct StateTransfersTests {
  private func log(state: Int64 = 2 << 30, tariff: Double = 0.02) -> HandMadeLog {
    var workload = Federations.workload(replicas: 10)
    workload.stateBytes = state
    let links = [
      NetworkSpec.Link(from: "a", to: "b", roundTrip: .zero, tariffPerGiB: tariff),
      NetworkSpec.Link(from: "a", to: "c", roundTrip: .zero, tariffPerGiB: tariff * 4),
    ]
    var log = HandMadeLog(
      Scenario(
        name: "log", horizon: .seconds(1000), fleet: Federations.fleet(named: ["a", "b", "c"]),
        network: NetworkSpec(links: links), workloads: [workload], contenders: []))
    log.add(0, .demandChanged, 10)
    log.place(0, .assignedChanged, [10, 0, 0])
    return log
  }

  @Test func `3 to b and 1 to c, some at once and some later: 8 GiB for $0.28`() {
    var log = log()
    // In one write the gain is told before the loss.
    log.place(100, .assignedChanged, [0, 2, 0])
    log.place(100, .assignedChanged, [-2, 0, 0])
    log.place(200, .assignedChanged, [-2, 0, 0])
    log.place(300, .assignedChanged, [0, 1, 1])
    #expect(log.metric("egress_gib") == 8)
    #expect(abs((log.metric("egress_cost") ?? 0) - (3 * 2 * 0.02 + 2 * 0.08)) < 1e-12)
  }

  @Test func `the first placement, and growth, move nothing`() {
    var log = log()
    log.add(100, .demandChanged, 15)
    log.place(100, .assignedChanged, [0, 5, 0])
    #expect(log.metric("egress_gib") == 0 && log.metric("egress_cost") == 0)
  }

  @Test func `what was scaled down is not moved later`() {
    var log = log()
    log.add(100, .demandChanged, 6)
    log.place(100, .assignedChanged, [-4, 0, 0])
    log.add(200, .demandChanged, 10)
    log.place(200, .assignedChanged, [0, 4, 0])
    #expect(log.metric("egress_gib") == 0)
  }

  @Test func `without tariffs or state there is no data`() {
    #expect(log(state: 0).outcome().metrics["egress_cost"] == MetricValue(nil))
    #expect(log(tariff: 0).outcome().metrics["egress_gib"] == MetricValue(nil))
  }
}
