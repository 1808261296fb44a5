// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results
import RunMetrics
import TestSupport
import Testing

/// Sites in the regions a and b; round trips a-b 20 ms, a-c 80 ms, b-c 100 ms.
struct UserLatencyTests {
  private func log(users: [UserSite], links: [(String, String, Int64)]? = nil) -> HandMadeLog {
    let links = links ?? [("a", "b", 20), ("a", "c", 80), ("b", "c", 100)]
    return HandMadeLog(
      Scenario(
        name: "log", horizon: .seconds(100), fleet: Federations.fleet(named: ["a", "b", "c"]),
        network: NetworkSpec(
          links: links.map { NetworkSpec.Link(from: $0.0, to: $0.1, roundTrip: .milliseconds($0.2)) }),
        users: users, workloads: [Federations.workload(replicas: 10)], contenders: []))
  }

  private let sites = [
    UserSite(site: "north", region: "a", share: 0.6), UserSite(site: "south", region: "b", share: 0.4),
  ]

  @Test func `each site is served where it is while there are replicas`() {
    var log = log(users: sites)
    log.add(0, .demandChanged, 10)
    log.place(0, .servingChanged, [6, 4, 0])
    #expect(log.metric("user_rtt_mean_ms") == 0)
    #expect(log.metric("user_rtt_p99_ms") == 0)
  }

  @Test func `what is full sends its users to the next: 6 at 0, 2 at 20, 2 at 80 ms`() {
    var log = log(users: sites)
    log.add(0, .demandChanged, 10)
    // Of north's 6 two find a, two what south leaves of b, two c.
    log.place(0, .servingChanged, [2, 6, 2])
    #expect(abs((log.metric("user_rtt_mean_ms") ?? 0) - (2 * 20 + 2 * 80) / 10.0) < 1e-9)
    #expect(log.metric("user_rtt_p50_ms") == 0)
    #expect(log.metric("user_rtt_p95_ms") == 80)
  }

  @Test func `it is weighted by served demand and time; what nobody serves has no latency`() {
    var log = log(users: [UserSite(site: "north", region: "a", share: 1)])
    log.add(0, .demandChanged, 10)
    log.place(0, .servingChanged, [10, 0, 0])
    log.place(75, .servingChanged, [-10, 5, 0])
    // 10 for 75 s at 0 ms, 5 for 25 s at 20 ms.
    #expect(abs((log.metric("user_rtt_mean_ms") ?? 0) - 20 * 125 / 875.0) < 1e-9)
    #expect(log.metric("user_rtt_p50_ms") == 0)
    #expect(log.metric("user_rtt_p95_ms") == 20)
  }

  @Test func `without users, or a round trip to a region, there is no data`() {
    for users in [[], [UserSite(site: "west", region: "d", share: 1)]] as [[UserSite]] {
      var log = log(users: users)
      log.add(0, .demandChanged, 10)
      log.place(0, .servingChanged, [10, 0, 0])
      #expect(log.outcome().metrics["user_rtt_mean_ms"] == MetricValue(nil))
    }
    var log = log(users: sites, links: [("a", "b", 20), ("a", "c", 80)])
    log.add(0, .demandChanged, 10)
    log.place(0, .servingChanged, [10, 0, 0])
    #expect(log.outcome().metrics["user_rtt_p99_ms"] == MetricValue(nil))
  }

  @Test func `a link of the site itself wins over its region`() {
    var log = log(
      users: [UserSite(site: "ship", region: "a", share: 1)],
      links: [("ship", "a", 600), ("b", "ship", 500), ("a", "c", 80)])
    log.add(0, .demandChanged, 1)
    log.place(0, .servingChanged, [1, 1, 0])
    #expect(log.metric("user_rtt_mean_ms") == 500)
  }

  @Test func `12, 35, 80, 140, 210 ms by 300, 120, 60, 15, 5 of demand: 31.5 ms, p95 80, p99 140`() {
    let regions = ["a", "b", "c", "d", "e"]
    let demand: [Int64] = [300, 120, 60, 15, 5]
    let trips: [Int64] = [12, 35, 80, 140, 210]
    var log = HandMadeLog(
      Scenario(
        name: "log", horizon: .seconds(100), fleet: Federations.fleet(named: regions),
        network: NetworkSpec(
          links: zip(regions, trips).map { NetworkSpec.Link(from: "u", to: $0, roundTrip: .milliseconds($1)) }),
        users: [UserSite(site: "u", region: "", share: 1)], workloads: [Federations.workload(replicas: 500)],
        contenders: []))
    log.add(0, .demandChanged, 500)
    log.place(0, .servingChanged, demand)
    #expect(abs((log.metric("user_rtt_mean_ms") ?? 0) - 31.5) < 1e-9)
    #expect(log.metric("user_rtt_p50_ms") == 12)
    #expect(log.metric("user_rtt_p95_ms") == 80)
    #expect(log.metric("user_rtt_p99_ms") == 140)
  }
}
