// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Everything timed around a decision: one parameter record per system and version, apart from its policy.
///
/// The numbers are upstream's defaults; `ProfileCatalog` has them with their sources. Each part is in a file of its own
/// beside this one.
public struct ControlPlaneProfile: Hashable, Sendable, Codable {
  /// The profile's name, as `karmada-1.18`.
  public var name: String
  /// Whose mechanisms.
  public var system: FederationSystem
  /// How a lost member is noticed.
  public var detection: Detection
  /// What a change of readiness sets off.
  public var reaction: Reaction
  /// How workloads leave a lost member.
  public var eviction: Eviction
  /// How fast decisions are made and repeated.
  public var scheduling: SchedulingPace
  /// How fast decisions reach members and news comes back.
  public var propagation: Propagation
  /// What the hub's own processes need to take over and to start.
  public var hub: HubProcesses
  /// Karmada's optional components.
  public var components: Components
  /// Behaviour that changed between versions, and oddities that can be turned off.
  public var switches: Switches

  /// A profile.
  public init(
    name: String, system: FederationSystem, detection: Detection, reaction: Reaction, eviction: Eviction,
    scheduling: SchedulingPace, propagation: Propagation, hub: HubProcesses = HubProcesses(),
    components: Components = Components(), switches: Switches = Switches()
  ) {
    self.name = name
    self.system = system
    self.detection = detection
    self.reaction = reaction
    self.eviction = eviction
    self.scheduling = scheduling
    self.propagation = propagation
    self.hub = hub
    self.components = components
    self.switches = switches
  }
}
