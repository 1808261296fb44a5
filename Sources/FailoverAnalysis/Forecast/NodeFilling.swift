// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// The nodes of one cluster as replicas come to them by the member's own scheduler: what resource models count.
struct NodeFilling {
  private struct Node {
    let pool: Int
    let all: Resources
    var free: Resources
    /// What replicas without requests count for.
    var assumed = Resources.zero
  }

  private var nodes: [Node] = []

  /// The nodes of the start; what pods outside the scenario use is spread evenly, the remainder on the first ones.
  init(of cluster: ClusterSpec) {
    for (pool, spec) in cluster.pools.enumerated() {
      nodes += Array(
        repeating: Node(pool: pool, all: spec.allocatable, free: spec.allocatable), count: spec.nodeCount)
    }
    let count = Int64(nodes.count)
    guard count > 0 else { return }
    for place in nodes.indices {
      func part(_ total: Int64, _ room: Int64) -> Int64 {
        min(total / count + (Int64(place) < total % count ? 1 : 0), room)
      }
      let (all, reserved) = (nodes[place].all, cluster.reserved)
      nodes[place].free -= Resources(
        cpuMillicores: part(reserved.cpuMillicores, all.cpuMillicores),
        memoryBytes: part(reserved.memoryBytes, all.memoryBytes), pods: part(reserved.pods, all.pods))
    }
  }

  /// Places up to `count` replicas of `workload` one by one, each on the least allocated node that has room, and says
  /// where; what fits nowhere is left out. O(nodes + count x log nodes).
  mutating func place(_ count: Int, of workload: WorkloadSpec, in cluster: ClusterSpec) -> [Int32] {
    let rank = LeastAllocated(requests: workload.requests)
    let admits = cluster.pools.map { $0.admits(workload) }
    var heap = Heap(
      nodes.indices.compactMap { place in
        admits[nodes[place].pool] ? score(of: place, for: workload.requests, rank) : nil
      })
    var places: [Int32] = []
    while places.count < count, let best = heap.first {
      let place = Int(best.node)
      nodes[place].free -= workload.requests
      nodes[place].assumed += rank.assumed
      places.append(best.node)
      heap.replaceFirst(by: score(of: place, for: workload.requests, rank))
    }
    return places
  }

  /// Takes replicas of `workload` off the nodes at `places`.
  mutating func remove(_ workload: WorkloadSpec, from places: ArraySlice<Int32>) {
    let assumed = LeastAllocated(requests: workload.requests).assumed
    for place in places {
      nodes[Int(place)].free += workload.requests
      nodes[Int(place)].assumed -= assumed
    }
  }

  /// How many nodes are in each of `grades`. O(nodes x grades).
  func counts(by grades: [ResourceGrade]) -> [Int32] {
    var counts = [Int32](repeating: 0, count: grades.count)
    for node in nodes {
      let place = ResourceGrade.place(ofCPU: node.free.cpuMillicores, memory: node.free.memoryBytes, in: grades)
      if place >= 0 { counts[place] += 1 }
    }
    return counts
  }

  /// The rank of a node for a replica of `requests`; nil: it has no room.
  private func score(of place: Int, for requests: Resources, _ rank: LeastAllocated) -> Ranked? {
    let node = nodes[place]
    guard node.free.cpuMillicores >= requests.cpuMillicores, node.free.memoryBytes >= requests.memoryBytes,
      node.free.pods >= requests.pods
    else { return nil }
    let score = rank.score(
      freeCPU: node.free.cpuMillicores - node.assumed.cpuMillicores, of: node.all.cpuMillicores,
      freeMemory: node.free.memoryBytes - node.assumed.memoryBytes, of: node.all.memoryBytes)
    return Ranked(score: score, node: Int32(place))
  }

  private struct Ranked {
    var score: Int64
    var node: Int32

    /// Higher scores first, of equal ones the lower node.
    static func < (left: Ranked, right: Ranked) -> Bool {
      left.score == right.score ? left.node < right.node : left.score > right.score
    }
  }

  /// A binary heap with the best node on top.
  private struct Heap {
    private var items: [Ranked]

    /// O(n log n).
    init(_ items: [Ranked]) { self.items = items.sorted { $0 < $1 } }

    var first: Ranked? { items.first }

    /// Puts `item` into the place of the first one, or takes that out. O(log n).
    mutating func replaceFirst(by item: Ranked?) {
      if let item {
        items[0] = item
      } else {
        let last = items.removeLast()
        if items.isEmpty { return }
        items[0] = last
      }
      var place = 0
      while true {
        var best = place
        for child in [2 * place + 1, 2 * place + 2] where child < items.count && items[child] < items[best] {
          best = child
        }
        guard best != place else { return }
        items.swapAt(place, best)
        place = best
      }
    }
  }
}
