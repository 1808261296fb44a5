// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import AllocationKernelsV3
import AllocationKernelsV4
import Foundation
import KernelChecks

// kernel-check [CASES]: every kernel at every level that this processor executes, against the scalar reference on drawn
// inputs. Small enough to run under an emulator of an older processor. Exit codes: 0 all equal, 1 a mismatch, 64 usage.

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count <= 1, let cases = Int(arguments.first ?? "2000"), cases > 0 else {
  FileHandle.standardError.write(Data("usage: kernel-check [CASES]\n".utf8))
  exit(64)
}
AllocationKernelsV3.install()
AllocationKernelsV4.install()
var mismatches = 0
for level in Kernels.levels where level != .reference {
  guard let kernels = Kernels.at(level) else { continue }
  for check in KernelCheck.all {
    if let mismatch = check.firstMismatch(of: kernels, cases: cases) {
      mismatches += 1
      print("MISMATCH \(mismatch.prefix(2000))")
    }
  }
  print("level \(level): \(KernelCheck.all.count) kernels, \(cases) inputs each, \(mismatches) mismatches")
}
exit(mismatches == 0 ? 0 : 1)
