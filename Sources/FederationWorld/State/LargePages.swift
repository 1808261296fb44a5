// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  import Glibc
#endif

/// Asks the system to back large tables with large pages. Events go to places all over tables of hundreds of megabytes; with
/// pages of 4 KiB most of them look their address up in memory first. A wish, and nothing but time depends on it.
enum LargePages {
  private static let size = 2 << 20

  /// Asks for the whole pages of `memory` that have not been touched yet.
  static func advise(_ memory: UnsafeMutableRawPointer?, byteCount: Int) {
    #if canImport(Glibc)
      guard let memory else { return }
      let start = (UInt(bitPattern: memory) + UInt(size - 1)) / UInt(size) * UInt(size)
      let end = (UInt(bitPattern: memory) + UInt(byteCount)) / UInt(size) * UInt(size)
      guard end > start, let first = UnsafeMutableRawPointer(bitPattern: start) else { return }
      _ = madvise(first, Int(end - start), MADV_HUGEPAGE)
    #endif
  }
}

extension Array {
  /// Makes room for `count` elements, on large pages where the system has them. Room that is never used is never touched,
  /// and costs addresses alone.
  mutating func reserveOnLargePages(_ count: Int) {
    reserveCapacity(count)
    let bytes = capacity * MemoryLayout<Element>.stride
    withUnsafeMutableBytes { LargePages.advise($0.baseAddress, byteCount: bytes) }
  }
}
