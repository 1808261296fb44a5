// SPDX-License-Identifier: GPL-3.0-or-later

import Synchronization

/// The tables of this process, by level.
///
/// A table is kept for ever, so that its address can be handed to every thread without counting references: a counter that
/// all threads write to would cost more than small kernels.
enum KernelRegistry {
  private static let reference = keep(referenceKernelTable())
  private static let base = keep(vectorKernelTable())
  private static let v3 = Atomic<UInt>(0)
  private static let v4 = Atomic<UInt>(0)
  private static let selectedWidth = Atomic<Int>(portable.width)

  /// What libraries run. Not the vectors in a debug build, which would call a function for each addition.
  private static var portable: KernelLevel {
    #if DEBUG
      .reference
    #else
      .base
    #endif
  }

  /// 0 where nothing is installed.
  static func address(of level: KernelLevel) -> UInt {
    switch level {
    case .reference: reference
    case .base: base
    case .v3: v3.load(ordering: .acquiring)
    case .v4: v4.load(ordering: .acquiring)
    }
  }

  static func install(_ table: KernelTable, as level: KernelLevel) {
    switch level {
    case .v3: v3.store(keep(table), ordering: .releasing)
    case .v4: v4.store(keep(table), ordering: .releasing)
    case .reference, .base: preconditionFailure("level \(level) is built in")
    }
  }

  static var selected: KernelLevel { KernelLevel(width: selectedWidth.load(ordering: .relaxed)) }

  static func select(_ level: KernelLevel) { selectedWidth.store(level.width, ordering: .relaxed) }

  private static func keep(_ table: KernelTable) -> UInt { UInt(bitPattern: Unmanaged.passRetained(table).toOpaque()) }
}
