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
    /// Asks for a full recomputation of a workload, or of all.
    case rebalance(workload: String?)
    /// Changes the workload's template or policy by `path=value`.
    case edit(workload: String, path: String, value: String)
    /// A cluster joins the federation.
    case join
    /// A cluster leaves the federation.
    case leave
  }
  /// When.
  public var at: SimulationTime
  /// What.
  public var kind: Kind
  /// On which clusters; ignored by scale, rebalance and edit.
  public var target: TargetSelector

  /// An action.
  public init(at: SimulationTime, kind: Kind, target: TargetSelector = TargetSelector()) {
    self.at = at
    self.kind = kind
    self.target = target
  }
}
