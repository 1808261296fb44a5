// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results
import RunMetrics

@testable import Experiments

/// A small scenario and a replication that costs nothing, for tests of what lies around a run.
enum Fixture {
  static func scenario(name: String = "fixture", contenders: Int = 2) -> Scenario {
    let clusters = ["a", "b"].map { ClusterSpec(name: $0, region: "r", pools: []) }
    let workloads = ["web", "api"].map { WorkloadSpec(namespace: "shop", name: $0, replicas: 3) }
    let profiles = [ProfileCatalog.kubeFed010, ProfileCatalog.kubeAdmiral, ProfileCatalog.karmada118]
    return Scenario(
      name: name, horizon: .seconds(60), fleet: Fleet(clusters: clusters), workloads: workloads,
      contenders: (0..<contenders).map {
        ContenderSpec(name: "contender-\($0)", profile: profiles[$0 % 3], policies: [nil, nil])
      })
  }

  /// An outcome that depends on all arguments and takes longer for early seeds, so that runs end out of order.
  static let replication: Replication = { scenario, contender, seed, keepsSeries in
    var hash = StableHash()
    hash.combine(scenario.name)
    var rounds = (7 - seed % 7) * 20_000
    while rounds > 0 {
      hash.combine(UInt64(contender) << 32 | UInt64(seed))
      rounds -= 1
    }
    let series = RunSeries(times: [0], demand: [1], serving: [1])
    return RunOutcome(
      digest: hash.hexadecimal, events: 100 + seed, metrics: ["availability": MetricValue(Double(seed) / 64)],
      detail: RunDetail(series: keepsSeries ? series : nil))
  }

  static func runner(jobs: Int, replication: @escaping Replication = Fixture.replication) throws -> ParallelRunner {
    let scenario = scenario()
    return ParallelRunner(
      scenarios: [scenario], sweepPoints: SweepPoint.combinations(of: []),
      digests: [try ScenarioDigest(of: scenario).description], jobs: jobs, version: "1", replication: replication)
  }
}
