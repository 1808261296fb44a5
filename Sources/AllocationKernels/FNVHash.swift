// SPDX-License-Identifier: GPL-3.0-or-later

/// The 32-bit Fowler-Noll-Vo hashes that the peers break ties with (Go `hash/fnv`).
///
/// KubeFed and KubeAdmiral order clusters of equal weight by FNV-1 over the cluster name followed by the workload key;
/// Karmada turns its name order round by the lowest bit of FNV-1a over the binding's UID.
public enum FNVHash {
  /// The hash of no bytes.
  public static let offsetBasis: UInt32 = 2_166_136_261

  /// The multiplier of one step.
  public static let prime: UInt32 = 16_777_619

  /// FNV-1 (multiply, then exclusive or) of `bytes`, continuing from the hash of what came before them.
  @inlinable
  public static func fnv1(_ bytes: some Sequence<UInt8>, after start: UInt32 = offsetBasis) -> UInt32 {
    var hash = start
    for byte in bytes { hash = (hash &* prime) ^ UInt32(byte) }
    return hash
  }

  /// FNV-1a (exclusive or, then multiply) of `bytes`, continuing from the hash of what came before them.
  @inlinable
  public static func fnv1a(_ bytes: some Sequence<UInt8>, after start: UInt32 = offsetBasis) -> UInt32 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* prime }
    return hash
  }
}
