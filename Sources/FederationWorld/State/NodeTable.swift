// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import SimulationEngine

/// CPU, memory and pod slots of a node.
struct NodeAmounts: Equatable {
  var cpuMillicores: Int64
  var memoryBytes: Int64
  var pods: Int64

  /// Less than any node has.
  static let nothing = NodeAmounts(cpuMillicores: .min, memoryBytes: .min, pods: .min)

  /// Raises each amount to the other's, where that is more.
  mutating func raise(to other: NodeAmounts) {
    cpuMillicores = max(cpuMillicores, other.cpuMillicores)
    memoryBytes = max(memoryBytes, other.memoryBytes)
    pods = max(pods, other.pods)
  }
}

/// Where a node stands in its life.
enum NodePresence: UInt8 {
  /// Not there; a place for one to come.
  case absent
  /// Asked for and on its way.
  case requested
  case present
  /// There, takes nothing new, and goes when it is empty.
  case draining

  /// Whether it counts in what the cluster offers.
  var isThere: Bool { self == .present || self == .draining }
}

/// What every node has; 20 bytes, since a fleet may have ten million of them.
struct Node {
  /// Its block in the table.
  fileprivate let block: Int32
  /// Its entry among the nodes that something happened to; -1: nothing did.
  fileprivate var trouble: Int32 = -1
  /// Scenario replicas on it, the newest first.
  var firstReplica: Int32 = -1
  var replicaCount: Int32 = 0
  /// Whether it is there.
  fileprivate(set) var presence = NodePresence.present
  /// Its grade in the cluster's resource models; -1: below all.
  var grade: Int8 = 0
  /// Whether the cluster's autoscaler looks after its pool.
  var isAutoscaled = false
  /// Whether it takes new replicas.
  fileprivate(set) var takesReplicas = true
}

/// What happens to few nodes at a time.
struct NodeTrouble {
  /// Faults that hold it down.
  fileprivate(set) var faults: Int32 = 0
  /// Faults that keep users from it.
  var userFaults: Int32 = 0
  /// Drains that keep it cordoned.
  fileprivate(set) var drains: Int32 = 0
  /// Whether its cluster counts it as lost, and when it will.
  var isLossNoticed = false
  var notice = EventID.none
  /// When its cluster gives up on it.
  var eviction = EventID.none
  /// The next attempt to empty it, while something protected is left.
  var drainRetry = EventID.none
  /// Its removal for having been idle.
  var idle = EventID.none
  /// Its coming, when asked for.
  var arrival = EventID.none
}

/// Nodes of one pool that stand side by side in the table.
struct NodeGroup {
  let cluster: Int32
  /// The pool's place in the cluster.
  let pool: Int32
  /// What each of them offers.
  let allocatable: NodeAmounts
  /// What each of them costs, in dollars.
  let pricePerHour: Double
}

/// A few dozen nodes of one group with bounds on what any of them has free, so that a search passes most nodes over.
struct NodeBlock {
  let group: Int32
  let first: Int32
  let count: Int32
  /// No node that takes replicas has more of either; bounds are lowered by a search that has looked at every node, and
  /// raised when a node gets room.
  var bound: NodeAmounts

  var nodes: Range<Int> { Int(first)..<Int(first + count) }
}

/// The nodes of all members, cluster by cluster, in columns: what is free is read often, the rest seldom.
struct NodeTable {
  static let blockLength = 32

  private var nodes: [Node] = []
  private var freeCPU: [Int64] = []
  private var freeMemory: [Int64] = []
  private var freePods: [Int64] = []
  /// What replicas without requests count for in scores, beside what is really taken; empty while there are none.
  private var assumedCPU: [Int64] = []
  private var assumedMemory: [Int64] = []
  private var troubles: [NodeTrouble] = []
  private(set) var groups: [NodeGroup] = []
  private(set) var blocks: [NodeBlock] = []
  /// By cluster, what no block of it has more of: most that waits for a node in a full cluster is passed over by it.
  private var clusterBounds: [NodeAmounts] = []
  /// How often any node got room: what a search knows of nodes it has passed holds until then.
  private(set) var raises: UInt64 = 0

  var count: Int { nodes.count }

  /// Lays out `count` nodes behind those there are.
  mutating func append(_ count: Int, of group: NodeGroup, presence: NodePresence, isAutoscaled: Bool) -> Range<Int> {
    let first = nodes.count
    let place = Int32(groups.count)
    groups.append(group)
    let nothing = NodeAmounts.nothing
    while clusterBounds.count <= Int(group.cluster) { clusterBounds.append(nothing) }
    if presence == .present, count > 0 { clusterBounds[Int(group.cluster)].raise(to: group.allocatable) }
    for start in stride(from: 0, to: count, by: Self.blockLength) {
      let length = min(Self.blockLength, count - start)
      var node = Node(block: Int32(blocks.count))
      node.presence = presence
      node.isAutoscaled = isAutoscaled
      node.takesReplicas = presence == .present
      blocks.append(
        NodeBlock(
          group: place, first: Int32(first + start), count: Int32(length),
          bound: node.takesReplicas ? group.allocatable : nothing))
      nodes.append(contentsOf: repeatElement(node, count: length))
    }
    freeCPU.append(contentsOf: repeatElement(group.allocatable.cpuMillicores, count: count))
    freeMemory.append(contentsOf: repeatElement(group.allocatable.memoryBytes, count: count))
    freePods.append(contentsOf: repeatElement(group.allocatable.pods, count: count))
    if !assumedCPU.isEmpty {
      assumedCPU.append(contentsOf: repeatElement(0, count: count))
      assumedMemory.append(contentsOf: repeatElement(0, count: count))
    }
    return first..<nodes.count
  }

  /// Makes room for `count` nodes at once.
  mutating func reserveCapacity(_ count: Int) {
    nodes.reserveOnLargePages(count)
    freeCPU.reserveOnLargePages(count)
    freeMemory.reserveOnLargePages(count)
    freePods.reserveOnLargePages(count)
    blocks.reserveCapacity(count / Self.blockLength)
  }

  subscript(node: Int) -> Node {
    get { nodes[node] }
    _modify { yield &nodes[node] }
  }

  /// What happens to the node; a node that nothing happens to reads as one without any of it.
  subscript(troubleOf node: Int) -> NodeTrouble {
    get {
      let place = nodes[node].trouble
      return place < 0 ? NodeTrouble() : troubles[Int(place)]
    }
    _modify {
      if nodes[node].trouble < 0 {
        nodes[node].trouble = Int32(troubles.count)
        troubles.append(NodeTrouble())
      }
      yield &troubles[Int(nodes[node].trouble)]
    }
  }

  private func group(of node: Int) -> NodeGroup { groups[groupPlace(of: node)] }

  /// The place of its group in `groups`.
  func groupPlace(of node: Int) -> Int { Int(blocks[Int(nodes[node].block)].group) }
  /// The cluster that the node is in.
  func cluster(of node: Int) -> Int { Int(group(of: node).cluster) }
  /// The place of its pool in the cluster.
  func pool(of node: Int) -> Int { Int(group(of: node).pool) }
  /// What it offers.
  func allocatable(of node: Int) -> NodeAmounts { group(of: node).allocatable }
  /// What of that is not taken.
  func free(of node: Int) -> NodeAmounts {
    NodeAmounts(cpuMillicores: freeCPU[node], memoryBytes: freeMemory[node], pods: freePods[node])
  }
  /// Whether faults hold it down.
  func isDown(_ node: Int) -> Bool { nodes[node].trouble >= 0 && troubles[Int(nodes[node].trouble)].faults > 0 }
  /// Whether faults keep users from it.
  func isHidden(_ node: Int) -> Bool { nodes[node].trouble >= 0 && troubles[Int(nodes[node].trouble)].userFaults > 0 }

  // MARK: What changes whether it takes replicas

  mutating func setPresence(_ presence: NodePresence, of node: Int) {
    nodes[node].presence = presence
    review(node)
  }

  /// Says how many faults hold it down now.
  mutating func addFault(_ change: Int32, to node: Int) -> Int32 {
    self[troubleOf: node].faults += change
    review(node)
    return self[troubleOf: node].faults
  }

  /// Says how many drains keep it cordoned now.
  mutating func addDrain(_ change: Int32, to node: Int) -> Int32 {
    self[troubleOf: node].drains += change
    review(node)
    return self[troubleOf: node].drains
  }

  private mutating func review(_ node: Int) {
    let trouble = self[troubleOf: node]
    nodes[node].takesReplicas = trouble.faults == 0 && trouble.drains == 0 && nodes[node].presence == .present
    if nodes[node].takesReplicas { raiseBound(for: node) }
  }

  // MARK: Room

  /// Takes `count` times `requests` off what is free, or gives it back where `count` is negative.
  mutating func take(_ requests: Resources, assumed: Resources, times count: Int64, on node: Int) {
    freeCPU[node] -= requests.cpuMillicores * count
    freeMemory[node] -= requests.memoryBytes * count
    freePods[node] -= requests.pods * count
    if assumed.cpuMillicores != 0 || assumed.memoryBytes != 0 { assume(assumed, times: count, on: node) }
    if count < 0 { raiseBound(for: node) }
  }

  private mutating func assume(_ assumed: Resources, times count: Int64, on node: Int) {
    if assumedCPU.isEmpty {
      assumedCPU = Array(repeating: 0, count: nodes.count)
      assumedMemory = Array(repeating: 0, count: nodes.count)
    }
    assumedCPU[node] += assumed.cpuMillicores * count
    assumedMemory[node] += assumed.memoryBytes * count
  }

  /// Takes what pods outside the scenario use off a node before the run.
  mutating func reserve(_ taken: NodeAmounts, on node: Int) {
    freeCPU[node] -= taken.cpuMillicores
    freeMemory[node] -= taken.memoryBytes
    freePods[node] -= taken.pods
  }

  /// Everything on it is free again.
  mutating func clear(_ node: Int) {
    let all = allocatable(of: node)
    freeCPU[node] = all.cpuMillicores
    freeMemory[node] = all.memoryBytes
    freePods[node] = all.pods
    if nodes[node].takesReplicas { raiseBound(for: node) }
  }

  private mutating func raiseBound(for node: Int) {
    raises += 1
    let block = Int(nodes[node].block)
    let free = free(of: node)
    blocks[block].bound.raise(to: free)
    clusterBounds[Int(groups[Int(blocks[block].group)].cluster)].raise(to: free)
  }

  /// Whether some node of `cluster` may have room for `requests`; false is certain. O(1).
  func mayFit(_ requests: Resources, in cluster: Int) -> Bool {
    guard cluster < clusterBounds.count else { return false }
    let bound = clusterBounds[cluster]
    return requests.cpuMillicores <= bound.cpuMillicores && requests.memoryBytes <= bound.memoryBytes
      && requests.pods <= bound.pods
  }

  /// A search of all blocks of `cluster` has found no node: its bound comes down to theirs. O(blocks).
  mutating func lowerBound(of cluster: Int, to blocks: Range<Int>) {
    guard cluster < clusterBounds.count else { return }
    var bound = NodeAmounts.nothing
    for block in self.blocks[blocks] { bound.raise(to: block.bound) }
    clusterBounds[cluster] = bound
  }

  /// Whether no node of the block that takes replicas has more room than the block says, and the cluster says no less.
  func isBounded(_ block: Int) -> Bool {
    let bound = blocks[block].bound
    let clusterBound = clusterBounds[Int(groups[Int(blocks[block].group)].cluster)]
    var raised = clusterBound
    raised.raise(to: bound)
    return raised == clusterBound
      && blocks[block].nodes.allSatisfy { node in
        !nodes[node].takesReplicas
          || freeCPU[node] <= bound.cpuMillicores && freeMemory[node] <= bound.memoryBytes
            && freePods[node] <= bound.pods
      }
  }

  /// The best node of a block by `ranking`, ties to the lowest; nil where none takes the replica. Lowers the bounds of the
  /// block to what is so. O(nodes of the block).
  mutating func best(by ranking: NodeRanking, inBlock block: Int) -> (node: Int, score: Int64)? {
    var best = -1
    var bestScore: Int64 = -1
    var bound = NodeAmounts.nothing
    for node in blocks[block].nodes where nodes[node].takesReplicas {
      let (cpu, memory, pods) = (freeCPU[node], freeMemory[node], freePods[node])
      bound.cpuMillicores = max(bound.cpuMillicores, cpu)
      bound.memoryBytes = max(bound.memoryBytes, memory)
      bound.pods = max(bound.pods, pods)
      guard ranking.fits(cpu: cpu, memory: memory, pods: pods) else { continue }
      let score = score(of: node, by: ranking)
      if score > bestScore { (best, bestScore) = (node, score) }
    }
    blocks[block].bound = bound
    return best < 0 ? nil : (best, bestScore)
  }

  /// The first node of a block, from `start` on, that takes the replica with exactly `score`. O(nodes of the block).
  func first(from start: Int, by ranking: NodeRanking, inBlock block: Int, scoring score: Int64) -> Int? {
    for node in start..<blocks[block].nodes.upperBound where nodes[node].takesReplicas {
      guard ranking.fits(cpu: freeCPU[node], memory: freeMemory[node], pods: freePods[node]) else { continue }
      if self.score(of: node, by: ranking) == score { return node }
    }
    return nil
  }

  private func score(of node: Int, by ranking: NodeRanking) -> Int64 {
    guard !assumedCPU.isEmpty else { return ranking.score(freeCPU: freeCPU[node], freeMemory: freeMemory[node]) }
    return ranking.score(
      freeCPU: freeCPU[node] - assumedCPU[node], freeMemory: freeMemory[node] - assumedMemory[node])
  }
}
