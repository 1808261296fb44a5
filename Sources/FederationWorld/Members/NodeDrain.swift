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
      let drains = nodes.addDrain(begins ? 1 : -1, to: node)
      if begins, drains == 1 { continueDrain(of: node) }
      if !begins, drains == 0 { noteRoom(in: cluster) }
    }
  }

  /// Tells what is left on a node to stop, as far as each workload keeps its `minAvailable` ready replicas, or, on one
  /// that an operator takes away, all of it; each one stopped is replaced at once on another node. Tries again later
  /// where something is left, and while nothing in the cluster can be changed.
  mutating func continueDrain(of node: Int) {
    nodes[troubleOf: node].drainRetry = .none
    let isManaged = clusters[nodes.cluster(of: node)].isManaged
    if nodes[node].presence == .draining {
      guard isManaged else { return scheduleDrainRetry(of: node) }
      empty(node, .stop)
      return removeIfDrained(node)
    }
    guard nodes[troubleOf: node].drains > 0, !nodes.isDown(node) else { return }
    if !isManaged || !empty(node, .stopSparingly) { scheduleDrainRetry(of: node) }
  }

  /// Tries again to empty a node after a while: one attempt is pending at most.
  mutating func scheduleDrainRetry(of node: Int) {
    _ = simulation.cancel(nodes[troubleOf: node].drainRetry)
    nodes[troubleOf: node].drainRetry = schedule(.drainRetried(node: Int32(node)), after: Self.drainRetryDelay)
  }
}
