// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

/// The replicas of one workload in one cluster: the member's object and its counts by stage.
///
/// There may be ten million of them, 64 bytes each. A large table of them begins 16 bytes before a cache line, so four
/// fields that are seldom looked at come first, and those of every decision and every loss share the line that follows;
/// the rest stands in the cohort's record.
struct Cohort {
  /// Newest first.
  var firstReplica: Int32 = -1
  /// The template that the hub sent last.
  var sentTemplate: Int32
  /// The last of its cluster's returns after which the copy was dealt with.
  var settledReturn: Int32 = 0
  /// Of the unnoticed ones, those that were ready: the cluster still says that they are.
  var unnoticedReady: Int32 = 0
  let workload: Int32
  let cluster: Int32
  /// The replicas that the hub sent last; -1: the object is to be deleted, or was never sent.
  var sent: Int32 = -1
  /// `spec.replicas` of the member's object: waiting + starting + ready + lost.
  var desired: Int32 = 0
  /// Without a node.
  var waiting: Int32 = 0
  /// On a node, not ready yet.
  var starting: Int32 = 0
  /// Ready (and on a cluster and node that are up).
  var ready: Int32 = 0
  /// Of the ready ones, those on nodes that users cannot reach.
  var hidden: Int32 = 0
  /// On a node or cluster that is down.
  var lost: Int32 = 0
  /// Of the lost ones in a live cluster, those on nodes whose loss it has not noticed yet.
  var unnoticed: Int32 = 0
  /// Told to stop, still on a node; not part of `desired`.
  var terminating: Int32 = 0
  /// Whether the member holds the workload's object.
  var exists = false
  /// Whether it stands in its cluster's waiting list.
  var isInWaitingList = false
  /// Whether its object changed while the hub could not hear of it.
  var hasUnheardChange = false
  /// Whether the hub moved it in this outage although it served.
  var wasFalselyMoved = false

  init(workload: Int32, cluster: Int32) {
    self.workload = workload
    self.cluster = cluster
    sentTemplate = workload
  }
}

/// What is seldom asked of a cohort: deliveries, timers, health.
struct CohortRecord {
  /// Replicas started so far: the ordinal of the next one.
  var startCount: UInt32 = 0
  /// The template of the member's object.
  var template: Int32
  /// How many replicas that count are of another template.
  var outdated: Int32 = 0
  /// Replicas that served here when the cluster died and that nothing has moved since.
  var stranded: Int32 = 0
  /// The number of the last write, and that of the last one that arrived or was given up.
  var lastWrite: UInt32 = 0
  var arrivedWrite: UInt32 = 0
  /// The look at replicas that will have waited for too long.
  var unschedulableCheck = EventID.none
  /// Until when it may be unhealthy.
  var applicationTimer = EventID.none
  /// Since when any replica has waited without a break.
  var waitingSince = SimulationTime.distantFuture
  /// When the last write gets through the hub's buckets.
  var leavesHubAt = SimulationTime.zero
  /// When the delivery that did not arrive was first tried; `distantFuture`: nothing is undelivered.
  var undeliveredSince = SimulationTime.distantFuture
  /// What the hub knows of its health.
  var health = HealthBelief()

  init(workload: Int32) { template = workload }
}

/// What one replica of a workload asks for, as an edition of its template says.
struct PodTemplate {
  var requests: Resources
  var hasRequests: Bool
}

/// Where one replica stands in its life on a node.
enum ReplicaStage: UInt8 {
  case starting
  case ready
  case lost
  case terminating
}

/// One replica on a node: a slot in a table, linked to its neighbours in the cohort and on the node.
struct Replica {
  var cohort: Int32
  var node: Int32
  var next: Int32
  var previous: Int32
  var nextOnNode: Int32 = -1
  var previousOnNode: Int32 = -1
  var stage: ReplicaStage
  /// Whether it was ready when it was lost.
  var wasReady = false
  /// What it was started from.
  var template: Int32
  /// When its start began.
  var startedAt = SimulationTime.zero
  /// Its start or its end, when pending.
  var event: EventID
}

/// One member cluster as it truly is.
struct MemberCluster {
  let nodes: Range<Int>
  /// Their blocks in the table.
  let blocks: Range<Int>
  /// Whether every pool takes every workload that selects no labels of nodes.
  var admitsAll = false
  /// Whether the contender's system talks to it through an agent inside it (Pull) rather than by itself.
  var hasAgent = false
  /// Of these, how many the scenario puts there; the rest are places for nodes to come.
  var startNodeCount = 0
  /// Its pools that may change, as places in `FederationRun.pools`.
  var pools: [Int32] = []
  /// The autoscaler's next look at waiting replicas.
  var poolScan = EventID.none
  /// Faults by plane.
  var deadFaults: Int32 = 0
  var hubFaults: Int32 = 0
  var userFaults: Int32 = 0
  var apiFaults: Int32 = 0
  var agentFaults: Int32 = 0
  /// Of those that break the connections to its API, the ones that let calls run into time-outs.
  var blackholedFaults: Int32 = 0
  /// The slow faults it has, each with its unit.
  private(set) var slowFaults: [(unit: Int32, slowness: Slowness)] = []
  /// Of each part of them the worst.
  private(set) var slowness = Slowness()
  /// Offered by all its nodes, down ones included (as hubs sum it).
  var allocatable = MemberTotals()
  /// On nodes.
  var allocated = MemberTotals()
  /// Without a node.
  var allocating = MemberTotals()
  /// Cohorts that ever had an object here.
  var cohorts: [Int32] = []
  /// Whether replicas that served here when it died may wait to be moved.
  var hasStranded = false
  /// Cohorts with waiting replicas, the longest waiting first.
  var waitingCohorts: [Int32] = []
  /// Whether room came up since the waiting ones were last tried.
  var hasNewRoom = false

  init(nodes: Range<Int>, blocks: Range<Int>) {
    self.nodes = nodes
    self.blocks = blocks
  }

  /// Its machines run.
  var isAlive: Bool { deadFaults == 0 }
  /// Its API answers those who reach it, so that things in it can change.
  var isManaged: Bool { deadFaults == 0 && apiFaults == 0 }
  /// Its replicas reach users.
  var isServing: Bool { deadFaults == 0 && userFaults == 0 }
  /// The hub's own calls to its API are answered.
  var isReachable: Bool { deadFaults == 0 && hubFaults == 0 && apiFaults == 0 }
  /// The agent in it runs, if it has one.
  var isAgentAlive: Bool { deadFaults == 0 && agentFaults == 0 }
  /// The agent in it talks to the hub, whether its own API answers or not.
  var isAgentHeard: Bool { isAgentAlive && hubFaults == 0 }
  /// The hub learns that it is well and can change it: by its own calls, or through the agent.
  var isHeard: Bool { isReachable && (!hasAgent || isAgentAlive) }
  /// Calls to it that are not answered run into time-outs rather than being refused.
  var isBlackholed: Bool { blackholedFaults > 0 }
  /// By how much each call of the hub to it takes longer.
  var addedLatency: SimulationDuration { slowness.latency }
  /// Start-ups take so many times as long.
  var startFactor: Double { slowness.startFactor }
  /// Listing its objects never ends.
  var hangsLists: Bool { slowness.hangsLists }

  /// All that decides how the hub's contact with it goes.
  var reachability: Reachability {
    Reachability(
      isReachable: isReachable, isAgentAlive: isAgentAlive, isAgentHeard: isAgentHeard, isBlackholed: isBlackholed,
      addedLatency: addedLatency, hangsLists: hangsLists)
  }

  /// How the hub's contact with a cluster goes.
  struct Reachability: Equatable {
    var isReachable: Bool
    var isAgentAlive: Bool
    var isAgentHeard: Bool
    var isBlackholed: Bool
    var addedLatency: SimulationDuration
    var hangsLists: Bool
  }

  /// A slow fault begins.
  mutating func slowDown(_ slowness: Slowness, unit: Int32) {
    slowFaults.append((unit, slowness))
    self.slowness = self.slowness.worse(slowness)
  }

  /// A slow fault ends.
  mutating func speedUp(unit: Int32) {
    slowFaults.removeAll { $0.unit == unit }
    slowness = slowFaults.reduce(Slowness()) { $0.worse($1.slowness) }
  }
}

/// Sums over a cluster.
struct MemberTotals {
  var cpuMillicores: Int64 = 0
  var memoryBytes: Int64 = 0
  var pods: Int64 = 0
}
