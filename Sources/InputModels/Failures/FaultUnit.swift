// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

/// What fails as one, and which part of the fleet that takes.
public struct FaultUnit: Sendable {
  /// Which nodes of a cluster fail; nil parts do not restrict.
  public struct NodeFilter: Hashable, Sendable {
    /// Nodes of this zone.
    public var zone: String?
    /// Nodes of pools with this name.
    public var pool: String?
    /// The node of this place in its cluster.
    public var ordinal: Int?
  }

  /// For people, as `region eu-west`.
  public let label: String
  /// The clusters, ascending.
  public let clusters: [ClusterIndex]
  /// Which of their nodes; nil: the clusters as a whole.
  public let nodes: NodeFilter?
  /// What of the clusters fails.
  public let plane: FailurePlane
  /// Whether a person wrote the times down (rather than a law drawing them).
  public let isScripted: Bool

  /// When it fails.
  enum Timing {
    case once(at: SimulationTime, span: SimulationDuration?)
    case renewal(up: Distribution, down: Distribution, stream: RandomStream)
    case never
  }
  var timing: Timing
}

/// One span in which a unit is failed.
public struct FaultWindow: Hashable, Sendable {
  /// From.
  public var start: SimulationTime
  /// To; `distantFuture` when it is never repaired.
  public var end: SimulationTime
}
