// SPDX-License-Identifier: GPL-3.0-or-later

/// The systems whose control planes are simulated.
public enum FederationSystem: String, Hashable, Sendable, Codable, CaseIterable {
  case federationV1 = "federation-v1"
  case kubeFed = "kubefed"
  case kubeAdmiral = "kubeadmiral"
  case karmada = "karmada"
}

/// One workload's placement in a system's own terms. Kept behind one reference: it is large, handed on with every
/// decision, and seldom changed.
public indirect enum NativePolicy: Hashable, Sendable, Codable {
  case federationV1(FederationV1Policy)
  case kubeFed(KubeFedPolicy)
  case kubeAdmiral(KubeAdmiralPolicy)
  case karmada(KarmadaPolicy)

  /// Whose terms.
  public var system: FederationSystem {
    switch self {
    case .federationV1: .federationV1
    case .kubeFed: .kubeFed
    case .kubeAdmiral: .kubeAdmiral
    case .karmada: .karmada
    }
  }

  /// What an OverridePolicy of Karmada writes over the `scheduled` replicas of a cluster; `scheduled` where none does.
  public func overriddenReplicas(in cluster: ClusterSpec, scheduled: Int) -> Int {
    guard case .karmada(let policy) = self else { return scheduled }
    return policy.replicaOverrides.first { $0.cluster == cluster.name }?.replicas ?? scheduled
  }
}

/// How faithfully one field of an intent went into a system's objects.
public struct TranslationNote: Hashable, Sendable, Codable {
  /// The grade.
  public enum Mark: String, Hashable, Sendable, Codable {
    /// Means the same.
    case exact
    /// Means nearly the same; `how` says in what it differs.
    case approximated
    /// The system cannot say it.
    case dropped
  }
  /// The workload's key; empty: the contender as a whole.
  public var workload: String
  /// The field of the intent, as `clusters.A.min`.
  public var field: String
  /// The grade.
  public var mark: Mark
  /// What it became, or why it could not.
  public var how: String
  /// A note.
  public init(workload: String, field: String, mark: Mark, how: String) {
    self.workload = workload
    self.field = field
    self.mark = mark
    self.how = how
  }
}
