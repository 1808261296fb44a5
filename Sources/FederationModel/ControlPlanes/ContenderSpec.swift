// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What races: a control-plane profile with its options already applied, and each workload in that system's terms.
public struct ContenderSpec: Hashable, Sendable, Codable {
  /// Its name in tables and records.
  public var name: String
  /// The profile, options applied.
  public var profile: ControlPlaneProfile
  /// One policy per workload, in `Scenario.workloads` order; nil: this system places it nowhere.
  public var policies: [NativePolicy?]
  /// Initial assignments that objects in the input prescribe (ResourceBindings), per workload; nil: by the planner.
  public var initialAssignments: [[ClusterReplicas]?]
  /// Evictions that objects in the input say are under way (ResourceBindings), per workload, ascending by cluster.
  public var initialEvictions: [[KarmadaEvictionTask]]
  /// Karmada's ClusterTaintPolicies.
  public var taintPolicies: [KarmadaClusterTaintPolicy]
  /// Karmada's FederatedResourceQuotas.
  public var quotas: [KarmadaResourceQuota]
  /// What edits make of its policies, in the order of the actions' times.
  public var policyEdits: [PolicyEdit]
  /// What changes of flags make of its profile, in the order of the actions' times.
  public var profileChanges: [ProfileChange]
  /// How faithfully the intents went into this system's objects.
  public var notes: [TranslationNote]
  /// The program that decides in place of the profile's own policy; nil: that policy does.
  public var program: SchedulerProgram?

  /// A contender.
  public init(
    name: String, profile: ControlPlaneProfile, policies: [NativePolicy?],
    initialAssignments: [[ClusterReplicas]?]? = nil, initialEvictions: [[KarmadaEvictionTask]]? = nil,
    taintPolicies: [KarmadaClusterTaintPolicy] = [], quotas: [KarmadaResourceQuota] = [],
    policyEdits: [PolicyEdit] = [], profileChanges: [ProfileChange] = [], notes: [TranslationNote] = [],
    program: SchedulerProgram? = nil
  ) {
    self.name = name
    self.profile = profile
    self.policies = policies
    self.initialAssignments = initialAssignments ?? policies.map { _ in nil }
    self.initialEvictions = initialEvictions ?? policies.map { _ in [] }
    self.taintPolicies = taintPolicies
    self.quotas = quotas
    self.policyEdits = policyEdits
    self.profileChanges = profileChanges
    self.notes = notes
    self.program = program
  }
}
