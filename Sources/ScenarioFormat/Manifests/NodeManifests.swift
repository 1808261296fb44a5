// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Node objects of one member, grouped into pools of identical nodes in the order of first appearance.
struct NodeManifests {
  /// What makes two nodes alike.
  private struct Shape: Hashable {
    var allocatable: Resources
    var labels: Labels
    var taints: [Taint]
    var zone: String?
    var isCordoned: Bool
  }
  private var shapes: [Shape] = []
  private var counts: [Int] = []
  private var placeOfShape: [Shape: Int] = [:]
  private(set) var region = ""
  private(set) var provider = ""
  private(set) var zones: [String] = []

  static let zoneLabels = ["topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"]
  static let regionLabels = ["topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"]

  /// Takes a Node in.
  mutating func add(_ object: KubernetesObject, coverage: inout ManifestCoverage) {
    guard object.hasName(), let spec = object.spec(), let status = object.status() else { return }
    guard let list = status.resourceList("allocatable") ?? status.resourceList("capacity") else {
      object.collector.error(
        .missingKey, at: object.position, "\(object.title) has no status.allocatable",
        fix: "list nodes as kubectl get nodes -o json prints them")
      return
    }
    var labels = object.labels
    // The one label that is different on every node.
    labels["kubernetes.io/hostname"] = nil
    let zone = Self.zoneLabels.compactMap { object.labels[$0] }.first
    var allocatable = list.resources
    if list.pods == nil { allocatable.pods = 110 }
    let shape = Shape(
      allocatable: allocatable, labels: labels, taints: spec.taints("taints"), zone: zone,
      isCordoned: spec.bool("unschedulable") ?? false)
    if let place = placeOfShape[shape] {
      counts[place] += 1
    } else {
      placeOfShape[shape] = shapes.count
      shapes.append(shape)
      counts.append(1)
    }
    if region.isEmpty { region = Self.regionLabels.compactMap { object.labels[$0] }.first ?? "" }
    if provider.isEmpty, let identifier = spec.string("providerID"), identifier.contains("://") {
      provider = String(identifier.prefix { $0 != ":" })
    }
    if let zone, !zones.contains(zone) { zones.append(zone) }
  }

  /// What the nodes say of the cluster called `name`.
  func draft(name: String) -> ClusterDraft {
    var draft = ClusterDraft(name: name)
    draft.region = region
    draft.provider = provider
    draft.zones = zones
    draft.pools = zip(shapes, counts).enumerated().map { place, pool in
      NodePoolSpec(
        name: "nodes-\(place + 1)", nodeCount: pool.1, allocatable: pool.0.allocatable, labels: pool.0.labels,
        taints: pool.0.taints, zone: pool.0.zone, isCordoned: pool.0.isCordoned)
    }
    return draft
  }
}
