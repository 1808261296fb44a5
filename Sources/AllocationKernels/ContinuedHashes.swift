// SPDX-License-Identifier: GPL-3.0-or-later

/// FNV-1 of many beginnings, all continued by the same bytes: the hash of every cluster's name with one workload's key.
///
/// A step of FNV-1 is `h * p ^ b`, and the exclusive or changes the lowest eight bits alone, in a way that depends on
/// nothing but these bits. So after k bytes the hash is `h * p^k` plus a number that depends on the lowest byte of h: 256
/// numbers per key, and then one multiplication per name, however long the key is.
public struct ContinuedHashes: ~Copyable {
  /// Up to here going byte by byte is cheaper than making the 256 numbers.
  private static let fewNames = 192

  private var offsets = Column<UInt32>()

  /// Nothing reserved yet.
  public init() {}

  /// The hash of each of `count` beginnings after `key`, into `hashes`. O(count + bytes of the key).
  public mutating func hash(
    _ key: UnsafeBufferPointer<UInt8>, after beginnings: UnsafePointer<UInt32>, count: Int,
    into hashes: UnsafeMutablePointer<UInt32>
  ) {
    if count <= Self.fewNames {
      hashes.update(from: beginnings, count: count)
      Self.continueHashes(hashes, count, key)
      return
    }
    let offsets = self.offsets.reserve(256)
    for lowest in 0..<256 { offsets[lowest] = UInt32(truncatingIfNeeded: lowest) }
    Self.continueHashes(offsets, 256, key)
    var power: UInt32 = 1
    for _ in 0..<key.count { power = power &* FNVHash.prime }
    for lowest in 0..<256 { offsets[lowest] &-= UInt32(truncatingIfNeeded: lowest) &* power }
    for place in 0..<count {
      let beginning = beginnings[place]
      hashes[place] = beginning &* power &+ offsets[Int(beginning & 0xff)]
    }
  }

  private static func continueHashes(
    _ hashes: UnsafeMutablePointer<UInt32>, _ count: Int, _ key: UnsafeBufferPointer<UInt8>
  ) {
    for byte in key {
      let byte = UInt32(byte)
      for place in 0..<count { hashes[place] = (hashes[place] &* FNVHash.prime) ^ byte }
    }
  }
}
