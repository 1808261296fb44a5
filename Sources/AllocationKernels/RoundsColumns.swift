// SPDX-License-Identifier: GPL-3.0-or-later

/// What weighted rounds divide by, as columns in planner order: weight descending, then hash ascending.
///
/// Views of the caller's memory, all of one length: the number of clusters, or of one row after another. `Int32.max` is an
/// absent maximum, limit or capacity, a number below 0 an absent current count; a column that is nil is absent everywhere.
public struct RoundsColumns {
  /// Shares.
  public var weights: UnsafeBufferPointer<Int32>
  /// The fewest replicas; nil is none.
  public var minimums: UnsafeBufferPointer<Int32>?
  /// The most replicas.
  public var maximums: UnsafeBufferPointer<Int32>?
  /// Hard limits (KubeAdmiral), which bound minimums too.
  public var limits: UnsafeBufferPointer<Int32>?
  /// Estimated capacities.
  public var capacities: UnsafeBufferPointer<Int32>?
  /// Replicas now, which are kept (KubeFed without rebalancing).
  public var currents: UnsafeBufferPointer<Int32>?

  /// Columns.
  public init(
    weights: UnsafeBufferPointer<Int32>, minimums: UnsafeBufferPointer<Int32>? = nil,
    maximums: UnsafeBufferPointer<Int32>? = nil, limits: UnsafeBufferPointer<Int32>? = nil,
    capacities: UnsafeBufferPointer<Int32>? = nil, currents: UnsafeBufferPointer<Int32>? = nil
  ) {
    self.weights = weights
    self.minimums = minimums
    self.maximums = maximums
    self.limits = limits
    self.capacities = capacities
    self.currents = currents
  }

  /// Whether every column has as many numbers as there are weights.
  var isEven: Bool {
    let count = weights.count
    return (minimums?.count ?? count) == count && (maximums?.count ?? count) == count
      && (limits?.count ?? count) == count && (capacities?.count ?? count) == count
      && (currents?.count ?? count) == count
  }
}

/// The same as kernels take them: addresses, nil for a column that is absent. There may be many rows, each one division; the
/// columns go on from row to row.
///
/// In range are totals of 0...``largestTotal``, weights from 0 with a sum of at most ``largestWeightSum``, minimums, maximums,
/// limits and capacities from 0, and minimums that do not exceed their maximums. There no number overflows, no round takes
/// replicas back, and the rounds end.
public struct RoundsInput {
  /// Up to here a share in single precision is at most 1 too small.
  public static let largestTotal: Int32 = 1 << 20
  /// Up to here two sums of weights fit into 32 bits.
  public static let largestWeightSum: Int64 = (1 << 28) - 1

  /// Clusters of a row, at least one.
  public var count: Int
  /// Replicas to divide, of each row.
  public var totals: UnsafePointer<Int32>
  /// KubeAdmiral counts what a capacity takes off a minimum as overflow, KubeFed does not.
  public var countsMinimumOverflow: Bool
  /// ``RoundsColumns/weights``.
  public var weights: UnsafePointer<Int32>
  /// ``RoundsColumns/minimums``.
  public var minimums: UnsafePointer<Int32>?
  /// ``RoundsColumns/maximums``.
  public var maximums: UnsafePointer<Int32>?
  /// ``RoundsColumns/limits``.
  public var limits: UnsafePointer<Int32>?
  /// ``RoundsColumns/capacities``.
  public var capacities: UnsafePointer<Int32>?
  /// ``RoundsColumns/currents``.
  public var currents: UnsafePointer<Int32>?
  /// Receives the replicas.
  public var plan: UnsafeMutablePointer<Int32>
  /// Receives the overflow.
  public var overflow: UnsafeMutablePointer<Int32>
  /// Receives what no cluster took, or ``outsideRange``, of each row.
  public var remaining: UnsafeMutablePointer<Int64>
  /// ``bytes(for:)`` bytes, aligned to a cache line.
  public var memory: UnsafeMutableRawPointer

  /// What rounds over so many clusters work in: five columns, padded to the widest vectors.
  static func bytes(for count: Int) -> Int { 5 * 4 * (count + 16) }

  /// The input of the next row.
  @inline(always)
  public mutating func advance() {
    totals += 1
    remaining += 1
    weights += count
    plan += count
    overflow += count
    if let column = minimums { minimums = column + count }
    if let column = maximums { maximums = column + count }
    if let column = limits { limits = column + count }
    if let column = capacities { capacities = column + count }
    if let column = currents { currents = column + count }
  }

  /// What a kernel answers instead of a remainder outside of its range.
  public static let outsideRange: Int64 = -1
}
