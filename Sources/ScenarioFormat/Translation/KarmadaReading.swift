// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A Karmada policy into intent.
extension IntentReading {
  mutating func read(_ policy: KarmadaPolicy) {
    readEligibility(policy)
    readScheduling(policy.scheduling)
    readSpread(policy.spreadConstraints)
    readTolerations(policy.tolerations)
    readApplicationFailover(policy.applicationFailover)
    if policy.workloadAffinity != nil {
      lose("workloadAffinity", .dropped, "an intent knows no workloads that stay together or apart")
    }
    if policy.suspension != KarmadaPolicy.Suspension() {
      lose("suspension", .dropped, "an intent cannot stop scheduling or dispatching")
    }
    if !policy.replicaOverrides.isEmpty {
      lose("OverridePolicy", .dropped, "replicas fixed for single clusters have no place in an intent")
    }
  }

  private mutating func readEligibility(_ policy: KarmadaPolicy) {
    var affinity = policy.clusterAffinity
    if let first = policy.clusterAffinities.first {
      affinity = first
      if policy.clusterAffinities.count > 1 {
        lose("clusterAffinities", .dropped, "only the first group counts; an intent knows no fallback groups")
      }
    }
    guard let affinity else { return }
    if !affinity.overflow.isEmpty {
      lose("overflowAffinities", .dropped, "an intent knows no overflow tiers")
    }
    intent.eligible.labelSelector = affinity.labelSelector?.nonEmpty
    intent.eligible.names = affinity.clusterNames
    var rest: [String] = affinity.exclude.isEmpty ? [] : ["exclude"]
    for requirement in affinity.fieldSelector {
      if requirement.key == "region", requirement.operator == .isIn, intent.eligible.regions.isEmpty {
        intent.eligible.regions = requirement.values
      } else {
        rest.append("fieldSelector \(requirement.key)")
      }
    }
    guard !rest.isEmpty else { return }
    let names = fleet.clusters.filter(affinity.matches).map(\.name).sorted()
    for field in rest {
      lose(
        "clusterAffinity." + field, names.isEmpty ? .dropped : .approximated,
        names.isEmpty ? "no cluster of the fleet matches" : "the clusters that match now, by name")
    }
    if !names.isEmpty { intent.eligible.names = names }
  }

  private mutating func readScheduling(_ scheduling: KarmadaPolicy.Scheduling) {
    switch scheduling {
    case .duplicated: intent.division = .duplicate
    case .dynamicWeight: intent.division = .capacity
    case .aggregated: intent.division = .pack
    case .staticWeight(let rules): readWeights(rules ?? [])
    }
  }

  /// Rules by name, and rules for all but some names, become shares exactly; a cluster takes the largest weight of the
  /// rules that match it, and none where only others are matched.
  private mutating func readWeights(_ rules: [KarmadaPolicy.StaticWeight]) {
    let isByName = rules.allSatisfy { $0.target.labelSelector == nil && $0.target.fieldSelector.isEmpty }
    guard isByName else { return readWeightsOfFleet(rules) }
    let names = Set(rules.flatMap { $0.target.clusterNames + $0.target.exclude }).sorted()
    let wildcard = rules.filter { $0.target.clusterNames.isEmpty }.map(\.weight).max()
    if names.isEmpty {
      intent.division = .even
      return
    }
    intent.division = .weights
    for name in names {
      let weight = Self.weight(of: ClusterSpec(name: name, pools: []), in: rules)
      if weight > 0 || wildcard != nil {
        intent.clusters.append(Intent.ClusterShare(cluster: name, weight: Self.int(weight)))
      }
    }
    if let wildcard { intent.clusters.insert(Intent.ClusterShare(cluster: "*", weight: Self.int(wildcard)), at: 0) }
  }

  private mutating func readWeightsOfFleet(_ rules: [KarmadaPolicy.StaticWeight]) {
    intent.division = .weights
    for cluster in fleet.clusters.sorted(by: { $0.name < $1.name }) {
      let weight = Self.weight(of: cluster, in: rules)
      if weight > 0 { intent.clusters.append(Intent.ClusterShare(cluster: cluster.name, weight: Self.int(weight))) }
    }
    if intent.clusters.isEmpty { intent.division = .even }
    lose("staticWeightList", .approximated, "weights by selector become weights of the clusters that match now")
  }

  private static func weight(of cluster: ClusterSpec, in rules: [KarmadaPolicy.StaticWeight]) -> Int64 {
    rules.filter { $0.target.matches(cluster) }.map(\.weight).max() ?? 0
  }

  private mutating func readSpread(_ constraints: [KarmadaPolicy.SpreadConstraint]) {
    for constraint in constraints {
      guard constraint.field != .label else {
        lose("spreadByLabel", .dropped, "Karmada accepts it and does not implement it")
        continue
      }
      if constraint.maximumGroups == 0 {
        lose(
          "spreadConstraints.\(constraint.field.rawValue)", .approximated,
          "maxGroups 0 makes Karmada's selection fail; read as no bound")
      }
      let groups = groupCount(of: constraint.field)
      let bounds = constraint.maximumGroups > 0 && constraint.maximumGroups < groups
      let range = Intent.SpreadRange(
        minimum: max(constraint.minimumGroups, 1), maximum: bounds ? constraint.maximumGroups : nil)
      guard range != Intent.SpreadRange() else { continue }
      switch constraint.field {
      case .cluster: intent.spread.cluster = range
      case .region: intent.spread.region = range
      case .zone: intent.spread.zone = range
      case .provider: intent.spread.provider = range
      case .label: break
      }
    }
  }

  /// Groups of the fleet; without a fleet as many as can be, so that every bound counts.
  private func groupCount(of field: KarmadaPolicy.SpreadConstraint.Field) -> Int {
    fleet.clusters.isEmpty ? .max : KarmadaPolicy.SpreadConstraint.groupCount(of: field, in: fleet)
  }

  /// Upstream counts the first toleration that matches a taint.
  private mutating func readTolerations(_ tolerations: [Toleration]) {
    let taint = Taint(key: KarmadaTaintKey.notReady, effect: .noExecute)
    guard let toleration = tolerations.first(where: { $0.tolerates(taint) }) else {
      lose("clusterTolerations", .approximated, "the policy says nothing of lost clusters: 300 s are assumed")
      return
    }
    if let seconds = toleration.tolerationSeconds {
      intent.onClusterLoss = Intent.ClusterLoss(
        move: true, after: SimulationDuration(seconds: Double(min(max(seconds, 0), 1 << 31))))
    } else {
      intent.onClusterLoss.move = false
    }
  }
}

extension IntentReading {
  private mutating func readApplicationFailover(_ failover: KarmadaPolicy.ApplicationFailover?) {
    guard let failover else { return }
    intent.onUnhealthy = Intent.Unhealthiness(
      move: true, after: SimulationDuration(seconds: Double(failover.tolerationSeconds)))
    let standard = KarmadaPolicy.ApplicationFailover(tolerationSeconds: failover.tolerationSeconds)
    if failover != standard {
      lose("failover.application", .approximated, "an intent says nothing of purge modes and grace periods")
    }
  }
}

extension KarmadaPolicy.SpreadConstraint {
  /// How many groups of a kind `fleet` has.
  static func groupCount(of field: Field, in fleet: Fleet) -> Int {
    switch field {
    case .cluster, .label: fleet.clusters.count
    case .region: Set(fleet.clusters.map(\.region)).count
    case .zone: Set(fleet.clusters.flatMap(\.zones)).count
    case .provider: Set(fleet.clusters.map(\.provider)).count
    }
  }
}
