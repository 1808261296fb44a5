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
  /// How many of its nodes are in use or on their way; those that are being drained are not.
  var wanted: Int
  /// No place before this one is free.
  var firstFree: Int
  /// Whether nodes were idle for long enough and stayed because the pool was at its minimum: nobody watches them.
  var keepsIdle = false
  /// Nodes asked for so far: numbers the random streams.
  var requestCount: UInt64 = 0
  /// Until when the autoscaler asks for no more, after the provider had none to give.
  var backoffUntil = SimulationTime.zero
  /// Refusals that count for the length of the next backoff.
  var refusals = 0
  var lastRefusal = SimulationTime.zero

  init(
    cluster: Int32, pool: Int32, startNodes: Range<Int>, extraNodes: Range<Int>, isAutoscaled: Bool, minimum: Int,
    maximum: Int
  ) {
    self.cluster = cluster
    self.pool = pool
    self.startNodes = startNodes
    self.extraNodes = extraNodes
    self.isAutoscaled = isAutoscaled
    self.minimum = minimum
    self.maximum = maximum
    wanted = startNodes.count
    firstFree = startNodes.count
  }

  /// All its places, which are numbered in the order in which nodes come; they go in the opposite one.
  var count: Int { startNodes.count + extraNodes.count }

  /// The node at `place`.
  func node(at place: Int) -> Int {
    place < startNodes.count ? startNodes.lowerBound + place : extraNodes.lowerBound + place - startNodes.count
  }

  /// The place of `node`.
  func place(of node: Int) -> Int {
    startNodes.contains(node) ? node - startNodes.lowerBound : startNodes.count + node - extraNodes.lowerBound
  }
}
