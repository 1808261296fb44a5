// SPDX-License-Identifier: GPL-3.0-or-later

/// The table of the level `reference`.
func referenceKernelTable() -> KernelTable {
  KernelTable(
    availableReplicas: { ReferenceKernels.availableReplicas($0, $1, $2, $3, $4, $5) },
    continueFNV1: { ReferenceKernels.continueFNV1($0, $1, $2, $3, $4) },
    continueFNV1a: { ReferenceKernels.continueFNV1a($0, $1, $2, $3, $4) },
    rank: { ReferenceKernels.rank($0, $1, $2, $3, $4) },
    top: { ReferenceKernels.top($0, $1, $2, $3, $4, $5) },
    best: { ReferenceKernels.best($0, $1, $2) },
    rounds: { ReferenceKernels.rounds($0, $1) },
    seats: { ReferenceKernels.seats($0, $1) },
    remainders: { ReferenceKernels.remainders($0, $1) },
    hashNames: { ReferenceKernels.hashNames($0, $1, $2, $3) },
    sumsOfInt32: { ReferenceKernels.sumsOfInt32($0, $1, $2, $3) },
    sumsOfInt64: { ReferenceKernels.sumsOfInt64($0, $1, $2, $3) },
    deviation: { ReferenceKernels.deviation($0, $1, $2, $3, $4) },
    balance: { ReferenceKernels.balance($0, $1) },
    mark: { ReferenceKernels.mark($0, $1, $2, $3, $4, $5) })
}

/// The definition of every kernel: plain loops over flat memory, without allocation, one element at a time.
enum ReferenceKernels {}
