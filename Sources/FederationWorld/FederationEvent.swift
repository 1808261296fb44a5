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
  case poolScanDue(cluster: Int32)
  case nodeArrives(node: Int32)
  case nodeIdleFor(node: Int32)
  // Detection and reaction
  case readinessPublished(cluster: Int32)
  case replanDue(cluster: Int32)
  case taintDue(cluster: Int32)
  case tolerationEnds(workload: Int32, cluster: Int32)
  case evictionWorkerFree
  case unschedulableFor(cohort: Int32)
  // Decisions
  case decisionDue
  case retryDue(workload: Int32)
  // Propagation
  case workArrives(cohort: Int32, replicas: Int32)
  case deliveryRetried(cohort: Int32)
  case healthReported(workload: Int32)
  case gracefulTimeout(workload: Int32, cluster: Int32)
}
