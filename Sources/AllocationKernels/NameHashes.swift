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
