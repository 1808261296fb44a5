// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

/// What a control plane keeps of one member, beside the view that policies see.
struct HubCluster {
  /// As published.
  var isPublishedReady = true
  /// How the prober (or the member's agent) sees it.
  var probing = ProbeState()
  /// When its agent's next renewal would be missed for good, or its lease expires.
  var leaseExpiry = EventID.none
  /// The first poll of the agent that reaches the hub again.
  var agentReturn = EventID.none
  /// Its agent's renewals happen at this offset and every renewal period after it.
  var leasePhase = SimulationDuration.zero
  /// Its reports happen at this offset and every status period after it.
  var reportPhase = SimulationDuration.zero
  /// When its true totals last changed since a report.
  var lastChange = SimulationTime.zero
  /// Whether the view shows the true totals as they are now.
  var isViewCurrent = false
  /// Whether reports still come in.
  var isReporting = true
  /// Whether its objects were listed since it is ready; a hub that has not listed a member knows nothing of it.
  var isListed = true
  var listing = EventID.none
  /// How often it was published as ready again.
  var returns: Int32 = 0
  /// When its agent last renewed its lease, once that has run out.
  var lastRenewal = SimulationTime.zero
  /// The re-planning that a change of readiness set off.
  var replan = EventID.none
  var taint = EventID.none
  /// Whether the profile will act on the member's state as published, and has not yet.
  var isReactionAhead = false
  /// Its NoExecute taints and when each was added.
  var noExecuteTaints: [(taint: Taint, addedAt: SimulationTime)] = []
  /// The next look at everything on it, where each look costs the eviction workers something.
  var relist = EventID.none
  /// The network's round trip between it and the hub.
  var roundTrip = SimulationDuration.zero
  /// Requests to it.
  var requests = TokenBucket(nil)
  /// What decisions put there until its reports show it, while the overcommit protection is on; each workload once.
  var assumptions: [Assumption] = []

  /// Replicas that a decision put there, remembered.
  struct Assumption {
    var workload: Int32
    var replicas: Int32
    var until: SimulationTime
  }
}

/// What is known of a member by probing it.
struct ProbeState {
  /// Whether its probes are events now; otherwise what they would find is what is published, and nothing happens.
  var isWatched = false
  /// The probe that is due or under way.
  var event = EventID.none
  /// Whether it is under way.
  var isUnderWay = false
  /// While it is not watched: the beginning of a probe. While it is: that of the last one that was due.
  var anchor = SimulationTime.zero
  /// From one beginning to the next while it is not watched.
  var interval = SimulationDuration.zero
  /// What the last probe found.
  var last = true
  /// When a probe last found something else than the one before.
  var changedAt = SimulationTime(nanoseconds: .min / 4)
  /// Probes since what is published changed; stops counting where it no longer matters.
  var sincePublished = 1 << 20
  /// Probes in a row that differ from what is published.
  var differing = 0
  /// The prober was started anew: it has no memory.
  var isFirst = false
  /// Probes that were events, which number the draws.
  var count: UInt64 = 0
}
