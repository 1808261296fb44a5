// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import SchedulingPolicies

/// The planners over columns against those by the letter: from interned clusters to an array of `Int32`, a new workload
/// key every call, nothing kept by key. Then once more from names to a map.
enum PlannerBenchmarks {
  static var cases: [BenchmarkCase] {
    [1000, 10_000].flatMap { count in
      weightedCases(count) + assignmentCases(count) + selectionCases(count)
    } + NamedPlannerBenchmarks.cases
  }

  static let source = "Benchmarks/planners.md"

  /// A case whose sides plan for a key; the answer's checksum is of eight stated keys.
  ///
  /// - Parameters:
  ///   - microseconds: the time aimed at for 1,000 clusters; 10,000 may take 15 times that.
  ///   - subject: makes what plans for a key over columns, into the input's result; answers how many numbers count.
  ///   - reference: the same by the letter.
  static func planner(
    _ name: String, _ count: Int, microseconds: Double, accepted: Double,
    subject: @escaping @Sendable (PlannerInput) -> ((UnsafeBufferPointer<UInt8>) throws -> Int),
    reference: @escaping @Sendable (PlannerInput) -> ((UnsafeBufferPointer<UInt8>) throws -> Int)
  ) -> BenchmarkCase {
    let limit = count > 1000 ? 15 * microseconds : microseconds
    return BenchmarkCase(
      name: "\(name), \(count) clusters", group: .planners, unit: "cluster", unitsPerRun: Double(count),
      subject: "columns", reference: "by the letter",
      accepted: AcceptedRatio(atLeast: accepted, source: source),
      aim: TimeAim(microsecondsPerRun: limit, source: source)
    ) {
      func side(
        _ make: (PlannerInput) -> ((UnsafeBufferPointer<UInt8>) throws -> Int)
      ) -> BenchmarkSide {
        let input = PlannerInput(count: count)
        let plan = make(input)
        return .onThread {
          _ = try plan(input.nextKey())
        } checksum: {
          var sum = BenchmarkChecksum()
          for number in 1...8 as ClosedRange<UInt64> {
            guard let length = try? plan(input.key(number)) else { return 0 }
            for place in 0..<length { sum.add(input.result.start[place]) }
          }
          return sum.value
        }
      }
      return BenchmarkPair(subject: side(subject), reference: side(reference))
    }
  }

  private static func weightedCases(_ count: Int) -> [BenchmarkCase] {
    [false, true].map { keeps in
      planner(
        keeps ? "KubeFed keeping what runs" : "KubeFed", count, microseconds: 25, accepted: 4,
        subject: { input in
          let planner = PlannerBox(FastKubeFedPlanner())
          return { key in
            try planner.value.divide(
              total: Int64(input.replicas), rebalance: !keeps, key: key, over: input.weighted(hasCurrents: keeps),
              into: input.result.start)
            return input.count
          }
        },
        reference: { input in
          { key in
            let plan = try KubeFedPlanner.plan(
              total: Int64(input.replicas), rebalance: !keeps,
              columns: input.plannerColumns(key: key, hasCurrents: keeps))
            for (place, replicas) in plan.combined.enumerated() { input.result.start[place] = Int32(replicas) }
            return input.count
          }
        })
    }
      + [false, true].map { avoids in
        planner(
          avoids ? "KubeAdmiral avoiding disruption" : "KubeAdmiral", count, microseconds: 25, accepted: 4,
          subject: { input in
            let planner = PlannerBox(FastKubeAdmiralPlanner())
            let flags = FastKubeAdmiralPlanner.Flags(avoidDisruption: avoids, keepUnschedulable: false)
            return { key in
              try planner.value.divide(
                total: Int64(input.replicas), flags: flags, key: key, over: input.weighted(hasCurrents: avoids),
                into: input.result.start)
              return input.count
            }
          },
          reference: { input in
            { key in
              let plan = try KubeAdmiralPlanner.plan(
                total: Int64(input.replicas), avoidDisruption: avoids, keepUnschedulable: false,
                columns: input.plannerColumns(key: key, hasCurrents: avoids))
              for (place, replicas) in plan.combined.enumerated() { input.result.start[place] = Int32(replicas) }
              return input.count
            }
          })
      }
  }

  private static func assignmentCases(_ count: Int) -> [BenchmarkCase] {
    let kinds: [(String, KarmadaStrategy, KarmadaAssignmentMode, Bool, Double, Double)] = [
      ("Karmada StaticWeight", .staticWeight([]), .steady, false, 25, 40),
      ("Karmada DynamicWeight, fresh", .dynamicWeight, .fresh, true, 25, 40),
      ("Karmada DynamicWeight, scale-up", .dynamicWeight, .steady, true, 40, 20),
      ("Karmada Aggregated", .aggregated, .fresh, false, 40, 10),
      ("Karmada Aggregated, scale-up", .aggregated, .steady, true, 40, 10),
    ]
    return kinds.map { name, strategy, mode, hasHeld, microseconds, accepted in
      @Sendable func question(_ input: PlannerInput, _ key: UnsafeBufferPointer<UInt8>) -> KarmadaAssignmentQuestion {
        KarmadaAssignmentQuestion(
          replicas: input.replicas, hasRequirements: true, strategy: strategy, mode: mode,
          prefersHighestName: input.prefersHighestName(key))
      }
      return planner(
        name, count, microseconds: microseconds, accepted: accepted,
        subject: { input in
          let planner = PlannerBox(FastKarmadaAssignment())
          return { key in
            _ = try planner.value.assign(
              question(input, key), over: input.candidates(hasHeld: hasHeld), into: input.result.start)
            return input.count
          }
        },
        reference: { input in
          { key in
            let answer = try KarmadaAssignment.assign(input.problem(question(input, key), hasHeld: hasHeld))
            for (place, replicas) in answer.replicas.enumerated() { input.result.start[place] = replicas }
            return input.count
          }
        })
    }
  }

  private static func selectionCases(_ count: Int) -> [BenchmarkCase] {
    let half = Int64(count / 2)
    let kinds: [(String, [KarmadaSpreadConstraint], Int32, Double, Double)] = [
      (
        "Karmada selection by cluster",
        [KarmadaSpreadConstraint(field: .cluster, minimumGroups: 1, maximumGroups: half)], 18, 25, 10
      ),
      (
        "Karmada selection by region",
        [
          KarmadaSpreadConstraint(field: .region, minimumGroups: 2, maximumGroups: 5),
          KarmadaSpreadConstraint(field: .cluster, minimumGroups: 5, maximumGroups: half),
        ], 10, 30, 10
      ),
    ]
    return kinds.map { name, constraints, perCluster, microseconds, accepted in
      planner(
        name, count, microseconds: microseconds, accepted: accepted,
        subject: { input in
          let planner = PlannerBox(FastKarmadaSelection())
          let columns = KarmadaFeasibleColumns(
            count: count, available: input.available.start, scores: nil, nameRanks: input.nameRanks.start,
            rankBound: count, regions: input.regions.start, regionBound: PlannerInput.regionCount)
          return { _ in
            let question = KarmadaSelectionQuestion(
              replicas: perCluster * Int32(count), strategy: .dynamicWeight, constraints: constraints)
            return try planner.value.select(question, over: columns, into: input.result.start)
          }
        },
        reference: { input in
          let clusters = input.names.indices.map {
            KarmadaFeasibleCluster(
              name: input.names[$0], estimate: Int32(input.available.start[$0]),
              region: input.regionNames[Int(input.regions.start[$0])])
          }
          return { _ in
            let answer = try KarmadaSelection.select(
              replicas: perCluster * Int32(count), strategy: .dynamicWeight, constraints: constraints,
              clusters: clusters, previous: [])
            for (place, choice) in answer.selected.enumerated() { input.result.start[place] = Int32(choice.index) }
            return answer.selected.count
          }
        })
    }
  }
}

/// Keeps a planner's memory between the calls of a closure.
final class PlannerBox<Planner: ~Copyable> {
  var value: Planner

  init(_ value: consuming Planner) { self.value = value }
}
