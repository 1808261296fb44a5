// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel

/// What planners and schedulers ask about clusters again and again and what never changes during a run, compiled once:
/// names, their order and hashes, regions by number.
///
/// A cluster that leaves or joins keeps its place, so nothing here has to be thrown away; another fleet is another value.
public struct PlanningFleet: Sendable {
  /// Names by `ClusterIndex`.
  public let names: [String]
  /// For each cluster the place of its name in byte order.
  public let nameRanks: [Int32]
  /// FNV-1 of each name, from which planners continue with the workload's key.
  public let nameHashes: [UInt32]
  /// For each cluster the place of its region in ``regionNames``; -1 is none.
  public let regions: [Int32]
  /// The regions' names in byte order.
  public let regionNames: [String]
  /// Open addressing by `nameHashes`; -1 is empty.
  private let slots: [Int32]

  /// O(n log n).
  public init(fleet: Fleet) {
    self.init(names: fleet.clusters.map(\.name), regions: fleet.clusters.map(\.region))
  }

  /// Clusters by name, with a region each; an empty one is none. O(n log n).
  public init(names: [String], regions: [String]) {
    precondition(names.count == regions.count, "\(names.count) names, \(regions.count) regions")
    self.names = names
    nameRanks = NameOrder.ranks(of: names)
    nameHashes = names.map { FNVHash.fnv1($0.utf8) }
    (self.regions, regionNames) = Self.number(regions)
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

  private static func number(_ regions: [String]) -> (numbers: [Int32], names: [String]) {
    var (numbers, names) = ([Int32](repeating: -1, count: regions.count), [String]())
    for place in NameIndex(names: regions).sorted where !regions[Int(place)].isEmpty {
      let name = regions[Int(place)]
      if names.last.map({ NameOrder.isSame($0, name) }) != true { names.append(name) }
      numbers[Int(place)] = Int32(names.count - 1)
    }
    return (numbers, names)
  }

  /// How many clusters there are.
  public var count: Int { names.count }

  /// The cluster called `name`, if there is one. O(bytes of the name).
  public func index(of name: String) -> ClusterIndex? {
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
