// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// FNV-1 of `bytes`, continued from each prefix's hash: with the hashes of all cluster names as prefixes and one workload's
  /// key as bytes, the planner hashes of that workload. `hashes` may be `prefixes`. O(prefixes x bytes).
  public func continueFNV1(
    prefixes: UnsafeBufferPointer<UInt32>, with bytes: UnsafeBufferPointer<UInt8>,
    into hashes: UnsafeMutableBufferPointer<UInt32>
  ) {
    continueHashes(table.continueFNV1, prefixes, bytes, hashes)
  }

  /// FNV-1a of `bytes`, continued from each prefix's hash. `hashes` may be `prefixes`. O(prefixes x bytes).
  public func continueFNV1a(
    prefixes: UnsafeBufferPointer<UInt32>, with bytes: UnsafeBufferPointer<UInt8>,
    into hashes: UnsafeMutableBufferPointer<UInt32>
  ) {
    continueHashes(table.continueFNV1a, prefixes, bytes, hashes)
  }

  /// FNV-1 of `keys` many keys, each continued from each prefix's hash: row after row, a row a key.
  ///
  /// - Parameters:
  ///   - bytes: the keys, one after the other.
  ///   - starts: where each key begins, and where the last one ends; ascending.
  /// O(prefixes x bytes).
  public func continueFNV1(
    prefixes: UnsafeBufferPointer<UInt32>, withKeys bytes: UnsafeBufferPointer<UInt8>,
    starts: UnsafeBufferPointer<Int32>, into hashes: UnsafeMutableBufferPointer<UInt32>
  ) {
    let rows = max(starts.count - 1, 0)
    precondition(hashes.count == rows * prefixes.count, "\(rows) keys of \(prefixes.count), room for \(hashes.count)")
    for row in 0..<rows {
      continueFNV1(
        prefixes: prefixes, with: UnsafeBufferPointer(rebasing: bytes[Int(starts[row])..<Int(starts[row + 1])]),
        into: UnsafeMutableBufferPointer(rebasing: hashes[row * prefixes.count..<(row + 1) * prefixes.count]))
    }
  }

  /// FNV-1 of many names.
  ///
  /// - Parameters:
  ///   - bytes: the names, one after the other.
  ///   - starts: where each name begins, and where the last one ends; ascending. One more than there are hashes.
  /// O(bytes).
  public func hashFNV1(
    names bytes: UnsafeBufferPointer<UInt8>, starts: UnsafeBufferPointer<Int32>,
    into hashes: UnsafeMutableBufferPointer<UInt32>
  ) {
    let count = hashes.count
    precondition(
      starts.count == count + 1 || (count == 0 && starts.isEmpty), "\(starts.count) starts of \(count) names")
    var before: Int32 = 0
    for start in starts {
      precondition(start >= before && Int(start) <= bytes.count, "a name from \(before) to \(start) of \(bytes.count)")
      before = start
    }
    guard let to = hashes.baseAddress, let start = starts.baseAddress else { return }
    guard let from = bytes.baseAddress else { return hashes.update(repeating: FNVHash.offsetBasis) }
    table.hashNames(from, start, count, to)
  }

  private func continueHashes(
    _ kernel: KernelTable.ContinueHashes, _ prefixes: UnsafeBufferPointer<UInt32>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ hashes: UnsafeMutableBufferPointer<UInt32>
  ) {
    precondition(hashes.count == prefixes.count, "\(prefixes.count) prefixes, room for \(hashes.count) hashes")
    guard let from = prefixes.baseAddress, let to = hashes.baseAddress else { return }
    guard let key = bytes.baseAddress else { return to.update(from: from, count: prefixes.count) }
    kernel(from, prefixes.count, key, bytes.count, to)
  }
}
