// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// What an edit makes of a workload's own values, the same for every contender.
public struct WorkloadEdit: Hashable, Sendable, Codable {
  /// The place in `Scenario.actions` of the action that makes it.
  public var action: Int
  /// The place in `Scenario.workloads`.
  public var workload: Int
  /// The workload as it is from then on.
  public var spec: WorkloadSpec

  /// An edit.
  public init(action: Int, workload: Int, spec: WorkloadSpec) {
    self.action = action
    self.workload = workload
    self.spec = spec
  }
}

/// What an edit makes of a workload's policy under one contender.
public struct PolicyEdit: Hashable, Sendable, Codable {
  /// The place in `Scenario.actions` of the action that makes it.
  public var action: Int
  /// The place in `Scenario.workloads`.
  public var workload: Int
  /// The policy as it is from then on; nil: the system places it nowhere.
  public var policy: NativePolicy?

  /// An edit.
  public init(action: Int, workload: Int, policy: NativePolicy?) {
    self.action = action
    self.workload = workload
    self.policy = policy
  }
}

/// What a change of a flag makes of a contender's control plane.
public struct ProfileChange: Hashable, Sendable, Codable {
  /// The place in `Scenario.actions` of the action that makes it.
  public var action: Int
  /// The whole profile as it is from then on, earlier changes included.
  public var profile: ControlPlaneProfile

  /// A change.
  public init(action: Int, profile: ControlPlaneProfile) {
    self.action = action
    self.profile = profile
  }
}
