// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// The schedulers by name. A new policy is one file and one line here.
public enum PolicyCatalog {
  /// A scheduler that can race.
  public struct Entry: Sendable {
    /// Its name, as `regatta list` shows it.
    public let name: String
    /// Whose control plane it belongs to.
    public let system: FederationSystem
    /// One sentence for people.
    public let summary: String
    /// Where its rules come from.
    public let source: String
    /// Makes it for one run.
    public let make: @Sendable (Fleet, ControlPlaneProfile) -> any ReplicaScheduler
  }

  /// Every scheduler, ascending by name.
  public static let entries: [Entry] = [
    Entry(
      name: "federation-v1", system: .federationV1,
      summary: "weights, minimums and maximums by annotation, over the ready clusters; every call plans anew",
      source: "kubernetes-retired/federation 804bb9f, pkg/federatedtypes/scheduling.go",
      make: { FederationV1Scheduler(fleet: $0, profile: $1) }),
    Entry(
      name: "karmada", system: .karmada,
      summary: "affinity groups, spread constraints, and division by static weights or by estimated room",
      source: "karmada-io/karmada f8fdd02, pkg/scheduler",
      make: { KarmadaScheduler(fleet: $0, profile: $1) }),
    Entry(
      name: "kubeadmiral", system: .kubeAdmiral,
      summary: "filters and scores like kube-scheduler's, replicas by weight, free CPU or priority; avoids disruption",
      source: "kubewharf/kubeadmiral 19de01c, pkg/controllers/scheduler",
      make: { KubeAdmiralScheduler(fleet: $0, profile: $1) }),
    Entry(
      name: "kubefed", system: .kubeFed,
      summary: "placement and overrides, or a ReplicaSchedulingPreference over the ready clusters",
      source: "kubernetes-retired/kubefed d6f10d2, pkg/schedulingtypes",
      make: { KubeFedScheduler(fleet: $0, profile: $1) }),
  ]

  /// The entry called `name`.
  public static func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

  /// The scheduler of a contender's system for one run over `fleet`.
  public static func scheduler(for contender: ContenderSpec, fleet: Fleet) -> any ReplicaScheduler {
    guard let entry = entries.first(where: { $0.system == contender.profile.system }) else {
      preconditionFailure("no scheduler for \(contender.profile.system)")
    }
    return entry.make(fleet, contender.profile)
  }
}
