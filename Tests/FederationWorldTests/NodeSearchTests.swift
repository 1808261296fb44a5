// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import Testing

@testable import FederationWorld

struct NodeSearchTests {
  /// Nodes of several pools and sizes, some blocks long, some not full.
  private static func table(_ random: inout RandomStream) -> NodeTable {
    var table = NodeTable()
    for pool in 0..<(1 + Int32(random.uniformInteger(below: 3))) {
      let size = NodeAmounts(
        cpuMillicores: 1000 * Int64(1 + random.uniformInteger(below: 8)),
        memoryBytes: Int64(1 + random.uniformInteger(below: 32)) << 30,
        pods: Int64(1 + random.uniformInteger(below: 20)))
      _ = table.append(
        1 + Int(random.uniformInteger(below: 90)),
        of: NodeGroup(cluster: 0, pool: pool, allocatable: size, pricePerHour: 0), presence: .present,
        isAutoscaled: false)
    }
    return table
  }

  /// The best node by a look at every one.
  private static func bestOfAll(_ table: NodeTable, _ requests: Resources, closed: Int32) -> Int? {
    let rank = LeastAllocated(requests: requests)
    var best: (node: Int, score: Int64)?
    for node in 0..<table.count where table[node].takesReplicas && table.pool(of: node) != Int(closed) {
      let (free, all) = (table.free(of: node), table.allocatable(of: node))
      guard free.cpuMillicores >= requests.cpuMillicores, free.memoryBytes >= requests.memoryBytes,
        free.pods >= requests.pods
      else { continue }
      let score = rank.score(
        freeCPU: free.cpuMillicores, of: all.cpuMillicores, freeMemory: free.memoryBytes, of: all.memoryBytes)
      if score > best?.score ?? -1 { best = (node, score) }
    }
    return best?.node
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `the search finds the node that a look at every one finds, whatever came and went`(seed: UInt64) {
    var random = RandomStream(key: seed)
    var table = Self.table(&random)
    var placed: [(node: Int, requests: Resources)] = []
    var search = NodeSearch()
    for _ in 0..<120 {
      let requests = Resources(
        cpuMillicores: 100 * Int64(1 + random.uniformInteger(below: 30)),
        memoryBytes: Int64(random.uniformInteger(below: 4096)) << 20, pods: 1)
      let closed = Int32(random.uniformInteger(below: 6))
      search.begin(requests, blocks: 0..<table.blocks.count, in: table) { $0 != Int(closed) }
      for _ in 0..<random.uniformInteger(below: 12) {
        let expected = Self.bestOfAll(table, requests, closed: closed)
        let found = search.next(in: &table)
        #expect(found == expected)
        #expect(expected == nil || table.mayFit(requests, in: 0))
        guard let found else {
          table.lowerBound(of: 0, to: 0..<table.blocks.count)
          break
        }
        table.take(requests, assumed: .zero, times: 1, on: found)
        placed.append((found, requests))
        search.noteTaken()
      }
      let node = Int(random.uniformInteger(below: UInt64(table.count)))
      switch random.uniformInteger(below: 5) {
      case 0: _ = table.addFault(1, to: node)
      case 1 where table[troubleOf: node].faults > 0: _ = table.addFault(-1, to: node)
      case 2 where !placed.isEmpty:
        let gone = placed.remove(at: Int(random.uniformInteger(below: UInt64(placed.count))))
        table.take(gone.requests, assumed: .zero, times: -1, on: gone.node)
      case 3: table.setPresence(table[node].presence == .present ? .draining : .present, of: node)
      default: break
      }
    }
  }

  @Test func `room that a node gets while equal nodes take replicas in turn is found`() {
    var table = NodeTable()
    let size = NodeAmounts(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 10)
    _ = table.append(
      4, of: NodeGroup(cluster: 0, pool: 0, allocatable: size, pricePerHour: 0), presence: .present, isAutoscaled: false
    )
    let (large, small) = (Resources(cpuMillicores: 500, pods: 1), Resources(cpuMillicores: 100, pods: 1))
    table.take(large, assumed: .zero, times: 1, on: 0)
    var search = NodeSearch()
    search.begin(small, blocks: 0..<1, in: table) { _ in true }
    #expect(search.next(in: &table) == 1)
    table.take(small, assumed: .zero, times: 1, on: 1)
    search.noteTaken()
    table.take(large, assumed: .zero, times: -1, on: 0)
    #expect(search.next(in: &table) == 0)
  }

  @Test func `a full cluster turns down at once what does not fit, until something leaves`() {
    var table = NodeTable()
    let size = NodeAmounts(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 10)
    for cluster in [1, 3] as [Int32] {
      _ = table.append(
        40, of: NodeGroup(cluster: cluster, pool: 0, allocatable: size, pricePerHour: 0), presence: .present,
        isAutoscaled: false)
    }
    let (half, whole) = (Resources(cpuMillicores: 500, pods: 1), Resources(cpuMillicores: 1000, pods: 1))
    for node in 0..<40 { table.take(half, assumed: .zero, times: 1, on: node) }
    // Nobody has looked yet.
    #expect(table.mayFit(whole, in: 1) && !table.mayFit(half, in: 0) && !table.mayFit(half, in: 9))
    var search = NodeSearch()
    let blocks = 0..<2
    search.begin(whole, blocks: blocks, in: table) { _ in true }
    #expect(search.next(in: &table) == nil)
    table.lowerBound(of: 1, to: blocks)
    #expect(!table.mayFit(whole, in: 1) && table.mayFit(half, in: 1) && table.mayFit(whole, in: 3))
    table.take(half, assumed: .zero, times: -1, on: 7)
    #expect(table.mayFit(whole, in: 1))
  }

  @Test func `a node that was full is found again when something leaves it`() {
    var table = NodeTable()
    let size = NodeAmounts(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 10)
    _ = table.append(
      64, of: NodeGroup(cluster: 0, pool: 0, allocatable: size, pricePerHour: 0), presence: .present,
      isAutoscaled: false)
    let whole = Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 1)
    for node in 0..<64 { table.take(whole, assumed: .zero, times: 1, on: node) }
    var search = NodeSearch()
    search.begin(whole, blocks: 0..<2, in: table) { _ in true }
    let none = search.next(in: &table)
    #expect(none == nil)
    table.take(whole, assumed: .zero, times: -1, on: 40)
    search.begin(whole, blocks: 0..<2, in: table) { _ in true }
    let found = search.next(in: &table)
    #expect(found == 40)
  }

  @Test func `the percentage without a division is that with one`() {
    var random = RandomStream(key: 3)
    for _ in 0..<200_000 {
      let whole = Int64(1 + random.uniformInteger(below: 1 << (1 + random.uniformInteger(below: 46))))
      let part = Int64(random.uniformInteger(below: UInt64(whole) + 3)) - 1
      #expect(NodeRanking.Share(of: whole).percentage(part) == LeastAllocated.percentage(part, of: whole))
    }
    for (part, whole) in [(0, 0), (1, 0), (-1, 5), (Int64.max, Int64.max), (1 << 45, 1 << 45), (1 << 60, 3)] {
      #expect(
        NodeRanking.Share(of: Int64(whole)).percentage(Int64(part))
          == LeastAllocated.percentage(Int64(part), of: Int64(whole)))
    }
  }
}
