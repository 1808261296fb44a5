// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel

/// What schedulers ask about clusters again and again and what never changes during a run: names, their order, hashes.
struct ClusterDirectory: Sendable {
  /// Names by `ClusterIndex`.
  let names: [String]
  /// For each cluster the place of its name in byte order.
  let nameRanks: [Int32]
  /// FNV-1 of each name, from which planners continue with the workload's key.
  let nameHashes: [UInt32]
  /// Open addressing by `nameHashes`; -1 is empty.
  private let slots: [Int32]

  /// O(n log n).
  init(fleet: Fleet) {
    names = fleet.clusters.map(\.name)
    nameRanks = NameOrder.ranks(of: names)
    nameHashes = names.map { FNVHash.fnv1($0.utf8) }
    var size = 4
    while size < names.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (index, hash) in nameHashes.enumerated() {
      var slot = Int(hash) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(index)
    }
    self.slots = slots
  }

  /// How many clusters there are.
  var count: Int { names.count }

  /// The cluster called `name`, if there is one. O(bytes of the name).
  func index(of name: String) -> ClusterIndex? {
    let hash = FNVHash.fnv1(name.utf8)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if nameHashes[index] == hash, names[index] == name { return ClusterIndex(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The clusters that pass `isIncluded`, ascending.
  func indices(where isIncluded: (Int) -> Bool) -> [ClusterIndex] {
    names.indices.filter(isIncluded).map { ClusterIndex($0) }
  }
}

extension [ClusterIndex] {
  /// The position of `cluster` in an ascending list. O(log n).
  func ascendingPosition(of cluster: ClusterIndex) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < cluster { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == cluster ? low : nil
  }
}

extension ClusterSpec {
  /// Whether its API server serves `kind`; `servedKinds` are `group/version/Kind` or just a kind.
  func serves(kind: String) -> Bool {
    guard let servedKinds else { return true }
    return servedKinds.contains { $0 == kind || $0.hasSuffix("/\(kind)") }
  }
}
