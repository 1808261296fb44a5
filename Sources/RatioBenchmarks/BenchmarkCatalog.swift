// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Every benchmark there is. A group adds its file's cases to the list.
public enum BenchmarkCatalog {
  /// The cases, in the order they are run and shown. Subjects that use kernels use those in force now.
  public static var cases: [BenchmarkCase] {
    KernelBenchmarks.cases(.current) + PlannerBenchmarks.cases + EngineBenchmarks.cases + WorldBenchmarks.cases
  }

  /// The cases of these groups whose name has `part` in it; an empty `part` is in every name.
  public static func cases(of groups: [BenchmarkGroup], named part: String = "") -> [BenchmarkCase] {
    cases.filter { groups.contains($0.group) && (part.isEmpty || $0.name.contains(part)) }
  }
}
