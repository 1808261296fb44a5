// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The kernels in force against the scalar reference.
enum KernelBenchmarks {
  /// The cases of all kernels, with the level that is in force now as subject.
  static var cases: [BenchmarkCase] {
    availableReplicas + rounds + seats + hashes + ranking + sums
  }

  /// The reference's kernels, which are always there.
  static var scalar: Kernels { Kernels.at(.reference) ?? Kernels.current }

  /// A case whose two sides are one function called with two sets of kernels.
  ///
  /// - Parameters:
  ///   - accepted: the ratio demanded at each level that demands one.
  ///   - prepare: makes the input; answers what runs, and what takes the checksum of its answer.
  static func againstScalar(
    _ name: String, unit: String, units: Int, accepted: [KernelLevel: Double] = [:], source: String = "",
    prepare: @escaping @Sendable (_ kernels: Kernels) -> BenchmarkSide
  ) -> BenchmarkCase {
    let kernels = Kernels.current
    return BenchmarkCase(
      name: name, group: .kernels, unit: unit, unitsPerRun: Double(units), subject: kernels.level.rawValue,
      reference: "scalar",
      accepted: accepted[kernels.level].map { AcceptedRatio(atLeast: $0, source: source) }
    ) {
      BenchmarkPair(subject: prepare(kernels), reference: prepare(scalar))
    }
  }
}
