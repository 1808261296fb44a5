// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// Policies that cannot do what they seem to say, whichever cluster is lost.
extension FailoverLint {
  mutating func checkPolicy(_ workload: Int) {
    let key = scenario.workloads[workload].key
    guard let policy = loss.start.contender.policies[workload] else {
      return report.add(
        .placedNowhere, key, field: "policy", "no object and no intent says where it goes: it is placed nowhere")
    }
    if loss.start.candidates[workload].isEmpty {
      report.add(.affinityMatchesNothing, key, field: "placement")
    } else if loss.start.refusals[workload] != nil {
      report.add(.placedNowhere, key, field: "placement")
    }
    if case .karmada(let policy) = policy {
      checkSpread(policy, workload)
      checkApplicationFailover(policy, workload)
    }
  }

  /// Application failover that cannot do what it is there for.
  private mutating func checkApplicationFailover(_ policy: KarmadaPolicy, _ workload: Int) {
    let spec = scenario.workloads[workload]
    let field = "spec.failover.application"
    guard let failover = policy.applicationFailover else {
      if spec.intent?.onUnhealthy.move ?? false { report.add(.noApplicationFailover, spec.key, field: field) }
      return
    }
    if spec.kind == "Job" { report.add(.noHealthRule, spec.key, field: field) }
    if failover.tolerationSeconds <= 0 {
      report.add(.noApplicationTimer, spec.key, field: field + ".decisionConditions.tolerationSeconds")
    }
    if loss.forecasts.contains(where: { $0.place == workload && $0.decided.isNever }) {
      report.add(.applicationFailoverSilent, spec.key, field: field)
    }
  }

  private mutating func checkSpread(_ policy: KarmadaPolicy, _ workload: Int) {
    let key = scenario.workloads[workload].key
    let constraints = policy.spreadConstraints
    if policy.scheduling == .duplicated {
      let copies = loss.start.assignments[workload].count
      if copies > 1 {
        report.add(
          .copies, key, field: "spec.placement.replicaScheduling",
          "duplicated: each of \(copies) clusters holds all replicas")
      }
    }
    guard !constraints.isEmpty else { return }
    let field = "spec.placement.spreadConstraints"
    if isStatic(policy) {
      return report.add(.staticIgnoresSpread, key, field: field)
    }
    if constraints.allSatisfy({ $0.field == .label }) { report.add(.spreadByLabelOnly, key, field: field) }
    for constraint in constraints where constraint.maximumGroups == 0 && isEnforced(constraint.field) {
      // By region, each chosen region gives its first cluster whatever the clusters' maximum is.
      if constraint.field == .cluster, constraints.contains(where: { $0.field == .region }) {
        report.add(.oneClusterPerRegion, key, field: field + "[].maxGroups")
        continue
      }
      report.add(
        .maxGroupsOmitted, key, field: field + "[].maxGroups",
        "spread by \(constraint.field.rawValue) without maxGroups allows no group at all: it never schedules")
    }
    for constraint in constraints where constraint.field == .zone || constraint.field == .provider {
      report.add(.groupsNotCounted, key, field: field)
    }
    checkFields(policy, workload)
    if isShortOfGroups(policy, without: false) { report.add(.tooFewGroups, key, field: field + "[].minGroups") }
  }

  private func isEnforced(_ field: KarmadaPolicy.SpreadConstraint.Field) -> Bool {
    field == .cluster || field == .region
  }

  private func isStatic(_ policy: KarmadaPolicy) -> Bool {
    guard case .staticWeight(let rules) = policy.scheduling else { return false }
    return rules.map { !$0.isEmpty } ?? true
  }

  private mutating func checkFields(_ policy: KarmadaPolicy, _ workload: Int) {
    let matching = matchingClusters(policy)
    for constraint in policy.spreadConstraints {
      let lacking = matching.filter { Self.lacks(constraint.field, $0) }.count
      guard lacking > 0 else { continue }
      let name = constraint.field.rawValue
      report.add(
        .fieldMissing, scenario.workloads[workload].key, field: "spec.placement.spreadConstraints",
        lacking == matching.count
          ? "no selected cluster has a \(name), so the constraint leaves none"
          : "\(lacking) of \(matching.count) selected clusters have no \(name) and are left out")
    }
  }

  static func lacks(_ field: KarmadaPolicy.SpreadConstraint.Field, _ cluster: ClusterSpec) -> Bool {
    switch field {
    case .region: cluster.region.isEmpty
    case .provider: cluster.provider.isEmpty
    case .zone: cluster.zones.isEmpty
    case .cluster, .label: false
    }
  }

  private func matchingClusters(_ policy: KarmadaPolicy) -> [ClusterSpec] {
    scenario.fleet.clusters.filter { cluster in
      policy.clusterAffinities.isEmpty
        ? policy.clusterAffinity?.matches(cluster) ?? true
        : policy.clusterAffinities.contains { $0.matches(cluster) || $0.overflow.contains { $0.matches(cluster) } }
    }
  }

  /// Whether the clusters that match, the lost one left out if `without`, are in too few groups.
  func isShortOfGroups(_ policy: KarmadaPolicy, without: Bool) -> Bool {
    guard !isStatic(policy) else { return false }
    let clusters = matchingClusters(policy).filter { cluster in
      !(without && cluster.name == self.cluster.name)
        && !policy.spreadConstraints.contains { Self.lacks($0.field, cluster) }
    }
    var regions: [String] = []
    for cluster in clusters where !regions.contains(cluster.region) { regions.append(cluster.region) }
    return policy.spreadConstraints.contains { constraint in
      switch constraint.field {
      case .cluster: clusters.count < constraint.minimumGroups
      case .region: regions.count < constraint.minimumGroups
      case .zone, .provider, .label: false
      }
    }
  }
}
