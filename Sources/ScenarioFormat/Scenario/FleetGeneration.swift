// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// `fleet.generate`: clusters `REGION-1`, `REGION-2`, ..., in every region the same zones.
extension ScenarioContext {
  private struct RegionDraft {
    var name: String
    var zones: [String]
    var provider: String?
    var clusters: Int?
    var labels: Labels
  }

  func generated(_ reader: FieldReader) -> [ClusterSpec] {
    let seed = reader.int64("seed", in: 0...Int64.max) ?? 1
    let providers = providerNames(reader)
    var regions = reader.namedMappings("regions", section: "the region").map { region($0.reader, name: $0.name) }
    if regions.isEmpty { regions = [RegionDraft(name: "region-1", zones: zoneNames(3, "region-1"), labels: [:])] }
    let fixed = regions.reduce(0) { min($0 + ($1.clusters ?? 0), ScenarioBounds.clusters) }
    let open = regions.indices.filter { regions[$0].clusters == nil }
    let total = reader.int("clusters", in: 0...ScenarioBounds.clusters)
    let pools = nodePools(reader) ?? [Self.defaultPool]
    let labels = labels(reader, "labels") ?? [:]
    let variation = reader.double("variation", in: 0...1) ?? 0
    let cells = reader.int("cells", in: 1...ScenarioBounds.clusters)
    reader.finish("generate")
    let rest = (total ?? fixed + open.count) - fixed
    if rest < 0 || (rest > 0 && open.isEmpty) {
      collector.error(
        .outOfRange, at: reader.position(of: "clusters"),
        "clusters is \(total ?? 0), and the regions name \(fixed)", fix: "leave out one of the two")
      return []
    }
    for (place, region) in open.enumerated() {
      regions[region].clusters = rest / open.count + (place < rest % open.count ? 1 : 0)
    }
    let clusters = regions.enumerated().flatMap { place, region in
      let provider = region.provider ?? providers[place % providers.count]
      return self.clusters(of: region, provider: provider, labels: labels).map { cluster in
        varied(cluster, pools: pools, by: variation, seed: UInt64(seed))
      }
    }
    guard let cells else { return clusters }
    return clusters.enumerated().map { place, cluster in
      var cluster = cluster
      cluster.labels[Self.cellLabel] = Self.cellName(place % cells)
      return cluster
    }
  }

  /// The label that says which cell of a generated fleet a cluster is in.
  static let cellLabel = "cell"

  /// The value of that label for the cell at `place`.
  static func cellName(_ place: Int) -> String { "cell-\(place + 1)" }

  /// A number of providers, or their names.
  private func providerNames(_ reader: FieldReader) -> [String] {
    guard let node = reader.node("providers") else { return ["provider-1"] }
    if node.elements != nil {
      let names = value.strings(node, "providers") ?? []
      return names.isEmpty ? ["provider-1"] : names
    }
    return (1...(value.int(node, "providers", in: 1...1000) ?? 1)).map { "provider-\($0)" }
  }

  private func region(_ reader: FieldReader, name: String) -> RegionDraft {
    var zones = zoneNames(1, name)
    if let node = reader.node("zones") {
      if node.elements != nil {
        zones = value.strings(node, "zones") ?? []
      } else {
        zones = zoneNames(value.int(node, "zones", in: 1...26) ?? 1, name)
      }
    }
    let draft = RegionDraft(
      name: name, zones: zones, provider: reader.string("provider"),
      clusters: reader.int("clusters", in: 0...ScenarioBounds.clusters), labels: labels(reader, "labels") ?? [:])
    reader.finish("region")
    return draft
  }

  private func zoneNames(_ count: Int, _ region: String) -> [String] {
    "abcdefghijklmnopqrstuvwxyz".prefix(count).map { "\(region)-\($0)" }
  }

  private func clusters(of region: RegionDraft, provider: String, labels: Labels) -> [ClusterSpec] {
    let count = region.clusters ?? 0
    guard count > 0 else { return [] }
    var labels = labels
    for entry in region.labels.entries { labels[entry.key] = entry.value }
    let width = String(count).count
    return (1...count).map { number in
      let digits = String(number)
      let padded = String(repeating: "0", count: width - digits.count) + digits
      return ClusterSpec(
        name: "\(region.name)-\(padded)", provider: provider, region: region.name, zones: region.zones,
        labels: labels, pools: [])
    }
  }

  /// The cluster with its pools; node counts vary by up to the share `variation`, drawn by cluster name and pool.
  private func varied(
    _ cluster: ClusterSpec, pools: [NodePoolSpec], by variation: Double, seed: UInt64
  ) -> ClusterSpec {
    var cluster = cluster
    cluster.pools = pools
    guard variation > 0 else { return cluster }
    for place in pools.indices {
      var generator = KeyedGenerator(seed: seed, key: "\(cluster.name)/\(pools[place].name)")
      let factor = 1 + variation * (2 * generator.unit() - 1)
      let count = (Double(pools[place].nodeCount) * factor).rounded()
      cluster.pools[place].nodeCount = max(pools[place].nodeCount > 0 ? 1 : 0, Int(count))
    }
    return cluster
  }
}
