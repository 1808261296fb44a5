// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import AllocationKernelsV3
import AllocationKernelsV4
import Foundation

/// Which instruction set the allocation kernels of this process use.
enum KernelSelection {
  /// The variable that asks for one, before any `--isa`.
  static let variable = "REGATTA_ISA"

  /// Installs what is compiled in and selects the widest that the processor executes, or what the environment asks for.
  static func start() throws {
    AllocationKernelsV3.install()
    AllocationKernelsV4.install()
    let text = ProcessInfo.processInfo.environment[variable] ?? ""
    if text.isEmpty {
      try select(Kernels.levels.last ?? .base, askedBy: "this processor")
    } else if let level = KernelLevel(rawValue: text) {
      try select(level, askedBy: "\(variable)=\(text)")
    } else {
      let known = KernelLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandEnd(.invalidInput, "regatta: \(variable)=\(text) is no instruction set; there are \(known)")
    }
  }

  /// Selects a level, or ends the command with what could be had.
  static func select(_ level: KernelLevel, askedBy asker: String) throws {
    guard !Kernels.select(level) else { return }
    let known = Kernels.levels.map(\.rawValue).joined(separator: ", ")
    throw CommandEnd(.invalidInput, "regatta: \(asker): this processor or build has only \(known)")
  }
}
