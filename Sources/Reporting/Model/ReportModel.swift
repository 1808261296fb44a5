// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// What every form of a report shows, computed once from the records: the same records, in any order and from any
/// number of shards, give the same model.
public struct ReportModel: Sendable {
  /// One point of a sweep.
  public struct Point: Sendable {
    /// Path to value.
    public let sweep: [String: String]
    /// `load=0.8`; empty without a sweep.
    public let label: String
    /// The contenders in the manifest's order.
    public let results: [ContenderResult]
  }

  /// What the experiment is about.
  public let manifest: ExperimentManifest
  /// The sweep points in the manifest's order; one without a sweep.
  public let points: [Point]
  /// The contenders over all sweep points, best availability first, those without data last and before them programs
  /// that were disqualified.
  public let ranked: [ContenderResult]
  /// Every contender against the best one on the primary metrics; nil without data.
  public let comparisons: ComparisonSet?
  /// The verdict.
  public let verdict: Verdict
  /// Every goal for every contender, in the manifest's order of goals and the ranking's of contenders.
  public let goals: [GoalOutcome]
  /// Runs of the plan that have no record, in plan order.
  public let missing: [RunKey]
  /// Runs with several records that differ; the one that sorts first is used.
  public let conflicting: [RunKey]
  /// How many records belong to no run of the plan; they are left out.
  public let strangerCount: Int
  /// Records that are used.
  public let runCount: Int

  /// The model of an input. O(records log records).
  public init(_ input: ReportInput) {
    manifest = input.manifest
    let plan = input.manifest.plan
    let chosen = RecordChoice(input.records, plan: plan)
    missing = plan.filter { chosen.records[$0] == nil }
    conflicting = chosen.conflicting
    strangerCount = chosen.strangerCount
    runCount = plan.count - missing.count
    let metrics = Self.metricNames(plan.compactMap { chosen.records[$0] })
    func result(_ index: Int, _ sweeps: [[String: String]]) -> ContenderResult {
      let name = input.manifest.contenders[index]
      let runsBySeed = input.manifest.seeds.sorted().compactMap { seed -> (seed: Int, runs: [RunRecord])? in
        let runs = sweeps.compactMap { chosen.records[RunKey(contender: name, seed: seed, sweep: $0)] }
        // A seed that lacks a point would be a mean over other points than the rest.
        return runs.count == sweeps.count ? (seed, runs) : nil
      }
      return ContenderResult(name: name, index: index, runsBySeed: runsBySeed, metrics: metrics)
    }
    let contenders = input.manifest.contenders.indices
    points = input.manifest.sweepPoints.map { sweep in
      Point(sweep: sweep, label: RunKey.label(of: sweep), results: contenders.map { result($0, [sweep]) })
    }
    let overall = points.count == 1 ? points[0].results : contenders.map { result($0, input.manifest.sweepPoints) }
    let ranked = overall.sorted { Self.ranksBefore($0, $1) }
    self.ranked = ranked
    let horizon = input.manifest.horizonSeconds
    comparisons = ranked.first { $0.mean(Self.availability.id) != nil }.map { leader in
      ComparisonSet(
        ranked, against: leader, metrics: MetricCatalog.metrics.filter(\.isPrimary), horizonSeconds: horizon)
    }
    verdict = Verdict(
      ranked: ranked, comparisons: comparisons, metric: Self.availability, horizonSeconds: horizon)
    goals = input.manifest.goals.flatMap { goal in ranked.map { GoalOutcome(goal, $0) } }
  }

  /// True when the experiment sweeps a parameter.
  public var hasSweep: Bool { points.count > 1 }

  /// The descriptor by which contenders are ranked.
  static let availability =
    MetricCatalog.metric("availability")
    ?? MetricDescriptor(
      id: "availability", title: "availability", unit: "1", direction: .higherIsBetter,
      sampling: .timeWeighted, formula: "", smallestEffect: 0.0001, source: "")

  private static func ranksBefore(_ first: ContenderResult, _ second: ContenderResult) -> Bool {
    // What a program held that was disqualified, nobody decided: it is no rival of what was decided.
    if first.isDisqualified != second.isDisqualified, first.mean(availability.id) != nil,
      second.mean(availability.id) != nil
    {
      return second.isDisqualified
    }
    return switch (first.mean(availability.id), second.mean(availability.id)) {
    case (let left?, let right?) where left != right: left > right
    case (.some, nil): true
    case (nil, .some): false
    default: first.index < second.index
    }
  }

  private static func metricNames(_ records: [RunRecord]) -> [String] {
    let known = MetricCatalog.metrics.map(\.id)
    let found = records.reduce(into: Set<String>()) { $0.formUnion($1.metrics.keys) }
    return known + found.subtracting(known).sorted()
  }
}

/// One record for each run of a plan, whatever the order they come in.
private struct RecordChoice {
  var records: [RunKey: RunRecord] = [:]
  var conflicting: [RunKey] = []
  var strangerCount = 0

  init(_ candidates: [RunRecord], plan: [RunKey]) {
    let planned = Set(plan)
    var conflicts: Set<RunKey> = []
    for record in candidates {
      guard planned.contains(record.key) else {
        strangerCount += 1
        continue
      }
      guard let other = records[record.key] else {
        records[record.key] = record
        continue
      }
      guard other != record else { continue }
      conflicts.insert(record.key)
      if Self.spelling(record) < Self.spelling(other) { records[record.key] = record }
    }
    conflicting = plan.filter(conflicts.contains)
  }

  private static func spelling(_ record: RunRecord) -> String {
    // A record that was read can be written; one that cannot sorts last.
    (try? RecordCoding.line(record)) ?? "\u{10FFFF}"
  }
}
