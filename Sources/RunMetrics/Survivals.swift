// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results

/// What the placement that a run ends with survives (N1): each region lost in turn, and pairs of clusters.
///
/// A loss is survived when it leaves every workload its minimum of ready replicas, or one where it names no minimum.
/// Workloads that have less before the loss do not count against it.
struct Survivals {
  /// At most so many pairs; of more a fixed sample, the same for every contender and seed.
  static let pairLimit = 500

  private struct Holding {
    var workload: Int
    var ready: Int64
  }

  private let needed: [Int64]
  private let ready: [Int64]
  private let wanted: [Int64]
  /// What runs in each cluster.
  private var holdings: [[Holding]]
  private let regions: FleetDomains

  init(scenario: Scenario, losses: DomainLosses, served: WorkloadLevels) {
    regions = .regions(of: scenario.fleet)
    holdings = Array(repeating: [], count: scenario.fleet.clusters.count)
    let workloads = scenario.workloads.indices
    wanted = workloads.map { served.wanted(of: $0) }
    ready = workloads.map { served.serving(of: $0) }
    needed = workloads.map { place in
      let minimum = Int64(scenario.workloads[place].minimumAvailable ?? 1)
      return min(minimum, served.wanted(of: place), served.serving(of: place))
    }
    for workload in workloads {
      for cluster in losses.clusters(of: workload) {
        let ready = Int64(losses.ready(of: workload, in: Int(cluster)))
        if ready > 0 { holdings[Int(cluster)].append(Holding(workload: workload, ready: ready)) }
      }
    }
  }

  /// O(what runs in the clusters of the subsets).
  func metrics() -> [String: MetricValue] {
    let demand = wanted.reduce(0, +)
    let served = wanted.indices.reduce(0) { $0 + min(ready[$1], wanted[$1]) }
    let isKnown = demand > 0
    let ofRegions = regions.names.indices.map { region in
      outcome(of: regions.domainOf.indices.filter { Int(regions.domainOf[$0]) == region })
    }
    let ofPairs = Self.pairs(of: holdings.count).map { outcome(of: [$0.0, $0.1]) }
    let hasPairs = isKnown && holdings.count > 2
    return [
      "survivable_regions": MetricValue(isKnown && ofRegions.count > 1 ? Self.share(ofRegions) : nil),
      "survivable_pairs": MetricValue(hasPairs ? Self.share(ofPairs) : nil),
      "survived_pair_worst": MetricValue(
        hasPairs ? ofPairs.map { Double(served - $0.lost) / Double(demand) }.min() : nil),
    ]
  }

  private static func share(_ outcomes: [(lost: Int64, isSurvived: Bool)]) -> Double {
    Double(outcomes.count { $0.isSurvived }) / Double(outcomes.count)
  }

  /// What is no longer served without these clusters, and whether every workload keeps what it needs.
  private func outcome(of clusters: [Int]) -> (lost: Int64, isSurvived: Bool) {
    // Workloads are ascending within a cluster; sorted, those of several stand together.
    let gone = clusters.flatMap { holdings[$0] }.sorted { $0.workload < $1.workload }
    var lost: Int64 = 0
    var isSurvived = true
    var place = 0
    while place < gone.count {
      let workload = gone[place].workload
      var left = ready[workload]
      while place < gone.count, gone[place].workload == workload {
        left -= gone[place].ready
        place += 1
      }
      lost += min(ready[workload], wanted[workload]) - min(left, wanted[workload])
      if left < needed[workload] { isSurvived = false }
    }
    return (lost, isSurvived)
  }

  /// All pairs of `count` clusters, or `pairLimit` of them, drawn by a fixed hash of their number in the sample.
  static func pairs(of count: Int) -> [(Int, Int)] {
    let total = count * (count - 1) / 2
    guard total > pairLimit else {
      return (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
    }
    return (0..<pairLimit).map { number in
      let first = Int(hash(UInt64(2 * number)) % UInt64(count))
      let second = Int(hash(UInt64(2 * number + 1)) % UInt64(count - 1))
      return second < first ? (second, first) : (first, second + 1)
    }
  }

  /// SplitMix64's finaliser: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
  private static func hash(_ number: UInt64) -> UInt64 {
    var word = (number &+ 1) &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
