// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Makes contenders of what the scenario names, or of what the input suggests.
struct ContenderResolution {
  let inventory: ManifestInventory
  let fleet: Fleet
  /// The workloads as written.
  let before: [WorkloadSpec]
  /// The same, scaled to the wished load.
  let after: [WorkloadSpec]

  /// The profile each system races with when none is named.
  static let defaultProfiles: [ControlPlaneProfile] = [
    ProfileCatalog.karmada118, ProfileCatalog.kubeFed010, ProfileCatalog.kubeAdmiral,
  ]

  /// The contenders of `drafts`. Without drafts: under their profiles' names Karmada 1.18, KubeFed and KubeAdmiral; of
  /// these only the ones with an object, or an intent to translate, where the input is manifests alone; and Federation
  /// v1 where the input has objects of it.
  func contenders(_ drafts: [ContenderDraft]?, hasOnlyManifests: Bool) -> [ContenderSpec] {
    let assembly = ContenderAssembly(workloads: after, fleet: fleet, inventory: inventory)
    if let drafts {
      return drafts.map { draft in
        var contender = assembly.contender(name: draft.name, profile: draft.profile, options: draft.options)
        contender.program = draft.program
        return scaled(contender)
      }
    }
    var profiles = Self.defaultProfiles
    if inventory.systems.contains(.federationV1) { profiles.append(ProfileCatalog.federationV1) }
    if hasOnlyManifests { profiles.removeAll { !assembly.hasPolicies(of: $0.system) } }
    return profiles.map { scaled(assembly.contender(name: $0.name, profile: $0)) }
  }

  /// Counts of replicas in native objects follow the load as the workloads do.
  private func scaled(_ contender: ContenderSpec) -> ContenderSpec {
    var contender = contender
    for (place, workload) in after.enumerated() where workload.replicas != before[place].replicas {
      if case .kubeFed(var policy) = contender.policies[place], let total = policy.scheduling?.totalReplicas,
        total != Int64(workload.replicas)
      {
        policy.scheduling?.totalReplicas = scaled(total, at: place)
        contender.policies[place] = .kubeFed(policy)
      }
      if let assignment = contender.initialAssignments[place] {
        let total = assignment.reduce(0) { $0 + $1.replicas }
        let counts = LoadScaling.divided(
          Int(scaled(Int64(total), at: place)), inProportionTo: assignment.map(\.replicas))
        contender.initialAssignments[place] = zip(assignment, counts).map {
          ClusterReplicas(cluster: $0.cluster, replicas: $1)
        }
      }
    }
    return contender
  }

  private func scaled(_ count: Int64, at place: Int) -> Int64 {
    guard before[place].replicas > 0 else { return count }
    let exact = Double(count) * Double(after[place].replicas) / Double(before[place].replicas)
    return Int64(min(exact.rounded(), Double(ScenarioBounds.replicas)))
  }
}
