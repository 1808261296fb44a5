// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Rolling maintenance: one unit after the other, in fleet order, is drained, taken down and brought back.
public struct MaintenanceSpec: Hashable, Sendable, Codable {
  /// What is maintained as one.
  public enum Unit: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each node: it is cordoned and its replicas move within the cluster before it goes down.
    case node
    /// Each cluster: it carries the taint `maintenance:NoExecute` from before it goes down until it is back.
    case cluster
  }
  /// What is maintained as one.
  public var unit: Unit
  /// When the first ones begin.
  public var at: SimulationTime
  /// Which.
  public var target: TargetSelector
  /// How long each is drained before it goes down.
  public var drain: SimulationDuration
  /// How long each is down.
  public var down: SimulationDuration
  /// From the return of some to the drain of the next.
  public var gap: SimulationDuration
  /// How many at a time.
  public var atOnce: Int

  /// The key of the taint on a cluster under maintenance.
  public static let taintKey = "maintenance"

  /// A maintenance.
  public init(
    of unit: Unit, at: SimulationTime, target: TargetSelector = TargetSelector(), drain: SimulationDuration = .zero,
    down: SimulationDuration, gap: SimulationDuration = .zero, atOnce: Int = 1
  ) {
    self.unit = unit
    self.at = at
    self.target = target
    self.drain = drain
    self.down = down
    self.gap = gap
    self.atOnce = atOnce
  }

  /// When the drain of the unit at `place` in fleet order begins; `distantFuture` beyond what 64 bits hold.
  public func start(ofUnit place: Int) -> SimulationTime {
    let turn = drain + down + gap
    let (offset, isTooFar) = turn.nanoseconds.multipliedReportingOverflow(by: Int64(place / max(atOnce, 1)))
    return isTooFar ? .distantFuture : at + SimulationDuration(nanoseconds: offset)
  }

  /// What people do for it: each cluster is tainted when its drain begins, and untainted when it is back. Nodes need no
  /// action.
  public func actions(in fleet: Fleet) -> [ActionSpec] {
    guard unit == .cluster else { return [] }
    return fleet.clusters.filter { target.selects($0) }.enumerated().flatMap { place, cluster -> [ActionSpec] in
      let start = start(ofUnit: place)
      guard start != .distantFuture else { return [] }
      let one = TargetSelector(cluster: cluster.name)
      let taint = Taint(key: Self.taintKey, effect: .noExecute)
      return [
        ActionSpec(at: start, kind: .taint(taint), target: one),
        ActionSpec(
          at: start + (drain + down), kind: .untaint(key: Self.taintKey, effect: .noExecute), target: one),
      ]
    }
  }
}
