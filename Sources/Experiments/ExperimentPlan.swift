// SPDX-License-Identifier: GPL-3.0-or-later

/// One run that is to be made.
public struct PlanLine: Hashable, Sendable {
  /// Its place in the whole plan.
  public let index: Int
  /// Which sweep point.
  public let sweepPoint: Int
  /// Which contender: its place in `Scenario.contenders`.
  public let contender: Int
  /// The seed.
  public let seed: Int
  /// Whether the record keeps the time series. Depends on the plan alone, so that every shard decides alike.
  public let keepsSeries: Bool
}

/// Contenders x seeds x sweep points, in the order that records have: by sweep point, then contender, then seed.
public struct ExperimentPlan: Hashable, Sendable {
  /// How many sweep points; 1 without a sweep.
  public let sweepPointCount: Int
  /// The contenders that race, as places in `Scenario.contenders`.
  public let contenders: [Int]
  /// The seeds.
  public let seeds: [Int]

  /// A plan.
  public init(sweepPointCount: Int = 1, contenders: [Int], seeds: [Int]) {
    self.sweepPointCount = sweepPointCount
    self.contenders = contenders
    self.seeds = seeds
  }

  /// How many runs in all.
  public var count: Int { sweepPointCount * contenders.count * seeds.count }

  /// The run at `index`, 0 ..< `count`.
  public subscript(index: Int) -> PlanLine {
    precondition(index >= 0 && index < count, "plan line \(index) of \(count)")
    let seedPlace = index % seeds.count
    let contenderPlace = index / seeds.count % contenders.count
    return PlanLine(
      index: index, sweepPoint: index / (seeds.count * contenders.count), contender: contenders[contenderPlace],
      seed: seeds[seedPlace], keepsSeries: seedPlace == 0)
  }

  /// The runs of one shard, ascending.
  public func lines(of shard: Shard = .whole) -> [PlanLine] {
    (0..<count).filter { shard.holds(line: $0) }.map { self[$0] }
  }
}
