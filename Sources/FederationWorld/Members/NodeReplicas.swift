// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import SimulationEngine

// The replicas of one node, and how a node is emptied.

/// How a node is emptied.
enum NodeEmptying {
  /// Everything is told to stop.
  case stop
  /// Everything is told to stop as far as each workload keeps its `minAvailable` ready replicas.
  case stopSparingly
  /// What is lost is given up.
  case giveUp
}

extension FederationRun {
  /// Puts a new replica first in the list of its node. O(1).
  mutating func link(_ replica: Int, to node: Int) {
    let first = nodes[node].firstReplica
    replicas[replica].nextOnNode = first
    replicas[replica].previousOnNode = -1
    if first >= 0 { replicas[Int(first)].previousOnNode = Int32(replica) }
    nodes[node].firstReplica = Int32(replica)
  }

  /// Takes a replica out of the list of its node. O(1).
  mutating func unlinkFromNode(_ replica: Int) {
    let slot = replicas[replica]
    if slot.previousOnNode >= 0 {
      replicas[Int(slot.previousOnNode)].nextOnNode = slot.nextOnNode
    } else {
      nodes[Int(slot.node)].firstReplica = slot.nextOnNode
    }
    if slot.nextOnNode >= 0 { replicas[Int(slot.nextOnNode)].previousOnNode = slot.previousOnNode }
  }

  /// The replicas on `node`: cohort by cohort, the newest of each first. O(n log n) for n of them.
  func replicasByCohort(on node: Int) -> [Int32] {
    var list: [Int32] = []
    var replica = nodes[node].firstReplica
    while replica >= 0 {
      list.append(replica)
      replica = replicas[Int(replica)].nextOnNode
    }
    return list.enumerated().sorted {
      (replicas[Int($0.element)].cohort, $0.offset) < (replicas[Int($1.element)].cohort, $1.offset)
    }.map(\.element)
  }

  /// Empties a node that takes nothing new; what goes is replaced at once on other nodes. Whether nothing is left that
  /// should go. O(n log n) for n replicas on it, and their new places.
  @discardableResult
  mutating func empty(_ node: Int, _ way: NodeEmptying) -> Bool {
    touch(Int32(nodes.cluster(of: node)))
    let list = replicasByCohort(on: node)
    var isEmpty = true
    var place = 0
    while place < list.count {
      let cohort = Int(replicas[Int(list[place])].cohort)
      var spare = way == .stopSparingly ? spareReady(of: Int(cohorts[cohort].workload)) : .max
      var gone: Int32 = 0
      while place < list.count, replicas[Int(list[place])].cohort == Int32(cohort) {
        let replica = Int(list[place])
        place += 1
        switch (way, replicas[replica].stage) {
        case (_, .terminating): continue
        case (.giveUp, .lost): giveUp(replica)
        case (.giveUp, _): continue
        case (_, .ready) where spare <= 0:
          isEmpty = false
          continue
        case (_, let stage):
          if stage == .ready { spare -= 1 }
          terminate(replica)
        }
        gone += 1
      }
      guard gone > 0 else { continue }
      addWaiting(gone, to: cohort)
      placeWaiting(of: cohort)
    }
    return isEmpty
  }

  /// The cluster gives up on one lost replica.
  private mutating func giveUp(_ replica: Int) {
    let cohort = Int(replicas[replica].cohort)
    cohorts[cohort].lost -= 1
    forgetUnnoticed(replica)
    release(replica)
  }

  /// A lost replica goes, or its loss is noticed: it does not count as unnoticed any more.
  mutating func forgetUnnoticed(_ replica: Int) {
    guard isUnnoticed(replica) else { return }
    let cohort = Int(replicas[replica].cohort)
    cohorts[cohort].unnoticed -= 1
    cohorts[cohort].unnoticedReady -= replicas[replica].wasReady ? 1 : 0
  }

  /// How many ready replicas a workload can lose, in all members together, before it has fewer than its `minAvailable`.
  private func spareReady(of workload: Int) -> Int64 {
    guard let least = scenario.workloads[workload].minimumAvailable else { return .max }
    return cohortsOfWorkload[workload].reduce(-Int64(least)) { $0 + Int64(cohorts[Int($1)].ready) }
  }
}
