// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Scales all replicas by one factor, so that the workloads ask for a given share of what the fleet offers.
public enum LoadScaling {
  /// A resource as the load sees it.
  private static var amounts: [KeyPath<Resources, Int64>] { [\.cpuMillicores, \.memoryBytes, \.pods] }

  /// The most requested resource's share: requested over allocatable, the largest of CPU, memory and pods; nil where
  /// something is requested that the fleet has none of, or the fleet offers nothing.
  public static func load(of workloads: [WorkloadSpec], on fleet: Fleet) -> Double? {
    load(workloads, replicas: workloads.map(\.replicas), offered: offered(by: fleet))
  }

  /// New replicas of each workload: the fewest in all with which the load is at least `wished`, each workload keeping
  /// its share by cumulative rounding. nil where nothing is requested, or more than 10^8 replicas would be needed.
  ///
  /// Where workloads ask for different amounts the load need not grow with every single replica; the answer is then one
  /// from which one replica fewer misses the wish.
  public static func scaledReplicas(of workloads: [WorkloadSpec], on fleet: Fleet, toLoad wished: Double) -> [Int]? {
    let base = workloads.map(\.replicas)
    let offered = offered(by: fleet)
    func reaches(_ total: Int) -> Bool {
      (load(workloads, replicas: divided(total, inProportionTo: base), offered: offered) ?? 0) >= wished
    }
    guard wished.isFinite, wished > 0, base.contains(where: { $0 > 0 }), reaches(ScenarioBounds.replicas) else {
      return nil
    }
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

  private static func offered(by fleet: Fleet) -> [Int128] {
    amounts.map { amount in
      fleet.clusters.reduce(Int128(0)) { sum, cluster in
        cluster.pools.reduce(sum) { $0 + Int128($1.allocatable[keyPath: amount]) * Int128($1.nodeCount) }
      }
    }
  }

  private static func load(_ workloads: [WorkloadSpec], replicas: [Int], offered: [Int128]) -> Double? {
    var largest: Double?
    for (place, amount) in amounts.enumerated() {
      var requested: Int128 = 0
      for (workload, count) in zip(workloads, replicas) {
        requested += Int128(workload.requests[keyPath: amount]) * Int128(count)
      }
      if requested == 0 { continue }
      guard offered[place] > 0 else { return nil }
      largest = max(largest ?? 0, Double(requested) / Double(offered[place]))
    }
    return largest
  }
}
