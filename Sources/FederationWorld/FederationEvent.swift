// SPDX-License-Identifier: GPL-3.0-or-later

/// Everything that can be pending. Closed, plain data: one `switch` in `FederationRun.handle` routes it to its handler.
///
/// The numbers are places in the world's tables: clusters, workloads, nodes, cohorts, replicas, fault units.
enum FederationEvent: BitwiseCopyable {
  // Inputs
  case faultBegins(unit: Int32)
  case faultEnds(unit: Int32)
  case demandChanges(workload: Int32, replicas: Int32)
  case actionDue(action: Int32)
  // Members
  case replicaReady(replica: Int32)
  case replicaGone(replica: Int32)
  case nodeEvictionDue(node: Int32)
  case drainRetried(node: Int32)
  case nodeLossNoticed(node: Int32)
  case poolScanDue(cluster: Int32)
  case nodeArrives(node: Int32)
  case nodeIdleFor(node: Int32)
  // Detection and reaction
  case passDue
  case probeDue(cluster: Int32)
  case probeEnds(cluster: Int32, isAnswered: Bool)
  case leaseExpires(cluster: Int32)
  case agentWrites(cluster: Int32)
  case replanDue(cluster: Int32)
  case taintDue(cluster: Int32)
  case tolerationEnds(workload: Int32, cluster: Int32)
  case evictionLook(workload: Int32, cluster: Int32)
  case evictionRelist(cluster: Int32)
  case evictionWorkerFree(process: Int32)
  case unschedulableFor(cohort: Int32)
  // Members' objects, as the hub hears of them
  case memberEventDue(workload: Int32)
  case memberListed(cluster: Int32)
  case gateRecheckDue(workload: Int32)
  case syncGateTimedOut
  case migrationReviewDue(workload: Int32)
  case applicationFailoverDue(cohort: Int32)
  // Decisions
  case decisionDue(shard: Int32, process: Int32)
  case deciderFree(shard: Int32, process: Int32)
  case retryDue(workload: Int32)
  // Propagation
  case workArrives(cohort: Int32, replicas: Int32, write: UInt32)
  case deliveryRetried(cohort: Int32)
  case healthReported(cohort: Int32)
  case gracefulTimeout(workload: Int32, cluster: Int32)
  case heldBackRecheck(workload: Int32)
  // The hub itself
  case processStarts(part: HubPart, shard: Int32)
  case processReady(part: HubPart, shard: Int32)
  case storeRestored
}
