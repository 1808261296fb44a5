// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// What the hub did against what was so: failovers of what was lost, of what served, and those that never came; and
/// what ran twice because of them.
///
/// A failover is counted for each workload and cluster, once in an outage.
struct BeliefAndTruth: Sendable {
  private var trueFailovers: Int64 = 0
  private var falseFailovers: Int64 = 0
  private var falselyMoved: Int64 = 0
  private var missedFailovers: Int64 = 0
  private var missed: Int64 = 0
  private var runningTwice = ExactIntegral()
  private let clusterCount: Int

  init(clusterCount: Int) { self.clusterCount = clusterCount }

  mutating func take(_ observation: Observation) {
    switch observation.kind {
    case .trueFailover:
      trueFailovers += 1
    case .falseFailover:
      falseFailovers += 1
      falselyMoved += observation.value
    case .missedFailover:
      missedFailovers += 1
      missed += observation.value
    case .doubleRunningChanged:
      runningTwice.add(observation.value, at: observation.time)
    default: break
    }
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    let years = Double(clusterCount) * (end - SimulationTime.zero).seconds / (365 * 86_400)
    let made = trueFailovers + falseFailovers
    let needed = trueFailovers + missedFailovers
    return [
      "false_failovers_per_cluster_year": MetricValue(years > 0 ? Double(falseFailovers) / years : nil),
      "failover_precision": MetricValue(made > 0 ? Double(trueFailovers) / Double(made) : nil),
      "failover_recall": MetricValue(needed > 0 ? Double(trueFailovers) / Double(needed) : nil),
      "true_failovers": MetricValue(Double(trueFailovers)),
      "false_failovers": MetricValue(Double(falseFailovers)),
      "false_failover_replicas": MetricValue(Double(falselyMoved)),
      "missed_failovers": MetricValue(Double(missedFailovers)),
      "missed_failover_replicas": MetricValue(Double(missed)),
      "double_running_replica_hours": MetricValue(runningTwice.hours(at: end)),
    ]
  }
}
