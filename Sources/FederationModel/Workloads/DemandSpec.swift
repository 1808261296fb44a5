// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// How many replicas are wanted over time. It becomes edits of the template through the hub.
public enum DemandSpec: Hashable, Sendable, Codable {
  /// The workload's replicas throughout.
  case constant
  /// Replicas from each time on, ascending; before the first, the workload's replicas.
  case steps([Step])
  /// mean + amplitude * sin(2 pi (t - phase) / period), rounded, never negative, in steps of the period / 48.
  case diurnal(mean: Int, amplitude: Int, period: SimulationDuration, phase: SimulationDuration)

  /// A change of the wanted replicas.
  public struct Step: Hashable, Sendable, Codable {
    /// From when on.
    public var at: SimulationTime
    /// How many.
    public var replicas: Int
    /// `replicas` from `at` on.
    public init(at: SimulationTime, replicas: Int) {
      self.at = at
      self.replicas = replicas
    }
  }
}

/// What the workload's users need of it.
public struct ServiceSpec: Hashable, Sendable, Codable {
  /// Requests per second that one ready replica serves.
  public var throughputPerReplica: Double
  /// How a request finds a replica; `nearest-healthy` or `local-only`.
  public var routing: String
  /// The share of its demand that is to be served over a run; nil: what is usual.
  public var availabilityTarget: Double?

  /// A service.
  public init(
    throughputPerReplica: Double = 0, routing: String = "nearest-healthy", availabilityTarget: Double? = nil
  ) {
    self.throughputPerReplica = throughputPerReplica
    self.routing = routing
    self.availabilityTarget = availabilityTarget
  }
}
