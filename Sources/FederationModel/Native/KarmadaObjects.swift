// SPDX-License-Identifier: GPL-3.0-or-later

/// Karmada's FederatedResourceQuota, as far as it bounds what a namespace may be assigned over all clusters.
///
/// Source: karmada `pkg/apis/policy/v1alpha1/federatedresourcequota_types.go`: `spec.overall`.
public struct KarmadaResourceQuota: Hashable, Sendable, Codable {
  /// The object's name.
  public var name: String
  /// The namespace it bounds.
  public var namespace: String
  /// The most CPU in thousandths of a core; nil: no bound.
  public var cpuMillicores: Int64?
  /// The most memory in bytes; nil: no bound.
  public var memoryBytes: Int64?
  /// The most pods; nil: no bound.
  public var pods: Int64?

  /// A quota.
  public init(
    name: String, namespace: String, cpuMillicores: Int64? = nil, memoryBytes: Int64? = nil, pods: Int64? = nil
  ) {
    self.name = name
    self.namespace = namespace
    self.cpuMillicores = cpuMillicores
    self.memoryBytes = memoryBytes
    self.pods = pods
  }
}

/// An eviction that a ResourceBinding says is under way: the old copy is still there and the cluster is barred.
///
/// Source: karmada `pkg/apis/work/v1alpha2/binding_types.go` GracefulEvictionTask.
public struct KarmadaEvictionTask: Hashable, Sendable, Codable {
  /// The cluster's name.
  public var cluster: String
  /// Replicas of the old copy; nil: not said.
  public var replicas: Int?
  /// What happens to the old copy.
  public var purgeMode: KarmadaPolicy.PurgeMode
  /// How long it may stay beside the new one, in seconds; nil: the controller's flag decides.
  public var gracePeriodSeconds: Int64?
  /// The old copy stays until a person says otherwise.
  public var suppressesDeletion: Bool

  /// A task.
  public init(
    cluster: String, replicas: Int? = nil, purgeMode: KarmadaPolicy.PurgeMode = .gracefully,
    gracePeriodSeconds: Int64? = nil, suppressesDeletion: Bool = false
  ) {
    self.cluster = cluster
    self.replicas = replicas
    self.purgeMode = purgeMode
    self.gracePeriodSeconds = gracePeriodSeconds
    self.suppressesDeletion = suppressesDeletion
  }
}
