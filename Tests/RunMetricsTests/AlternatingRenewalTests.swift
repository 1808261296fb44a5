// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results
import RunMetrics
import TestSupport
import Testing

/// One cluster that fails and is repaired, one workload that starts at once: availability is MTBF / (MTBF + MTTR),
/// whatever the laws.
struct AlternatingRenewalTests {
  private struct Sample {
    var mean: Double
    var standardError: Double
    var deviation: Double
  }

  /// The unavailability of one replica over `replications` runs of `hours`.
  private func unavailability(
    up: DistributionSpec, down: DistributionSpec, hours: Int64, replications: UInt64
  ) throws -> Sample {
    let workloads = [Federations.workload(replicas: 1, startup: .zero)]
    let scenario = Scenario(
      name: "renewal", horizon: .hours(hours), fleet: Federations.fleet(named: ["a"], nodes: 1), workloads: workloads,
      contenders: [Federations.contender(of: ProfileCatalog.karmada118, over: workloads)],
      failures: [.process(FailureProcessSpec(level: .cluster, up: up, down: down))])
    var sum = 0.0
    var squares = 0.0
    for seed in 0..<replications {
      let outcome = try #require(
        MeasuredRun.run(scenario: scenario, contender: 0, seed: seed, scheduler: AllInFirst()))
      let value = 1 - (try #require(outcome.metrics["availability"]?.value))
      sum += value
      squares += value * value
    }
    let count = Double(replications)
    let mean = sum / count
    let variance = (squares - count * mean * mean) / (count - 1)
    return Sample(mean: mean, standardError: (variance / count).squareRoot(), deviation: variance.squareRoot())
  }

  @Test func `exponential 100 h up and 5 h down gives 100 / 105, with the spread of the closed form`() throws {
    let found = try unavailability(
      up: .exponential(mean: .hours(100)), down: .exponential(mean: .hours(5)), hours: 2000, replications: 1200)
    let exact = 5.0 / 105
    #expect(found.standardError <= 0.01 * exact, "\(found)")
    // A run starts up: E = U (1 - (1 - e^-sT) / (sT)), s = 1/100 + 1/5 per hour.
    let expected = exact * (1 - 1 / (0.21 * 2000))
    #expect(abs(found.mean - expected) <= 4 * found.standardError, "\(found), exact \(expected)")
    #expect(abs(found.mean - exact) <= 4 * found.standardError)
    // Standard deviation 0.014678 of a stationary start: 2 l m / s^3 / T (1 - (1 - e^-sT) / (sT)), square root. Its own
    // relative error is about 1 / sqrt(2 n), a little more for the skew.
    #expect(abs(found.deviation / 0.014678052 - 1) < 4 * 1.3 / (2.0 * 1200).squareRoot(), "\(found)")
  }

  @Test func `Weibull up and lognormal down with equal means give the same availability`() throws {
    // Weibull of shape 1/2: mean = 2 x scale. Lognormal with sigma 1: mean = median x e^0.5, p95 = median x e^1.64485.
    let median = 5 / 1.6487212707001282
    let found = try unavailability(
      up: .weibull(shape: 0.5, scale: .hours(50)),
      down: .lognormal(
        median: SimulationDuration(seconds: median * 3600),
        percentile95: SimulationDuration(seconds: median * 5.180251602 * 3600)),
      hours: 4000, replications: 1800)
    let exact = 5.0 / 105
    #expect(found.standardError <= 0.01 * exact, "\(found)")
    #expect(abs(found.mean - exact) <= 4 * found.standardError, "\(found), exact \(exact)")
  }

  @Test func `constant times of 95 and 5 h over whole cycles give 0.95 whatever the phase`() throws {
    let found = try unavailability(
      up: .constant(.hours(95)), down: .constant(.hours(5)), hours: 10_000, replications: 30)
    #expect(abs(found.mean - 0.05) < 1e-12)
  }
}
