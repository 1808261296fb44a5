// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The clusters of a fleet that intents name as eligible, ascending by name; found once for all workloads that share a
/// selector.
final class EligibleClusters {
  /// One list.
  struct List {
    let clusters: [ClusterSpec]
    let names: [String]
    let nameSet: Set<String>

    init(_ clusters: [ClusterSpec]) {
      self.clusters = clusters
      names = clusters.map(\.name)
      nameSet = Set(names)
    }
  }

  let fleet: Fleet
  private var known: [Intent.Eligibility: List] = [:]

  init(fleet: Fleet) { self.fleet = fleet }

  /// The clusters that `eligibility` admits. O(clusters log clusters) for the first of its like; lists of names, which
  /// workloads seldom share, are not kept.
  func list(for eligibility: Intent.Eligibility) -> List {
    if let list = known[eligibility] { return list }
    // Names by hash: thousands of workloads may each name dozens of thousands of clusters.
    var rest = eligibility
    rest.names = []
    let names = Set(eligibility.names)
    let admitted = fleet.clusters.filter { (names.isEmpty || names.contains($0.name)) && rest.admits($0) }
    let list = List(admitted.sorted { $0.name < $1.name })
    if names.isEmpty { known[eligibility] = list }
    return list
  }
}
