// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Which columns (clusters, zones, regions) each workload may use by its intent; workloads without one may use all.
struct EligibleColumns: Sendable {
  /// The different sets of columns, each ascending; the last has all of them.
  let sets: [[Int32]]
  /// The set of each workload.
  let setOf: [Int32]
  /// How many columns there are.
  let columnCount: Int

  /// The clusters of `scenario`.
  init(clustersOf scenario: Scenario) {
    let clusters = scenario.fleet.clusters
    var known: [Intent.Eligibility: Int32] = [:]
    var found: [[Int32]] = []
    var places: [Int32] = []
    for workload in scenario.workloads {
      guard let eligible = workload.intent?.eligible, !eligible.isEverything else {
        places.append(-1)
        continue
      }
      if let place = known[eligible] {
        places.append(place)
        continue
      }
      known[eligible] = Int32(found.count)
      places.append(Int32(found.count))
      found.append(clusters.indices.filter { eligible.admits(clusters[$0]) }.map { Int32($0) })
    }
    let last = Int32(found.count)
    setOf = places.map { $0 < 0 ? last : $0 }
    sets = found + [clusters.indices.map { Int32($0) }]
    columnCount = clusters.count
  }

  /// The columns that the clusters of each set belong to, as `domains` says.
  init(_ clusters: EligibleColumns, in domains: FleetDomains) {
    sets = clusters.sets.map { set in
      var isThere = Array(repeating: false, count: domains.names.count)
      for cluster in set { isThere[Int(domains.domainOf[Int(cluster)])] = true }
      return isThere.indices.filter { isThere[$0] }.map { Int32($0) }
    }
    setOf = clusters.setOf
    columnCount = domains.names.count
  }
}

/// A partition of the clusters into domains that may be lost as one.
struct FleetDomains: Sendable {
  /// The domains' names, in the order of clusters.
  let names: [String]
  /// The domain of each cluster.
  let domainOf: [Int32]

  private init(_ keys: [String]) {
    var places: [String: Int32] = [:]
    var found: [String] = []
    domainOf = keys.map { key in
      if let place = places[key] { return place }
      places[key] = Int32(found.count)
      found.append(key)
      return Int32(found.count - 1)
    }
    names = found
  }

  /// Each cluster on its own.
  static func clusters(of fleet: Fleet) -> FleetDomains { FleetDomains(fleet.clusters.map(\.name)) }

  /// Zones; nil unless every cluster is in exactly one.
  static func zones(of fleet: Fleet) -> FleetDomains? {
    guard fleet.clusters.allSatisfy({ $0.zones.count == 1 }) else { return nil }
    return FleetDomains(fleet.clusters.map { "\($0.region)/\($0.zones[0])" })
  }

  /// Regions; a cluster without one is one of its own.
  static func regions(of fleet: Fleet) -> FleetDomains {
    FleetDomains(fleet.clusters.indices.map { fleet.groupName(of: ClusterIndex($0)) })
  }
}

/// A whole number per workload and column, flat over the columns that each workload may use.
///
/// Planners may put replicas where the intent does not allow them: then the workload's row grows to all columns.
struct ReplicaTable: Sendable {
  private let columnCount: Int
  private let sets: [[Int32]]
  /// The place of each column in each set; -1: it is not in it.
  private let placeInSet: [Int32]
  private var setOf: [Int32]
  private var starts: [Int]
  private var counts: NarrowCounts

  init(_ eligible: EligibleColumns) {
    columnCount = eligible.columnCount
    sets = eligible.sets
    setOf = eligible.setOf
    var places = Array(repeating: Int32(-1), count: eligible.sets.count * eligible.columnCount)
    for (set, columns) in eligible.sets.enumerated() {
      for (place, column) in columns.enumerated() { places[set * eligible.columnCount + Int(column)] = Int32(place) }
    }
    placeInSet = places
    starts = []
    var total = 0
    for set in eligible.setOf {
      starts.append(total)
      total += eligible.sets[Int(set)].count
    }
    counts = NarrowCounts(count: total)
  }

  /// Adds `change` and gives the number after it. O(1).
  @discardableResult
  mutating func add(_ change: Int64, workload: Int, column: Int) -> Int32 {
    var place = placeInSet[Int(setOf[workload]) * columnCount + column]
    if place < 0 {
      widen(workload)
      place = Int32(column)
    }
    let index = starts[workload] + Int(place)
    let count = counts[index] &+ Int32(truncatingIfNeeded: change)
    counts[index] = count
    return count
  }

  /// The number of a workload in a column.
  subscript(workload: Int, column: Int) -> Int32 {
    let place = placeInSet[Int(setOf[workload]) * columnCount + column]
    return place < 0 ? 0 : counts[starts[workload] + Int(place)]
  }

  /// The columns of a workload's row, ascending.
  func columns(of workload: Int) -> [Int32] { sets[Int(setOf[workload])] }

  /// The places of a workload's row in `values`.
  func row(of workload: Int) -> Range<Int> {
    starts[workload]..<starts[workload] + sets[Int(setOf[workload])].count
  }

  /// The number at a place of a row.
  func value(at place: Int) -> Int32 { counts[place] }

  /// The greatest number in a workload's row; O(row).
  func greatest(of workload: Int) -> Int32 {
    var greatest: Int32 = 0
    for place in row(of: workload) where counts[place] > greatest { greatest = counts[place] }
    return greatest
  }

  /// Moves a workload's row to the end, with all columns.
  private mutating func widen(_ workload: Int) {
    let old = row(of: workload)
    let columns = columns(of: workload)
    let start = counts.count
    counts.extend(by: columnCount)
    for (offset, place) in old.enumerated() { counts[start + Int(columns[offset])] = counts[place] }
    starts[workload] = start
    setOf[workload] = Int32(sets.count - 1)
  }
}
