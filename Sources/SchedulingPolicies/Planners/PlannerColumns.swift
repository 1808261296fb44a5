// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The input of the weighted planners as columns, for callers that plan often: hashes of names can be kept and reused.
///
/// Absent numbers are the ones that change nothing: `Int64.max` for maximum, capacity and limit, `Int64.min` for the
/// current count.
public struct PlannerColumns: Sendable {
  /// Names, for the last tie break of equal hashes.
  public var names: [String]
  /// FNV-1 of the name followed by the workload's key, ``hash(nameHash:key:)``.
  public var hashes: [UInt32]
  /// False for a cluster without own and without default preference.
  public var participates: [Bool]
  /// Shares.
  public var weights: [Int64]
  /// Minimums.
  public var minimums: [Int64]
  /// Maximums, own or default.
  public var maximums: [Int64]
  /// Maximums of own preferences alone.
  public var ownMaximums: [Int64]
  /// Replicas now.
  public var currents: [Int64]
  /// Estimated capacities.
  public var capacities: [Int64]
  /// Hard limits (KubeAdmiral).
  public var limits: [Int64]
  /// KubeAdmiral: the order of clusters of equal weight and hash while the desired plan is made; empty is by name.
  public var desiredTieRanks: [Int32] = []
  /// The same while the difference is moved: the original walks another map in another random order.
  public var movingTieRanks: [Int32] = []

  /// Columns as they are, all of one length.
  public init(
    names: [String], hashes: [UInt32], participates: [Bool], weights: [Int64], minimums: [Int64], maximums: [Int64],
    ownMaximums: [Int64], currents: [Int64], capacities: [Int64], limits: [Int64]
  ) {
    let counts = [
      hashes.count, participates.count, weights.count, minimums.count, maximums.count, ownMaximums.count,
      currents.count, capacities.count, limits.count,
    ]
    precondition(counts.allSatisfy { $0 == names.count }, "\(names.count) names, columns of \(counts)")
    self.names = names
    self.hashes = hashes
    self.participates = participates
    self.weights = weights
    self.minimums = minimums
    self.maximums = maximums
    self.ownMaximums = ownMaximums
    self.currents = currents
    self.capacities = capacities
    self.limits = limits
  }

  /// Columns of a list of clusters. O(n + bytes of the names).
  public init(clusters: [PlannerCluster], defaultPreference: ReplicaPreference?, key: String) {
    names = clusters.map(\.name)
    hashes = clusters.map { Self.hash(nameHash: FNVHash.fnv1($0.name.utf8), key: key) }
    let preferences = clusters.map { $0.preference ?? defaultPreference }
    participates = preferences.map { $0 != nil }
    weights = preferences.map { $0?.weight ?? 0 }
    minimums = preferences.map { $0?.minimum ?? 0 }
    maximums = preferences.map { $0?.maximum ?? .max }
    ownMaximums = clusters.map { $0.preference?.maximum ?? .max }
    currents = clusters.map { $0.current ?? .min }
    capacities = clusters.map { $0.capacity ?? .max }
    limits = clusters.map { $0.limit ?? .max }
  }

  /// The planner hash from the FNV-1 hash of a cluster's name and the workload's key, `namespace/name`.
  public static func hash(nameHash: UInt32, key: String) -> UInt32 { FNVHash.fnv1(key.utf8, after: nameHash) }

  /// What a cluster is sorted by, in one cache line with its neighbours.
  private struct SortKey {
    var weight: Int64
    var hash: UInt32
    var position: Int32

    /// Weight descending, then hash ascending; nil when both are equal.
    func precedes(_ other: SortKey) -> Bool? {
      if weight != other.weight { return weight > other.weight }
      return hash == other.hash ? nil : hash < other.hash
    }
  }

  /// The participating clusters by weight descending, hash ascending, with Go's own order of ties.
  var kubeFedOrder: [Int] {
    var keys: [SortKey] = []
    keys.reserveCapacity(names.count)
    for position in names.indices where participates[position] {
      keys.append(SortKey(weight: weights[position], hash: hashes[position], position: Int32(position)))
    }
    GoSort.sort(&keys) { $0.precedes($1) ?? false }
    return keys.map { Int($0.position) }
  }

  /// The participating clusters by weight descending, hash ascending, name ascending.
  ///
  /// KubeAdmiral's list comes from a Go map, so that equal hashes are in random order there; here the lowest name wins.
  func kubeAdmiralOrder(of subset: [Int], weights: [Int64], tieRanks: [Int32]) -> [Int] {
    var keys = subset.map { SortKey(weight: weights[$0], hash: hashes[$0], position: Int32($0)) }
    GoSort.sort(&keys) { $0.precedes($1) ?? false }
    var start = 0
    for end in 1..<max(keys.count, 1) where keys[start].precedes(keys[end]) != nil {
      orderTies(&keys[start..<end], tieRanks)
      start = end
    }
    orderTies(&keys[start...], tieRanks)
    return keys.map { Int($0.position) }
  }

  /// Orders clusters of equal weight and hash; there is hardly ever more than one.
  private func orderTies(_ keys: inout ArraySlice<SortKey>, _ tieRanks: [Int32]) {
    guard keys.count > 1 else { return }
    keys.sort { first, second in
      let (a, b) = (Int(first.position), Int(second.position))
      return tieRanks.isEmpty ? NameOrder.precedes(names[a], names[b]) : tieRanks[a] < tieRanks[b]
    }
  }
}

extension [Int64] {
  /// The elements at `positions`, in that order.
  func gathered(_ positions: [Int]) -> [Int64] { positions.map { self[$0] } }
}
