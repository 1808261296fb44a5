// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct KarmadaAssignmentTests {
  typealias Problem = KarmadaAssignment.Problem

  /// Clusters member1, member2, ... with static weights.
  static func staticDivision(
    _ replicas: Int32, _ weights: [Int64], _ division: KarmadaDivision = .webster, previous: [Int32] = []
  ) throws -> [Int32] {
    let names = weights.indices.map { "member\($0 + 1)" }
    let rules = zip(names, weights).map { KarmadaWeightRule(clusters: [$0], weight: $1) }
    return try KarmadaAssignment.assign(
      Problem(
        replicas: replicas, strategy: .staticWeight(rules), division: division,
        candidates: names.map { KarmadaCandidate(name: $0) },
        previous: zip(names, previous).map { KarmadaTarget(name: $0, replicas: $1) })
    ).replicas
  }

  static func dynamicDivision(
    _ replicas: Int32, allocatable: [Int32], previous: [Int32] = [], aggregated: Bool = false,
    mode: KarmadaAssignmentMode = .steady, division: KarmadaDivision = .webster
  ) throws -> [Int32] {
    let names = allocatable.indices.map { "member\($0 + 1)" }
    return try KarmadaAssignment.assign(
      Problem(
        replicas: replicas, hasRequirements: true, strategy: aggregated ? .aggregated : .dynamicWeight, mode: mode,
        division: division, candidates: zip(names, allocatable).map { KarmadaCandidate(name: $0, allocatable: $1) },
        previous: zip(names, previous).map { KarmadaTarget(name: $0, replicas: $1) })
    ).replicas
  }

  @Test func `9 replicas over weights 1:2 give 3:6`() throws {
    #expect(try Self.staticDivision(9, [1, 2]) == [3, 6])
    #expect(try Self.staticDivision(9, [1, 2], .floorThenHeaviest) == [3, 6])
  }

  @Test func `weights 170:110:60 from 5 to 6: 2/2/1 to 3/2/1 since 1.16, 3/2/0 to 4/1/1 before`() throws {
    #expect(try Self.staticDivision(5, [170, 110, 60]) == [2, 2, 1])
    #expect(try Self.staticDivision(6, [170, 110, 60]) == [3, 2, 1])
    #expect(try Self.staticDivision(5, [170, 110, 60], .floorThenHeaviest) == [3, 2, 0])
    #expect(try Self.staticDivision(6, [170, 110, 60], .floorThenHeaviest, previous: [3, 2, 0]) == [4, 1, 1])
  }

  @Test func `up to 1.15 equals: the one that had more comes first, then the lowest name`() throws {
    #expect(try Self.staticDivision(4, [1, 1, 1], .floorThenHeaviest) == [2, 1, 1])
    #expect(try Self.staticDivision(4, [1, 1, 1], .floorThenHeaviest, previous: [1, 1, 2]) == [1, 1, 2])
  }

  @Test func `dynamic: 3/6/9 available give 2/3/5 since 1.16 and 1/3/6 before`() throws {
    #expect(try Self.dynamicDivision(10, allocatable: [3, 6, 9]) == [2, 3, 5])
    #expect(try Self.dynamicDivision(10, allocatable: [3, 6, 9], division: .floorThenHeaviest) == [1, 3, 6])
  }

  @Test func `dynamic: only the difference is placed or removed`() throws {
    #expect(try Self.dynamicDivision(13, allocatable: [5, 1, 4], previous: [2, 3, 5]) == [4, 3, 6])
    #expect(try Self.dynamicDivision(6, allocatable: [0, 0, 0], previous: [2, 3, 5]) == [1, 2, 3])
    #expect(try Self.dynamicDivision(10, allocatable: [9, 9, 9], previous: [0, 1, 9]) == [0, 1, 9])
  }

  @Test func `dynamic is all or nothing`() {
    #expect(throws: KarmadaAssignmentError.notEnoughReplicas(.up, available: 3)) {
      try Self.dynamicDivision(24, allocatable: [1, 1, 1], previous: [2, 4, 6])
    }
    let error = KarmadaAssignmentError.notEnoughReplicas(.up, available: 3)
    #expect(error.description == "failed to scale up: Clusters available replicas 3 are not enough to schedule.")
    #expect(error.isUnschedulable)
  }

  @Test func `available replicas are summed in 32 bits`() {
    #expect(throws: KarmadaAssignmentError.notEnoughReplicas(.up, available: -2)) {
      try Self.dynamicDivision(10, allocatable: [.max, .max])
    }
  }

  @Test func `aggregated fills as few clusters as possible, those that run it first`() throws {
    #expect(try Self.dynamicDivision(10, allocatable: [6, 20, 8], aggregated: true) == [0, 10, 0])
    #expect(
      try Self.dynamicDivision(12, allocatable: [6, 20, 8], previous: [7, 0, 0], aggregated: true) == [12, 0, 0])
  }

  @Test func `a fresh division counts what is assigned as available`() throws {
    #expect(try Self.dynamicDivision(6, allocatable: [0, 3], previous: [3, 0], mode: .fresh) == [3, 3])
  }

  @Test func `an object without replicas and requirements goes everywhere with 0`() throws {
    let result = try KarmadaAssignment.assign(
      Problem(replicas: 0, strategy: .duplicated, candidates: [KarmadaCandidate(name: "a")]))
    #expect(result.isPropagationOnly)
    #expect(result.isTarget(0))
    #expect(result.replicas == [0])
  }

  @Test func `overflow tiers fill in order and the last must suffice`() throws {
    func assign(_ replicas: Int32) throws -> [Int32] {
      try KarmadaAssignment.assign(
        Problem(
          replicas: replicas, hasRequirements: true, strategy: .dynamicWeight, usesOverflowTiers: true,
          candidates: [
            KarmadaCandidate(name: "spill", allocatable: 4, available: 4, tier: 1),
            KarmadaCandidate(name: "main", allocatable: 6, available: 6, tier: 0),
          ])
      ).replicas
    }
    #expect(try assign(5) == [0, 5])
    #expect(try assign(9) == [3, 6])
    #expect(throws: KarmadaAssignmentError.notEnoughReplicasInAllTiers) { try assign(11) }
  }

  @Test func `strategies that do not exist fail in upstream's words`() {
    let strategy = KarmadaStrategy(type: "Divided", division: "Sideways", weights: nil)
    let problem = Problem(replicas: 1, strategy: strategy, candidates: [KarmadaCandidate(name: "a")])
    let error = #expect(throws: KarmadaAssignmentError.self) { try KarmadaAssignment.assign(problem) }
    #expect(
      error?.description
        == "unsupported replica scheduling strategy, replicaSchedulingType: Divided, replicaDivisionPreference: "
        + "Sideways, please try another scheduling strategy")
    #expect(error?.isUnschedulable == false)
  }

  @Test func `metamorphic Webster: sum, scale, order, zero weight, multiples, heavier, house, own weight`() throws {
    var random = SplitMix(seed: 13)
    for _ in 0..<300 {
      let weights = (0..<Int.random(in: 2...10, using: &random)).map { _ in Int64.random(in: 1...20, using: &random) }
      let replicas = Int32.random(in: 1...60, using: &random)
      let result = try Self.staticDivision(replicas, weights)
      #expect(result.reduce(0, +) == replicas)
      #expect(try Self.staticDivision(replicas, weights.map { $0 * 7 }) == result)
      let reversed = try Self.staticDivision(replicas, weights.reversed())
      #expect(
        zip(weights.reversed(), reversed).map { [$0, Int64($1)] }.sorted { $0.lexicographicallyPrecedes($1) }
          == zip(weights, result).map { [$0, Int64($1)] }.sorted { $0.lexicographicallyPrecedes($1) })
      #expect(try Self.staticDivision(replicas, weights + [0]) == result + [0])
      let sum = weights.reduce(0, +)
      #expect(try Self.staticDivision(Int32(3 * sum), weights) == weights.map { Int32(3 * $0) })
      for i in weights.indices {
        for j in weights.indices where weights[i] >= weights[j] {
          #expect(weights[i] > weights[j] ? result[i] >= result[j] : abs(result[i] - result[j]) <= 1)
        }
      }
      let more = try Self.staticDivision(replicas + 1, weights)
      #expect(zip(more, result).allSatisfy { $0 >= $1 })
      let chosen = Int.random(in: weights.indices, using: &random)
      var raised = weights
      raised[chosen] += Int64.random(in: 1...5, using: &random)
      let changed = try Self.staticDivision(replicas, raised)
      #expect(changed[chosen] >= result[chosen])
      for other in weights.indices where other != chosen { #expect(changed[other] <= result[other]) }
      let survivors = Array(weights.dropLast())
      #expect(zip(try Self.staticDivision(replicas, survivors), result).allSatisfy { $0 >= $1 })
      let part = Array(result.dropLast())
      #expect(try Self.staticDivision(part.reduce(0, +), survivors) == part)
    }
  }

  @Test func `dynamic division with Webster never exceeds what is available`() throws {
    var random = SplitMix(seed: 14)
    for _ in 0..<500 {
      let allocatable = (0..<6).map { _ in Int32.random(in: 0...30, using: &random) }
      let replicas = Int32.random(in: 0...allocatable.reduce(0, +), using: &random)
      let result = try Self.dynamicDivision(replicas, allocatable: allocatable)
      #expect(result.reduce(0, +) == replicas)
      #expect(zip(result, allocatable).allSatisfy { $0 <= $1 })
      #expect(try Self.dynamicDivision(replicas, allocatable: allocatable, previous: result) == result)
    }
  }
}
