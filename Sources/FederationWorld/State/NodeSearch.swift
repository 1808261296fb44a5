// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// The search for nodes for equal replicas, one after the other, in one cluster.
///
/// Each block of nodes has a score that no node of it exceeds; only blocks that could hold the best node are looked into.
/// The answers are those of a look at every node: the highest score, ties to the lowest node.
struct NodeSearch {
  /// By block of the cluster, in their order: the block's score, -1 where nothing fits.
  private var scores: [Int64] = []
  /// The node with that score; -1: the score is a bound.
  private var winners: [Int32] = []
  /// The node that had that score until it took a replica; no node before it has as much. -1: none is known.
  private var resumes: [Int32] = []
  /// By group, as the blocks come: its ranking.
  private var rankings: [NodeRanking] = []
  private var rankingOfBlock: [Int32] = []
  /// How often nodes of the table had got room when `resumes` was last right.
  private var raises: UInt64 = 0
  private var firstBlock = 0
  /// The block of the node found last.
  private var lastBlock = 0

  /// Begins with replicas that ask for `requests` in the cluster whose blocks are `blocks`. O(blocks).
  /// - Parameter admits: Whether a pool of the cluster, by its place, takes the workload at all; asked once a group.
  mutating func begin(
    _ requests: Resources, blocks: Range<Int>, in table: borrowing NodeTable, admits: (Int) -> Bool
  ) {
    scores.removeAll(keepingCapacity: true)
    winners.removeAll(keepingCapacity: true)
    resumes.removeAll(keepingCapacity: true)
    rankings.removeAll(keepingCapacity: true)
    rankingOfBlock.removeAll(keepingCapacity: true)
    firstBlock = blocks.lowerBound
    raises = table.raises
    let rank = LeastAllocated(requests: requests)
    var group: Int32 = -1
    var isAdmitted = false
    for place in blocks {
      let block = table.blocks[place]
      if block.group != group {
        group = block.group
        let spec = table.groups[Int(group)]
        isAdmitted = admits(Int(spec.pool))
        rankings.append(NodeRanking(rank, requests: requests, on: spec.allocatable))
      }
      rankingOfBlock.append(Int32(rankings.count - 1))
      winners.append(-1)
      resumes.append(-1)
      let (ranking, bound) = (rankings[rankings.count - 1], block.bound)
      let mayFit = isAdmitted && ranking.fits(cpu: bound.cpuMillicores, memory: bound.memoryBytes, pods: bound.pods)
      scores.append(mayFit ? ranking.score(freeCPU: bound.cpuMillicores, freeMemory: bound.memoryBytes) : -1)
    }
  }

  /// The best node now; nil: none fits. O(blocks), and the nodes of seldom more than one block: equal nodes take replicas
  /// in turn, and a look at each of them goes on where the last one ended.
  mutating func next(in table: inout NodeTable) -> Int? {
    if table.raises != raises {
      raises = table.raises
      for place in resumes.indices { resumes[place] = -1 }
    }
    while true {
      var best = -1
      var bestScore: Int64 = -1
      for (place, score) in scores.enumerated() where score > bestScore { (best, bestScore) = (place, score) }
      guard best >= 0 else { return nil }
      if winners[best] >= 0 {
        lastBlock = best
        return Int(winners[best])
      }
      let ranking = rankings[Int(rankingOfBlock[best])]
      if resumes[best] >= 0,
        let node = table.first(from: Int(resumes[best]), by: ranking, inBlock: firstBlock + best, scoring: bestScore)
      {
        winners[best] = Int32(node)
        continue
      }
      resumes[best] = -1
      let found = table.best(by: ranking, inBlock: firstBlock + best)
      scores[best] = found?.score ?? -1
      winners[best] = found.map { Int32($0.node) } ?? -1
    }
  }

  /// The node that `next` found last has taken a replica.
  mutating func noteTaken() {
    resumes[lastBlock] = winners[lastBlock]
    winners[lastBlock] = -1
  }
}
