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
    rounds: { ReferenceKernels.rounds($0, $1) })
}

/// The definition of every kernel: plain loops over flat memory, without allocation, one element at a time.
enum ReferenceKernels {}
