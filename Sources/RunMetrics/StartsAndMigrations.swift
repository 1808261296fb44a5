// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// Cold starts (M3, P3), disruptions below a workload's minimum (M3), and what is served while replicas move without any
/// failure (M4).
struct StartsAndMigrations: Sendable {
  /// A move of a workload that had all it needs: from the decision until as many replicas have come as moved.
  private struct Migration: Sendable {
    var missing: Int64
    var fewestServed: Double
  }

  private let minimums: [Int64?]
  private let hasMinimum: Bool
  private var starts = SpanHistogram()
  private var violations: Int64 = 0
  private var open: [Migration?]
  private var migrations = 0
  private var fewestServed = 1.0
  private var servedSum = 0.0

  init(scenario: Scenario) {
    minimums = scenario.workloads.map { $0.minimumAvailable.map { Int64($0) } }
    hasMinimum = scenario.workloads.contains { $0.minimumAvailable != nil }
    open = Array(repeating: nil, count: minimums.count)
  }

  /// Takes an observation in; `levels` are the state after it.
  mutating func take(_ observation: Observation, levels: WorkloadLevels) {
    let workload = Int(observation.workload)
    switch observation.kind {
    case .replicaStarted:
      starts.add(observation.value)
    case .stoppedHealthy:
      // Told after the replicas have gone.
      let serving = levels.serving(of: workload)
      if let minimum = minimums[workload], serving < min(minimum, levels.wanted(of: workload)) { violations += 1 }
    case .moved:
      guard levels.serving(of: workload) >= levels.wanted(of: workload) || open[workload] != nil else { return }
      open[workload] = Migration(
        missing: (open[workload]?.missing ?? 0) + observation.value,
        fewestServed: open[workload]?.fewestServed ?? 1)
    case .servingLostToFault:
      // What a failure takes is no fault of the migration.
      open[workload] = nil
    case .servingChanged where open[workload] != nil:
      follow(workload, observation.value, levels)
    default: break
    }
  }

  private mutating func follow(_ workload: Int, _ change: Int64, _ levels: WorkloadLevels) {
    guard var migration = open[workload] else { return }
    let wanted = levels.wanted(of: workload)
    if wanted > 0 {
      migration.fewestServed = min(migration.fewestServed, Double(levels.serving(of: workload)) / Double(wanted))
    }
    migration.missing -= max(0, change)
    open[workload] = migration
    if migration.missing <= 0 {
      count(migration)
      open[workload] = nil
    }
  }

  private mutating func count(_ migration: Migration) {
    migrations += 1
    fewestServed = min(fewestServed, migration.fewestServed)
    servedSum += migration.fewestServed
  }

  /// Ends the run: a migration under way counts as far as it came.
  mutating func metrics(at end: SimulationTime) -> [String: MetricValue] {
    for migration in open { if let migration { count(migration) } }
    let days = (end - SimulationTime.zero).seconds / 86_400
    return [
      "cold_starts_per_day": MetricValue(days > 0 ? Double(starts.count) / days : nil),
      "pod_start_p50": starts.quantile(0.5),
      "pod_start_p99": starts.quantile(0.99),
      "budget_violations": MetricValue(hasMinimum ? Double(violations) : nil),
      "migrations": MetricValue(Double(migrations)),
      "migration_served_min": MetricValue(migrations > 0 ? fewestServed : nil),
      "migration_served_mean": MetricValue(migrations > 0 ? servedSum / Double(migrations) : nil),
    ]
  }
}
