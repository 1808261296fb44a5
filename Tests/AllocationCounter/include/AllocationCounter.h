// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Heap allocations of the calling thread since it began: malloc, calloc, realloc and the aligned ones, by whomever.
/// 0 where they are not counted.
uint64_t allocationCount(void);

/// Whether they are counted: with the GNU C library and without a sanitizer, which has an allocator of its own.
bool countsAllocations(void);

#endif
