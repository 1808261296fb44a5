// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// What the loss of one cluster, zone or region would take from the placement as it is at every moment (Q4), and what
/// would go on being served without each region (N1). Nothing moves in this: it is what the placement itself survives.
///
/// A loss takes the replicas in the domain as far as no surplus elsewhere makes up for them.
struct DomainLosses: Sendable {
  /// One way of dividing the fleet.
  private struct Level: Sendable {
    let name: String
    let domainOf: [Int32]
    var table: ReplicaTable
    /// The most ready replicas of each workload in one domain, and whether that has to be looked for again.
    var greatest: [Int32]
    var isStale: [Bool]
    /// Domains each workload may use.
    let domainCount: [Int32]
    /// What each workload counts for now.
    var counted: [(loss: Int32, excess: Int32, demand: Int32)]
    var loss = ExactIntegral()
    var excess = ExactIntegral()
    var demand = ExactIntegral()

    init(_ name: String, _ domains: FleetDomains, _ clusters: EligibleColumns) {
      self.name = name
      let eligible = EligibleColumns(clusters, in: domains)
      domainOf = domains.domainOf
      table = ReplicaTable(eligible)
      domainCount = eligible.setOf.map { Int32(eligible.sets[Int($0)].count) }
      greatest = Array(repeating: 0, count: domainCount.count)
      isStale = Array(repeating: false, count: domainCount.count)
      counted = Array(repeating: (0, 0, 0), count: domainCount.count)
    }

    mutating func add(_ change: Int64, workload: Int, cluster: Int) {
      let after = table.add(change, workload: workload, column: Int(domainOf[cluster]))
      if after > greatest[workload] {
        greatest[workload] = after
      } else if change < 0, Int64(after) - change == Int64(greatest[workload]) {
        isStale[workload] = true
      }
    }

    /// Counts the workload as it is from `time` on. A workload with one domain to choose from has no choice and leaves
    /// the ratio.
    mutating func settle(_ workload: Int, wanted: Int64, spare: Int32, at time: SimulationTime) {
      guard domainCount[workload] > 1 else { return }
      if isStale[workload] {
        isStale[workload] = false
        greatest[workload] = table.greatest(of: workload)
      }
      let lost = wanted > 0 ? max(0, greatest[workload] - spare) : 0
      let count = Int64(domainCount[workload])
      let floor = Int32(clamping: (wanted + count - 1) / count)
      let now = (loss: lost, excess: max(0, lost - floor), demand: Int32(clamping: wanted))
      let before = counted[workload]
      counted[workload] = now
      if now.loss != before.loss { loss.add(Int64(now.loss) - Int64(before.loss), at: time) }
      if now.excess != before.excess { excess.add(Int64(now.excess) - Int64(before.excess), at: time) }
      if now.demand != before.demand { demand.add(Int64(now.demand) - Int64(before.demand), at: time) }
    }
  }

  private var levels: [Level]
  private let regions: FleetDomains
  /// Ready replicas in each region, and those that a surplus elsewhere makes up for.
  private var readyIn: [ExactIntegral]
  private var spareIn: [ExactIntegral]
  private var spareOf: ReplicaTable
  private var hasSpare: [Bool]
  private var dirty: [Int32] = []
  private var isDirty: [Bool]

  init(scenario: Scenario) {
    let fleet = scenario.fleet
    let clusters = EligibleColumns(clustersOf: scenario)
    regions = .regions(of: fleet)
    levels = [Level("cluster", .clusters(of: fleet), clusters), Level("region", regions, clusters)]
    if let zones = FleetDomains.zones(of: fleet) { levels.append(Level("zone", zones, clusters)) }
    readyIn = Array(repeating: ExactIntegral(), count: regions.names.count)
    spareIn = readyIn
    spareOf = ReplicaTable(EligibleColumns(clusters, in: regions))
    hasSpare = Array(repeating: false, count: scenario.workloads.count)
    isDirty = hasSpare
  }

  mutating func take(_ observation: Observation) {
    let workload = Int(observation.workload)
    switch observation.kind {
    case .servingChanged, .servingLostToFault:
      let cluster = Int(observation.cluster)
      for level in levels.indices { levels[level].add(observation.value, workload: workload, cluster: cluster) }
      readyIn[Int(regions.domainOf[cluster])].add(observation.value, at: observation.time)
    case .demandChanged: break
    default: return
    }
    guard !isDirty[workload] else { return }
    isDirty[workload] = true
    dirty.append(observation.workload)
  }

  /// Counts what changed in the moment `time`, which is over. O(regions) for a workload with a surplus, else O(1) but
  /// where its fullest domain lost replicas.
  mutating func settle(at time: SimulationTime, served: WorkloadLevels) {
    for place in dirty {
      let workload = Int(place)
      isDirty[workload] = false
      let wanted = served.wanted(of: workload)
      let spare = Int32(clamping: max(0, served.serving(of: workload) - wanted))
      for level in levels.indices { levels[level].settle(workload, wanted: wanted, spare: spare, at: time) }
      if spare > 0 || hasSpare[workload] { settleSpare(spare, of: workload, at: time) }
    }
    dirty.removeAll(keepingCapacity: true)
  }

  private mutating func settleSpare(_ spare: Int32, of workload: Int, at time: SimulationTime) {
    hasSpare[workload] = spare > 0
    let table = levels[1].table
    for column in table.columns(of: workload) {
      let now = min(table[workload, Int(column)], spare)
      let change = Int64(now) - Int64(spareOf[workload, Int(column)])
      guard change != 0 else { continue }
      spareOf.add(change, workload: workload, column: Int(column))
      spareIn[Int(column)].add(change, at: time)
    }
  }

  func metrics(at end: SimulationTime, served: ServiceLevels) -> [String: MetricValue] {
    var metrics: [String: MetricValue] = [
      "worst_zone_loss": MetricValue(nil), "worst_zone_loss_excess": MetricValue(nil),
    ]
    for level in levels {
      metrics["worst_\(level.name)_loss"] = MetricValue(level.loss.ratio(to: level.demand, at: end))
      metrics["worst_\(level.name)_loss_excess"] = MetricValue(level.excess.ratio(to: level.demand, at: end))
    }
    let shares = regions.names.indices.map { region -> Double? in
      let lost = readyIn[region].total(at: end) - spareIn[region].total(at: end)
      let demand = served.demand.total(at: end)
      return demand > 0 ? Double(served.served.total(at: end) - lost) / Double(demand) : nil
    }.compactMap { $0 }
    let hasChoice = shares.count > 1
    metrics["survived_region_worst"] = MetricValue(hasChoice ? shares.min() : nil)
    metrics["survived_region_mean"] = MetricValue(hasChoice ? shares.reduce(0, +) / Double(shares.count) : nil)
    return metrics
  }

  /// Ready replicas of a workload in a cluster now.
  func ready(of workload: Int, in cluster: Int) -> Int32 { levels[0].table[workload, cluster] }

  /// Clusters that may hold ready replicas of a workload, ascending.
  func clusters(of workload: Int) -> [Int32] { levels[0].table.columns(of: workload) }
}
