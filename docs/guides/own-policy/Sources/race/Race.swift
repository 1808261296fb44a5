// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Reporting
import Results
import ScenarioFormat
import Scheduling
import SchedulingPolicies

/// Gives the contender `mine` the policy of this package, and everybody else the one of its own system.
struct Schedulers: SchedulerSource {
  func scheduler(for contender: Int, of scenario: Scenario, seed: Int) throws -> any RunScheduler {
    let shipped = PolicyCatalog.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet)
    let isMine = scenario.contenders[contender].name == "mine"
    return BuiltInScheduler(isMine ? EvenSpread(karmada: shipped) : shipped)
  }
}

/// Races the scenario of the first argument over ten seeds, or as many as the second argument says.
@main
struct Race {
  static func main() async throws {
    let arguments = CommandLine.arguments
    let path = arguments.count > 1 ? arguments[1] : "scenario.yaml"
    let seeds = Array(0..<(arguments.count > 2 ? Int(arguments[2]) ?? 10 : 10))
    let loaded = ScenarioLoader.load(path: path)
    for diagnostic in loaded.diagnostics { FileHandle.standardError.write(Data("\(diagnostic)\n".utf8)) }
    guard let scenario = loaded.scenario else { exit(2) }

    let digest = try ScenarioDigest(of: scenario).description
    let records = try await race(scenario, digest: digest, seeds: seeds)
    let manifest = ExperimentManifest(
      version: "own-policy", scenario: scenario.name, summary: scenario.summary, scenarioDigests: [digest],
      command: arguments, horizonSeconds: scenario.horizon.seconds, contenders: scenario.contenders.map(\.name),
      seeds: seeds, sweepPoints: [[:]], goals: [], translations: [], caveats: [],
      size: .init(
        clusters: scenario.fleet.clusters.count, regions: scenario.fleet.regions.count, nodes: 0,
        workloads: scenario.workloads.count, replicas: scenario.workloads.reduce(0) { $0 + $1.replicas }))
    print(TerminalReport(ReportModel(ReportInput(manifest: manifest, records: records))).text, terminator: "")
  }
  /// The records of all contenders under all seeds, in the plan's order.
  nonisolated static func race(_ scenario: Scenario, digest: String, seeds: [Int]) async throws -> [RunRecord] {
    let replication = WorldReplication(schedulers: Schedulers())
    let runner = ParallelRunner(
      scenarios: [scenario], sweepPoints: [SweepPoint(settings: [])], digests: [digest],
      jobs: ProcessInfo.processInfo.activeProcessorCount, version: "own-policy",
      replication: { try replication.run($0, contender: $1, seed: $2, keepsSeries: $3) })
    let plan = ExperimentPlan(contenders: Array(scenario.contenders.indices), seeds: seeds)
    var records: [RunRecord] = []
    let summary = try await runner.run(plan.lines()) { records.append($0) }
    for failure in summary.failures {
      FileHandle.standardError.write(Data("\(failure.contender): \(failure.message)\n".utf8))
    }
    return records
  }
}
