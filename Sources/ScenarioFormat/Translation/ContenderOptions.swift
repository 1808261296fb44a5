// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What a contender changes in how its system is used: the options that act on the translation of intents.
public struct ContenderOptions: Hashable, Sendable {
  /// Whether the operator turned on what moves replicas off a lost cluster (Karmada: the gates, and a
  /// ClusterTaintPolicy that puts the NoExecute taint on).
  public var optsIntoFailover: Bool
  /// Divides every workload this way, whatever its intent says; nil: as the intent says.
  public var division: Intent.Division?
  /// Whether running replicas move to honour the weights (KubeFed, Federation v1); nil: upstream's default, no.
  public var rebalance: Bool?
  /// An operator puts a NoExecute taint on a cluster that was not ready for this long; nil: nobody does.
  public var operatorTaintAfter: SimulationDuration?
  /// How many seconds policies tolerate a lost cluster, whatever the intent says; the inner nil is "for ever", the outer
  /// one "as the intent says".
  public var tolerationSeconds: Int64??
  /// What happens to the old copy on a lost cluster (Karmada); nil: the controller's flag decides.
  public var purgeMode: KarmadaPolicy.PurgeMode?

  /// Options; nothing given changes nothing.
  public init(
    optsIntoFailover: Bool = false, division: Intent.Division? = nil, rebalance: Bool? = nil,
    operatorTaintAfter: SimulationDuration? = nil, tolerationSeconds: Int64?? = nil,
    purgeMode: KarmadaPolicy.PurgeMode? = nil
  ) {
    self.optsIntoFailover = optsIntoFailover
    self.division = division
    self.rebalance = rebalance
    self.operatorTaintAfter = operatorTaintAfter
    self.tolerationSeconds = tolerationSeconds
    self.purgeMode = purgeMode
  }
}
