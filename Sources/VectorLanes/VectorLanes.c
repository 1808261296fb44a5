// SPDX-License-Identifier: GPL-3.0-or-later
#include "VectorLanes.h"

int32_t lanesProcessorLevel(void) {
#if defined(__x86_64__)
  // Also asks the operating system whether it keeps the wide registers.
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 4;
  if (__builtin_cpu_supports("x86-64-v3")) return 3;
#endif
  return 0;
}
