// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// Policies that cannot do what they seem to say, whichever cluster is lost: looked at once per contender.
struct PolicyLint {
  let start: PlacementForecast
  private(set) var report: LintReport

  /// O(workloads x (clusters + spread constraints)).
  init(of start: PlacementForecast) {
    self.start = start
    report = LintReport(contender: start.contender.name)
    for workload in start.scenario.workloads.indices { check(workload) }
  }

  private mutating func check(_ workload: Int) {
    let spec = start.scenario.workloads[workload]
    guard let policy = start.contender.policies[workload] else {
      return report.add(
        .placedNowhere, spec.key, field: "policy", "no object and no intent says where it goes: it is placed nowhere")
    }
    if start.candidates[workload].isEmpty {
      report.add(.affinityMatchesNothing, spec.key, field: "placement")
    } else if start.refusals[workload] != nil {
      report.add(.placedNowhere, spec.key, field: "placement")
    }
    if case .karmada(let policy) = policy {
      checkSpread(policy, workload)
      checkApplicationFailover(policy, spec)
    }
  }

  /// Application failover that cannot do what it is there for.
  private mutating func checkApplicationFailover(_ policy: KarmadaPolicy, _ spec: WorkloadSpec) {
    let field = "spec.failover.application"
    guard let failover = policy.applicationFailover else {
      if spec.intent?.onUnhealthy.move ?? false { report.add(.noApplicationFailover, spec.key, field: field) }
      return
    }
    if !spec.hasHealthRule { report.add(.noHealthRule, spec.key, field: field) }
    if failover.tolerationSeconds <= 0 {
      report.add(.noApplicationTimer, spec.key, field: field + ".decisionConditions.tolerationSeconds")
    }
  }

  private mutating func checkSpread(_ policy: KarmadaPolicy, _ workload: Int) {
    let key = start.scenario.workloads[workload].key
    let fleet = start.scenario.fleet
    let constraints = policy.spreadConstraints
    if policy.scheduling == .duplicated {
      let copies = start.assignments[workload].count
      if copies > 1 {
        report.add(
          .copies, key, field: "spec.placement.replicaScheduling",
          "duplicated: each of \(copies) clusters holds all replicas")
      }
    }
    guard !constraints.isEmpty else { return }
    let field = "spec.placement.spreadConstraints"
    if policy.ignoresSpread {
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
    checkFields(policy, key)
    if policy.isShortOfGroups(in: fleet) { report.add(.tooFewGroups, key, field: field + "[].minGroups") }
  }

  private func isEnforced(_ field: KarmadaPolicy.SpreadConstraint.Field) -> Bool {
    field == .cluster || field == .region
  }

  private mutating func checkFields(_ policy: KarmadaPolicy, _ key: String) {
    let matching = policy.matchingClusters(in: start.scenario.fleet)
    for constraint in policy.spreadConstraints {
      let lacking = matching.count { constraint.field.isMissing(in: $0) }
      guard lacking > 0 else { continue }
      let name = constraint.field.rawValue
      report.add(
        .fieldMissing, key, field: "spec.placement.spreadConstraints",
        lacking == matching.count
          ? "no selected cluster has a \(name), so the constraint leaves none"
          : "\(lacking) of \(matching.count) selected clusters have no \(name) and are left out")
    }
  }
}

extension KarmadaPolicy.SpreadConstraint.Field {
  /// Whether `cluster` has nothing to be grouped by.
  fileprivate func isMissing(in cluster: ClusterSpec) -> Bool {
    switch self {
    case .region: cluster.region.isEmpty
    case .provider: cluster.provider.isEmpty
    case .zone: cluster.zones.isEmpty
    case .cluster, .label: false
    }
  }
}

extension KarmadaPolicy {
  /// Whether static weights make it ignore its spread constraints.
  fileprivate var ignoresSpread: Bool {
    guard case .staticWeight(let rules) = scheduling else { return false }
    return rules.map { !$0.isEmpty } ?? true
  }

  /// The clusters that any of its affinities selects.
  fileprivate func matchingClusters(in fleet: Fleet) -> [ClusterSpec] {
    fleet.clusters.filter { cluster in
      clusterAffinities.isEmpty
        ? clusterAffinity?.matches(cluster) ?? true
        : clusterAffinities.contains { $0.matches(cluster) || $0.overflow.contains { $0.matches(cluster) } }
    }
  }

  /// Whether the clusters that match, `lost` left out, are in too few groups. O(clusters x constraints).
  func isShortOfGroups(in fleet: Fleet, without lost: ClusterSpec? = nil) -> Bool {
    guard !ignoresSpread else { return false }
    let clusters = matchingClusters(in: fleet).filter { cluster in
      cluster.name != lost?.name && !spreadConstraints.contains { $0.field.isMissing(in: cluster) }
    }
    let regions = Set(clusters.map(\.region)).count
    return spreadConstraints.contains { constraint in
      switch constraint.field {
      case .cluster: clusters.count < constraint.minimumGroups
      case .region: regions < constraint.minimumGroups
      case .zone, .provider, .label: false
      }
    }
  }
}
