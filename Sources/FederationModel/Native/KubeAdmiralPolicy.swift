// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The parts of a KubeAdmiral PropagationPolicy that decide placement, for one workload.
///
/// Source: kubeadmiral 19de01c `pkg/apis/core/v1alpha1/types_propagationpolicy.go`, defaults from its CRD.
public struct KubeAdmiralPolicy: Hashable, Sendable, Codable {
  /// What the plan says of one cluster.
  public struct Placement: Hashable, Sendable, Codable {
    /// The cluster's name.
    public var cluster: String
    /// The fewest replicas.
    public var minimum: Int64
    /// The most; nil: no bound.
    public var maximum: Int64?
    /// The weight; nil: not given.
    public var weight: Int64?
    /// The priority, for binpack and the order of selection; nil: not given.
    public var priority: Int64?
    /// A placement.
    public init(
      cluster: String, minimum: Int64 = 0, maximum: Int64? = nil, weight: Int64? = nil, priority: Int64? = nil
    ) {
      self.cluster = cluster
      self.minimum = minimum
      self.maximum = maximum
      self.weight = weight
      self.priority = priority
    }
  }

  /// Moving replicas that find no node.
  public struct AutoMigration: Hashable, Sendable, Codable {
    /// How long a pod must be unschedulable.
    public var unschedulableFor: SimulationDuration
    /// Whether the unschedulable ones also stay where they are.
    public var keepUnschedulableReplicas: Bool
    /// A setting.
    public init(unschedulableFor: SimulationDuration = .minutes(1), keepUnschedulableReplicas: Bool = false) {
      self.unschedulableFor = unschedulableFor
      self.keepUnschedulableReplicas = keepUnschedulableReplicas
    }
  }

  /// Which changes run the scheduler again.
  public struct RescheduleWhen: Hashable, Sendable, Codable {
    /// The policy's content.
    public var policyContentChanged: Bool
    /// A cluster joined.
    public var clusterJoined: Bool
    /// A cluster's labels.
    public var clusterLabelsChanged: Bool
    /// A cluster's API resources.
    public var clusterAPIResourcesChanged: Bool
    /// Upstream's defaults.
    public init(
      policyContentChanged: Bool = true, clusterJoined: Bool = false, clusterLabelsChanged: Bool = false,
      clusterAPIResourcesChanged: Bool = false
    ) {
      self.policyContentChanged = policyContentChanged
      self.clusterJoined = clusterJoined
      self.clusterLabelsChanged = clusterLabelsChanged
      self.clusterAPIResourcesChanged = clusterAPIResourcesChanged
    }
  }

  /// Whether replicas are divided; otherwise every selected cluster holds all of them.
  public var divides: Bool
  /// Whether they are packed by priority rather than spread by weight.
  public var packs: Bool
  /// By cluster labels.
  public var clusterSelector: LabelSelector
  /// Terms of requirements; any one is enough; empty: no restriction. `fields` of clusters are their names.
  public var clusterAffinityTerms: [LabelSelector]
  /// Which cluster taints are accepted.
  public var tolerations: [Toleration]
  /// The most clusters; nil: no bound.
  public var maximumClusters: Int64?
  /// Per cluster; not empty: only these clusters.
  public var placements: [Placement]
  /// Moving unschedulable replicas; nil: off.
  public var autoMigration: AutoMigration?
  /// Keeps what is placed for good (`disableRescheduling`).
  public var isSticky: Bool
  /// nil: the user wrote reschedulePolicy without it, and then no policy or cluster change runs the scheduler.
  public var rescheduleWhen: RescheduleWhen?
  /// Keeps running replicas where they are as far as possible.
  public var avoidsDisruption: Bool

  /// A policy with the defaults that the API server fills in.
  public init(
    divides: Bool = false, packs: Bool = false, clusterSelector: LabelSelector = LabelSelector(),
    clusterAffinityTerms: [LabelSelector] = [], tolerations: [Toleration] = [], maximumClusters: Int64? = nil,
    placements: [Placement] = [], autoMigration: AutoMigration? = nil, isSticky: Bool = false,
    rescheduleWhen: RescheduleWhen? = RescheduleWhen(), avoidsDisruption: Bool = true
  ) {
    self.divides = divides
    self.packs = packs
    self.clusterSelector = clusterSelector
    self.clusterAffinityTerms = clusterAffinityTerms
    self.tolerations = tolerations
    self.maximumClusters = maximumClusters
    self.placements = placements
    self.autoMigration = autoMigration
    self.isSticky = isSticky
    self.rescheduleWhen = rescheduleWhen
    self.avoidsDisruption = avoidsDisruption
  }
}
