// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What only shows when parts are seen together.
struct ScenarioChecks {
  let context: ScenarioContext
  let fleet: Fleet
  let names: FleetNames

  private var collector: DiagnosticCollector { context.collector }

  /// Names in intents, and selectors that match nothing.
  func check(_ entries: [WorkloadEntry]) {
    let clusters = Set(names.clusters)
    for entry in entries {
      guard let draft = entry.intent else { continue }
      for (name, position) in draft.clusterNames where !clusters.contains(name) {
        context.checkName(name, among: names.clusters, what: "cluster", at: position)
      }
      for (name, position) in draft.regionNames {
        context.checkName(name, among: names.regions, what: "region", at: position)
      }
      let eligible = draft.intent.eligible
      if eligible.labelSelector != nil, !fleet.clusters.contains(where: eligible.admits) {
        collector.warning(
          .selectsNothing, at: entry.position, "no cluster is eligible for the workload \(entry.spec.key)",
          fix: "check the labels in eligible against those of the clusters")
      }
    }
  }

  /// Whether the clusters can be used: there are some, and their amounts can be added up.
  func checkFleet(at position: SourcePosition) -> Bool {
    if fleet.clusters.isEmpty {
      if !collector.hasErrors {
        collector.error(
          .emptyFleet, at: position, "there is no cluster",
          fix: "add fleet: {generate: {clusters: 3}}, fleet.members, or manifests of clusters")
      }
      return false
    }
    var cpu: Int128 = 0
    var memory: Int128 = 0
    var pods: Int128 = 0
    for cluster in fleet.clusters {
      for (amount, count) in cluster.pools.map({ ($0.allocatable, $0.largestNodeCount) }) + [(cluster.reserved, 1)] {
        cpu += Int128(amount.cpuMillicores) * Int128(count)
        memory += Int128(amount.memoryBytes) * Int128(count)
        pods += Int128(amount.pods) * Int128(count)
      }
    }
    return reportTotals(cpu: cpu, memory: memory, pods: pods, of: "the fleet", at: position)
  }

  /// Workloads that a contender has no policy for: a policy's selector that is misspelt looks like this.
  func check(_ contenders: [ContenderSpec], over workloads: [WorkloadSpec], at position: SourcePosition) {
    for contender in contenders {
      let left = workloads.indices.filter { contender.policies[$0] == nil }.map { workloads[$0].key }
      guard !left.isEmpty else { continue }
      let named = left.prefix(5).joined(separator: ", ") + (left.count > 5 ? " and \(left.count - 5) more" : "")
      collector.warning(
        .placedNowhere, at: position,
        "under \(contender.name) no policy selects \(named), so nothing of it is placed there",
        fix: "check the selectors of the policies, or give the workload an intent")
    }
  }

  /// Duplicate and absent workloads, totals, and replicas that fit nowhere.
  func check(_ workloads: [WorkloadSpec], at position: SourcePosition) {
    if workloads.isEmpty, !collector.hasErrors {
      collector.error(
        .emptyWorkloads, at: position, "there is no workload",
        fix: "add workloads: [{name: web, replicas: 3}], or manifests of Deployments")
    }
    var keys: Set<String> = []
    var cpu: Int128 = 0
    var memory: Int128 = 0
    var pods: Int128 = 0
    for workload in workloads {
      if !keys.insert("\(workload.kind)/\(workload.key)").inserted {
        collector.error(
          .duplicateName, at: position, "there are two workloads \"\(workload.key)\"", fix: "rename one of them")
      }
      cpu += Int128(workload.requests.cpuMillicores) * Int128(workload.replicas)
      memory += Int128(workload.requests.memoryBytes) * Int128(workload.replicas)
      pods += Int128(workload.replicas)
    }
    _ = reportTotals(cpu: cpu, memory: memory, pods: pods, of: "the workloads", at: position)
    warnOfMisfits(workloads, at: position)
  }

  /// Whether totals are within bounds; an error where not.
  func reportTotals(
    cpu: Int128, memory: Int128, pods: Int128, of what: String, at position: SourcePosition
  ) -> Bool {
    if max(cpu, memory, pods) <= ScenarioBounds.total { return true }
    collector.error(
      .amountsTooLarge, at: position, "the amounts of \(what) add up to more than 2^62",
      fix: "check the units: Gi rather than Ei, cores rather than bytes")
    return false
  }

  fileprivate struct Shape: Hashable {
    var amounts: Resources
    var labels: Labels
  }

  private func warnOfMisfits(_ workloads: [WorkloadSpec], at position: SourcePosition) {
    var shapes: [Shape] = []
    var seen: Set<Shape> = []
    for cluster in fleet.clusters {
      for pool in cluster.pools where pool.largestNodeCount > 0 {
        let shape = Shape(amounts: pool.allocatable, labels: pool.labels)
        if seen.insert(shape).inserted { shapes.append(shape) }
      }
    }
    guard !shapes.isEmpty else { return }
    var tried: Set<Shape> = []
    for workload in workloads {
      let wish = Shape(amounts: workload.requests, labels: workload.nodeSelector)
      guard tried.insert(wish).inserted, !shapes.contains(where: { $0.holds(wish) }) else { continue }
      collector.warning(
        .fitsNowhere, at: position, "a replica of \(workload.key) fits on no node of the fleet",
        fix: "lower its requests, check its nodeSelector, or add larger nodes")
    }
  }
}

extension ScenarioChecks.Shape {
  fileprivate func holds(_ wish: ScenarioChecks.Shape) -> Bool {
    amounts.cpuMillicores >= wish.amounts.cpuMillicores && amounts.memoryBytes >= wish.amounts.memoryBytes
      && amounts.pods >= wish.amounts.pods && wish.labels.entries.allSatisfy { labels[$0.key] == $0.value }
  }
}
