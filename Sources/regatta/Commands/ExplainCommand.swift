// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import FailoverAnalysis
import FederationModel
import Quantities
import Results
import ScenarioFormat

/// Says why.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain what will happen when a cluster is lost, what was decided in a run and why, or what a metric is.",
    subcommands: [ExplainFailoverCommand.self, ExplainRunCommand.self, ExplainMetricCommand.self])
}

/// What will happen when a cluster is lost: the timeline, and what to look at.
struct ExplainFailoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "failover",
    abstract: "Predict what happens when a cluster is lost, with the flag or field behind each number.",
    discussion: """
      With --cluster: per contender the steps from the failure to replicas that are ready elsewhere, what each \
      workload's planner answers, the expected loss, and findings with codes. Without: one line per cluster and \
      contender, and all findings.

      Exit codes: 0 done, 2 the input is wrong, 3 with --strict when there is a finding of severity error.
      """)

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: ArgumentHelp("The cluster that is lost.", valueName: "name"))
  var cluster: String?

  @Option(help: ArgumentHelp("Only this workload, with its own steps.", valueName: "namespace/name"))
  var workload: String?

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Option(help: "How the cluster is lost; by default as the plane implies, dead without one.")
  var failure: FailureKind?

  @Option(help: "What of it is lost; by default what the failure implies.")
  var plane: FailurePlane?

  @Option(help: ArgumentHelp("How long it stays away; the expected loss counts to its return.", valueName: "span"))
  var outage: SimulationDuration = .hours(1)

  @Flag(help: "End with 3 when a finding has the severity error.")
  var strict = false

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: ExplanationFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  func run() throws {
    let scenario = try ScenarioInput(options: scenario, diagnostics: diagnostics).load().scenario
    let chosen = try chosenContenders(of: scenario)
    let clusters = try chosenClusters(of: scenario)
    try checkWorkload(in: scenario)
    let failure = try chosenFailure()
    let forecasts = chosen.flatMap { place -> [FailoverForecast] in
      let analysis = FailoverAnalysis(
        scenario: scenario, contender: place, upstreamName: ProfileOverride.upstreamName(of:in:))
      return clusters.map {
        analysis.forecast(FailoverQuestion(cluster: $0, failure: failure, plane: plane, outage: outage))
      }
    }
    let findings = FailoverAnalysis.findings(FailoverAnalysis.findings(of: forecasts), about: workload)
    let explanation = FailoverExplanation(
      forecasts: forecasts, findings: findings, workload: workload, hasOneCluster: cluster != nil)
    switch output {
    case .table: StandardOutput.write(explanation.table)
    case .markdown: StandardOutput.write(explanation.markdown)
    case .json: for line in try explanation.lines() { StandardOutput.write(line) }
    }
    let errors = findings.count { $0.severity == .error }
    if strict, errors > 0 {
      throw CommandEnd(.goalMissed, "regatta: \(errors) finding\(errors == 1 ? "" : "s") of severity error")
    }
  }

  private func chosenContenders(of scenario: Scenario) throws -> [Int] {
    let names = scenario.contenders.map(\.name)
    if let unknown = contenders.first(where: { !names.contains($0) }) {
      throw CommandEnd(
        .invalidInput, "regatta: there is no contender \(unknown); there are: \(names.joined(separator: ", "))")
    }
    let named = names.indices.filter { contenders.isEmpty || contenders.contains(names[$0]) }
    let programs = named.filter { scenario.contenders[$0].program != nil }
    if !programs.isEmpty {
      diagnostics.warn(
        "regatta: \(programs.map { names[$0] }.joined(separator: ", ")): decided by a program, about which nothing can be "
          + "said without running it")
    }
    let chosen = named.filter { !programs.contains($0) }
    guard !chosen.isEmpty else { throw CommandEnd(.invalidInput, "regatta: the input has no contender") }
    return chosen
  }

  private func chosenClusters(of scenario: Scenario) throws -> [ClusterIndex] {
    let fleet = scenario.fleet
    guard let cluster else { return fleet.clusters.indices.map { ClusterIndex($0) } }
    if let index = fleet.index(named: cluster) { return [index] }
    let names = fleet.clusters.map(\.name)
    let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
    throw CommandEnd(.invalidInput, "regatta: there is no cluster \(cluster); there are: \(shown)")
  }

  /// How the cluster is lost; combinations that no failure has are refused.
  private func chosenFailure() throws -> FailureKind {
    guard let plane else { return failure ?? .dead }
    guard let implied = FailureKind(of: plane) else {
      throw CommandEnd(
        .invalidInput,
        "regatta: plane \(plane.rawValue) is no loss of the cluster, and explain failover has nothing to say of it; "
          + "race it: regatta run with failures: [{..., plane: \(plane.rawValue)}]")
    }
    let failure = failure ?? implied
    guard failure.planes.contains(plane) else {
      let fitting = failure.planes.map(\.rawValue).joined(separator: ", ")
      throw CommandEnd(
        .invalidInput,
        "regatta: a failure \(failure.rawValue) is none of plane \(plane.rawValue); it is one of \(fitting)")
    }
    return failure
  }

  private func checkWorkload(in scenario: Scenario) throws {
    guard let workload, !scenario.workloads.contains(where: { $0.key == workload }) else { return }
    throw CommandEnd(.invalidInput, "regatta: there is no workload \(workload); name it as namespace/name")
  }
}

/// The shapes of an explanation.
enum ExplanationFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, markdown
}

extension FailureKind: ExpressibleByArgument {}

extension FailurePlane: ExpressibleByArgument {}
