// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import ScenarioFormat
import Scheduling
import SchedulingPolicies

/// The fleet of `Scenarios/regimes/thousand-clusters.yaml` at any size: cells of 50 clusters of 100 nodes, five workloads of
/// 40 replicas a cluster, each cluster lost about once a month. The horizon shrinks as the fleet grows, so that every size
/// has about as many events; outages are short against the shortest one, so that every size sees their ends.
struct BenchmarkFleet: Sendable {
  /// Clusters of a cell: as many are eligible for each workload.
  static let cellSize = 50

  let scenario: Scenario
  let scheduler: any ReplicaScheduler

  /// A fleet of `clusters`, raced by Karmada with failover and weights by capacity.
  init(clusters: Int, clusterDays: Int = 3000) throws {
    let hours = max(1, clusterDays * 24 / clusters)
    let regions = (1...10).map { "region-\($0): {zones: 3}" }.joined(separator: ", ")
    let text = """
      apiVersion: regatta/v1alpha1
      kind: Scenario
      metadata: {name: bench-\(clusters)}
      horizon: \(hours)h
      fleet:
        generate:
          regions: {\(regions)}
          clusters: \(clusters)
          cells: \(max(1, clusters / Self.cellSize))
          nodePools: [{nodes: 100, cpu: "8", memory: 32Gi, pods: 110, pricePerHour: 0.4}]
      workloads:
      - name: web
        count: \(5 * clusters)
        replicas: 40
        requests: {cpu: "2", memory: 4Gi}
        startup: {lognormal: {median: 20s, p95: 60s}}
        intent: {eligible: {cells: in-turn}, division: capacity, onClusterLoss: {move: true, after: 60s}}
      contenders: [{name: karmada, profile: karmada-1.18, optIn: failover, division: capacity}]
      failures:
      - process: {cluster: {up: {exponential: {mean: 730h}}, down: {lognormal: {median: 20m, p95: 1h}}}}
      """
    let loaded = ScenarioLoader.load(text: text, file: "bench.yaml")
    guard let scenario = loaded.scenario else {
      preconditionFailure("the benchmark's own scenario is refused: \(loaded.diagnostics)")
    }
    self.scenario = scenario
    scheduler = PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet)
  }

  /// What one pass through the events took.
  struct Pass {
    var nanoseconds: Double
    var events: Int
    var digest: RunDigest
  }

  /// A run that has been placed.
  func start(seed: UInt64) -> FederationRun {
    var run = FederationRun(scenario: scenario, contender: 0, seed: seed, scheduler: scheduler) {
      $0.removeAll(keepingCapacity: true)
    }
    run.observations.removeAll(keepingCapacity: true)
    return run
  }

  /// Runs through all events of one seed; the placing at the start is not timed.
  func pass(seed: UInt64) -> Pass {
    var digest = RunDigest()
    var run = start(seed: seed)
    let start = ThreadClock.nanoseconds
    while run.step() {
      for observation in run.observations { digest.add(observation) }
      run.observations.removeAll(keepingCapacity: true)
    }
    return Pass(nanoseconds: ThreadClock.nanoseconds - start, events: run.eventCount, digest: digest)
  }
}
