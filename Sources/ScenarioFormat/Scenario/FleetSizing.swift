// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// A fleet of another size than the scenario's, for the question how large one has to be. The workloads keep the
/// replicas that they have on the scenario's own fleet.
public enum FleetSize: Hashable, Sendable {
  /// So many clusters. `trial` draws which cluster of a region goes, and of which one an added one is a copy.
  case clusters(Int, trial: UInt64)
  /// So many nodes in all, every pool keeping its share.
  case nodes(Int)
}

/// Makes fleets of another size from one fleet.
///
/// Regions keep their shares of the clusters as nearly as whole clusters allow. Where several regions are due, those
/// that a scripted failure strikes get a cluster first and give one last: the size asked for is then the least
/// favourable one, and an answer built on it is on the safe side. Within a region the order is drawn, as Borg's cell
/// compaction removes machines in random order (Verma et al.: Large-scale cluster management at Google with Borg,
/// EuroSys 2015, section 5.1).
struct FleetSizing {
  /// The fleet as the scenario has it.
  let clusters: [ClusterSpec]
  /// Regions that a scripted failure strikes.
  private let struckRegions: Set<String>

  init(clusters: [ClusterSpec], failures: [FailureSpec]) {
    self.clusters = clusters
    let targets = failures.compactMap { failure -> TargetSelector? in
      guard case .scripted(let scripted) = failure, scripted.hub == nil else { return nil }
      return scripted.target
    }
    struckRegions = Set(
      clusters.filter { cluster in targets.contains { $0.selects(cluster) } }.map(\.region))
  }

  /// The fleet of this size, and of which cluster each added one is a copy.
  func sized(_ size: FleetSize) -> (clusters: [ClusterSpec], models: [String: [String]]) {
    switch size {
    case .clusters(let count, let trial):
      count <= clusters.count
        ? (reduced(to: max(1, count), trial: trial), [:]) : grown(to: count, trial: trial)
    case .nodes(let count): (scaled(toNodes: count), [:])
    }
  }

  /// Clusters by region, each region's in drawn order; regions in order of first appearance.
  private func regions(trial: UInt64) -> [(name: String, members: [ClusterSpec])] {
    var places: [String: Int] = [:]
    var regions: [(name: String, members: [ClusterSpec])] = []
    for cluster in clusters {
      if let place = places[cluster.region] {
        regions[place].members.append(cluster)
      } else {
        places[cluster.region] = regions.count
        regions.append((cluster.region, [cluster]))
      }
    }
    for place in regions.indices {
      var generator = KeyedGenerator(seed: trial, key: "fleet size/\(regions[place].name)")
      for upper in stride(from: regions[place].members.count - 1, to: 0, by: -1) {
        regions[place].members.swapAt(upper, generator.below(upper + 1))
      }
    }
    return regions
  }

  private func reduced(to count: Int, trial: UInt64) -> [ClusterSpec] {
    let regions = regions(trial: trial)
    var kept = regions.map(\.members.count)
    for _ in count..<clusters.count {
      // The fullest region, as a share of what it had; a struck one only where no other is as full.
      let next = regions.indices.filter { kept[$0] > 0 }.max { first, second in
        let left = kept[first] * regions[second].members.count
        let right = kept[second] * regions[first].members.count
        if left != right { return left < right }
        let (isFirstStruck, isSecondStruck) = (isStruck(regions[first].name), isStruck(regions[second].name))
        return isFirstStruck != isSecondStruck ? isFirstStruck : first > second
      }
      if let next { kept[next] -= 1 }
    }
    let names = Set(regions.indices.flatMap { regions[$0].members.prefix(kept[$0]).map(\.name) })
    return clusters.filter { names.contains($0.name) }
  }

  private func grown(to count: Int, trial: UInt64) -> (clusters: [ClusterSpec], models: [String: [String]]) {
    let regions = regions(trial: trial)
    var sizes = regions.map(\.members.count)
    var taken = Set(clusters.map(\.name))
    var result = clusters
    var models: [String: [String]] = [:]
    for _ in clusters.count..<count {
      // The emptiest region, as a share of what it had; a struck one first.
      let next = regions.indices.min { first, second in
        let left = sizes[first] * regions[second].members.count
        let right = sizes[second] * regions[first].members.count
        if left != right { return left < right }
        let (isFirstStruck, isSecondStruck) = (isStruck(regions[first].name), isStruck(regions[second].name))
        return isFirstStruck != isSecondStruck ? isFirstStruck : first < second
      }
      guard let next else { break }
      let members = regions[next].members
      let model = members[(sizes[next] - members.count) % members.count]
      sizes[next] += 1
      var copy = model
      var number = 1
      while !taken.insert("\(model.name)-copy-\(number)").inserted { number += 1 }
      copy.name = "\(model.name)-copy-\(number)"
      result.append(copy)
      models[model.name, default: []].append(copy.name)
    }
    return (result, models)
  }

  private func isStruck(_ region: String) -> Bool { struckRegions.contains(region) }

  private func scaled(toNodes count: Int) -> [ClusterSpec] {
    let sizes = clusters.flatMap { $0.pools.map(\.nodeCount) }
    let before = sizes.reduce(0, +)
    guard before > 0 else { return clusters }
    var parts = LoadScaling.divided(count, inProportionTo: sizes)[...]
    func scaled(_ bound: Int) -> Int { Int((Double(bound) * Double(count) / Double(before)).rounded()) }
    return clusters.map { cluster in
      var cluster = cluster
      for place in cluster.pools.indices {
        let nodes = parts.removeFirst()
        cluster.pools[place].nodeCount = nodes
        cluster.pools[place].minimumNodes = cluster.pools[place].minimumNodes.map { min(nodes, scaled($0)) }
        cluster.pools[place].maximumNodes = cluster.pools[place].maximumNodes.map { max(nodes, scaled($0)) }
      }
      return cluster
    }
  }
}

extension WorkloadSpec {
  /// The workload with the added clusters beside their models wherever its intent names these.
  func naming(copiesOf models: [String: [String]]) -> WorkloadSpec {
    guard var intent, !models.isEmpty else { return self }
    intent.eligible.names += intent.eligible.names.flatMap { models[$0] ?? [] }
    intent.clusters += intent.clusters.flatMap { share in
      (models[share.cluster] ?? []).map { name in
        var copy = share
        copy.cluster = name
        return copy
      }
    }
    var workload = self
    workload.intent = intent
    return workload
  }
}
