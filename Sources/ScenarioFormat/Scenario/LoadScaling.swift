// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Scales replicas by one factor, so that a given share of what the fleet offers is taken: by pods that the scenario
/// does not name (`ClusterSpec.reserved`) and by the workloads together.
public enum LoadScaling {
  /// A resource as the load sees it.
  private static var amounts: [(name: String, path: KeyPath<Resources, Int64>)] {
    [("CPU", \.cpuMillicores), ("memory", \.memoryBytes), ("pods", \.pods)]
  }

  /// The binding resource's share: reserved and requested over allocatable, the largest of CPU, memory and pods. What no
  /// workload requests does not bind. nil where something is requested that the fleet has none of, or nothing is.
  public static func load(of workloads: [WorkloadSpec], on fleet: Fleet) -> Double? {
    load(workloads, replicas: workloads.map(\.replicas), on: Totals(of: fleet))
  }

  /// The share that is taken before any workload runs, of the resource where it is largest among those that `workloads`
  /// request; nil where they request nothing that the fleet offers.
  public static func reservedLoad(
    beside workloads: [WorkloadSpec], on fleet: Fleet
  ) -> (resource: String, share: Double)? {
    let totals = Totals(of: fleet)
    var largest: (resource: String, share: Double)?
    for (place, amount) in amounts.enumerated() where totals.offered[place] > 0 {
      guard workloads.contains(where: { $0.replicas > 0 && $0.requests[keyPath: amount.path] > 0 }) else { continue }
      let share = Double(totals.reserved[place]) / Double(totals.offered[place])
      if share > largest?.share ?? -1 { largest = (amount.name, share) }
    }
    return largest
  }

  /// New replicas of each workload: the fewest in all with which the load is at least `wished`, each workload keeping
  /// its share by cumulative rounding. nil where nothing is requested, what is reserved already reaches `wished`, or more
  /// than 10^8 replicas would be needed.
  ///
  /// Where workloads ask for different amounts the load need not grow with every single replica; the answer is then one
  /// from which one replica fewer misses the wish.
  public static func scaledReplicas(of workloads: [WorkloadSpec], on fleet: Fleet, toLoad wished: Double) -> [Int]? {
    let base = workloads.map(\.replicas)
    let totals = Totals(of: fleet)
    func reaches(_ total: Int) -> Bool {
      (load(workloads, replicas: divided(total, inProportionTo: base), on: totals) ?? 0) >= wished
    }
    guard wished.isFinite, wished > 0, base.contains(where: { $0 > 0 }),
      reservedLoad(beside: workloads, on: fleet)?.share ?? 0 < wished, reaches(ScenarioBounds.replicas)
    else { return nil }
    var tooFew = 0
    var enough = ScenarioBounds.replicas
    while enough - tooFew > 1 {
      let middle = tooFew + (enough - tooFew) / 2
      if reaches(middle) { enough = middle } else { tooFew = middle }
    }
    return divided(enough, inProportionTo: base)
  }

  /// `total` divided in proportion to `shares`: each gets the difference of the rounded-down cumulative parts, so that
  /// the parts add up to `total` and none is off by one or more.
  public static func divided(_ total: Int, inProportionTo shares: [Int]) -> [Int] {
    let sum = shares.reduce(Int128(0)) { $0 + Int128($1) }
    guard sum > 0 else { return shares }
    var cumulative: Int128 = 0
    var before: Int128 = 0
    return shares.map { share in
      cumulative += Int128(share)
      let upTo = cumulative * Int128(total) / sum
      defer { before = upTo }
      return Int(upTo - before)
    }
  }

  /// The workload with `replicas`, its demand scaled alike.
  static func scaled(_ workload: WorkloadSpec, to replicas: Int, factor: Double) -> WorkloadSpec {
    func scale(_ count: Int) -> Int {
      let exact = workload.replicas > 0 ? Double(replicas) / Double(workload.replicas) : factor
      return Int(min((Double(count) * exact).rounded(), Double(ScenarioBounds.replicas)))
    }
    var scaled = workload
    scaled.replicas = replicas
    switch workload.demand {
    case .constant: break
    case .steps(let steps):
      scaled.demand = .steps(steps.map { DemandSpec.Step(at: $0.at, replicas: scale($0.replicas)) })
    case .diurnal(let mean, let amplitude, let period, let phase):
      scaled.demand = .diurnal(mean: scale(mean), amplitude: scale(amplitude), period: period, phase: phase)
    }
    return scaled
  }

  /// What a fleet offers and what of it is taken, in the order of `amounts`.
  private struct Totals {
    var offered: [Int128]
    var reserved: [Int128]

    /// More than its nodes offer cannot be taken of a cluster, whatever its object reports.
    init(of fleet: Fleet) {
      offered = amounts.map { _ in 0 }
      reserved = offered
      for cluster in fleet.clusters {
        for (place, amount) in amounts.enumerated() {
          let here = cluster.pools.reduce(Int128(0)) {
            $0 + Int128($1.allocatable[keyPath: amount.path]) * Int128($1.nodeCount)
          }
          offered[place] += here
          reserved[place] += min(Int128(cluster.reserved[keyPath: amount.path]), here)
        }
      }
    }
  }

  private static func load(_ workloads: [WorkloadSpec], replicas: [Int], on totals: Totals) -> Double? {
    var largest: Double?
    for (place, amount) in amounts.enumerated() {
      var requested: Int128 = 0
      for (workload, count) in zip(workloads, replicas) {
        requested += Int128(workload.requests[keyPath: amount.path]) * Int128(count)
      }
      if requested == 0 { continue }
      guard totals.offered[place] > 0 else { return nil }
      largest = max(largest ?? 0, Double(totals.reserved[place] + requested) / Double(totals.offered[place]))
    }
    return largest
  }
}
