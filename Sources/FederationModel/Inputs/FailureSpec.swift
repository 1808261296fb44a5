// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Something that goes wrong.
public enum FailureSpec: Hashable, Sendable, Codable {
  /// At a time, for a span.
  case scripted(ScriptedFailureSpec)
  /// Again and again: every unit of the level alternates between up and down on its own.
  case process(FailureProcessSpec)
  /// One unit after the other is drained, taken down and brought back.
  case maintenance(MaintenanceSpec)

  /// Whole clusters or nodes at a time; `nil` span: for good.
  public static func scripted(
    at: SimulationTime, span: SimulationDuration?, target: TargetSelector, plane: FailurePlane
  ) -> FailureSpec {
    .scripted(ScriptedFailureSpec(at: at, span: span, target: target, effect: FaultEffect(plane)))
  }

  /// What people do because of it: they taint clusters under maintenance.
  public func actions(in fleet: Fleet) -> [ActionSpec] {
    if case .maintenance(let maintenance) = self { maintenance.actions(in: fleet) } else { [] }
  }
}

/// A failure whose time is written down.
public struct ScriptedFailureSpec: Hashable, Sendable, Codable {
  /// When it begins.
  public var at: SimulationTime
  /// How long it lasts; nil: for good.
  public var span: SimulationDuration?
  /// What it strikes; without meaning where `hub` is given.
  public var target: TargetSelector
  /// What it does there.
  public var effect: FaultEffect
  /// How many of the selected nodes of each cluster go down; nil: all that the target selects.
  public var nodes: NodeAmount?
  /// The one node of each selected cluster, by its place; nil: as the target says.
  public var ordinal: Int?
  /// What of the hub fails, instead of clusters; nil: nothing.
  public var hub: HubComponent?
  /// By how much its begin may move, either way: drawn per seed.
  public var jitter: SimulationDuration
  /// Which entry of the scenario it comes from, and which repetition it is: they key its draws.
  public var entry: Int
  /// Which repetition of its entry it is, from 0.
  public var occurrence: Int

  /// A scripted failure.
  public init(
    at: SimulationTime, span: SimulationDuration? = nil, target: TargetSelector = TargetSelector(),
    effect: FaultEffect = FaultEffect(), nodes: NodeAmount? = nil, ordinal: Int? = nil, hub: HubComponent? = nil,
    jitter: SimulationDuration = .zero, entry: Int = 0, occurrence: Int = 0
  ) {
    self.at = at
    self.span = span
    self.target = target
    self.effect = effect
    self.nodes = nodes
    self.ordinal = ordinal
    self.hub = hub
    self.jitter = jitter
    self.entry = entry
    self.occurrence = occurrence
  }
}
