// SPDX-License-Identifier: GPL-3.0-or-later
//
// The allocation functions of the C library, each with a counter in front. A definition in the executable is found before
// that of the library, from all libraries of the process. The memory itself comes from the library's own functions, so
// `free` needs no counterpart here.

#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_ITS_OWN_ALLOCATOR 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_ITS_OWN_ALLOCATOR)

// Of the executable's own thread-local block: reading it allocates nothing.
static _Thread_local uint64_t allocations __attribute__((tls_model("initial-exec")));

uint64_t allocationCount(void) { return allocations; }
bool countsAllocations(void) { return true; }

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  allocations += 1;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations += 1;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  allocations += 1;
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  allocations += 1;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  allocations += 1;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) return EINVAL;
  allocations += 1;
  void *answer = __libc_memalign(alignment, size);
  if (answer == NULL) return ENOMEM;
  *memory = answer;
  return 0;
}

#else

uint64_t allocationCount(void) { return 0; }
bool countsAllocations(void) { return false; }

#endif
