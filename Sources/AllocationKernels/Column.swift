// SPDX-License-Identifier: GPL-3.0-or-later

/// Memory for numbers that grows and is used again: what a planner calculates in without allocating per call.
///
/// 64-byte aligned and padded to whole cache lines, so that vector loads at any lane count stay inside.
@frozen
public struct Column<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<Element>?
  @usableFromInline var capacity = 0

  /// No memory yet.
  @inlinable
  public init() { start = nil }

  /// Memory for at least `count` elements. What was in it is lost when it grows, and new memory is not initialized.
  @inlinable
  public mutating func reserve(_ count: Int) -> UnsafeMutablePointer<Element> {
    if let start, count <= capacity { return start }
    return grow(to: count)
  }

  /// The memory as last reserved.
  @inlinable
  public var elements: UnsafeMutablePointer<Element> {
    guard let start else { preconditionFailure("a column without memory") }
    return start
  }

  /// Twice what is asked for, so that slowly rising counts seldom get here.
  @usableFromInline
  mutating func grow(to count: Int) -> UnsafeMutablePointer<Element> {
    start?.deallocate()
    let bytes = (max(count, 8) * 2 * MemoryLayout<Element>.stride + 63) & ~63
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    capacity = bytes / MemoryLayout<Element>.stride
    let elements = memory.bindMemory(to: Element.self, capacity: capacity)
    start = elements
    return elements
  }

  @inlinable
  deinit { start?.deallocate() }
}
