// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The input of KubeFed's and KubeAdmiral's planners as columns over interned clusters: no names, no lists.
///
/// The memory belongs to the caller and has to outlive the call. A column that is nil holds no number for any cluster;
/// in one that is there, `Int64.max` is an absent maximum, limit or capacity and `Int64.min` an absent current count.
public struct WeightedColumns {
  /// How many clusters there are; each column is as long.
  public var count: Int
  /// The places that take part, ascending; nil is all of them.
  public var participants: UnsafeBufferPointer<Int32>?
  /// FNV-1 of each name, from which the workload's key continues.
  public var nameHashes: UnsafePointer<UInt32>
  /// Shares.
  public var weights: UnsafePointer<Int64>
  /// Replicas that come first; nil is 0 for all.
  public var minimums: UnsafePointer<Int64>?
  /// Most replicas, own or default.
  public var maximums: UnsafePointer<Int64>?
  /// Most replicas by own preferences alone (KubeAdmiral).
  public var ownMaximums: UnsafePointer<Int64>?
  /// Replicas now.
  public var currents: UnsafePointer<Int64>?
  /// Estimated capacities.
  public var capacities: UnsafePointer<Int64>?
  /// Hard limits (KubeAdmiral).
  public var limits: UnsafePointer<Int64>?
  /// KubeAdmiral: the order of clusters of equal weight and hash, distinct numbers; nil is the order of the places.
  public var desiredTieRanks: UnsafePointer<Int32>?
  /// The same while the difference is moved.
  public var movingTieRanks: UnsafePointer<Int32>?

  /// Columns in which only the required ones are there and all clusters take part.
  public init(
    count: Int, nameHashes: UnsafePointer<UInt32>, weights: UnsafePointer<Int64>
  ) {
    self.count = count
    self.nameHashes = nameHashes
    self.weights = weights
  }

  /// How many take part.
  var participantCount: Int { participants?.count ?? count }
}
