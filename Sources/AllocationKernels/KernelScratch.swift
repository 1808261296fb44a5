// SPDX-License-Identifier: GPL-3.0-or-later

/// Memory that kernels work in, kept between calls so that a call allocates nothing once it has grown.
///
/// One per thread. What is in it between calls means nothing.
public struct KernelScratch: ~Copyable {
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0

  /// No memory yet.
  public init() {}

  deinit { memory?.deallocate() }

  /// At least `bytes` bytes, aligned to a cache line. The memory handed out before is given up.
  mutating func bytes(_ bytes: Int) -> UnsafeMutableRawPointer {
    if let memory, bytes <= capacity { return memory }
    memory?.deallocate()
    capacity = max(bytes, 2 * capacity, 4096)
    let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    memory = grown
    return grown
  }
}
