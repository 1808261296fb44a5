// SPDX-License-Identifier: GPL-3.0-or-later

/// The allocation kernels of one level. Which level it is never changes an answer.
///
/// A caller takes ``current`` where it is about to work on an array, or is given a value and keeps it. What a kernel
/// demands of its arrays, equal lengths and the range it is exact in, is checked here or is a stated precondition; the
/// kernels themselves check nothing.
public struct Kernels: Sendable {
  /// The level of these kernels.
  public let level: KernelLevel
  /// Where the table is. Tables live as long as the process, so that nobody counts references to them.
  private let address: UInt

  init(level: KernelLevel, address: UInt) {
    self.level = level
    self.address = address
  }

  var table: KernelTable {
    guard let place = UnsafeRawPointer(bitPattern: address) else { preconditionFailure("level \(level) has no table") }
    return Unmanaged<KernelTable>.fromOpaque(place)._withUnsafeGuaranteedRef { $0 }
  }

  /// The kernels of the level in force: what ``select(_:)`` set last, else the portable ones.
  public static var current: Kernels {
    let level = KernelRegistry.selected
    return Kernels(level: level, address: KernelRegistry.address(of: level))
  }

  /// The kernels of a level; nil where it is not installed or the processor cannot execute it.
  public static func at(_ level: KernelLevel) -> Kernels? {
    let address = KernelRegistry.address(of: level)
    return address != 0 && level <= .ofProcessor ? Kernels(level: level, address: address) : nil
  }

  /// The levels that can be had, narrower ones first.
  public static var levels: [KernelLevel] { KernelLevel.allCases.filter { at($0) != nil } }

  /// Makes `level` the one in force, for the whole process; false, and nothing is changed, where it cannot be had.
  public static func select(_ level: KernelLevel) -> Bool {
    guard at(level) != nil else { return false }
    KernelRegistry.select(level)
    return true
  }

  /// Makes the kernels of an instruction set available. Called once for each, before the first ``select(_:)``; it does not
  /// select them.
  public static func install(_ table: KernelTable, as level: KernelLevel) { KernelRegistry.install(table, as: level) }
}
