// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results
import SchedulingPolicies
import TestSupport
import Testing

@testable import RunMetrics

/// Lost replica-time by cause adds up to the whole loss, to the nanosecond.
struct LossCausesTests {
  @Test func `each cause has its own exact integral`() {
    var causes = LossCauses()
    func observation(_ seconds: Int64, _ cause: LossCause, _ value: Int64) -> Observation {
      Observation(time: .zero + .seconds(seconds), kind: .lossChanged, workload: 0, value: value, cause: cause)
    }
    causes.take(observation(10, .notDetected, 3))
    causes.take(observation(40, .notDetected, -3))
    causes.take(observation(40, .starting, 3))
    causes.take(observation(50, .starting, -2))
    let end = SimulationTime.zero + .seconds(100)
    #expect(causes.total(of: .notDetected, at: end) == 90_000_000_000)
    #expect(causes.total(of: .starting, at: end) == 80_000_000_000)
    #expect(causes.metrics(at: end)["lost_not_detected_hours"]?.value == 90.0 / 3600)
    #expect(causes.metrics(at: end)["lost_tolerated_hours"]?.value == 0)
  }

  @Test func `every cause has a metric of its own that the catalogue knows`() {
    let ids = LossCause.allCases.map(LossCauses.metric)
    #expect(Set(ids).count == LossCause.allCases.count)
    for id in ids { #expect(MetricCatalog.metric(id)?.unit == "replica-h", "\(id)") }
  }

  @Test(arguments: ProfileCatalog.profiles + [Federations.karmadaWithFailover, Federations.kubeAdmiralWithOperator])
  func `over many seeds the causes add up to the loss in whole replica-nanoseconds`(profile: ControlPlaneProfile) {
    var losing = 0
    for seed in 0..<40 as Range<UInt64> {
      var random = RandomFederation(seed: seed &+ 1000)
      let scenario = random.scenario(profile: profile)
      var levels = ServiceLevels(workloadCount: scenario.workloads.count)
      var causes = LossCauses()
      for observation in Runs.observations(scenario, seed: seed) {
        levels.take(observation)
        causes.take(observation)
      }
      let end = SimulationTime.zero + scenario.horizon
      let sum = LossCause.allCases.reduce(Int128(0)) { $0 + causes.total(of: $1, at: end) }
      #expect(sum == levels.lostTotal(at: end), "seed \(seed)")
      losing += sum > 0 ? 1 : 0
    }
    #expect(losing > 20)
  }
}
