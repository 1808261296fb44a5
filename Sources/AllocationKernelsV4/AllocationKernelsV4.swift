// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The allocation kernels compiled for x86-64-v4 (AVX-512).
public enum AllocationKernelsV4 {
  /// Makes them available as level `v4`; on processors of another architecture they do not exist.
  public static func install() {
    #if KERNELS_V4
      Kernels.install(vectorKernelTable(), as: .v4)
    #endif
  }
}
