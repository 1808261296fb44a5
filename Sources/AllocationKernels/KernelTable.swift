// SPDX-License-Identifier: GPL-3.0-or-later

/// The kernels of one level, as functions over raw memory that check nothing: ``Kernels`` checks before it calls them.
///
/// Functions that capture nothing: a table needs no memory beside itself.
public struct KernelTable: Sendable {
  /// (millicores, mebibytes, pods, nodes, requested millicores, requested mebibytes) to replicas.
  public typealias AvailableReplicas =
    @Sendable (UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Int16>, Int, Int32, Int32) -> Int64
  /// (prefixes, prefix count, bytes, byte count, hashes).
  public typealias ContinueHashes =
    @Sendable (UnsafePointer<UInt32>, Int, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt32>) -> Void

  /// ``Kernels/availableReplicas(millicores:mebibytes:pods:requestedMillicores:requestedMebibytes:)``.
  public var availableReplicas: AvailableReplicas
  /// ``Kernels/continueFNV1(prefixes:with:into:)``.
  public var continueFNV1: ContinueHashes
  /// ``Kernels/continueFNV1a(prefixes:with:into:)``.
  public var continueFNV1a: ContinueHashes

  /// A table of these kernels.
  public init(
    availableReplicas: @escaping AvailableReplicas, continueFNV1: @escaping ContinueHashes,
    continueFNV1a: @escaping ContinueHashes
  ) {
    self.availableReplicas = availableReplicas
    self.continueFNV1 = continueFNV1
    self.continueFNV1a = continueFNV1a
  }
}
