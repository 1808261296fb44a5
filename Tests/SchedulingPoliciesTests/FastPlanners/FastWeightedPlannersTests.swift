// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

@testable import SchedulingPolicies

/// Random questions to the planners over columns and to those by the letter.
@Suite struct FastWeightedPlannersTests {
  /// A question to KubeFed's and KubeAdmiral's planners.
  struct Draw {
    var columns: PlannerColumns
    var key: String
    var total: Int64
    var (rebalance, avoidDisruption, keepUnschedulable) = (false, false, false)
    /// Limits are KubeAdmiral's alone.
    var hasLimits = false
  }

  /// Ties of weight and hash, zero and negative weights, minimums above maximums, huge and negative numbers, clusters
  /// without preferences.
  static func draw(_ random: inout SplitMix, count: Int) -> Draw {
    var names = (0..<count).map { "cluster-\($0)" }
    // These two share their hash with every key.
    if count > 1, random.next() % 2 == 0 { (names[0], names[count - 1]) = ("cluster-49549", "cluster-1317582") }
    func small(_ bound: UInt64) -> Int64 { Int64(random.next() % bound) - (random.next() % 30 == 0 ? 5 : 0) }
    let weightKind = random.next() % 7
    let weights = (0..<count).map { _ -> Int64 in
      switch weightKind {
      case 0: 1
      case 1: Int64(random.next() % 4)
      case 2: Int64(random.next() % 1000)
      case 3: Int64(random.next() % (1 << 31))
      case 4: Int64(random.next() % 100_000)
      case 5: random.next() % 20 == 0 ? -1 : Int64(random.next() % 3)
      default: Int64(bitPattern: random.next()) >> Int64(random.next() % 40)
      }
    }
    let bound: UInt64 = random.next() % 12 == 0 ? 1 << 60 : 30
    func column(oneIn share: UInt64, absent: Int64) -> [Int64] {
      if random.next() % 2 == 0 { return Array(repeating: absent, count: count) }
      return (0..<count).map { _ in random.next() % share == 0 ? small(bound) : absent }
    }
    let hasMinimums = random.next() % 2 == 0
    let minimums = (0..<count).map { _ in hasMinimums && random.next() % 2 == 0 ? small(8) : 0 }
    let maximums = column(oneIn: 2, absent: .max)
    let limits = column(oneIn: 3, absent: .max)
    let key = "namespace/workload-\(random.next() % 1000)"
    let everyoneTakesPart = random.next() % 3 != 0
    return Draw(
      columns: PlannerColumns(
        names: names,
        hashes: names.map { PlannerColumns.hash(nameHash: FNVHash.fnv1($0.utf8), key: key) },
        participates: (0..<count).map { _ in everyoneTakesPart || random.next() % 8 != 0 }, weights: weights,
        minimums: minimums, maximums: maximums,
        ownMaximums: random.next() % 2 == 0 ? maximums : column(oneIn: 2, absent: .max),
        currents: (0..<count).map { _ in random.next() % 3 == 0 ? .min : small(40) },
        capacities: column(oneIn: 3, absent: .max), limits: limits),
      key: key,
      total: random.next() % 20 == 0
        ? Int64(truncatingIfNeeded: random.next() >> 20)
        : Int64(random.next() % UInt64(count * 12 + 5)) - (random.next() % 40 == 0 ? 9 : 0),
      rebalance: random.next() % 2 == 0, avoidDisruption: random.next() % 2 == 0,
      keepUnschedulable: random.next() % 2 == 0, hasLimits: limits.contains { $0 != .max })
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `KubeFed over columns plans what KubeFed by the letter plans`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var refusals = 0
    for round in 0..<400 {
      let draw = Self.draw(&random, count: round % 40 == 39 ? 300 : 1 + round % 24)
      if draw.hasLimits { continue }
      let expected = Result {
        () throws(PlannerRefusal) in
        try KubeFedPlanner.plan(total: draw.total, rebalance: draw.rebalance, columns: draw.columns)
      }
      let answer = Result {
        () throws(PlannerRefusal) in
        try FastPlannersByName.kubeFed(
          total: draw.total, rebalance: draw.rebalance, key: draw.key, columns: draw.columns)
      }
      #expect(answer == expected, "round \(round) of seed \(seed)")
      if case .failure = expected { refusals += 1 }
    }
    #expect(refusals < 100)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `KubeAdmiral over columns plans what KubeAdmiral by the letter plans`(seed: UInt64) {
    var random = SplitMix(seed: seed &+ 100)
    var overflows = 0
    for round in 0..<400 {
      var draw = Self.draw(&random, count: round % 40 == 39 ? 300 : 1 + round % 24)
      if round % 3 == 0 {
        draw.columns.desiredTieRanks = draw.columns.names.indices.map { Int32($0) }.reversed()
        draw.columns.movingTieRanks = draw.columns.names.indices.map { Int32($0) }
      }
      let expected = Result {
        () throws(PlannerRefusal) in
        try KubeAdmiralPlanner.plan(
          total: draw.total, avoidDisruption: draw.avoidDisruption, keepUnschedulable: draw.keepUnschedulable,
          columns: draw.columns)
      }
      let answer = Result {
        () throws(PlannerRefusal) in
        try FastPlannersByName.kubeAdmiral(
          total: draw.total, avoidDisruption: draw.avoidDisruption, keepUnschedulable: draw.keepUnschedulable,
          key: draw.key, columns: draw.columns)
      }
      #expect(answer.isSame(as: expected), "round \(round) of seed \(seed)")
      if case .success(let plan) = expected, plan.overflow.contains(where: { $0 != nil }) { overflows += 1 }
    }
    #expect(overflows > 20)
  }

  @Test func `capacity weights over columns are those by the letter`() {
    var random = SplitMix(seed: 5)
    var fast = FastCapacityWeights()
    for round in 0..<500 {
      let count = 1 + round % 40
      let allocatable = (0..<count).map { _ in Int64(random.next() % (round % 5 == 0 ? 2 : 500)) }
      let available = allocatable.map { Int64(random.next() % UInt64($0 + 4)) - 3 }
      let names = (0..<count).map { "c\($0 * 37 % 101)" }
      let limits = CapacityWeights.limits(allocatable: allocatable)
      let expected = CapacityWeights(available: available, limits: limits).weights(names: names)
      let made = fast.weights(
        allocatable: allocatable, available: available, nameRanks: NameOrder.ranks(of: names), count: count)
      #expect((0..<count).map { made[$0] } == expected, "round \(round)")
    }
  }
}

extension Result where Success == ReplicaPlan, Failure == PlannerRefusal {
  /// Whether both are the same plan, or both refuse: the two walks of KubeAdmiral's planner count clusters differently.
  func isSame(as other: Self) -> Bool {
    switch (self, other) {
    case (.success(let plan), .success(let otherPlan)): plan == otherPlan
    case (.failure, .failure): true
    default: false
    }
  }
}
