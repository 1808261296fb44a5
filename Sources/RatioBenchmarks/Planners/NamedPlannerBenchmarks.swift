// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import SchedulingPolicies

/// The planners from names to a map of names: what a caller pays who has not interned anything.
enum NamedPlannerBenchmarks {
  static var cases: [BenchmarkCase] {
    [1000, 10_000].flatMap { [kubeFed($0), staticWeight($0)] }
  }

  private static func named(
    _ name: String, _ count: Int, plan: @escaping @Sendable (PlannerInput, Bool, String) throws -> [String: Int64]
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: "\(name), names to a map, \(count) clusters", group: .planners, unit: "cluster",
      unitsPerRun: Double(count), subject: "columns", reference: "by the letter"
    ) {
      func side(_ isSubject: Bool) -> BenchmarkSide {
        let input = PlannerInput(count: count)
        var calls = 0
        return .onThread {
          calls += 1
          _ = try plan(input, isSubject, "namespace-7/workload-\(calls)")
        } checksum: {
          guard let answer = try? plan(input, isSubject, "namespace-7/workload") else { return 0 }
          return BenchmarkChecksum(of: input.names.map { answer[$0] ?? -1 }).value
        }
      }
      return BenchmarkPair(subject: side(true), reference: side(false))
    }
  }

  private static func kubeFed(_ count: Int) -> BenchmarkCase {
    named("KubeFed", count) { input, isSubject, key in
      let clusters = input.plannerClusters()
      let total = Int64(input.replicas)
      let plan =
        isSubject
        ? try FastPlannersByName.kubeFed(
          total: total, rebalance: true, key: key,
          columns: PlannerColumns(clusters: clusters, defaultPreference: nil, key: key))
        : try KubeFedPlanner.plan(total: total, rebalance: true, key: key, defaultPreference: nil, clusters: clusters)
      return Dictionary(uniqueKeysWithValues: zip(input.names, plan.combined))
    }
  }

  private static func staticWeight(_ count: Int) -> BenchmarkCase {
    named("Karmada StaticWeight", count) { input, isSubject, key in
      let rules = input.names.indices.map {
        KarmadaWeightRule(clusters: [input.names[$0]], weight: input.weights.start[$0])
      }
      let problem = KarmadaAssignment.Problem(
        replicas: input.replicas, strategy: .staticWeight(rules), uid: key,
        candidates: input.names.map { KarmadaCandidate(name: $0) })
      let answer =
        isSubject ? try FastPlannersByName.karmadaAssignment(problem) : try KarmadaAssignment.assign(problem)
      return Dictionary(uniqueKeysWithValues: zip(input.names, answer.replicas.map { Int64($0) }))
    }
  }
}
