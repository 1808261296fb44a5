// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// The first list of a member's objects, and the gate that KubeFed and Federation v1 keep closed until every ready member
// has been listed: one member whose list does not come stops all decisions. KubeAdmiral goes on without such a member.
//
// Source: kubernetes-retired/federation 804bb9f `sync/controller.go` isSynced; kubefed d6f10d2
// `pkg/controller/schedulingpreference/controller.go`, `pkg/controller/sync/controller.go` (cacheSyncTimeout, v0.9).

extension FederationRun {
  /// Round trips until a member's objects are listed: two for the connection, one for the list.
  private static let listRoundTrips: Int64 = 3

  /// Whether lists of `cluster` never come back although it is published as ready.
  func listsHang(_ cluster: Int) -> Bool {
    !clusters[cluster].isReachable || clusters[cluster].hangsLists
  }

  /// Whether some ready member has not been listed yet.
  private var isGateClosed: Bool { reaction.syncGateRecheck != nil && unlistedMembers > 0 }

  /// The hub begins to list a member: it is ready again, has joined, or the hub has started anew.
  mutating func beginListing(_ cluster: Int) {
    guard profile.system != .karmada, isReadyMember(cluster) else { return }
    _ = simulation.cancel(hubClusters[cluster].listing)
    if hubClusters[cluster].isListed {
      hubClusters[cluster].isListed = false
      countUnlisted(1)
    }
    requestList(of: cluster)
  }

  private mutating func requestList(of cluster: Int) {
    let span = hubClusters[cluster].roundTrip * Self.listRoundTrips
    if span == .zero && !listsHang(cluster) {
      finishListing(cluster)
    } else {
      hubClusters[cluster].listing = schedule(.memberListed(cluster: Int32(cluster)), after: span)
    }
  }

  /// A list came back, or is given up and asked for again.
  mutating func memberListed(_ cluster: Int) {
    hubClusters[cluster].listing = .none
    guard isReadyMember(cluster), !hubClusters[cluster].isListed else { return }
    if listsHang(cluster) {
      hubClusters[cluster].listing = schedule(
        .memberListed(cluster: Int32(cluster)), after: reaction.syncGateRecheck ?? .seconds(20))
    } else {
      finishListing(cluster)
    }
  }

  private mutating func finishListing(_ cluster: Int) {
    hubClusters[cluster].isListed = true
    countUnlisted(-1)
    hearMissedChanges(in: cluster, afterList: true)
  }

  /// A member is no longer ready, or has left: nobody waits for its list.
  mutating func stopListing(_ cluster: Int) {
    _ = simulation.cancel(hubClusters[cluster].listing)
    hubClusters[cluster].listing = .none
    guard !hubClusters[cluster].isListed else { return }
    hubClusters[cluster].isListed = true
    countUnlisted(-1)
  }

  /// Opens or closes the gate with the last or first member without a list; a gate that stays closed ends the manager.
  private mutating func countUnlisted(_ change: Int) {
    let wasClosed = unlistedMembers > 0
    unlistedMembers += change
    guard wasClosed != (unlistedMembers > 0) else { return }
    _ = simulation.cancel(gateTimeout)
    gateTimeout = .none
    if !wasClosed { awaitGate(after: .zero) }
  }

  /// The manager's patience with a closed gate runs from `delay` on.
  private mutating func awaitGate(after delay: SimulationDuration) {
    guard reaction.syncGateRecheck != nil, let exit = reaction.syncGateExit else { return }
    gateTimeout = schedule(.syncGateTimedOut, after: delay + exit)
  }

  /// Whether the workload's turn has to wait for the gate; if so it comes again later.
  mutating func waitsForGate(_ workload: Int, _ trigger: SchedulingTriggers) -> Bool {
    guard isGateClosed, let recheck = reaction.syncGateRecheck else { return false }
    hubWorkloads[workload].gatedTriggers.formUnion(trigger)
    if hubWorkloads[workload].gateRecheck == .none {
      hubWorkloads[workload].gateRecheck = schedule(.gateRecheckDue(workload: Int32(workload)), after: recheck)
    }
    return true
  }

  /// A workload that waited for the gate looks again.
  mutating func recheckGate(_ workload: Int) {
    hubWorkloads[workload].gateRecheck = .none
    let triggers = hubWorkloads[workload].gatedTriggers
    hubWorkloads[workload].gatedTriggers = []
    enqueue(workload, triggers)
  }

  /// The gate has been closed for too long: the manager exits.
  mutating func exitAtGate() {
    gateTimeout = .none
    observe(.managerExited, value: Int64(unlistedMembers))
    restartControllers()
  }

  /// The manager ends: another takes over as after a crash, and lists every member anew.
  private mutating func restartControllers() {
    for shard in hub.controllers.indices { crash(.controllers, shard) }
  }
}
