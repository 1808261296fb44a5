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
  /// ``Kernels/kubeFedRounds(total:_:plan:overflow:scratch:)`` and those of KubeAdmiral.
  public let rounds: Rounds

  /// A table of these kernels.
  public init(
    availableReplicas: @escaping AvailableReplicas, continueFNV1: @escaping ContinueHashes,
    continueFNV1a: @escaping ContinueHashes, rank: @escaping Rank, top: @escaping Top, best: @escaping Best,
    rounds: @escaping Rounds
  ) {
    self.availableReplicas = availableReplicas
    self.continueFNV1 = continueFNV1
    self.continueFNV1a = continueFNV1a
    self.rank = rank
    self.top = top
    self.best = best
    self.rounds = rounds
  }
}
