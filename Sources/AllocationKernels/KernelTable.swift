// SPDX-License-Identifier: GPL-3.0-or-later

/// The kernels of one level, as functions over raw memory that check nothing: ``Kernels`` checks before it calls them.
///
/// A class, so that a module compiled for one instruction set holds no code that copies a table: such code would be shared
/// between modules by the linker.
public final class KernelTable: Sendable {
  /// (millicores, mebibytes, pods, nodes, requested millicores, requested mebibytes) to replicas.
  public typealias AvailableReplicas =
    @Sendable (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Int16>, Int, Int32, Int32) -> Int64
  /// (prefixes, prefix count, bytes, byte count, hashes).
  public typealias ContinueHashes =
    @Sendable (UnsafePointer<UInt32>, Int, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt32>) -> Void
  /// (weights, hashes, count, memory, order) to the number of ties.
  public typealias Rank =
    @Sendable (UnsafePointer<Int64>, UnsafePointer<UInt32>, Int, UnsafeMutableRawPointer, UnsafeMutablePointer<Int32>)
    -> Int
  /// (weights, hashes, count, wanted, memory, order).
  public typealias Top =
    @Sendable (
      UnsafePointer<Int64>, UnsafePointer<UInt32>, Int, Int, UnsafeMutableRawPointer, UnsafeMutablePointer<Int32>
    ) -> Void
  /// (weights, hashes, count) to the place.
  public typealias Best = @Sendable (UnsafePointer<Int64>, UnsafePointer<UInt32>, Int) -> Int
  /// (the first row, rows).
  public typealias Rounds = @Sendable (RoundsInput, Int) -> Void
  /// (the first row, rows).
  public typealias Seats = @Sendable (SeatsInput, Int) -> Void
  /// (bytes, starts, count, hashes).
  public typealias HashNames =
    @Sendable (UnsafePointer<UInt8>, UnsafePointer<Int32>, Int, UnsafeMutablePointer<UInt32>) -> Void
  /// (values, starts, count of sums, sums).
  public typealias SumsOfInt32 =
    @Sendable (UnsafePointer<Int32>, UnsafePointer<Int32>, Int, UnsafeMutablePointer<Int64>) -> Void
  /// (values, starts, count of sums, sums).
  public typealias SumsOfInt64 =
    @Sendable (UnsafePointer<Int64>, UnsafePointer<Int32>, Int, UnsafeMutablePointer<Int64>) -> Void
  /// (replicas, weights, count, total replicas, total weight) to the sum.
  public typealias Deviation = @Sendable (UnsafePointer<Int32>, UnsafePointer<Int32>, Int, Int32, Int32) -> Int64
  /// (values, count).
  public typealias Balance = @Sendable (UnsafePointer<Int32>, Int) -> BalanceSums
  /// (words, count, bits looked at, bits expected, keeping only, mask) to the number that is marked.
  public typealias Mark =
    @Sendable (UnsafePointer<UInt64>, Int, UInt64, UInt64, Bool, UnsafeMutablePointer<UInt64>) -> Int

  /// ``Kernels/availableReplicas(millicores:mebibytes:pods:requestedMillicores:requestedMebibytes:)``.
  public let availableReplicas: AvailableReplicas
  /// ``Kernels/continueFNV1(prefixes:with:into:)``.
  public let continueFNV1: ContinueHashes
  /// ``Kernels/continueFNV1a(prefixes:with:into:)``.
  public let continueFNV1a: ContinueHashes
  /// ``Kernels/rank(weights:hashes:into:scratch:)``.
  public let rank: Rank
  /// ``Kernels/top(weights:hashes:into:scratch:)``.
  public let top: Top
  /// ``Kernels/best(weights:hashes:)``.
  public let best: Best
  /// ``Kernels/rounds(_:totals:_:plan:overflow:remaining:scratch:)``.
  public let rounds: Rounds
  /// ``Kernels/websterSeats(seats:votes:initialSeats:nameRanks:prefersHighestName:into:scratch:)``.
  public let seats: Seats
  /// ``Kernels/largestRemainders(totals:_:plan:remaining:scratch:)``.
  public let remainders: Rounds
  /// ``Kernels/hashFNV1(names:starts:into:)``.
  public let hashNames: HashNames
  /// ``Kernels/sums(of:starts:into:)-(UnsafeBufferPointer<Int32>,_,_)``.
  public let sumsOfInt32: SumsOfInt32
  /// ``Kernels/sums(of:starts:into:)-(UnsafeBufferPointer<Int64>,_,_)``.
  public let sumsOfInt64: SumsOfInt64
  /// ``Kernels/deviation(of:fromWeights:totalReplicas:totalWeight:)``.
  public let deviation: Deviation
  /// ``Kernels/balance(of:)``.
  public let balance: Balance
  /// ``Kernels/mark(_:required:forbidden:in:keepingOnly:)``.
  public let mark: Mark

  /// A table of these kernels.
  public init(
    availableReplicas: @escaping AvailableReplicas, continueFNV1: @escaping ContinueHashes,
    continueFNV1a: @escaping ContinueHashes, rank: @escaping Rank, top: @escaping Top, best: @escaping Best,
    rounds: @escaping Rounds, seats: @escaping Seats, remainders: @escaping Rounds, hashNames: @escaping HashNames,
    sumsOfInt32: @escaping SumsOfInt32, sumsOfInt64: @escaping SumsOfInt64, deviation: @escaping Deviation,
    balance: @escaping Balance, mark: @escaping Mark
  ) {
    self.availableReplicas = availableReplicas
    self.continueFNV1 = continueFNV1
    self.continueFNV1a = continueFNV1a
    self.rank = rank
    self.top = top
    self.best = best
    self.rounds = rounds
    self.seats = seats
    self.remainders = remainders
    self.hashNames = hashNames
    self.sumsOfInt32 = sumsOfInt32
    self.sumsOfInt64 = sumsOfInt64
    self.deviation = deviation
    self.balance = balance
    self.mark = mark
  }
}
