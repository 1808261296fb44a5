// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

// What one occurrence of a unit strikes. The draws are keyed by unit, part and occurrence, so the end of a window finds
// what its begin struck without remembering it.

extension FaultInputs {
  /// What `unit` strikes in `window`, in fleet order. O(nodes of the unit) where nodes are drawn, else O(clusters).
  public func parts(of unit: Int, in window: FaultWindow) -> [FaultPart] {
    let fault = units[unit]
    if let hits = fault.hits { return struck(by: fault, hits, window.occurrence) }
    return fault.clusters.map { cluster in
      if let amount = fault.amount {
        return FaultPart(
          cluster: cluster, nodes: .listed(chosen(amount, of: fault, in: cluster, window.occurrence)))
      }
      return FaultPart(cluster: cluster, nodes: fault.nodes.map { .matching($0) } ?? .whole)
    }
  }

  /// Nodes drawn without repetition among those of the unit in `cluster`, ascending.
  private func chosen(
    _ amount: NodeAmount, of fault: FaultUnit, in cluster: ClusterIndex, _ occurrence: UInt64
  ) -> [Int] {
    let spec = fleet[cluster]
    var candidates: [Int] = []
    spec.forEachNode(in: fault.nodes?.zone, of: fault.nodes?.pool) { ordinal, _, _ in candidates.append(ordinal) }
    let count = amount.nodes(of: candidates.count)
    var stream = RandomStream(
      seed: seed, purpose: .nodeChoice, entity: fault.key, second: EntityKey.of("cluster", spec.name),
      third: occurrence)
    for place in 0..<count {
      let other = place + Int(stream.uniformInteger(below: UInt64(candidates.count - place)))
      candidates.swapAt(place, other)
    }
    return candidates.prefix(count).sorted()
  }

  /// The members that a shock strikes, each on its own.
  private func struck(by fault: FaultUnit, _ hits: SharedShock, _ occurrence: UInt64) -> [FaultPart] {
    func isHit(_ member: UInt64) -> Bool {
      var stream = RandomStream(
        seed: seed, purpose: .shockHit, entity: fault.key, second: member, third: occurrence)
      return stream.chance(hits.share)
    }
    return fault.clusters.compactMap { cluster -> FaultPart? in
      let spec = fleet[cluster]
      if hits.each == .cluster {
        guard isHit(EntityKey.of("cluster", spec.name)) else { return nil }
        return FaultPart(cluster: cluster, nodes: fault.nodes.map { .matching($0) } ?? .whole)
      }
      var rack = -1
      var isRackHit = false
      var listed: [Int] = []
      spec.forEachNode(in: fault.nodes?.zone, of: fault.nodes?.pool) { ordinal, pool, place in
        if let range = fault.nodes?.rack, !range.contains(ordinal) { return }
        if hits.each == .node {
          if isHit(EntityKey.ofNode(place, of: pool, in: spec)) { listed.append(ordinal) }
          return
        }
        if ordinal / fault.rackNodes != rack {
          rack = ordinal / fault.rackNodes
          isRackHit = isHit(EntityKey.of("rack", spec.name, String(rack)))
        }
        if isRackHit { listed.append(ordinal) }
      }
      return listed.isEmpty ? nil : FaultPart(cluster: cluster, nodes: .listed(listed))
    }
  }
}
