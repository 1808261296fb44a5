// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// How nodes are emptied before maintenance.

extension FederationRun {
  /// How long a drain waits before it tries again to stop what a disruption budget protects.
  ///
  /// Source: kubernetes `staging/src/k8s.io/kubectl/pkg/drain/drain.go` evictPods (5 s after TooManyRequests).
  static let drainRetryDelay = SimulationDuration.seconds(5)

  /// Nodes are cordoned and emptied, or take replicas again.
  mutating func drain(_ drained: [Int], of cluster: Int, _ begins: Bool) {
    for node in drained {
      nodes[node].drains += begins ? 1 : -1
      if begins, nodes[node].drains == 1 { continueDrain(of: node) }
      if !begins, nodes[node].drains == 0 { noteRoom(in: cluster) }
    }
  }

  /// Tells what is left on a node to stop, as far as each workload keeps its `minAvailable` ready replicas; each one
  /// stopped is replaced at once on another node. Tries again later where something is left.
  mutating func continueDrain(of node: Int) {
    nodes[node].drainRetry = .none
    guard nodes[node].drains > 0, nodes[node].faults == 0 else { return }
    let cluster = Int(nodes[node].cluster)
    touch(nodes[node].cluster)
    var isLeft = !clusters[cluster].isManaged
    if clusters[cluster].isManaged {
      for cohort in clusters[cluster].cohorts where !empty(node, of: Int(cohort)) { isLeft = true }
    }
    if isLeft { scheduleDrainRetry(of: node) }
  }

  /// Tries again to empty a node after a while: one attempt is pending at most.
  mutating func scheduleDrainRetry(of node: Int) {
    _ = simulation.cancel(nodes[node].drainRetry)
    nodes[node].drainRetry = schedule(.drainRetried(node: Int32(node)), after: Self.drainRetryDelay)
  }

  /// Stops the replicas of one cohort on a node; whether none is left that should be stopped.
  private mutating func empty(_ node: Int, of cohort: Int) -> Bool {
    let workload = Int(cohorts[cohort].workload)
    var spare = spareReady(of: workload)
    var stopped: Int32 = 0
    var isEmpty = true
    var replica = cohorts[cohort].firstReplica
    while replica >= 0 {
      let index = Int(replica)
      let next = replicas[index].next
      if replicas[index].node == Int32(node), replicas[index].stage != .terminating {
        let isReady = replicas[index].stage == .ready
        if isReady, spare <= 0 {
          isEmpty = false
        } else {
          if isReady { spare -= 1 }
          terminate(index)
          stopped += 1
        }
      }
      replica = next
    }
    guard stopped > 0 else { return isEmpty }
    addWaiting(stopped, to: cohort)
    placeWaiting(of: cohort)
    return isEmpty
  }

  /// How many ready replicas a workload can lose, in all members together, before it has fewer than its `minAvailable`.
  private func spareReady(of workload: Int) -> Int64 {
    guard let least = scenario.workloads[workload].minimumAvailable else { return .max }
    return cohortsOfWorkload[workload].reduce(-Int64(least)) { $0 + Int64(cohorts[Int($1)].ready) }
  }
}
