// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A node pool whose number of nodes may change during a run.
struct PoolState {
  let cluster: Int32
  /// Its place in the cluster.
  let pool: Int32
  /// Its nodes of the start, and the places for nodes to come behind all nodes of the start.
  let startNodes: Range<Int>
  let extraNodes: Range<Int>
  /// Whether the cluster's autoscaler looks after it, and what it keeps to.
  let isAutoscaled: Bool
  let minimum: Int
  let maximum: Int
  /// Nodes asked for so far: numbers the random streams.
  var requestCount: UInt64 = 0
  /// Until when the autoscaler asks for no more, after the provider had none to give.
  var backoffUntil = SimulationTime.zero
  /// Refusals that count for the length of the next backoff.
  var refusals = 0
  var lastRefusal = SimulationTime.zero

  /// All its places, in the order in which nodes come; they go in the opposite one.
  var nodes: [Int] { Array(startNodes) + Array(extraNodes) }
}
