// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import RunMetrics
import Scheduling

/// One cluster as the hub took it beside what was so: a part of the lines of `regatta explain run -o json`.
struct BeliefRow: Encodable {
  /// What is left of a cluster.
  struct Amounts: Hashable, Encodable {
    let cpuMillicores: Int64
    let memoryBytes: Int64
    let pods: Int64

    init(_ resources: Resources) {
      cpuMillicores = resources.cpuMillicores
      memoryBytes = resources.memoryBytes
      pods = resources.pods
    }
  }

  /// What the hub knew.
  struct Belief: Encodable {
    let joined: Bool
    let readiness: String
    let publishedSinceSeconds: Double?
    let taints: [String]
    let reportedAtSeconds: Double?
    let reportAgeSeconds: Double?
    let free: Amounts?
    let observedDesired: Int32?
    let observedReady: Int32?
  }

  /// A plane that the cluster has lost.
  struct Loss: Encodable {
    let plane: String
    let sinceSeconds: Double
  }

  /// What was so.
  struct Truth: Encodable {
    let lost: [Loss]
    let heard: Bool
    let reachedByUsers: Bool
    let downNodes: Int
    let free: Amounts
    let room: Int32
    let desired: Int32?
    let waiting: Int32
    let starting: Int32
    let serving: Int32
  }

  let name: String
  /// What the hub assigned to it before a decision, or at a moment.
  let assigned: Int32?
  let believed: Belief
  let truth: Truth
  /// In what the two differ: readiness, serving, capacity, replicas.
  let differs: [String]

  /// - Parameters:
  ///   - looksAtCapacity: Whether the contender's policies look at the reports at all.
  ///   - isCompared: Whether the two are of the same moment.
  init(
    _ cluster: ClusterAsBelieved, name: String, at time: SimulationTime, looksAtCapacity: Bool, isCompared: Bool
  ) {
    let (view, truth) = (cluster.view, cluster.truth)
    let offered = view.capacity.allocatable - view.capacity.allocated - view.capacity.allocating
    let free = Amounts(
      Resources(
        cpuMillicores: max(0, offered.cpuMillicores), memoryBytes: max(0, offered.memoryBytes),
        pods: max(0, offered.pods)))
    self.name = name
    assigned = cluster.assigned
    believed = Belief(
      joined: view.isJoined, readiness: view.readiness.inWords,
      publishedSinceSeconds: cluster.publishedSince?.seconds, taints: view.taints.map(\.inWords),
      reportedAtSeconds: looksAtCapacity ? view.reportedAt.seconds : nil,
      reportAgeSeconds: looksAtCapacity ? (time - view.reportedAt).seconds : nil, free: looksAtCapacity ? free : nil,
      observedDesired: cluster.observed?.desired, observedReady: cluster.observed?.ready)
    self.truth = Truth(
      lost: zip(truth.lostPlanes, cluster.lostSince).map { Loss(plane: $0.rawValue, sinceSeconds: $1.seconds) },
      heard: truth.isHeard, reachedByUsers: truth.isServing, downNodes: truth.downNodes, free: Amounts(truth.free),
      room: truth.room, desired: truth.desired, waiting: truth.waiting, starting: truth.starting,
      serving: truth.serving)
    var differs: [String] = []
    let isReady = view.readiness == .ready
    if view.isJoined {
      if isReady != truth.isHeard {
        differs.append("readiness")
      } else if isReady != truth.isServing {
        differs.append("serving")
      }
      // Nothing new goes to what is known to be lost, whatever its last report left free.
      if looksAtCapacity, isReady, free != Amounts(truth.free) { differs.append("capacity") }
    }
    let heard = isReady ? cluster.observed?.ready : nil
    if (cluster.assigned ?? 0) != truth.serving || (heard ?? truth.serving) != truth.serving {
      differs.append("replicas")
    }
    self.differs = isCompared ? differs : []
  }
}

extension ClusterView.Readiness {
  /// As a Ready condition would be read.
  var inWords: String {
    switch self {
    case .ready: "ready"
    case .notReady: "not ready"
    case .unknown: "unknown"
    }
  }
}

extension Taint {
  /// As kubectl writes it.
  var inWords: String { key + (value.isEmpty ? "" : "=\(value)") + ":" + effect.rawValue }
}
