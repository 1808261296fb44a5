// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Something a person does at a time.
public struct ActionSpec: Hashable, Sendable, Codable {
  /// What is done.
  public enum Kind: Hashable, Sendable, Codable {
    /// Puts a taint on the selected cluster objects.
    case taint(Taint)
    /// Takes the taints of this key (and effect, if given) off.
    case untaint(key: String, effect: Taint.Effect?)
    /// Puts the system's own "nothing new here" taint on.
    case cordon
    /// Takes it off.
    case uncordon
    /// Sets a workload's replicas.
    case scale(workload: String, replicas: Int)
    /// Asks for a full recomputation of a workload, or of all. `createdAt` is the creation time of Karmada's
    /// WorkloadRebalancer, which counts for nothing unless it is later than the last scheduling; nil: the action's time.
    case rebalance(workload: String?, createdAt: SimulationTime? = nil)
    /// Changes the workload's template or policy by `path=value`; what that comes to is in `Scenario.workloadEdits` and
    /// `ContenderSpec.policyEdits`.
    case edit(workload: String, path: String, value: String)
    /// Changes one value of a contender's profile, or of all contenders' profiles, by the names of `set`; what that comes
    /// to is in `ContenderSpec.profileChanges`.
    case setFlag(contender: String?, flag: String, value: String)
    /// Gives the target's node pool, or every pool, this many nodes: new ones come after the pool's lead time, those
    /// beyond are drained and go.
    case resize(nodes: Int)
    /// A cluster joins the federation.
    case join
    /// A cluster leaves the federation.
    case leave
  }
  /// When.
  public var at: SimulationTime
  /// What.
  public var kind: Kind
  /// On which clusters; ignored by scale, rebalance, edit and setFlag.
  public var target: TargetSelector

  /// An action.
  public init(at: SimulationTime, kind: Kind, target: TargetSelector = TargetSelector()) {
    self.at = at
    self.kind = kind
    self.target = target
  }
}
