// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import SchedulingPolicies

/// Random questions to Karmada's planners over columns and to those by the letter.
@Suite struct FastKarmadaPlannersTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `assignment over columns is assignment by the letter`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var (answers, errors) = (0, 0)
    for round in 0..<500 {
      let problem = Self.problem(&random, count: round % 50 == 49 ? 400 : 1 + round % 37)
      do throws(KarmadaAssignmentError) {
        let expected = try KarmadaAssignment.assign(problem)
        answers += 1
        let answer = try? FastPlannersByName.karmadaAssignment(problem)
        #expect(answer == expected, "round \(round) of seed \(seed): \(problem)")
      } catch {
        errors += 1
        let expected = error
        #expect(throws: expected) { try FastPlannersByName.karmadaAssignment(problem) }
      }
    }
    #expect(answers > 250 && errors > 10, "\(answers) answers, \(errors) errors")
  }

  /// Equal and zero weights, equal room, sums that wrap, replicas that are there already, twice or negative, tiers.
  static func problem(_ random: inout SplitMix, count: Int) -> KarmadaAssignment.Problem {
    let spread: UInt64 = [3, 20, 1000, 1 << 20, 1 << 32][Int(random.next() % 5)]
    let allocatable = (0..<count).map { _ in Int32(truncatingIfNeeded: random.next() % spread) }
    let weightBound: UInt64 = [1, 2, 5, 1 << 41][Int(random.next() % 4)]
    var ranks = (0..<Int32(count)).map { $0 }
    for place in ranks.indices.reversed() { ranks.swapAt(place, Int(random.next() % UInt64(place + 1))) }
    var previous: [(candidate: Int, replicas: Int32)] = []
    if random.next() % 2 == 0 {
      for place in (0..<count).reversed() where random.next() % 3 == 0 {
        previous.append((place, Int32(random.next() % 10) - (random.next() % 40 == 0 ? 12 : 0)))
        if random.next() % 60 == 0 { previous.append((place, 2)) }
      }
    }
    let sum = allocatable.reduce(Int64(0)) { $0 + Int64(max($1, 0)) }
    let strategies: [KarmadaStrategy] = [.duplicated, .staticWeight([]), .dynamicWeight, .aggregated, .aggregated]
    var problem = KarmadaAssignment.Problem(
      replicas: Int32(random.next() % UInt64(min(100_000, max(1, sum * 5 / 4)))),
      strategy: strategies[Int(random.next() % 5)], allocatable: allocatable,
      available: allocatable.map { Int64($0) }, tiers: (0..<count).map { _ in Int32(random.next() % 3) },
      nameRanks: ranks, staticWeights: (0..<count).map { _ in Int64(random.next() % weightBound) },
      previous: previous)
    problem.hasRequirements = random.next() % 2 == 0
    problem.mode = random.next() % 3 == 0 ? .fresh : .steady
    problem.division = random.next() % 10 == 0 ? .floorThenHeaviest : .webster
    problem.prefersHighestName = random.next() % 2 == 0
    problem.usesOverflowTiers = random.next() % 8 == 0
    return problem
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `selection over columns is selection by the letter`(seed: UInt64) {
    var random = SplitMix(seed: seed &+ 50)
    var (answers, errors) = (0, 0)
    for round in 0..<400 {
      let question = Self.question(&random, count: round % 50 == 49 ? 300 : 1 + round % 29)
      do throws(KarmadaSelectionError) {
        let expected = try KarmadaSelection.select(
          replicas: question.replicas, strategy: question.strategy, constraints: question.constraints,
          clusters: question.clusters, previous: question.previous)
        answers += 1
        let answer = try? FastPlannersByName.karmadaSelection(
          replicas: question.replicas, strategy: question.strategy, constraints: question.constraints,
          clusters: question.clusters, previous: question.previous)
        #expect(answer?.selected == expected.selected, "round \(round) of seed \(seed)")
        #expect(answer?.regions.map(\.score) == expected.regions.map(\.score))
        #expect(answer?.regions.map(\.name) == expected.regions.map(\.name))
      } catch {
        errors += 1
        let expected = error
        #expect(throws: expected) {
          try FastPlannersByName.karmadaSelection(
            replicas: question.replicas, strategy: question.strategy, constraints: question.constraints,
            clusters: question.clusters, previous: question.previous)
        }
      }
    }
    #expect(answers > 150 && errors > 30, "\(answers) answers, \(errors) errors")
  }

  struct Question {
    var replicas: Int32
    var strategy: KarmadaStrategy
    var constraints: [KarmadaSpreadConstraint]
    var clusters: [KarmadaFeasibleCluster]
    var previous: [KarmadaTarget]
  }

  static func question(_ random: inout SplitMix, count: Int) -> Question {
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(max(bound, 1))) }
    let spread = [2, 10, 1000, 1 << 31][below(4)]
    let (hasScores, hasTiers, isWild) = (below(3) == 0, below(3) == 0, below(40) == 0)
    let clusters = (0..<count).map { place in
      let region = below(6)
      return KarmadaFeasibleCluster(
        name: "c\(place * 7919 % 100_003)",
        score: hasScores ? (isWild ? Int64(bitPattern: random.next()) >> 2 : Int64(below(2)) * 100) : 0,
        estimate: below(9) == 0 ? nil : Int32(truncatingIfNeeded: below(spread)),
        region: region == 0 ? "" : "r\(region)", tier: hasTiers ? Int32(below(3)) : 0)
    }
    func bounds(_ field: KarmadaSpreadConstraint.Field, _ bound: Int) -> KarmadaSpreadConstraint {
      let minimum = Int64(below(bound))
      return KarmadaSpreadConstraint(
        field: field, minimumGroups: minimum,
        maximumGroups: below(5) == 0 ? Int64(below(bound)) - 1 : minimum + Int64(below(bound)))
    }
    let constraints: [KarmadaSpreadConstraint]
    switch below(5) {
    case 0: constraints = []
    case 1, 2: constraints = [bounds(.cluster, count + 1)]
    case 3: constraints = [bounds(.region, 5), bounds(.cluster, count + 1)]
    default: constraints = [bounds([.region, .zone, .provider][below(3)], 5)]
    }
    return Question(
      replicas: below(5) == 0 ? 0 : Int32(below(min(spread, 2000) * count / 2)),
      strategy: [.duplicated, .dynamicWeight, .aggregated, .staticWeight([]), .staticWeight(nil)][below(5)],
      constraints: constraints, clusters: clusters,
      previous: below(2) == 0
        ? [] : clusters.filter { _ in below(4) == 0 }.map { KarmadaTarget(name: $0.name, replicas: Int32(below(9))) })
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `groups without walking combinations are those that the walk finds`(seed: UInt64) throws {
    var random = SplitMix(seed: seed &+ 900)
    func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    var found = 0
    for round in 0..<2000 {
      let (values, weights) = (below(3), below(4))
      let groups = (0..<below(round % 20 == 0 ? 14 : 9)).map { place in
        KarmadaGroupSelection.Group(
          name: "r\(100 + place)", value: Int64(below(values == 0 ? 3 : 12)),
          weight: weights == 0 ? Int64(below(3)) : weights == 1 ? Int64(below(7)) - 3 : Int64(below(20_000)))
      }
      let (minimum, maximum) = (Int64(below(6)) - (below(20) == 0 ? 2 : 0), Int64(below(9)))
      let target = Int64(below(30)) - (below(20) == 0 ? 5 : 0)
      let expected = try KarmadaGroupSelection.select(groups, minimum: minimum, maximum: maximum, target: target)
      let answer = try FastPlannersByName.karmadaGroups(groups, minimum: minimum, maximum: maximum, target: target)
      #expect(answer == expected, "round \(round): \(minimum) to \(maximum) of \(target) from \(groups)")
      found += expected.isEmpty ? 0 : 1
    }
    #expect(found > 300)
  }

  @Test func `forty regions are chosen from without walking their combinations`() throws {
    let groups = (0..<40).map {
      KarmadaGroupSelection.Group(name: "r\(100 + $0)", value: 5, weight: Int64($0 * 7 % 11))
    }
    let chosen = try FastPlannersByName.karmadaGroups(groups, minimum: 2, maximum: 30, target: 60)
    #expect(chosen.count == 12)
    #expect(throws: PlannerRefusal.self) {
      try KarmadaGroupSelection.select(groups, minimum: 2, maximum: 30, target: 60)
    }
  }
}
