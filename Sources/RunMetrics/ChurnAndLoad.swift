// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// What the contender did and what it used: moves, evictions, decisions, waiting, utilisation, cost.
struct ChurnAndLoad: Sendable {
  private let requests: [Int64]
  private var allocatable: [Int64]
  private var isDead: [Bool]
  private var moved: Int64 = 0
  private var movingDecisions: Int64 = 0
  private var transitions: Int64 = 0
  private var wasAssigned: [Bool]
  private var wasWanted: [Bool]
  private var evictions: Int64 = 0
  private var decisions: Int64 = 0
  private var clusterFailures: Int64 = 0
  private var waiting = ExactIntegral()
  private var unassigned = ExactIntegral()
  private var unassignedOf: [Int64]
  private var wanted: [Int64]
  private var assigned: [Int64]
  private var usedOf: [Int64]
  private var used = ExactIntegral()
  private var offered = ExactIntegral()
  private var cost = ExactIntegral()
  private var provisionedCost = ExactIntegral()
  private var ignoredRebalances: Int64 = 0
  private var stockOuts: Int64 = 0

  init(scenario: Scenario) {
    requests = scenario.workloads.map(\.requests.cpuMillicores)
    allocatable = scenario.fleet.clusters.map(\.allocatable.cpuMillicores)
    isDead = Array(repeating: false, count: allocatable.count)
    usedOf = Array(repeating: 0, count: allocatable.count)
    wanted = Array(repeating: 0, count: requests.count)
    assigned = Array(repeating: 0, count: requests.count)
    unassignedOf = Array(repeating: 0, count: requests.count)
    wasAssigned = Array(repeating: false, count: requests.count)
    wasWanted = wasAssigned
    for amount in allocatable { offered.add(amount, at: .zero) }
    for pool in scenario.fleet.clusters.flatMap(\.pools) {
      provisionedCost.add(Int64((pool.pricePerHour * 1e9).rounded()) * Int64(pool.nodeCount), at: .zero)
    }
  }

  mutating func take(_ observation: Observation) {
    let time = observation.time
    let workload = Int(observation.workload)
    switch observation.kind {
    case .moved:
      moved += observation.value
      movingDecisions += 1
    case .evicted: evictions += 1
    case .decided: decisions += 1
    case .waitingChanged: waiting.add(observation.value, at: time)
    case .costChanged: cost.add(observation.value, at: time)
    case .demandChanged:
      wanted[workload] = observation.value
      if observation.value > 0 { wasWanted[workload] = true }
      noteUnassigned(workload, at: time)
    case .assignmentChanged:
      assigned[workload] = observation.value
      if observation.value > 0 { wasAssigned[workload] = true }
      noteUnassigned(workload, at: time)
    case .boundChanged:
      let cluster = Int(observation.cluster)
      let change = requests[workload] * observation.value
      usedOf[cluster] += change
      if !isDead[cluster] { used.add(change, at: time) }
    case .boundCPUCorrected:
      let cluster = Int(observation.cluster)
      usedOf[cluster] += observation.value
      if !isDead[cluster] { used.add(observation.value, at: time) }
    case .capacityChanged:
      let cluster = Int(observation.cluster)
      allocatable[cluster] += observation.value
      if !isDead[cluster] { offered.add(observation.value, at: time) }
    case .provisionedCostChanged: provisionedCost.add(observation.value, at: time)
    case .stockOut: stockOuts += observation.value
    case .rebalanceIgnored: ignoredRebalances += observation.value
    case .clusterLost:
      transitions += 1
      if observation.value > 0 { clusterFailures += 1 }
      if abs(observation.value) == 1 {
        noteDead(Int(observation.cluster), isDead: observation.value == 1, at: time)
      }
    default: break
    }
  }

  private mutating func noteDead(_ cluster: Int, isDead nowDead: Bool, at time: SimulationTime) {
    isDead[cluster] = nowDead
    used.add(nowDead ? -usedOf[cluster] : usedOf[cluster], at: time)
    offered.add(nowDead ? -allocatable[cluster] : allocatable[cluster], at: time)
  }

  private mutating func noteUnassigned(_ workload: Int, at time: SimulationTime) {
    let missing = max(0, wanted[workload] - assigned[workload])
    unassigned.add(missing - unassignedOf[workload], at: time)
    unassignedOf[workload] = missing
  }

  /// Requested over allocatable CPU of one cluster now; 0 when it is down or offers none.
  func utilisation(of cluster: Int) -> Double {
    !isDead[cluster] && allocatable[cluster] > 0 ? Double(usedOf[cluster]) / Double(allocatable[cluster]) : 0
  }

  func metrics(at end: SimulationTime, servedHours: Double) -> [String: MetricValue] {
    let offeredHours = offered.hours(at: end)
    let provisioned = provisionedCost.hours(at: end) / 1e9
    let dollars = cost.hours(at: end) / 1e9
    let hours = (end - SimulationTime.zero).seconds / 3600
    return [
      "moves_per_transition": MetricValue(transitions > 0 ? Double(movingDecisions) / Double(transitions) : nil),
      "never_scheduled_workloads": MetricValue(Double(wasWanted.indices.count { wasWanted[$0] && !wasAssigned[$0] })),
      "cost_per_hour": MetricValue(dollars > 0 && hours > 0 ? dollars / hours : nil),
      "replicas_moved": MetricValue(Double(moved)),
      "evictions": MetricValue(Double(evictions)),
      "decisions": MetricValue(Double(decisions)),
      "cluster_failures": MetricValue(Double(clusterFailures)),
      "pending_replica_hours": MetricValue(waiting.hours(at: end) + unassigned.hours(at: end)),
      "utilisation": MetricValue(offeredHours > 0 ? used.hours(at: end) / offeredHours : nil),
      "cost_per_1000_served_replica_hours": MetricValue(
        dollars > 0 && servedHours > 0 ? dollars / servedHours * 1000 : nil),
      "provisioned_cost": MetricValue(provisioned > 0 ? provisioned : nil),
      "rebalances_ignored": MetricValue(Double(ignoredRebalances)),
      "stock_outs": MetricValue(Double(stockOuts)),
    ]
  }
}
