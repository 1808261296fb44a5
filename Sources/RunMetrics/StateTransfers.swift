// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// What the state of replicas that move costs on its way between regions (C2).
///
/// A replica that is assigned to a cluster takes its state from the cluster that the workload left first and whose state
/// nobody has taken yet. What is left over when the workload has all it needs was scaled down, and moves nowhere.
struct StateTransfers: Sendable {
  private struct Left: Sendable {
    var region: Int32
    var replicas: Int64
  }

  private let stateBytes: [Int64]
  private let regionOf: [Int32]
  private let regionCount: Int
  /// Dollars per byte from region to region; empty: no link names a tariff, or nothing has state, and there is no data.
  private let tariffs: [Double]
  private var left: [[Left]]
  private var gained: [[Left]]
  private var assigned: [Int64]
  private var dirty: [Int32] = []
  private var isDirty: [Bool]
  /// Replicas that moved, by workload's bytes and pair of regions.
  private var bytes: [Int128]

  init(scenario: Scenario) {
    let regions = FleetDomains.regions(of: scenario.fleet)
    regionOf = regions.domainOf
    regionCount = regions.names.count
    stateBytes = scenario.workloads.map(\.stateBytes)
    let links = scenario.network.links
    let isPriced = links.contains { $0.tariffPerGiB > 0 } && stateBytes.contains { $0 > 0 }
    tariffs =
      isPriced
      ? regions.names.flatMap { from in
        regions.names.map { to in
          from == to ? 0 : (links.first { $0.from == from && $0.to == to }?.tariffPerGiB ?? 0) / 1_073_741_824
        }
      } : []
    let count = isPriced ? stateBytes.count : 0
    left = Array(repeating: [], count: count)
    gained = left
    assigned = Array(repeating: 0, count: count)
    isDirty = Array(repeating: false, count: count)
    bytes = Array(repeating: 0, count: tariffs.count)
  }

  mutating func take(_ observation: Observation) {
    guard observation.kind == .assignedChanged, !tariffs.isEmpty else { return }
    let workload = Int(observation.workload)
    let region = regionOf[Int(observation.cluster)]
    assigned[workload] += observation.value
    if observation.value > 0 {
      gained[workload].append(Left(region: region, replicas: observation.value))
    } else {
      left[workload].append(Left(region: region, replicas: -observation.value))
    }
    guard !isDirty[workload] else { return }
    isDirty[workload] = true
    dirty.append(observation.workload)
  }

  /// Pairs what was left with what was gained in the moment that is over and before.
  mutating func settle(levels: WorkloadLevels) {
    for place in dirty {
      let workload = Int(place)
      isDirty[workload] = false
      for gain in gained[workload] { move(gain, of: workload) }
      gained[workload].removeAll(keepingCapacity: true)
      if assigned[workload] >= levels.wanted(of: workload) { left[workload].removeAll(keepingCapacity: true) }
    }
    dirty.removeAll(keepingCapacity: true)
  }

  private mutating func move(_ gain: Left, of workload: Int) {
    var missing = gain.replicas
    while missing > 0, let source = left[workload].first {
      let part = min(missing, source.replicas)
      missing -= part
      bytes[Int(source.region) * regionCount + Int(gain.region)] += Int128(part) * Int128(stateBytes[workload])
      if part == source.replicas {
        left[workload].removeFirst()
      } else {
        left[workload][0].replicas -= part
      }
    }
  }

  func metrics() -> [String: MetricValue] {
    guard !tariffs.isEmpty else { return ["egress_cost": MetricValue(nil), "egress_gib": MetricValue(nil)] }
    var moved: Int128 = 0
    for (pair, amount) in bytes.enumerated() where pair / regionCount != pair % regionCount { moved += amount }
    let cost = zip(bytes, tariffs).reduce(0) { $0 + Double($1.0) * $1.1 }
    return ["egress_cost": MetricValue(cost), "egress_gib": MetricValue(Double(moved) / 1_073_741_824)]
  }
}
