// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// FNV-1 of `bytes`, continued from each prefix's hash.
  static func continueFNV1(
    _ prefixes: UnsafePointer<UInt32>, _ count: Int, _ bytes: UnsafePointer<UInt8>, _ byteCount: Int,
    _ hashes: UnsafeMutablePointer<UInt32>
  ) {
    for place in 0..<count {
      var hash = prefixes[place]
      for position in 0..<byteCount { hash = (hash &* FNVHash.prime) ^ UInt32(bytes[position]) }
      hashes[place] = hash
    }
  }

  /// FNV-1 of each name.
  static func hashNames(
    _ bytes: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int32>, _ count: Int, _ hashes: UnsafeMutablePointer<UInt32>
  ) {
    for name in 0..<count {
      var hash = FNVHash.offsetBasis
      for position in Int(starts[name])..<Int(starts[name + 1]) {
        hash = (hash &* FNVHash.prime) ^ UInt32(bytes[position])
      }
      hashes[name] = hash
    }
  }

  /// FNV-1a of `bytes`, continued from each prefix's hash.
  static func continueFNV1a(
    _ prefixes: UnsafePointer<UInt32>, _ count: Int, _ bytes: UnsafePointer<UInt8>, _ byteCount: Int,
    _ hashes: UnsafeMutablePointer<UInt32>
  ) {
    for place in 0..<count {
      var hash = prefixes[place]
      for position in 0..<byteCount { hash = (hash ^ UInt32(bytes[position])) &* FNVHash.prime }
      hashes[place] = hash
    }
  }
}
