// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Results

/// Availability workload by workload: its distribution (A3), what of an error budget it spent (A4), and how it falls on
/// tenants (F1). Made at the end of a run from each workload's exact integrals.
struct WorkloadShares {
  /// The share of a workload's demand that is to be served where the workload names none.
  static let defaultTarget = 0.999

  private struct Share {
    var lost: Int128
    var demand: Int128
    var target: Double
    var tenant: String
    var availability: Double { 1 - Double(lost) / Double(demand) }
  }

  /// Workloads with demand.
  private let shares: [Share]

  init(scenario: Scenario, levels: WorkloadLevels, at end: SimulationTime) {
    shares = scenario.workloads.enumerated().compactMap { place, workload in
      let demand = levels.demandTotal(of: place, at: end)
      guard demand > 0 else { return nil }
      return Share(
        lost: levels.lostTotal(of: place, at: end), demand: demand,
        target: workload.service?.availabilityTarget ?? Self.defaultTarget, tenant: workload.tenant)
    }
  }

  func metrics() -> [String: MetricValue] {
    let ordered = shares.map(\.availability).sorted()
    func quantile(_ probability: Double) -> MetricValue {
      guard !ordered.isEmpty else { return MetricValue(nil) }
      return MetricValue(ordered[max(1, Int((probability * Double(ordered.count)).rounded(.up))) - 1])
    }
    let budget = shares.reduce(0) { $0 + (1 - $1.target) * Double($1.demand) }
    let lost = shares.reduce(0) { $0 + Double($1.lost) }
    let spent = shares.map { Double($0.lost) / ((1 - $0.target) * Double($0.demand)) }
    // A workload that lost nothing keeps its target however the division rounds.
    let attained = shares.count { $0.lost == 0 || $0.availability >= $0.target }
    return [
      "workload_availability_min": MetricValue(ordered.first),
      "workload_availability_p1": quantile(0.01),
      "workload_availability_p5": quantile(0.05),
      "slo_attainment": MetricValue(shares.isEmpty ? nil : Double(attained) / Double(shares.count)),
      "error_budget_used": MetricValue(budget > 0 ? lost / budget : nil),
      "error_budget_used_max": MetricValue(spent.max()),
    ].merging(tenants()) { $1 }
  }

  /// How even the tenants' availabilities are; nil with fewer than two tenants.
  private func tenants() -> [String: MetricValue] {
    var places: [String: Int] = [:]
    var sums: [(lost: Int128, demand: Int128)] = []
    for share in shares where !share.tenant.isEmpty {
      let place = places[share.tenant] ?? sums.count
      if place == sums.count {
        places[share.tenant] = place
        sums.append((0, 0))
      }
      sums[place].lost += share.lost
      sums[place].demand += share.demand
    }
    let served = sums.map { 1 - Double($0.lost) / Double($0.demand) }
    let isKnown = served.count > 1
    return [
      "tenant_availability_jain": MetricValue(isKnown ? Evenness.jain(served) : nil),
      "tenant_availability_min": MetricValue(isKnown ? served.min() : nil),
      "tenant_availability_gap": MetricValue(isKnown ? (served.max() ?? 0) - (served.min() ?? 0) : nil),
    ]
  }
}

/// How even numbers are.
enum Evenness {
  /// (sum x)^2 / (n sum x^2): 1 when all are equal, 1/n when one has everything; nil when all are 0.
  ///
  /// Source: R. Jain, D.-M. Chiu, W. Hawe, "A quantitative measure of fairness", DEC-TR-301, 1984.
  static func jain(_ numbers: [Double]) -> Double? {
    let sum = numbers.reduce(0, +)
    let squares = numbers.reduce(0) { $0 + $1 * $1 }
    return squares > 0 ? sum * sum / (Double(numbers.count) * squares) : nil
  }
}
