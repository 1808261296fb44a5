// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The allocation kernels compiled for x86-64-v3 (AVX2, FMA).
public enum AllocationKernelsV3 {
  /// Makes them available as level `v3`; on processors of another architecture they do not exist.
  public static func install() {
    #if KERNELS_V3
      Kernels.install(vectorKernelTable(), as: .v3)
    #endif
  }
}
