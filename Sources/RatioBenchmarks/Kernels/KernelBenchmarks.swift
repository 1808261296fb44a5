// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The kernels in force against the scalar reference.
enum KernelBenchmarks {
  /// The cases of all kernels, with those of one level as subject.
  static func cases(_ kernels: Kernels) -> [BenchmarkCase] {
    availableReplicas(kernels) + rounds(kernels) + seats(kernels) + hashes(kernels) + ranking(kernels) + sums(kernels)
  }

  /// The reference's kernels, which are always there.
  static var scalar: Kernels { Kernels.at(.reference) ?? Kernels.current }

  /// A case whose two sides are one function called with two sets of kernels.
  ///
  /// - Parameters:
  ///   - accepted: the ratio demanded at each level that demands one.
  ///   - prepare: makes the input; answers what runs, and what takes the checksum of its answer.
  static func againstScalar(
    _ kernels: Kernels, _ name: String, unit: String, units: Int, accepted: [KernelLevel: Double] = [:],
    source: String = "",
    prepare: @escaping (_ kernels: Kernels) -> BenchmarkSide
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: name, group: .kernels, unit: unit, unitsPerRun: Double(units), subject: kernels.level.rawValue,
      reference: "scalar",
      accepted: accepted[kernels.level].map { AcceptedRatio(atLeast: $0, source: source) }
    ) {
      BenchmarkPair(subject: prepare(kernels), reference: prepare(scalar))
    }
  }
}
