// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

/// Where the hub's parts run and whether they work.
struct HubState {
  /// A place in which parts of the hub run, and the faults that take it.
  struct Site {
    var region: String
    var faults: Int32 = 0
  }

  /// A group of instances that does one share of a component's work.
  struct Shard {
    /// The sites of the instances that can do it; the one that does is `leader`.
    var sites: [Int]
    var leader = 0
    /// Whether it works.
    var isUp = true
    /// Since when it does not.
    var downSince = SimulationTime.zero
    /// Whether its process has survived so far: it only lacks its store.
    var keepsMemory = false
    /// The start that is under way.
    var start = EventID.none
    /// How often it was taken over.
    var takeovers: UInt64 = 0
  }

  var sites: [Site]
  /// The sites of the store's replicas.
  var storeSites: [Int]
  var isStoreUp = true
  var storeLostAt = SimulationTime.zero
  var restore = EventID.none
  var controllers: [Shard]
  var scheduler: [Shard]
  /// Whether the scheduler is a process of its own.
  let hasOwnScheduler: Bool
  /// What was assigned when, while a store may be restored from a snapshot.
  var history: AssignmentHistory
  let keepsHistory: Bool

  /// A hub as `spec` places it, all of it working.
  init(_ spec: HubSpec, hasOwnScheduler: Bool) {
    var places: [Site] = []
    func site(_ region: String) -> Int {
      if let place = places.firstIndex(where: { $0.region == region }) { return place }
      places.append(Site(region: region))
      return places.count - 1
    }
    let home = spec.region ?? ""
    func shards(_ component: HubSpec.Component) -> [Shard] {
      let regions = component.regions.isEmpty ? [home] : component.regions
      switch component.instances {
      case .leader: return [Shard(sites: regions.map(site))]
      case .shards: return regions.map { Shard(sites: [site($0)]) }
      }
    }
    storeSites = (spec.storeRegions.isEmpty ? [home] : spec.storeRegions).map(site)
    controllers = shards(spec.controllers)
    scheduler = hasOwnScheduler ? shards(spec.scheduler) : []
    self.hasOwnScheduler = hasOwnScheduler
    keepsHistory = spec.restore != nil
    history = AssignmentHistory(reach: spec.restore?.age ?? .zero)
    sites = places
  }

  /// Whether most of the store's replicas live.
  var hasStoreMajority: Bool {
    storeSites.lazy.filter { sites[$0].faults == 0 }.count * 2 > storeSites.count
  }

  /// The store stands in one place from now on that nothing has taken: of its own places, else of where the controllers
  /// and the scheduler run, those that lead first, else outside of all.
  mutating func moveStore() {
    let others = (controllers + scheduler).flatMap { [$0.sites[$0.leader]] + $0.sites }
    if let alive = (storeSites + others).first(where: { sites[$0].faults == 0 }) {
      storeSites = [alive]
    } else {
      sites.append(Site(region: ""))
      storeSites = [sites.count - 1]
    }
  }
}
