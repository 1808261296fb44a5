// SPDX-License-Identifier: GPL-3.0-or-later
//
// The kernels over vectors: one source for every instruction set.
//
// The files of this folder are compiled in `AllocationKernels` and, through links, in the modules for one instruction set.
// There nothing may be specialised that another module specialises too, or an old processor could be handed wide
// instructions: raw pointers, concrete vector types, `@inline(always)` helpers and those of `VectorLanes`; no array, no
// sort, no generic conversion. `.ci/kernel-gates` holds the object files to it.

#if KERNELS_V3 || KERNELS_V4
  import AllocationKernels
#endif

/// The kernels of this module's instruction set.
func vectorKernelTable() -> KernelTable {
  KernelTable(
    availableReplicas: vectorAvailableReplicas,
    continueFNV1: vectorContinueFNV1,
    continueFNV1a: vectorContinueFNV1a,
    rank: vectorRank,
    top: vectorTop,
    best: vectorBest,
    rounds: vectorRounds,
    seats: vectorSeats,
    remainders: vectorRemainders,
    hashNames: vectorHashNames,
    sumsOfInt32: vectorSumsOfInt32,
    sumsOfInt64: vectorSumsOfInt64,
    deviation: vectorDeviation,
    balance: vectorBalance,
    mark: vectorMark)
}
