// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

extension PlannerColumns {
  /// Columns of `clusters` in which nobody takes part yet and nothing bounds anything; hashes continue from the kept
  /// hashes of the names. O(n x bytes of the key).
  init(clusters: [ClusterIndex], key: String, directory: ClusterDirectory) {
    self.init(clusters: [], defaultPreference: nil, key: key)
    let count = clusters.count
    names = clusters.map { directory.names[$0.index] }
    hashes = clusters.map { Self.hash(nameHash: directory.nameHashes[$0.index], key: key) }
    participates = Array(repeating: false, count: count)
    weights = Array(repeating: 0, count: count)
    minimums = weights
    maximums = Array(repeating: .max, count: count)
    ownMaximums = maximums
    currents = Array(repeating: .min, count: count)
    capacities = maximums
    limits = maximums
  }
}
