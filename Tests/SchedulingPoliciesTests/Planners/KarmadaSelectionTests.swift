// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct KarmadaSelectionTests {
  typealias Group = KarmadaGroupSelection.Group

  /// Golden cases of the rule: (value, weight) of R1, R2, ..., region minimum and maximum, cluster minimum, result.
  @Test(
    arguments: [
      ([(2, 300), (2, 200), (2, 100)], 1, 2, 2, ["R1"]), ([(2, 300), (2, 200), (2, 100)], 1, 3, 3, ["R1", "R2"]),
      ([(3, 300), (1, 200), (1, 100)], 1, 3, 3, ["R1"]),
      ([(1, 100), (2, 80), (3, 60), (4, 40)], 2, 3, 4, ["R1", "R2", "R3"]), ([(2, 300)], 1, 0, 1, []),
    ] as [([(Int64, Int64)], Int64, Int64, Int64, [String])])
  func `regions are chosen by the largest weight that has enough clusters`(
    regions: [(Int64, Int64)], minimum: Int64, maximum: Int64, target: Int64, chosen: [String]
  ) throws {
    let groups = regions.enumerated().map { Group(name: "R\($0 + 1)", value: $1.0, weight: $1.1) }
    let result = try KarmadaGroupSelection.select(groups, minimum: minimum, maximum: maximum, target: target)
    #expect(result.map { groups[$0].name } == chosen)
  }

  @Test func `too many combinations of groups are refused`() {
    let groups = (0..<40).map { Group(name: "R\($0)", value: 1, weight: Int64($0)) }
    let refusal = #expect(throws: PlannerRefusal.self) {
      try KarmadaGroupSelection.select(groups, minimum: 1, maximum: 40, target: 20)
    }
    guard case .tooManyGroupCombinations(groups: 40, _) = refusal else {
      Issue.record("another refusal: \(String(describing: refusal))")
      return
    }
  }

  @Test func `as many groups as the minimum need no search, even thousands`() throws {
    let groups = (0..<2000).map { Group(name: "R\($0)", value: 1, weight: 0) }
    let chosen = try KarmadaGroupSelection.select(groups, minimum: 2000, maximum: 2000, target: 2000)
    #expect(chosen.count == 2000)
  }

  /// The clusters of the upstream tests.
  static let clusters = [
    KarmadaFeasibleCluster(name: "member4", score: 60, estimate: 50, region: "R2"),
    KarmadaFeasibleCluster(name: "member3", score: 30, estimate: 80, region: "R1"),
    KarmadaFeasibleCluster(name: "member2", score: 40, estimate: 60, region: "R1"),
    KarmadaFeasibleCluster(name: "member1", score: 20, estimate: 40, region: "R1"),
  ]

  static func select(
    _ replicas: Int32, _ strategy: KarmadaStrategy, _ constraints: [KarmadaSpreadConstraint]
  ) throws -> [String] {
    let result = try KarmadaSelection.select(
      replicas: replicas, strategy: strategy, constraints: constraints, clusters: clusters, previous: [])
    return result.selected.map { clusters[$0.index].name }
  }

  static func constraint(
    _ field: KarmadaSpreadConstraint.Field, _ minimum: Int64, _ maximum: Int64
  ) -> KarmadaSpreadConstraint {
    KarmadaSpreadConstraint(field: field, minimumGroups: minimum, maximumGroups: maximum)
  }

  @Test func `without constraints all clusters come by score`() throws {
    #expect(try Self.select(1, .aggregated, []) == ["member4", "member2", "member3", "member1"])
  }

  @Test func `static weights ignore spread constraints, an empty weight preference does not`() throws {
    let one = [Self.constraint(.cluster, 1, 1)]
    #expect(try Self.select(1, .staticWeight(nil), one).count == 4)
    #expect(try Self.select(1, .staticWeight([KarmadaWeightRule(clusters: [], weight: 1)]), one).count == 4)
    #expect(try Self.select(1, .staticWeight([]), one) == ["member4"])
  }

  @Test func `clusters with too few replicas available are swapped for larger ones`() throws {
    #expect(try Self.select(120, .aggregated, [Self.constraint(.cluster, 1, 2)]) == ["member4", "member3"])
    let error = #expect(throws: KarmadaSelectionError.self) {
      try Self.select(200, .aggregated, [Self.constraint(.cluster, 1, 2)])
    }
    #expect(error?.description == "no enough resource when selecting 2 clusters")
  }

  @Test(arguments: [
    (Self.constraint(.cluster, 5, 6), "the number of feasible clusters is less than spreadConstraint.MinGroups"),
    (Self.constraint(.cluster, 1, 0), "no enough resource when selecting 0 clusters"),
    (Self.constraint(.region, 3, 3), "the number of feasible region is less than spreadConstraint.MinGroups"),
    (Self.constraint(.zone, 1, 1), "just support cluster and region spread constraint"),
  ])
  func `a constraint that cannot be met fails in upstream's words`(constraint: KarmadaSpreadConstraint, text: String) {
    let error = #expect(throws: KarmadaSelectionError.self) { try Self.select(10, .aggregated, [constraint]) }
    #expect(error?.description == text)
  }

  @Test func `by region, each chosen region gives its best cluster first`() throws {
    let selected = try Self.select(10, .duplicated, [Self.constraint(.region, 2, 2), Self.constraint(.cluster, 2, 3)])
    #expect(selected == ["member2", "member4", "member3"])
  }

  @Test func `a negative maximum is refused`() {
    #expect(throws: KarmadaSelectionError.self) { try Self.select(1, .aggregated, [Self.constraint(.cluster, 0, -1)]) }
  }
}
