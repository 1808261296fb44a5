// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A member cluster as the objects seen so far describe it: each system names it in an object of its own.
struct ClusterDraft {
  var name: String
  var provider = ""
  var region = ""
  var zones: [String] = []
  var labels: Labels = [:]
  var taints: [Taint] = []
  var syncMode: ClusterSpec.SyncMode?
  var servedKinds: [String]?
  var grades: [ResourceGrade]?
  var reported: ReportedCapacity?
  /// Nodes that the object's status counts.
  var reportedNodeCount: Int?
  /// Pools from Node objects.
  var pools: [NodePoolSpec] = []

  init(name: String) { self.name = name }

  /// Takes in what another object says of the same cluster: what is already known stays.
  mutating func merge(_ other: ClusterDraft) {
    if provider.isEmpty { provider = other.provider }
    if region.isEmpty { region = other.region }
    if zones.isEmpty { zones = other.zones }
    for entry in other.labels.entries where labels[entry.key] == nil { labels[entry.key] = entry.value }
    for taint in other.taints where !taints.contains(taint) { taints.append(taint) }
    syncMode = syncMode ?? other.syncMode
    servedKinds = servedKinds ?? other.servedKinds
    grades = grades ?? other.grades
    reported = reported ?? other.reported
    reportedNodeCount = reportedNodeCount ?? other.reportedNodeCount
    pools += other.pools
  }

  /// The finished cluster. What the report counts as used is reserved; without Node objects the nodes are made from the
  /// reported sums.
  func cluster() -> ClusterSpec {
    let reserved = reported?.allocated ?? .zero
    var nodes = pools
    if nodes.isEmpty, let reported { nodes = Self.pools(sharing: reported.allocatable, over: reportedNodeCount) }
    return ClusterSpec(
      name: name, provider: provider, region: region, zones: zones, labels: labels, taints: taints, pools: nodes,
      syncMode: syncMode ?? .push, servedKinds: servedKinds, resourceGrades: grades, reserved: reserved,
      reported: reported)
  }

  /// Nodes as equal as whole amounts allow whose sum is `total`: the first few hold one unit more.
  ///
  /// Without a count there are as many nodes as hold 110 pods each (the kubelet's default), and at least one.
  static func pools(sharing total: Resources, over count: Int?) -> [NodePoolSpec] {
    guard total.cpuMillicores > 0 || total.memoryBytes > 0 else { return [] }
    let pods = total.pods
    let estimate = Int(clamping: max(1, (pods + 109) / 110))
    let nodes = Int64(max(1, min(count ?? estimate, 1_000_000)))
    let totalPods = pods > 0 ? pods : nodes * 110
    let amounts = [total.cpuMillicores, total.memoryBytes, totalPods]
    let bounds = Set(amounts.map { $0 % nodes } + [0, nodes]).sorted()
    var pools: [NodePoolSpec] = []
    for (low, high) in zip(bounds, bounds.dropFirst()) {
      let each = amounts.map { $0 / nodes + (low < $0 % nodes ? 1 : 0) }
      pools.append(
        NodePoolSpec(
          name: "nodes-\(pools.count + 1)", nodeCount: Int(high - low),
          allocatable: Resources(cpuMillicores: each[0], memoryBytes: each[1], pods: each[2])))
    }
    return pools
  }
}
