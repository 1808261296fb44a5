// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The parts of a Karmada PropagationPolicy (or ClusterPropagationPolicy) that decide placement and failover, for one
/// workload, with upstream's defaults filled in.
///
/// Source: karmada `pkg/apis/policy/v1alpha1/propagation_types.go` (v1.18); defaults `pkg/webhook/propagationpolicy`.
public struct KarmadaPolicy: Hashable, Sendable, Codable {
  /// Which clusters: every part given must match; an empty part matches everything.
  public struct ClusterAffinity: Hashable, Sendable, Codable {
    /// Its name inside `clusterAffinities`; empty otherwise.
    public var name: String
    /// By labels.
    public var labelSelector: LabelSelector?
    /// By provider, region and zone.
    public var fieldSelector: [LabelSelector.Requirement]
    /// By name.
    public var clusterNames: [String]
    /// Not these.
    public var exclude: [String]
    /// Further tiers, used when this one is full (since 1.18).
    public var overflow: [ClusterAffinity]

    /// An affinity; nothing given matches every cluster.
    public init(
      name: String = "", labelSelector: LabelSelector? = nil, fieldSelector: [LabelSelector.Requirement] = [],
      clusterNames: [String] = [], exclude: [String] = [], overflow: [ClusterAffinity] = []
    ) {
      self.name = name
      self.labelSelector = labelSelector
      self.fieldSelector = fieldSelector
      self.clusterNames = clusterNames
      self.exclude = exclude
      self.overflow = overflow
    }

    /// Whether it matches `cluster`, overflow tiers left out.
    ///
    /// Source: karmada `pkg/util/selector.go` ClusterMatches: exclude, labels, fields, names, in this order.
    public func matches(_ cluster: ClusterSpec) -> Bool {
      if exclude.contains(cluster.name) { return false }
      if let labelSelector, !labelSelector.matches(cluster.labels) { return false }
      for requirement in fieldSelector where !Self.matches(requirement, cluster) { return false }
      return clusterNames.isEmpty || clusterNames.contains(cluster.name)
    }

    private static func matches(_ requirement: LabelSelector.Requirement, _ cluster: ClusterSpec) -> Bool {
      if requirement.key == "zone" {
        let listed = cluster.zones.contains { requirement.values.contains($0) }
        return requirement.operator == .isIn ? listed : !listed
      }
      let value = requirement.key == "provider" ? cluster.provider : cluster.region
      let listed = requirement.values.contains(value)
      return requirement.operator == .isIn ? listed : !listed
    }
  }

  /// Over how many groups of a kind.
  public struct SpreadConstraint: Hashable, Sendable, Codable {
    /// What the groups are.
    public enum Field: String, Hashable, Sendable, Codable, CaseIterable {
      case cluster, region, zone, provider
      /// By a label: accepted by Karmada and not implemented, so selection always fails.
      case label
    }
    /// What the groups are.
    public var field: Field
    /// The fewest.
    public var minimumGroups: Int
    /// The most; 0 is really zero (upstream sets no default).
    public var maximumGroups: Int
    /// A constraint.
    public init(field: Field, minimumGroups: Int = 1, maximumGroups: Int = 0) {
      self.field = field
      self.minimumGroups = minimumGroups
      self.maximumGroups = maximumGroups
    }
  }

  /// A weight for clusters.
  public struct StaticWeight: Hashable, Sendable, Codable {
    /// Which clusters.
    public var target: ClusterAffinity
    /// Their weight, at least 1.
    public var weight: Int64
    /// A rule.
    public init(target: ClusterAffinity, weight: Int64) {
      self.target = target
      self.weight = weight
    }
  }

  /// How replicas are divided.
  public enum Scheduling: Hashable, Sendable, Codable {
    /// All of them everywhere (also what a policy without `replicaScheduling` means).
    case duplicated
    /// By fixed weights; nil: no weight preference given, all equal.
    case staticWeight([StaticWeight]?)
    /// By available replicas.
    case dynamicWeight
    /// Into few clusters.
    case aggregated
  }

  /// Which other workloads of its namespace it has to share clusters with, or to keep away from (since 1.17, gated).
  ///
  /// Source: karmada `pkg/apis/policy/v1alpha1/propagation_types.go` WorkloadAffinity.
  public struct WorkloadAffinity: Hashable, Sendable, Codable {
    /// The label whose value names the group that stays together; nil: none.
    public var affinityLabelKey: String?
    /// The label whose value names the group that stays apart; nil: none.
    public var antiAffinityLabelKey: String?
    /// Groups by these labels.
    public init(affinityLabelKey: String? = nil, antiAffinityLabelKey: String? = nil) {
      self.affinityLabelKey = affinityLabelKey
      self.antiAffinityLabelKey = antiAffinityLabelKey
    }
  }

  /// When a workload leaves a cluster on which it is unhealthy.
  ///
  /// Source: karmada `propagation_types.go` ApplicationFailoverBehavior; defaults `pkg/util/helper/policy.go`.
  public struct ApplicationFailover: Hashable, Sendable, Codable {
    /// How long it has to stay unhealthy before it is evicted, in seconds.
    public var tolerationSeconds: Int64
    /// What happens to the old copy.
    public var purgeMode: PurgeMode
    /// How long the old copy may stay beside the new one, in seconds; only under `gracefully`.
    public var gracePeriodSeconds: Int64?
    /// A behaviour; nothing given is upstream's defaults.
    public init(
      tolerationSeconds: Int64 = Self.defaultTolerationSeconds, purgeMode: PurgeMode = .gracefully,
      gracePeriodSeconds: Int64? = Self.defaultGracePeriodSeconds
    ) {
      self.tolerationSeconds = tolerationSeconds
      self.purgeMode = purgeMode
      self.gracePeriodSeconds = purgeMode == .gracefully ? gracePeriodSeconds : nil
    }
    /// The default of `decisionConditions.tolerationSeconds`.
    public static let defaultTolerationSeconds: Int64 = 300
    /// The default of `gracePeriodSeconds` under `gracefully`.
    public static let defaultGracePeriodSeconds: Int64 = 600
  }

  /// What is stopped on purpose.
  public struct Suspension: Hashable, Sendable, Codable {
    /// The scheduler leaves the workload alone (`suspension.scheduling` of its binding).
    public var stopsScheduling: Bool
    /// Decisions are made and reach no cluster.
    public var stopsDispatching: Bool
    /// They do not reach these clusters, ascending.
    public var stoppedClusters: [String]
    /// A suspension; nothing given stops nothing.
    public init(stopsScheduling: Bool = false, stopsDispatching: Bool = false, stoppedClusters: [String] = []) {
      self.stopsScheduling = stopsScheduling
      self.stopsDispatching = stopsDispatching
      self.stoppedClusters = stoppedClusters
    }
    /// Whether decisions stay away from the cluster called `name`.
    public func stopsDispatching(to name: String) -> Bool { stopsDispatching || stoppedClusters.contains(name) }
  }

  /// What happens to the old copy when a cluster is evicted.
  public enum PurgeMode: String, Hashable, Sendable, Codable, CaseIterable {
    case directly = "Directly"
    case gracefully = "Gracefully"
    case never = "Never"
  }

  /// Where a workload may go: `clusterAffinities` if not empty, else `clusterAffinity`, else anywhere.
  public var clusterAffinity: ClusterAffinity?
  /// Ordered groups, tried in turn.
  public var clusterAffinities: [ClusterAffinity]
  /// Which cluster taints are accepted.
  public var tolerations: [Toleration]
  /// Over how many groups.
  public var spreadConstraints: [SpreadConstraint]
  /// How replicas are divided.
  public var scheduling: Scheduling
  /// Whether `replicaScheduling` was left out (duplicated, and a change of replicas alone does not reschedule).
  public var hasNoReplicaScheduling: Bool
  /// Which workloads it has to be with, or away from; nil: any.
  public var workloadAffinity: WorkloadAffinity?
  /// What happens to the old copy of a failed cluster; nil: the controller's flag decides.
  public var clusterPurgeMode: PurgeMode?
  /// When it leaves a cluster on which it is unhealthy; nil: never.
  public var applicationFailover: ApplicationFailover?
  /// What is stopped on purpose.
  public var suspension: Suspension
  /// Whether a change of the policy waits until a user changes the template (`activationPreference: Lazy`).
  public var activatesLazily: Bool
  /// The queue priority.
  public var priority: Int
  /// Replica counts that OverridePolicies write over the scheduled ones, by cluster name, ascending.
  public var replicaOverrides: [ClusterReplicas]

  /// A policy; nothing given: everywhere, duplicated.
  public init(
    clusterAffinity: ClusterAffinity? = nil, clusterAffinities: [ClusterAffinity] = [], tolerations: [Toleration] = [],
    spreadConstraints: [SpreadConstraint] = [], scheduling: Scheduling = .duplicated,
    hasNoReplicaScheduling: Bool = false, workloadAffinity: WorkloadAffinity? = nil,
    clusterPurgeMode: PurgeMode? = nil, applicationFailover: ApplicationFailover? = nil,
    suspension: Suspension = Suspension(), activatesLazily: Bool = false, priority: Int = 0,
    replicaOverrides: [ClusterReplicas] = []
  ) {
    self.clusterAffinity = clusterAffinity
    self.clusterAffinities = clusterAffinities
    self.tolerations = tolerations
    self.spreadConstraints = spreadConstraints
    self.scheduling = scheduling
    self.hasNoReplicaScheduling = hasNoReplicaScheduling
    self.workloadAffinity = workloadAffinity
    self.clusterPurgeMode = clusterPurgeMode
    self.applicationFailover = applicationFailover
    self.suspension = suspension
    self.activatesLazily = activatesLazily
    self.priority = priority
    self.replicaOverrides = replicaOverrides
  }
}

extension KarmadaPolicy {
  /// Whether it places otherwise than `applied`, the placement that the workload was last scheduled with, as the
  /// scheduler sees it: with `clusterAffinities` only the content of the group in use counts (or its disappearance),
  /// and a change of workload affinity does not.
  ///
  /// - Parameter group: Which of `applied.clusterAffinities` is in use.
  /// Source: karmada `pkg/scheduler/scheduler.go` and `helper.go` placementChanged, clusterAffinitiesChanged.
  public func placesOtherwise(than applied: KarmadaPolicy, group: Int) -> Bool {
    let sameRest =
      clusterAffinity == applied.clusterAffinity && tolerations == applied.tolerations
      && spreadConstraints == applied.spreadConstraints && scheduling == applied.scheduling
      && hasNoReplicaScheduling == applied.hasNoReplicaScheduling
    guard sameRest else { return true }
    if clusterAffinities == applied.clusterAffinities, workloadAffinity == applied.workloadAffinity { return false }
    guard applied.clusterAffinities.indices.contains(group) else { return true }
    let used = applied.clusterAffinities[group]
    return clusterAffinities.first { $0.name == used.name } != used
  }

  /// The groups of `workload` under its policy, as a binding carries them: `key=value`; nil without such a label.
  ///
  /// Source: karmada `pkg/apis/work/v1alpha2/binding_types.go` WorkloadAffinityGroups.
  public func workloadGroups(of workload: WorkloadSpec) -> (affinity: String?, antiAffinity: String?) {
    func group(_ key: String?) -> String? {
      guard let key, let value = workload.labels[key] else { return nil }
      return "\(key)=\(value)"
    }
    return (group(workloadAffinity?.affinityLabelKey), group(workloadAffinity?.antiAffinityLabelKey))
  }
}

/// A number of replicas for a cluster named in an object.
public struct ClusterReplicas: Hashable, Sendable, Codable {
  /// The cluster's name.
  public var cluster: String
  /// How many.
  public var replicas: Int
  /// `replicas` in `cluster`.
  public init(cluster: String, replicas: Int) {
    self.cluster = cluster
    self.replicas = replicas
  }
}

/// Karmada's ClusterTaintPolicy: puts taints on clusters by their conditions (since 1.14).
public struct KarmadaClusterTaintPolicy: Hashable, Sendable, Codable {
  /// What is asked of a condition.
  public struct Condition: Hashable, Sendable, Codable {
    /// The condition's type, as `Ready`.
    public var type: String
    /// Whether its status must be among the values, or must not be.
    public var isIn: Bool
    /// `True`, `False`, `Unknown`.
    public var statusValues: [String]
    /// A match.
    public init(type: String, isIn: Bool, statusValues: [String]) {
      self.type = type
      self.isIn = isIn
      self.statusValues = statusValues
    }
  }
  /// The object's name.
  public var name: String
  /// Which clusters; nil: all.
  public var target: KarmadaPolicy.ClusterAffinity?
  /// All of these put the taints on; empty: never.
  public var addOn: [Condition]
  /// All of these take them off; empty: never.
  public var removeOn: [Condition]
  /// The taints.
  public var taints: [Taint]
  /// A policy.
  public init(
    name: String, target: KarmadaPolicy.ClusterAffinity? = nil, addOn: [Condition], removeOn: [Condition],
    taints: [Taint]
  ) {
    self.name = name
    self.target = target
    self.addOn = addOn
    self.removeOn = removeOn
    self.taints = taints
  }
}

/// When it acts. Source: karmada `pkg/controllers/taint/clustertaintpolicy_controller.go`.
extension KarmadaClusterTaintPolicy {
  /// Whether it puts its taints on a cluster whose Ready condition has `status`.
  public func adds(onReady status: String) -> Bool { Self.hold(addOn, status) }

  /// Whether it takes its taints off a cluster whose Ready condition has `status`.
  public func removes(onReady status: String) -> Bool { Self.hold(removeOn, status) }

  /// Whether any of its taints evicts.
  public var evicts: Bool { taints.contains { $0.effect == .noExecute } }

  /// Whether all `conditions`, of which there must be one, hold.
  private static func hold(_ conditions: [Condition], _ status: String) -> Bool {
    !conditions.isEmpty
      && conditions.allSatisfy { $0.type == "Ready" && $0.isIn == $0.statusValues.contains(status) }
  }
}
