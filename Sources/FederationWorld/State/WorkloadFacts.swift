// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What the world asks of a workload and of its policy again and again, in one cache line: the whole descriptions are
/// seldom needed.
struct WorkloadFacts {
  // The workload
  let selectsNodes: Bool
  let hasHealthRule: Bool
  let isDeployment: Bool
  let termination: SimulationDuration

  // Its policy, as it is now
  private(set) var hasReplicaOverrides = false
  private(set) var mayStopDispatching = false
  private(set) var hasApplicationFailover = false
  private(set) var isDuplicated = false
  /// Whether each plan looks at what members hold: in KubeFed and Federation v1, but for placements that name clusters and
  /// numbers themselves.
  private(set) var isPlannedByPreference = false
  private(set) var priority: Int32 = 0
  /// How long KubeAdmiral lets replicas go without a node; nil: for ever. Only Deployments are migrated.
  private(set) var migrationThreshold: SimulationDuration?

  init(_ workload: WorkloadSpec, policy: NativePolicy?) {
    selectsNodes = !workload.nodeSelector.entries.isEmpty
    hasHealthRule = workload.hasHealthRule
    isDeployment = workload.kind == "Deployment"
    termination = workload.termination
    take(policy)
  }

  /// The workload has another policy from now on.
  mutating func take(_ policy: NativePolicy?) {
    hasReplicaOverrides = false
    mayStopDispatching = false
    hasApplicationFailover = false
    isDuplicated = false
    isPlannedByPreference = false
    priority = 0
    migrationThreshold = nil
    switch policy {
    case .karmada(let policy)?:
      hasReplicaOverrides = !policy.replicaOverrides.isEmpty
      mayStopDispatching = policy.suspension != KarmadaPolicy.Suspension()
      hasApplicationFailover = policy.applicationFailover != nil
      isDuplicated = policy.scheduling == .duplicated
      priority = Int32(clamping: policy.priority)
    case .kubeFed(let policy)?: isPlannedByPreference = policy.scheduling != nil
    case .federationV1?: isPlannedByPreference = true
    case .kubeAdmiral(let policy)?:
      migrationThreshold = isDeployment ? policy.autoMigration?.unschedulableFor : nil
    case nil: break
    }
  }
}
