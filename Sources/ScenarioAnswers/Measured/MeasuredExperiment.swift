// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import Reporting
import Results
import RunMetrics
import Synchronization

/// One contender at one sweep point.
struct RunPlace: Hashable, Sendable {
  let point: Int
  let contender: Int
}

/// The runs of a document's scenario: all sweep points, contenders and seeds, made as `regatta run` makes them.
struct MeasuredExperiment: Sendable {
  let points: [SweepPoint]
  /// The scenario at each sweep point.
  let scenarios: [Scenario]
  let seeds: [Int]
  /// All records, in plan order.
  let records: [RunRecord]
  /// Everything at all points.
  let model: ReportModel
  /// Each point by itself.
  let pointModels: [ReportModel]
  /// Numbers over time, of the first seed of each contender and point.
  private let histories: [RunPlace: [PlacementTrack: StepHistory]]

  /// A run that ended with an error, in words.
  struct Failure: Error, Sendable {
    let message: String
  }

  private init(
    points: [SweepPoint], scenarios: [Scenario], seeds: [Int], digests: [String], version: String,
    records: [RunRecord], histories: [RunPlace: [PlacementTrack: StepHistory]]
  ) {
    self.points = points
    self.scenarios = scenarios
    self.seeds = seeds
    self.records = records
    self.histories = histories
    func model(of chosen: [Int]) -> ReportModel {
      let first = scenarios[chosen[0]]
      let sweeps = chosen.map { points[$0].values }
      let manifest = ExperimentManifest(
        version: version, scenario: first.name, summary: first.summary, scenarioDigests: chosen.map { digests[$0] },
        command: [], horizonSeconds: first.horizon.seconds, contenders: first.contenders.map(\.name), seeds: seeds,
        sweepPoints: sweeps, goals: [], translations: [], caveats: [],
        size: .init(
          clusters: first.fleet.clusters.count, regions: first.fleet.regions.count, nodes: 0,
          workloads: first.workloads.count, replicas: 0))
      return ReportModel(ReportInput(manifest: manifest, records: records.filter { sweeps.contains($0.sweep) }))
    }
    self.model = model(of: Array(points.indices))
    pointModels = points.indices.map { model(of: [$0]) }
  }

  /// Makes the runs, `jobs` at once, and keeps `tracks` of the first seed of each contender and point.
  static func make(
    points: [SweepPoint], scenarios: [Scenario], seeds: [Int], tracks: [PlacementTrack], options: AnswerOptions
  ) async throws -> MeasuredExperiment {
    let replication = WorldReplication(isInterrupted: options.isInterrupted)
    let digests = try scenarios.map { try ScenarioDigest(of: $0).description }
    var records: [RunRecord] = []
    var histories: [RunPlace: [PlacementTrack: StepHistory]] = [:]
    for (point, scenario) in scenarios.enumerated() {
      let kept = KeptHistories()
      let runner = ParallelRunner(
        scenarios: [scenario], sweepPoints: [points[point]], digests: [digests[point]], jobs: options.jobs,
        version: options.version
      ) { scenario, contender, seed, isFirst in
        let outcome = try replication.run(
          scenario, contender: contender, seed: seed, keepsSeries: isFirst, tracks: isFirst ? tracks : [])
        if isFirst { kept.byContender.withLock { $0[contender] = outcome.histories } }
        return outcome
      }
      let plan = ExperimentPlan(contenders: Array(scenario.contenders.indices), seeds: seeds)
      let summary = try await runner.run(plan.lines(), isInterrupted: options.isInterrupted) { records.append($0) }
      if summary.isInterrupted { throw CancellationError() }
      if let failure = summary.failures.first {
        throw Failure(message: "\(failure.contender), seed \(failure.line.seed): \(failure.message)")
      }
      for contender in scenario.contenders.indices {
        guard let found = kept.byContender.withLock({ $0[contender] }) else { continue }
        histories[RunPlace(point: point, contender: contender)] = Dictionary(uniqueKeysWithValues: zip(tracks, found))
      }
    }
    return MeasuredExperiment(
      points: points, scenarios: scenarios, seeds: seeds, digests: digests, version: options.version,
      records: records, histories: histories)
  }

  /// What runs that go on at once leave for each contender.
  private final class KeptHistories: Sendable {
    let byContender = Mutex<[Int: [StepHistory]]>([:])
  }

  /// A number over time; nil where it was not kept.
  func history(_ track: PlacementTrack, at place: RunPlace) -> StepHistory? { histories[place]?[track] }

  /// What a contender came to at a point, over the seeds.
  func result(at place: RunPlace) -> ContenderResult { pointModels[place.point].points[0].results[place.contender] }

  /// The contenders' names, in the scenario's order.
  var contenders: [String] { scenarios[0].contenders.map(\.name) }
}
