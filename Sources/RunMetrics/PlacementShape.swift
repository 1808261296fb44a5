// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// How what the hub assigns lies over the fleet: against weights (Q1, Q1f, Q2), bounds (Q3), and by itself (Q5, Q6).
///
/// A workload is looked at once in each moment in which its assignment or its demand changed, over the clusters it may
/// use: O(clusters of the workload) for each decision, which is what the decision itself took.
struct PlacementShape: Sendable {
  /// What a workload counts for, each a number of its own: ratios in billionths, replicas that may be fractions in
  /// millionths.
  private enum Part: Int, CaseIterable {
    case misplaced, misplacedNeedlessly, euclidean, greatest, weightedDemand, weighted
    case outOfBounds, skew, regionSkew, wanted, concentration, effective, placed
  }

  /// The parts of one workload.
  private struct Shape: Equatable, Sendable {
    var parts = SIMD16<Int64>(repeating: 0)

    subscript(part: Part) -> Int64 {
      get { parts[part.rawValue] }
      set { parts[part.rawValue] = newValue }
    }
  }

  private let intents: [WeightShares]
  private let intentOf: [Int32]
  private let regionOf: [Int32]
  private var assigned: ReplicaTable
  private var assignedInRegion: ReplicaTable
  private let regionCount: Int
  private var wanted: [Int64]
  /// The least deviation of each workload's demand from its weights.
  private var least: [Int64]
  private var shapes: [Shape]
  private var integrals = Array(repeating: ExactIntegral(), count: Part.allCases.count)
  private var checkedShares: Int64 = 0
  private var brokenQuotas: Int64 = 0
  private var dirty: [Int32] = []
  /// 1: to be looked at; 2: and its assignment changed.
  private var marks: [UInt8]

  init(scenario: Scenario) {
    var known: [Intent: Int32] = [:]
    var found: [WeightShares] = [.none]
    intentOf = scenario.workloads.map { workload in
      guard let intent = workload.intent else { return 0 }
      if let place = known[intent] { return place }
      known[intent] = Int32(found.count)
      found.append(WeightShares(intent, in: scenario.fleet))
      return Int32(found.count - 1)
    }
    intents = found
    let clusters = EligibleColumns(clustersOf: scenario)
    let regions = FleetDomains.regions(of: scenario.fleet)
    regionOf = regions.domainOf
    regionCount = regions.names.count
    assigned = ReplicaTable(clusters)
    assignedInRegion = ReplicaTable(EligibleColumns(clusters, in: regions))
    let count = scenario.workloads.count
    wanted = Array(repeating: 0, count: count)
    least = wanted
    shapes = Array(repeating: Shape(), count: count)
    marks = Array(repeating: 0, count: count)
  }

  mutating func take(_ observation: Observation) {
    let workload = Int(observation.workload)
    switch observation.kind {
    case .assignedChanged:
      let cluster = Int(observation.cluster)
      assigned.add(observation.value, workload: workload, column: cluster)
      assignedInRegion.add(observation.value, workload: workload, column: Int(regionOf[cluster]))
      mark(workload, 2)
    case .demandChanged:
      wanted[workload] = observation.value
      least[workload] = intents[Int(intentOf[workload])].leastDeviation(of: observation.value)
      mark(workload, 1)
    default: break
    }
  }

  private mutating func mark(_ workload: Int, _ mark: UInt8) {
    if marks[workload] == 0 { dirty.append(Int32(workload)) }
    marks[workload] |= mark
  }

  /// Counts what changed in the moment `time`, which is over.
  mutating func settle(at time: SimulationTime) {
    for place in dirty {
      let workload = Int(place)
      let shape = shape(of: workload, isNew: marks[workload] & 2 != 0)
      marks[workload] = 0
      let before = shapes[workload]
      guard shape != before else { continue }
      shapes[workload] = shape
      let changes = shape.parts &- before.parts
      for part in integrals.indices where changes[part] != 0 { integrals[part].add(changes[part], at: time) }
    }
    dirty.removeAll(keepingCapacity: true)
  }

  private mutating func shape(of workload: Int, isNew: Bool) -> Shape {
    let demand = wanted[workload]
    guard demand > 0 else { return Shape() }
    var shape = Shape()
    shape[.wanted] = 1
    let row = assigned.row(of: workload)
    var total: Int64 = 0
    var squares: Int64 = 0
    var most: Int64 = 0
    var fewest = Int64.max
    for place in row {
      let replicas = Int64(assigned.value(at: place))
      total += replicas
      squares += replicas * replicas
      most = max(most, replicas)
      fewest = min(fewest, replicas)
    }
    shape[.skew] = row.isEmpty ? 0 : most - fewest
    shape[.regionSkew] = regionSkew(of: workload)
    if total > 0 {
      shape[.placed] = 1
      shape[.concentration] = billionths(Double(squares) / (Double(total) * Double(total)))
      shape[.effective] = billionths(Double(total) * Double(total) / Double(squares))
    }
    let intent = intents[Int(intentOf[workload])]
    if intent.hasWeights { weigh(workload, intent, demand, &shape, isNew: isNew) }
    if intent.hasBounds { bound(workload, intent, &shape) }
    return shape
  }

  private func regionSkew(of workload: Int) -> Int64 {
    var most: Int64 = 0
    var fewest = Int64.max
    for place in assignedInRegion.row(of: workload) {
      let replicas = Int64(assignedInRegion.value(at: place))
      most = max(most, replicas)
      fewest = min(fewest, replicas)
    }
    return fewest == .max ? 0 : most - fewest
  }

  /// Holds the assignment against the shares demand x weight / sum of weights.
  private mutating func weigh(
    _ workload: Int, _ intent: WeightShares, _ demand: Int64, _ shape: inout Shape, isNew: Bool
  ) {
    let columns = assigned.columns(of: workload)
    let first = assigned.row(of: workload).lowerBound
    var sum: Int64 = 0
    var greatest: Int64 = 0
    var squares = 0.0
    var broken: Int64 = 0
    for (offset, column) in columns.enumerated() {
      let replicas = Int64(assigned.value(at: first + offset))
      let share = demand * intent.weights[Int(column)]
      let deviation = abs(replicas * intent.total - share)
      sum += deviation
      greatest = max(greatest, deviation)
      squares += Double(deviation) * Double(deviation)
      // Off by a whole replica or more is below the floor of the share or above its ceiling.
      if deviation >= intent.total { broken += 1 }
    }
    let whole = Double(intent.total)
    shape[.misplaced] = millionths(Double(sum) / (2 * whole))
    shape[.misplacedNeedlessly] = millionths(Double(max(0, sum - least[workload])) / (2 * whole))
    shape[.euclidean] = millionths(squares.squareRoot() / whole)
    shape[.greatest] = millionths(Double(greatest) / whole)
    shape[.weightedDemand] = demand
    shape[.weighted] = 1
    guard isNew else { return }
    checkedShares += Int64(columns.count)
    brokenQuotas += broken
  }

  private func bound(_ workload: Int, _ intent: WeightShares, _ shape: inout Shape) {
    let first = assigned.row(of: workload).lowerBound
    for (offset, column) in assigned.columns(of: workload).enumerated() {
      let replicas = Int64(assigned.value(at: first + offset))
      shape[.outOfBounds] += max(0, intent.minimums[Int(column)] - replicas)
      shape[.outOfBounds] += max(0, replicas - intent.maximums[Int(column)])
    }
  }

  private func billionths(_ number: Double) -> Int64 { Int64((number * 1e9).rounded()) }
  private func millionths(_ number: Double) -> Int64 { Int64((number * 1e6).rounded()) }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    /// The mean of a part over what `base` counts, in units of 1 / `scale`.
    func mean(_ part: Part, over base: Part, scale: Double = 1) -> MetricValue {
      MetricValue(integrals[part.rawValue].ratio(to: integrals[base.rawValue], at: end).map { $0 / scale })
    }
    let hasBounds = intentOf.contains { intents[Int($0)].hasBounds }
    return [
      "weight_deviation": mean(.misplaced, over: .weightedDemand, scale: 1e6),
      "weight_deviation_l2": mean(.euclidean, over: .weightedDemand, scale: 1e6),
      "weight_deviation_max_replicas": mean(.greatest, over: .weighted, scale: 1e6),
      "weight_deviation_needless": mean(.misplacedNeedlessly, over: .weightedDemand, scale: 1e6),
      "broken_quota_share": MetricValue(
        checkedShares > 0 ? Double(brokenQuotas) / Double(checkedShares) : nil),
      "out_of_bounds_replica_hours": MetricValue(hasBounds ? integrals[Part.outOfBounds.rawValue].hours(at: end) : nil),
      "cluster_skew_replicas": mean(.skew, over: .wanted),
      "region_skew_replicas": regionCount > 1 ? mean(.regionSkew, over: .wanted) : MetricValue(nil),
      "placement_concentration": mean(.concentration, over: .placed, scale: 1e9),
      "effective_clusters": mean(.effective, over: .placed, scale: 1e9),
    ]
  }
}
