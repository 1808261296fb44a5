// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Results
import RunMetrics
import TestSupport
import Testing

struct StartsAndMigrationsTests {
  private static let second: Int64 = 1_000_000_000

  /// Ten wanted and there, in a day of 86,400 s.
  private func log(minimum: Int? = nil) -> HandMadeLog {
    var workload = Federations.workload(replicas: 10)
    workload.minimumAvailable = minimum
    var log = HandMadeLog(Federations.fleet(named: ["a", "b"]), [workload], seconds: 86_400)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    return log
  }

  @Test func `three starts of 10, 20 and 60 s a day`() {
    var log = log()
    for (time, span) in [(100, 10), (200, 60), (300, 20)] as [(Int64, Int64)] {
      log.add(time, .replicaStarted, span * Self.second)
    }
    #expect(log.metric("cold_starts_per_day") == 3)
    #expect(log.metric("pod_start_p50") == 20)
    #expect(log.outcome().metrics["pod_start_p99"] == MetricValue(value: 60, unit: "s", censored: 0, count: 3))
  }

  @Test func `a stop that leaves 7 breaks a budget of 8, one that leaves 8 does not`() {
    var log = log(minimum: 8)
    log.add(100, .servingChanged, -2)
    log.add(100, .stoppedHealthy, 2)
    log.add(200, .servingChanged, -1)
    log.add(200, .stoppedHealthy, 1)
    #expect(log.metric("budget_violations") == 1)
    #expect(self.log().outcome().metrics["budget_violations"] == MetricValue(nil))
  }

  @Test func `break before make serves 0.6 at worst, make before break all`() {
    var log = log()
    log.add(100, .moved, 4)
    log.add(110, .servingChanged, -4)
    log.add(150, .servingChanged, 3, cluster: 1)
    log.add(160, .servingChanged, 1, cluster: 1)
    log.add(1000, .moved, 2)
    log.add(1010, .servingChanged, 2, cluster: 1)
    log.add(1020, .servingChanged, -2)
    let metrics = log.outcome().metrics
    #expect(metrics["migrations"]?.value == 2)
    #expect(metrics["migration_served_min"]?.value == 0.6)
    #expect(metrics["migration_served_mean"]?.value == 0.8)
  }

  @Test func `failovers are no migrations, and a failure that breaks in ends one uncounted`() {
    var log = log()
    log.add(100, .faultBegan)
    log.add(100, .servingLostToFault, -5)
    log.add(200, .moved, 5)
    log.add(250, .servingChanged, 5, cluster: 1)
    log.add(300, .moved, 3)
    log.add(310, .servingLostToFault, -1)
    log.add(400, .servingChanged, 1)
    let metrics = log.outcome().metrics
    #expect(metrics["migrations"]?.value == 0)
    #expect(metrics["migration_served_min"] == MetricValue(nil))
  }

  @Test func `a migration under way at the end counts as far as it came`() {
    var log = log()
    log.add(86_000, .moved, 4)
    log.add(86_100, .servingChanged, -4)
    #expect(log.metric("migration_served_min") == 0.6)
  }
}
