// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// How far users are from what serves them (L1): each site's share of a workload's demand goes to ready replicas, the
/// nearest pair of site and region first, a replica being good for one replica's worth of demand.
///
/// Round trips are the network's; within a region 0. What nobody serves has no latency: that is availability's matter.
struct UserLatency: Sendable {
  private struct Pair: Sendable {
    var site: Int
    var region: Int
    var nanoseconds: Int64
  }

  /// Ascending by round trip; empty: a round trip or a site is missing, and there is no data.
  private let pairs: [Pair]
  /// Millionths of the demand, by site.
  private let shares: [Int64]
  private let regionOf: [Int32]
  private let regionCount: Int
  private var ready: [Int64]
  private var counted: [Int64]
  private var served: [ExactIntegral]
  private var dirty: [Int32] = []
  private var isDirty: [Bool]
  /// Scratch of one look: what each site still needs, and what each region still has.
  private var needs: [Int64]
  private var rooms: [Int64]

  init(scenario: Scenario) {
    let regions = FleetDomains.regions(of: scenario.fleet)
    regionOf = regions.domainOf
    regionCount = regions.names.count
    let sum = scenario.users.reduce(0) { $0 + $1.share }
    shares = scenario.users.map { sum > 0 ? Int64(($0.share / sum * 1e6).rounded()) : 0 }
    pairs = sum > 0 ? Self.pairs(scenario, regions.names) ?? [] : []
    let count = pairs.isEmpty ? 0 : scenario.workloads.count
    ready = Array(repeating: 0, count: count * regions.names.count)
    counted = Array(repeating: 0, count: count * pairs.count)
    served = Array(repeating: ExactIntegral(), count: pairs.count)
    isDirty = Array(repeating: false, count: count)
    needs = shares
    rooms = Array(repeating: 0, count: regionCount)
  }

  /// Every site with every region, the nearest first; nil when a round trip is not known.
  private static func pairs(_ scenario: Scenario, _ regions: [String]) -> [Pair]? {
    var pairs: [Pair] = []
    for (site, user) in scenario.users.enumerated() {
      for (region, name) in regions.enumerated() {
        guard let roundTrip = roundTrip(from: user, to: name, scenario.network) else { return nil }
        pairs.append(Pair(site: site, region: region, nanoseconds: roundTrip.nanoseconds))
      }
    }
    return pairs.sorted { ($0.nanoseconds, $0.site, $0.region) < ($1.nanoseconds, $1.site, $1.region) }
  }

  private static func roundTrip(from user: UserSite, to region: String, _ network: NetworkSpec) -> SimulationDuration? {
    for end in [user.site, user.region] where !end.isEmpty {
      if let link = network.links.first(where: { $0.from == end && $0.to == region }) { return link.roundTrip }
      if let link = network.links.first(where: { $0.from == region && $0.to == end }) { return link.roundTrip }
    }
    return user.region == region ? .zero : nil
  }

  mutating func take(_ observation: Observation) {
    guard !pairs.isEmpty else { return }
    let workload = Int(observation.workload)
    switch observation.kind {
    case .servingChanged, .servingLostToFault:
      ready[workload * regionCount + Int(regionOf[Int(observation.cluster)])] += observation.value
    case .demandChanged: break
    default: return
    }
    guard !isDirty[workload] else { return }
    isDirty[workload] = true
    dirty.append(observation.workload)
  }

  /// Counts what changed in the moment `time`, which is over. O(sites x regions) for each workload that did.
  mutating func settle(at time: SimulationTime, levels: WorkloadLevels) {
    for place in dirty {
      let workload = Int(place)
      isDirty[workload] = false
      let wanted = levels.wanted(of: workload)
      for site in needs.indices { needs[site] = shares[site] * wanted }
      for region in rooms.indices { rooms[region] = ready[workload * regionCount + region] * 1_000_000 }
      for (number, pair) in pairs.enumerated() {
        let part = min(needs[pair.site], rooms[pair.region])
        needs[pair.site] -= part
        rooms[pair.region] -= part
        let index = workload * pairs.count + number
        if part != counted[index] {
          served[number].add(part - counted[index], at: time)
          counted[index] = part
        }
      }
    }
    dirty.removeAll(keepingCapacity: true)
  }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    let weights = served.map { Double($0.total(at: end)) }
    let total = weights.reduce(0, +)
    func quantile(_ probability: Double) -> MetricValue {
      guard total > 0 else { return MetricValue(nil) }
      var seen = 0.0
      for (pair, weight) in zip(pairs, weights) {
        seen += weight
        if seen >= probability * total * (1 - 1e-12) { return MetricValue(Double(pair.nanoseconds) / 1e6) }
      }
      return MetricValue(nil)
    }
    let sum = zip(pairs, weights).reduce(0) { $0 + Double($1.0.nanoseconds) / 1e6 * $1.1 }
    return [
      "user_rtt_mean_ms": MetricValue(total > 0 ? sum / total : nil), "user_rtt_p50_ms": quantile(0.5),
      "user_rtt_p95_ms": quantile(0.95), "user_rtt_p99_ms": quantile(0.99),
    ]
  }
}
