// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import AllocationKernelsV3
import AllocationKernelsV4
import KernelChecks
import Testing

/// The levels that tests run: all that this processor executes.
enum TestedLevels {
  static let all: [KernelLevel] = {
    AllocationKernelsV3.install()
    AllocationKernelsV4.install()
    return Kernels.levels
  }()

  /// The kernels of one of them.
  static func kernels(_ level: KernelLevel) -> Kernels {
    guard all.contains(level), let kernels = Kernels.at(level) else { preconditionFailure("\(level) is not installed") }
    return kernels
  }
}

@Suite struct KernelLevelTests {
  @Test(arguments: KernelCheck.all, TestedLevels.all)
  func `a level answers what the reference answers`(check: KernelCheck, level: KernelLevel) {
    // In a debug build the vectors of the baseline are calls.
    let mismatch = check.firstMismatch(of: TestedLevels.kernels(level), cases: level == .base ? 60 : 300)
    #expect(mismatch == nil, "\(mismatch?.prefix(2000) ?? "")")
  }

  @Test func `the reference and the baseline are always there, wider levels where the processor has them`() {
    #expect(TestedLevels.all.prefix(2) == [.reference, .base])
    #expect(TestedLevels.all.allSatisfy { $0 <= .ofProcessor })
    #expect(TestedLevels.all == TestedLevels.all.sorted())
    #if arch(x86_64)
      #expect(TestedLevels.all.last == .ofProcessor)
    #endif
  }

  @Test func `a level that is not there cannot be selected`() {
    for level in KernelLevel.allCases where level > .ofProcessor {
      #expect(Kernels.at(level) == nil)
      #expect(!Kernels.select(level))
    }
    #expect(TestedLevels.all.contains(Kernels.current.level))
  }
}
