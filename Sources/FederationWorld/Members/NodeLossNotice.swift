// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import SimulationEngine

// When a cluster notices that one of its nodes is lost.

extension FederationRun {
  /// From a node's failure until its cluster counts it as lost.
  ///
  /// Source: kubernetes node-lifecycle controller, node-monitor-grace-period (40 s).
  static let nodeGrace = SimulationDuration.seconds(40)

  /// To be called when a node of a live cluster went down.
  mutating func awaitNotice(of node: Int) {
    nodes[troubleOf: node].isLossNoticed = false
    _ = simulation.cancel(nodes[troubleOf: node].notice)
    nodes[troubleOf: node].notice = schedule(.nodeLossNoticed(node: Int32(node)), after: Self.nodeGrace)
  }

  /// The cluster notices that a node is lost. O(replicas on it, and cohorts of the cluster).
  mutating func noticeNodeLoss(_ node: Int) {
    nodes[troubleOf: node].notice = .none
    let cluster = nodes.cluster(of: node)
    guard nodes.isDown(node), clusters[cluster].isAlive, !nodes[troubleOf: node].isLossNoticed else { return }
    touch(Int32(nodes.cluster(of: node)))
    let lost = replicasByCohort(on: node).filter { replicas[Int($0)].stage == .lost }
    for replica in lost { forgetUnnoticed(Int(replica)) }
    nodes[troubleOf: node].isLossNoticed = true
    for (place, replica) in lost.enumerated() {
      let cohort = replicas[Int(replica)].cohort
      if place == 0 || replicas[Int(lost[place - 1])].cohort != cohort { noteHealth(ofCohort: Int(cohort)) }
    }
    markLosses(in: cluster)
  }

  /// Whether `replica`, which is lost, stands on a node whose loss its live cluster has not noticed.
  func isUnnoticed(_ replica: Int) -> Bool {
    let node = Int(replicas[replica].node)
    return clusters[nodes.cluster(of: node)].isAlive && !nodes[troubleOf: node].isLossNoticed
  }

  /// Counts the unnoticed replicas of a live cluster anew. O(replicas of its cohorts that lost any).
  mutating func recountUnnoticed(in cluster: Int) {
    for cohort in clusters[cluster].cohorts {
      let count = cohorts[Int(cohort)].lost > 0 ? countUnnoticed(of: Int(cohort)) : (all: 0, ready: 0)
      cohorts[Int(cohort)].unnoticed = count.all
      guard count.ready != cohorts[Int(cohort)].unnoticedReady else { continue }
      cohorts[Int(cohort)].unnoticedReady = count.ready
      noteHealth(ofCohort: Int(cohort))
    }
  }

  /// The unnoticed replicas of one cohort, and those of them that were ready; O(its replicas).
  func countUnnoticed(of cohort: Int) -> (all: Int32, ready: Int32) {
    var count = (all: Int32(0), ready: Int32(0))
    var replica = cohorts[cohort].firstReplica
    while replica >= 0 {
      let slot = replicas[Int(replica)]
      if slot.stage == .lost, isUnnoticed(Int(replica)) {
        count.all += 1
        count.ready += slot.wasReady ? 1 : 0
      }
      replica = slot.next
    }
    return count
  }
}
