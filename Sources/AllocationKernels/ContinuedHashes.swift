// SPDX-License-Identifier: GPL-3.0-or-later

/// FNV-1 of many beginnings, all continued by the same bytes: the hash of every cluster's name with one workload's key.
///
/// A step of FNV-1 is `h * p ^ b`, and the exclusive or changes the lowest eight bits alone, in a way that depends on
/// nothing but these bits. So after k bytes the hash is `h * p^k` plus a number that depends on the lowest byte of h: 256
/// numbers per key, and then one multiplication per name, however long the key is.
public struct ContinuedHashes: ~Copyable {
  /// Up to here going byte by byte is cheaper than making the 256 numbers.
  private static let fewNames = 320

  private var lowest = Column<UInt32>()
  private var offsets = Column<UInt32>()

  /// Nothing reserved yet.
  public init() {}

  /// The hash of each beginning after `key`, into `hashes`. O(beginnings + bytes of the key).
  public mutating func hash(
    _ key: UnsafeBufferPointer<UInt8>, after beginnings: UnsafeBufferPointer<UInt32>,
    into hashes: UnsafeMutablePointer<UInt32>, kernels: Kernels
  ) {
    let count = beginnings.count
    guard count > Self.fewNames else {
      kernels.continueFNV1(
        prefixes: beginnings, with: key, into: UnsafeMutableBufferPointer(start: hashes, count: count))
      return
    }
    let (lowest, offsets) = (lowest.reserve(256), offsets.reserve(256))
    for byte in 0..<256 { lowest[byte] = UInt32(truncatingIfNeeded: byte) }
    kernels.continueFNV1(
      prefixes: UnsafeBufferPointer(start: lowest, count: 256), with: key,
      into: UnsafeMutableBufferPointer(start: offsets, count: 256))
    var power: UInt32 = 1
    for _ in 0..<key.count { power = power &* FNVHash.prime }
    for byte in 0..<256 { offsets[byte] &-= lowest[byte] &* power }
    for place in 0..<count {
      let beginning = beginnings[place]
      hashes[place] = beginning &* power &+ offsets[Int(truncatingIfNeeded: beginning & 0xff)]
    }
  }
}
