// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Scales the workloads of a scenario to its `load`, or says why that cannot be.
struct LoadWish {
  let inventory: ManifestInventory
  let fleet: Fleet
  let collector: DiagnosticCollector

  /// `workloads` with the replicas that `load` takes. One that no cluster is eligible for takes no room whatever its
  /// replicas: it keeps them, and the others make up the load.
  func scale(_ workloads: [WorkloadSpec], to load: Double, at position: SourcePosition) -> [WorkloadSpec] {
    if load >= 10 {
      collector.warning(
        .noEffect, at: position, "a load of \(load) asks for \(Self.percent(load)) of what the fleet has",
        fix: "write \(load / 100) for \(load) %")
    }
    let eligibility = ClusterEligibility(inventory: inventory, fleet: fleet)
    let places = workloads.indices.filter { eligibility.hasCluster(for: workloads[$0]) }
    let placeable = places.map { workloads[$0] }
    if let taken = LoadScaling.reservedLoad(beside: placeable, on: fleet), taken.share >= load {
      collector.error(
        .reservedAboveLoad, at: position,
        "a load of \(load) leaves the workloads nothing: pods outside the scenario take \(Self.percent(taken.share)) of "
          + "the fleet's \(taken.resource)",
        fix: "wish for a higher load, or lower what is reserved in the clusters")
      return workloads
    }
    guard let replicas = LoadScaling.scaledReplicas(of: placeable, on: fleet, toLoad: load) else {
      collector.error(
        .unreachableLoad, at: position, "a load of \(load) cannot be reached by scaling the replicas",
        fix: placeable.isEmpty && !workloads.isEmpty
          ? "give a workload a cluster that is eligible for it; now none has one"
          : "give the workloads requests and replicas above 0, and the fleet nodes")
      return workloads
    }
    let before = placeable.reduce(0.0) { $0 + Double($1.replicas) }
    let after = replicas.reduce(0.0) { $0 + Double($1) }
    var scaled = workloads
    for (place, count) in zip(places, replicas) {
      scaled[place] = LoadScaling.scaled(workloads[place], to: count, factor: before > 0 ? after / before : 1)
    }
    return scaled
  }

  /// `0.3456` as `34.6 %`.
  private static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
  }
}
