// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Quantities
import Results
import RunMetrics
import Testing

/// The gate as continuous integration uses it: baseline save, check, exit codes.
@Suite struct RegressionGateTests {
  static let scenario = """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata: {name: gate}
    horizon: 2h
    load: 0.5
    fleet: {generate: {regions: {east: {}, west: {}, south: {}}, clusters: 6, nodePools: [{nodes: 4, cpu: "8"}]}}
    workloads:
    - {name: web, count: 6, replicas: 8, requests: {cpu: "1"}, startup: {lognormal: {median: 20s, p95: 60s}}}
    contenders:
    - {name: karmada, profile: karmada-1.18, optIn: failover, division: capacity}
    - {name: kubefed, profile: kubefed-0.10}
    failures:
    - {process: {cluster: {up: {exponential: {mean: 4h}}, down: {exponential: {mean: 20m}}}}}
    goals: ["lost_replica_hours <= 100", "availability >= 0.5"]
    """

  /// Runs the scenario under these policies into `folder`, as `run` would.
  private func race(_ policies: TestPolicies, seeds: Int, in folder: Folder, as name: String) async throws {
    let scenario = try Race(text: Self.scenario).scenario
    let digests = [try ScenarioDigest(of: scenario).description]
    let plan = ExperimentPlan(contenders: Array(scenario.contenders.indices), seeds: Array(0..<seeds))
    let manifest = ExperimentManifest(
      version: "test", scenario: scenario.name, summary: "", scenarioDigests: digests,
      command: ["regatta", "run", "s.yaml", "--seeds", "0..\(seeds - 1)"], horizonSeconds: scenario.horizon.seconds,
      contenders: scenario.contenders.map(\.name), seeds: plan.seeds, sweepPoints: [[:]],
      goals: scenario.goals.map {
        .init(metric: $0.metric, relation: $0.relation.rawValue, bound: $0.bound, text: $0.text)
      }, translations: [], caveats: [], size: .init(clusters: 6, regions: 3, nodes: 24, workloads: 6, replicas: 48))
    let results = try ResultsFolder(path: folder.url(name).path, manifest: manifest, startsAnew: true)
    let runner = ParallelRunner(
      scenarios: [scenario], sweepPoints: [SweepPoint(settings: [])], digests: digests, jobs: 2, version: "test",
      replication: { scenario, contender, seed, keepsSeries in
        let scheduler = policies.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet)
        let outcome = MeasuredRun.run(
          scenario: scenario, contender: contender, seed: UInt64(seed), scheduler: scheduler, withSeries: keepsSeries)
        guard let outcome else { throw CancellationError() }
        return outcome
      })
    let summary = try await runner.run(plan.lines(), write: results.writer.append)
    #expect(summary.failures.isEmpty)
    try results.finish(
      manifest: manifest,
      timing: ExperimentTiming(
        machine: .current(), jobs: 2, wallSeconds: 1, events: 1, resumed: 0, runs: summary.timings))
    results.release()
  }

  private func regatta(_ arguments: [String], in folder: Folder) throws -> Program.Result {
    try Program.run(arguments, in: folder.path)
  }

  @Test func `the same code passes by digest, a lost division exits 3 and is named, two seeds exit 5`() async throws {
    let folder = try Folder()
    try await race(.asShipped, seeds: 12, in: folder, as: "before")
    try await race(.asShipped, seeds: 12, in: folder, as: "same")
    try await race(.undivided, seeds: 12, in: folder, as: "worse")
    try await race(.undivided, seeds: 2, in: folder, as: "short")
    let saved = try regatta(["baseline", "save", "before", "--to", "base.json"], in: folder)
    #expect(saved.status == 0, "\(saved.errors)")

    let same = try regatta(["check", "same", "--baseline", "base.json"], in: folder)
    #expect(same.status == 0 && same.output.hasPrefix("PASS: gate: all 24 runs have the digests of the baseline."))

    let worse = try regatta(["check", "worse", "--baseline", "base.json"], in: folder)
    #expect(worse.status == 3, "\(worse.output)")
    #expect(worse.output.hasPrefix("REGRESSION: gate: "))
    let sentence = worse.output.split(separator: "\n\n")[0].split(separator: "\n").joined(separator: " ")
    #expect(sentence.contains("lost_replica_hours of k") && sentence.contains("is worse by"), "\(sentence)")
    #expect(sentence.contains("replica-h (95 % CI ") && sentence.contains("12 seeds"))

    let short = try regatta(["check", "short", "--baseline", "base.json"], in: folder)
    #expect(short.status == 5, "\(short.output)")
    #expect(short.output.hasPrefix("INCONCLUSIVE: gate: ") && short.output.contains("more seeds would decide"))

    let ignored = try regatta(
      [
        "check", "worse", "--baseline", "base.json", "--metric", "lost_replica_hours", "--min-effect",
        "lost_replica_hours=1000",
      ], in: folder)
    #expect(ignored.status == 0, "\(ignored.output)")
  }

  @Test func `check --run makes the baseline's runs again and passes by digest`() throws {
    let folder = try Folder()
    try folder.write(Self.scenario, to: "s.yaml")
    let run = try regatta(["run", "s.yaml", "--seeds", "0..19", "--out", "out", "-q"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try regatta(["baseline", "save", "out", "--to", "base.json", "-q"], in: folder).status == 0)
    let check = try regatta(["check", "--run", "s.yaml", "--baseline", "base.json", "-q"], in: folder)
    #expect(
      check.status == 0 && check.output.contains("all 40 runs have the digests"), "\(check.output)\(check.errors)")
    let one = try regatta(
      ["check", "--run", "s.yaml", "--baseline", "base.json", "--contender", "kubefed", "-o", "json", "-q"], in: folder)
    #expect(one.status == 0 && one.output.contains("\"commonRuns\" : 20"), "\(one.output)\(one.errors)")
    // A fuller fleet is another scenario: said, and judged by the runs.
    try folder.write(Self.scenario.replacing("load: 0.5", with: "load: 0.9"), to: "full.yaml")
    let full = try regatta(["check", "--run", "full.yaml", "--baseline", "base.json", "-q"], in: folder)
    #expect(full.status == 3 && full.output.contains("Not like for like"), "\(full.output)\(full.errors)")
  }

  @Test func `shapes for machines: JUnit, GitHub, JSON, Markdown`() async throws {
    let folder = try Folder()
    try await race(.asShipped, seeds: 8, in: folder, as: "before")
    try await race(.undivided, seeds: 8, in: folder, as: "worse")
    #expect(try regatta(["baseline", "save", "before", "--to", "base.json"], in: folder).status == 0)
    for (shape, word) in [
      ("junit", "<failure message="), ("github", "::error title=lost_replica_hours of k"),
      ("json", "\"outcome\" : \"regression\""), ("markdown", "**REGRESSION: gate: "), ("table", "regression"),
    ] {
      let result = try regatta(["check", "worse", "--baseline", "base.json", "-o", shape], in: folder)
      #expect(result.status == 3 && result.output.contains(word), "\(shape): \(result.output)")
    }
  }

  @Test func `a baseline that is none, a metric that is none and a contender that is none end with 2`() throws {
    let folder = try Folder()
    try folder.write("{}", to: "base.json")
    try folder.write(Self.scenario, to: "s.yaml")
    #expect(try regatta(["run", "s.yaml", "--seeds", "0", "--out", "out", "-q"], in: folder).status == 0)
    let broken = try regatta(["check", "out", "--baseline", "base.json"], in: folder)
    #expect(broken.status == 2 && broken.errors.contains("base.json"))
    #expect(try regatta(["check", "out", "--baseline", "none.json"], in: folder).status == 2)
    #expect(try regatta(["baseline", "save", "out", "--to", "good.json", "-q"], in: folder).status == 0)
    let wrong = try regatta(
      ["check", "out", "--baseline", "good.json", "--metric", "availabilty", "--contender", "kubfed"], in: folder)
    #expect(wrong.status == 2 && wrong.errors.contains("availabilty") && wrong.errors.contains("kubfed"))
    #expect(try regatta(["check", "--baseline", "good.json"], in: folder).status == 64)
    #expect(try regatta(["check", "out", "--baseline", "good.json", "--min-effect", "x"], in: folder).status == 64)
    let unwritable = try regatta(["baseline", "save", "out", "--to", "no/such/folder/b.json"], in: folder)
    #expect(unwritable.status == 1 && unwritable.errors.contains("no/such/folder/b.json"))
  }
}
