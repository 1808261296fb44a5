// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Where a control plane's own parts run, and what becomes of its store. They die with their places.
public struct HubSpec: Hashable, Sendable, Codable {
  /// How the instances of a component share its work.
  public enum Instances: String, Hashable, Sendable, Codable, CaseIterable {
    /// One leads, the others wait.
    case leader
    /// Each has the members and workloads that a hash of their names gives it.
    case shards
  }

  /// A component's instances.
  public struct Component: Hashable, Sendable, Codable {
    /// The region of each instance, the first leader first; empty: one in the hub's region.
    public var regions: [String]
    /// How they share the work.
    public var instances: Instances
    /// Instances in `regions`.
    public init(regions: [String] = [], instances: Instances = .leader) {
      self.regions = regions
      self.instances = instances
    }
  }

  /// What operators do about a store that has lost its majority.
  public struct Restore: Hashable, Sendable, Codable {
    /// From the loss to a store that runs again elsewhere.
    public var after: SimulationDuration
    /// How old the snapshot is then, counted from the loss.
    public var age: SimulationDuration
    /// A restore.
    public init(after: SimulationDuration, age: SimulationDuration) {
      self.after = after
      self.age = age
    }
  }

  /// The region where everything is that names no other; nil: outside of all, where nothing fails.
  public var region: String?
  /// The region of each replica of the store; a majority has to live; empty: one in the hub's region.
  public var storeRegions: [String]
  /// nil: the store comes back with its place.
  public var restore: Restore?
  /// Everything that watches members and carries decisions out.
  public var controllers: Component
  /// What decides; in KubeFed, KubeAdmiral and Federation v1 a part of the controllers.
  public var scheduler: Component

  /// A hub.
  public init(
    region: String? = nil, storeRegions: [String] = [], restore: Restore? = nil, controllers: Component = Component(),
    scheduler: Component = Component()
  ) {
    self.region = region
    self.storeRegions = storeRegions
    self.restore = restore
    self.controllers = controllers
    self.scheduler = scheduler
  }
}

extension HubSpec {
  /// What of a hub stops working for good while a region is lost.
  public enum LostPart: Hashable, Sendable {
    /// The store has no majority left: nothing is decided and nothing written.
    case store
    /// No instance of the controllers is left, or none for a share of the members.
    case controllers(share: Bool)
    /// No instance of the scheduler is left, or none for a share of the workloads.
    case scheduler(share: Bool)
  }

  /// The first of its parts that does not outlive the loss of `region`; nil where standbys take over.
  ///
  /// - Parameter hasOwnScheduler: Whether the scheduler is a process of its own (Karmada).
  public func part(lostWith region: String, hasOwnScheduler: Bool) -> LostPart? {
    guard !region.isEmpty else { return nil }
    let home = self.region ?? ""
    let store = storeRegions.isEmpty ? [home] : storeRegions
    if store.count(where: { $0 != region }) * 2 <= store.count { return .store }
    func lost(_ component: Component) -> Bool? {
      let regions = component.regions.isEmpty ? [home] : component.regions
      if !regions.contains(where: { $0 != region }) { return false }
      return component.instances == .shards && regions.contains(region) ? true : nil
    }
    if let isShare = lost(controllers) { return .controllers(share: isShare) }
    if hasOwnScheduler, let isShare = lost(scheduler) { return .scheduler(share: isShare) }
    return nil
  }
}
