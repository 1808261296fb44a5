// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

extension PlannerColumns {
  /// Columns of `clusters` in which nobody takes part yet and nothing bounds anything; hashes continue from the kept
  /// hashes of the names. O(n x bytes of the key).
  init(clusters: [ClusterIndex], key: String, directory: ClusterDirectory) {
    let count = clusters.count
    let (zeros, unbounded) = ([Int64](repeating: 0, count: count), [Int64](repeating: .max, count: count))
    self.init(
      names: clusters.map { directory.names[$0.index] },
      hashes: clusters.map { Self.hash(nameHash: directory.nameHashes[$0.index], key: key) },
      participates: Array(repeating: false, count: count), weights: zeros, minimums: zeros, maximums: unbounded,
      ownMaximums: unbounded, currents: Array(repeating: .min, count: count), capacities: unbounded, limits: unbounded)
  }
}
