// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

/// What a control plane keeps of one workload.
struct HubWorkload {
  /// Replicas in the template.
  var replicas: Int32
  /// Clusters its policy can ever use.
  var candidates: [ClusterIndex] = []
  /// The assignment, in the order the system records it.
  var assignment: [AssignedReplicas] = []
  /// Old copies that may stay until the new ones are healthy.
  var evictions: [EvictionTask] = []
  /// Which affinity group was used last.
  var affinityGroup = 0
  /// Replicas assigned in all when it was last placed.
  var placedTotal: Int64 = 0
  /// Failed decisions in a row.
  var failedAttempts = 0
  /// Decisions so far: numbers the random streams.
  var decisions: UInt64 = 0
  /// The template that members are to have.
  var template: Int32
  /// When a decision last succeeded; nil: never yet.
  var lastScheduledTime: SimulationTime?
  /// The creation time of the last rebalancing that counted.
  var rescheduleTriggeredAt: SimulationTime?
  /// Why it waits in the queue; empty: it does not.
  var pendingTriggers: SchedulingTriggers = []
  /// A full recomputation was asked for.
  var wantsFresh = false
  var retry = EventID.none
  var isHealthReportPending = false

  /// An eviction that has not been finished.
  struct EvictionTask {
    var cluster: ClusterIndex
    var timeout: EventID
  }
}

/// What a control plane keeps of one member, beside the view that policies see.
struct HubCluster {
  /// As published.
  var isPublishedReady = true
  /// When the published state last changed; long before the start at first.
  var publishedAt = SimulationTime(nanoseconds: .min / 4)
  /// The publication that is under way, and the first probe that differed from what is published.
  var publication = EventID.none
  var firstDifferingProbe = SimulationTime(nanoseconds: .min / 4)
  /// When what is true last came to agree with what is published.
  var agreedAt = SimulationTime(nanoseconds: .min / 4)
  /// Its probes happen at this offset and every period after it.
  var probePhase = SimulationDuration.zero
  /// Its reports likewise.
  var reportPhase = SimulationDuration.zero
  /// When its true totals last changed since a report.
  var lastChange = SimulationTime.zero
  /// Whether reports still come in.
  var isReporting = true
  /// The re-planning that a change of readiness set off.
  var replan = EventID.none
  var taint = EventID.none
  /// Its NoExecute taints and when each was added.
  var noExecuteTaints: [(taint: Taint, addedAt: SimulationTime)] = []
  /// The network's round trip between it and the hub.
  var roundTrip = SimulationDuration.zero
}
