// SPDX-License-Identifier: GPL-3.0-or-later

/// How one contender's answer for one workload differs between two inputs: a line of `regatta allocate --diff -o json`.
public struct AllocationChange: Hashable, Sendable, Codable {
  /// A cluster whose replicas differ.
  public struct Cluster: Hashable, Sendable, Codable {
    /// The cluster.
    public var name: String
    /// Replicas by the old input.
    public var old: Int
    /// Replicas by the new one.
    public var new: Int
  }

  /// The workload as `namespace/name`.
  public var workload: String
  /// The contender.
  public var contender: String
  /// Replicas wanted by the old input; nil: the workload or its object is not in it.
  public var oldReplicas: Int?
  /// Replicas wanted by the new one.
  public var newReplicas: Int?
  /// Replicas that get no cluster any more (or, negative, do again).
  public var unplaced: Int
  /// Clusters that differ, by name.
  public var clusters: [Cluster]

  /// What differs between `old` and `new`, in the order of `new`, what is gone at the end. Equal answers are left out.
  public static func changes(from old: [Allocation], to new: [Allocation]) -> [AllocationChange] {
    struct Key: Hashable {
      let workload: String
      let contender: String
      init(_ allocation: Allocation) {
        workload = allocation.workload
        contender = allocation.contender
      }
    }
    let before = Dictionary(old.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let known = Set(new.map(Key.init))
    let pairs = new.map { (before[Key($0)], Optional($0)) } + old.filter { !known.contains(Key($0)) }.map { ($0, nil) }
    return pairs.compactMap { AllocationChange(from: $0, to: $1) }
  }

  private init?(from old: Allocation?, to new: Allocation?) {
    guard let either = new ?? old else { return nil }
    workload = either.workload
    contender = either.contender
    oldReplicas = old?.replicas
    newReplicas = new?.replicas
    unplaced = (new?.unplaced ?? 0) - (old?.unplaced ?? 0)
    let before = old?.assigned ?? [:]
    let after = new?.assigned ?? [:]
    clusters = Set(before.keys).union(after.keys).sorted().compactMap { name in
      let (old, new) = (before[name] ?? 0, after[name] ?? 0)
      return old == new ? nil : Cluster(name: name, old: old, new: new)
    }
    if clusters.isEmpty && unplaced == 0 && oldReplicas == newReplicas { return nil }
  }
}
