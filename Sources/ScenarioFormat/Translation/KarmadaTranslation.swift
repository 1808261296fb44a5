// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Intent into a Karmada PropagationPolicy.
extension Translation {
  mutating func karmadaPolicy() -> KarmadaPolicy {
    var policy = KarmadaPolicy(
      clusterAffinity: karmadaAffinity(), scheduling: karmadaScheduling(), clusterPurgeMode: options.purgeMode,
      priority: workload.priority)
    policy.spreadConstraints = karmadaSpread(isStatic: policy.scheduling.isStatic)
    policy.tolerations = karmadaTolerations()
    policy.applicationFailover = karmadaApplicationFailover()
    noteBounds(
      .dropped, minimum: "a Karmada policy has no minimum per cluster",
      maximum: "a Karmada policy has no maximum per cluster")
    return policy
  }

  private mutating func karmadaAffinity() -> KarmadaPolicy.ClusterAffinity? {
    let eligible = intent.eligible
    if eligible.isEverything { return nil }
    if eligible.labelSelector != nil { note("eligible.labelSelector", .exact, "clusterAffinity.labelSelector") }
    if !eligible.names.isEmpty { note("eligible.names", .exact, "clusterAffinity.clusterNames") }
    var fields: [LabelSelector.Requirement] = []
    if !eligible.regions.isEmpty {
      note("eligible.regions", .exact, "clusterAffinity.fieldSelector: region In")
      fields = [LabelSelector.Requirement(key: "region", operator: .isIn, values: eligible.regions)]
    }
    return KarmadaPolicy.ClusterAffinity(
      labelSelector: eligible.labelSelector, fieldSelector: fields, clusterNames: eligible.names)
  }

  private mutating func karmadaScheduling() -> KarmadaPolicy.Scheduling {
    let everywhere = KarmadaPolicy.StaticWeight(target: KarmadaPolicy.ClusterAffinity(), weight: 1)
    switch division {
    case .duplicate:
      noteDivision(.exact, "replicaSchedulingType: Duplicated")
      return .duplicated
    case .capacity:
      noteDivision(.exact, "weightPreference.dynamicWeight: AvailableReplicas")
      return .dynamicWeight
    case .pack:
      noteDivision(.exact, "replicaDivisionPreference: Aggregated")
      noteWeights(.dropped, "Aggregated fills the clusters with most available replicas first")
      return .aggregated
    case .even:
      noteDivision(.exact, "weightPreference.staticWeightList: weight 1 for every cluster")
      return .staticWeight([everywhere])
    case .weights:
      noteDivision(.exact, "weightPreference.staticWeightList")
      let rules = karmadaWeights()
      if rules.isEmpty && !intent.clusters.isEmpty {
        noteWeights(.approximated, "Karmada refuses weight 0: with no other weight every cluster gets 1")
        return .staticWeight([everywhere])
      }
      if !eligibleClusters.contains(where: { cluster in rules.contains { $0.target.matches(cluster) } }) {
        noteWeights(.approximated, "no eligible cluster has a weight, and then Karmada gives each of them 1")
        return .staticWeight(rules.isEmpty ? [everywhere] : rules)
      }
      noteWeights(.exact, "weightPreference.staticWeightList")
      return .staticWeight(rules.isEmpty ? [everywhere] : rules)
    }
  }

  /// A cluster takes the largest weight of the rules that match it, so the rule for `*` must exclude the named ones; a
  /// weight of 0 is no rule at all, since clusters without a rule get 0 while others have one.
  private func karmadaWeights() -> [KarmadaPolicy.StaticWeight] {
    var rules: [KarmadaPolicy.StaticWeight] = []
    for share in namedShares where share.weight != 0 {
      let target = KarmadaPolicy.ClusterAffinity(clusterNames: [share.cluster])
      rules.append(KarmadaPolicy.StaticWeight(target: target, weight: Int64(share.weight ?? 1)))
    }
    let rest = wildcard?.weight ?? (onlyNamedClustersCount || intent.clusters.isEmpty ? 0 : 1)
    if rest > 0 {
      let target = KarmadaPolicy.ClusterAffinity(exclude: namedShares.map(\.cluster))
      rules.append(KarmadaPolicy.StaticWeight(target: target, weight: Int64(rest)))
    }
    return rules
  }

  private mutating func karmadaSpread(isStatic: Bool) -> [KarmadaPolicy.SpreadConstraint] {
    let used = usedSpread
    var constraints: [KarmadaPolicy.SpreadConstraint] = []
    for (name, range) in used {
      guard let field = KarmadaPolicy.SpreadConstraint.Field(rawValue: name) else { continue }
      constraints.append(
        KarmadaPolicy.SpreadConstraint(
          field: field, minimumGroups: max(range.minimum, 1),
          maximumGroups: range.maximum
            ?? max(KarmadaPolicy.SpreadConstraint.groupCount(of: field, in: fleet), range.minimum, 1)))
      if isStatic {
        note(
          "spread.\(name)", .approximated, "written as a spreadConstraint, which Karmada ignores with static weights")
      } else if field == .zone || field == .provider {
        note(
          "spread.\(name)", .approximated, "Karmada leaves out clusters without a \(name) and enforces no group count")
      } else {
        note("spread.\(name)", .exact, "spreadConstraints: \(name)")
      }
    }
    if !used.isEmpty && !used.contains(where: { $0.field == "cluster" }) {
      // Upstream refuses any other field without one for clusters, and takes a missing maxGroups for 0.
      let count = max(fleet.clusters.count, 1)
      constraints.append(KarmadaPolicy.SpreadConstraint(field: .cluster, minimumGroups: 1, maximumGroups: count))
      note(
        "spread.cluster", .exact,
        "a constraint of 1 to \(count) clusters is added: Karmada wants one beside every other spread constraint")
    }
    return constraints
  }

  private mutating func karmadaTolerations() -> [Toleration] {
    let loss = intent.onClusterLoss
    let wished = loss.move ? Self.wholeSeconds(loss.after) : nil
    let seconds: Int64? = options.tolerationSeconds ?? wished
    noteKarmadaLoss(seconds: seconds, wished: wished)
    return KarmadaTaintKey.ofReadiness.map { key in
      Toleration(key: key, operator: .exists, effect: .noExecute, tolerationSeconds: seconds)
    }
  }

  private mutating func noteKarmadaLoss(seconds: Int64?, wished: Int64?) {
    let loss = intent.onClusterLoss
    guard loss.move else {
      if seconds == nil {
        note("onClusterLoss.move", .exact, "tolerations without tolerationSeconds: nothing is evicted")
      } else if options.optsIntoFailover {
        note("onClusterLoss.move", .dropped, "the contender's own tolerationSeconds evict")
      } else {
        note("onClusterLoss.move", .exact, "failover is not opted into: nothing is evicted")
      }
      return
    }
    guard options.optsIntoFailover else {
      let why = "Karmada moves nothing unless Failover, NoExecute eviction and a taint policy are opted into"
      note("onClusterLoss.move", .dropped, why)
      note("onClusterLoss.after", .dropped, why)
      return
    }
    guard let seconds else {
      note("onClusterLoss.move", .dropped, "the contender tolerates a lost cluster for ever")
      note("onClusterLoss.after", .dropped, "the contender tolerates a lost cluster for ever")
      return
    }
    note("onClusterLoss.move", .exact, "gates, ClusterTaintPolicy and tolerations")
    if seconds != wished {
      note("onClusterLoss.after", .approximated, "the contender's own tolerationSeconds: \(seconds)")
    } else if loss.after.nanoseconds % 1_000_000_000 != 0 {
      note("onClusterLoss.after", .approximated, "tolerationSeconds are whole: \(seconds)")
    } else {
      note("onClusterLoss.after", .exact, "tolerationSeconds: \(seconds)")
    }
  }

  /// Application failover needs no gate; its default grace period and purge mode are left alone.
  private mutating func karmadaApplicationFailover() -> KarmadaPolicy.ApplicationFailover? {
    guard intent.onUnhealthy.move else { return nil }
    let after = intent.onUnhealthy.after
    let seconds = Self.wholeSeconds(after)
    note("onUnhealthy.move", .exact, "failover.application")
    let isWhole = after.nanoseconds % 1_000_000_000 == 0
    note(
      "onUnhealthy.after", isWhole ? .exact : .approximated,
      isWhole ? "decisionConditions.tolerationSeconds: \(seconds)" : "tolerationSeconds are whole: \(seconds)")
    return KarmadaPolicy.ApplicationFailover(tolerationSeconds: seconds)
  }

  /// For the systems that cannot say it.
  mutating func noteUnhealthyDropped(_ why: String) {
    guard intent.onUnhealthy.move else { return }
    note("onUnhealthy.move", .dropped, why)
    note("onUnhealthy.after", .dropped, why)
  }

  /// Whole seconds, rounded up, so that nothing moves too early.
  static func wholeSeconds(_ span: SimulationDuration) -> Int64 {
    let (quotient, remainder) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    return quotient + (remainder > 0 ? 1 : 0)
  }
}

extension KarmadaPolicy.Scheduling {
  /// Whether weights are fixed, in which case Karmada ignores spread constraints.
  var isStatic: Bool {
    if case .staticWeight = self { return true }
    return false
  }
}

extension ControlPlaneProfile {
  /// What this version, with its gates as they are, does not do of what a Karmada policy says.
  func karmadaNotes(on policy: KarmadaPolicy, for workload: WorkloadSpec) -> [TranslationNote] {
    var notes: [TranslationNote] = []
    func drop(_ field: String, _ how: String) {
      notes.append(TranslationNote(workload: workload.key, field: field, mark: .dropped, how: how))
    }
    if !switches.overflowAffinities, policy.clusterAffinities.contains(where: { !$0.overflow.isEmpty }) {
      drop("overflowAffinities", "\(name) does not know them (since 1.18): the further tiers are never used")
    }
    if !switches.workloadAffinity, policy.workloadAffinity != nil {
      drop("workloadAffinity", "the gate WorkloadAffinity is off by default (since 1.17): set workloadAffinity: true")
    }
    return notes
  }
}
