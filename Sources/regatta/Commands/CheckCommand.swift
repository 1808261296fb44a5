// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import FederationModel
import Foundation
import Reporting
import Results
import Statistics

/// The gate for continuous integration: did this change make placement worse?
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether results are worse than a saved baseline, by exit code and a short comment.",
    discussion: """
      Level 1: runs with the baseline's digests pass at once. Level 2: every other contender must clearly be no worse, seed \
      by seed, on the metrics of the scenario's goals (or on the primary metrics where there is no goal). Level 3, with \
      --max-slowdown: speed, on the same machine alone.

      Exit codes: 0 pass, 1 a run failed, 2 the input is wrong, 3 regression, 5 inconclusive (the output says how many \
      more seeds would decide), 64 the command line is wrong.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, markdown, json, junit, github
  }

  @Argument(help: ArgumentHelp("Output folders of run.", valueName: "folder"))
  var folders: [String] = []

  @Option(help: ArgumentHelp("The file that baseline save has written.", valueName: "file"))
  var baseline: String

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      "Run this scenario under the baseline's contenders, seeds and options instead of reading folders.",
      valueName: "scenario"))
  var scenario: String?

  @Option(
    name: .customLong("min-effect"), parsing: .singleValue,
    help: ArgumentHelp(
      "The smallest regression of a metric that matters, in its unit (shares as 0.001). Repeatable.",
      valueName: "metric=value"))
  var minimumEffects: [EffectOption] = []

  @Option(help: ArgumentHelp("The share of false alarms to put up with.", valueName: "share"))
  var alpha = 0.05

  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp("Judge this metric instead of the goals'. Repeatable.", valueName: "id"))
  var metrics: [String] = []

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Judge only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Option(help: ArgumentHelp("Fail when slower than the baseline by more than this share.", valueName: "share"))
  var maxSlowdown: Double?

  @Option(name: .shortAndLong, help: "Runs at once with --run; the number of cores by default.")
  var jobs: Int?

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the finding.")
  var output: Format = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if folders.isEmpty, scenario == nil { throw ValidationError("give output folders, or --run a scenario") }
    if let first = folders.first, scenario != nil {
      throw ValidationError(
        "\(first): with --run no folder is read; to change the scenario, make the runs by regatta run and check their folder"
      )
    }
    if !(alpha > 0 && alpha < 0.5) { throw ValidationError("--alpha is to be above 0 and below 0.5") }
    if let maxSlowdown, !(maxSlowdown >= 0 && maxSlowdown < 1) {
      throw ValidationError("--max-slowdown is to be 0 or more and below 1")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is to be at least 1") }
  }

  func run() async throws {
    let saved = try readBaseline()
    let candidate = try await candidate(for: saved)
    try refuseOther(candidate.input.manifest.scenario, saved)
    let check = RegressionCheck(
      candidate.input, against: ReportInput(manifest: saved.manifest, records: saved.runs),
      options: .init(
        alpha: alpha,
        minimumEffects: Dictionary(
          minimumEffects.map { ($0.metric, $0.effect) }, uniquingKeysWith: { _, last in last }),
        metrics: metrics, contenders: contenders))
    let speed = zip(candidate.speed, saved.speed).map {
      SpeedCheck($0, against: $1, allowedSlowdown: maxSlowdown)
    }
    let report = CheckReport(check, speed: speed)
    switch output {
    case .table: StandardOutput.write(report.terminal(bold: StandardOutput.usesBold))
    case .markdown: StandardOutput.write(report.markdown)
    case .json: StandardOutput.write(try report.json())
    case .junit: StandardOutput.write(report.junit)
    case .github: StandardOutput.write(report.github)
    }
    if check.outcome == .regression || speed?.isTooSlow == true { throw CommandEnd(.goalMissed) }
    if check.outcome == .inconclusive { throw CommandEnd(.incomplete) }
  }

  private func refuseOther(_ scenario: String, _ saved: Baseline) throws {
    guard scenario != saved.manifest.scenario else { return }
    throw CommandEnd(
      .invalidInput,
      "regatta: \(baseline) is of the scenario \(saved.manifest.scenario), not of \(scenario); save a baseline of that one"
    )
  }

  private func readBaseline() throws -> Baseline {
    let saved: Baseline
    do {
      saved = try Baseline.read(baseline)
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    var faults: [String] = []
    for metric in metrics + minimumEffects.map(\.metric) where MetricCatalog.metric(metric) == nil {
      faults.append("regatta: there is no metric \(metric); regatta list metrics names them")
    }
    let known = saved.manifest.contenders
    for name in contenders where !known.contains(name) {
      faults.append("regatta: the baseline has no contender \(name); it has: \(known.joined(separator: ", "))")
    }
    if !faults.isEmpty { throw CommandEnd(.invalidInput, faults.joined(separator: "\n")) }
    return saved
  }

  /// What is judged: records of folders, or of a run that is made now.
  private func candidate(for saved: Baseline) async throws -> (input: ReportInput, speed: Baseline.Speed?) {
    guard let scenario else {
      let experiments = try RecordedExperiments.read(folders, diagnostics)
      guard experiments.count == 1 else {
        throw CommandEnd(
          .invalidInput, "regatta: these folders are \(experiments.count) experiments; check one at a time")
      }
      return (experiments[0].input, RecordedSpeed.read(experiments[0].folders))
    }
    let quiet = DiagnosticOptions(isQuiet: true)
    try refuseOther(try ScenarioInput(paths: [scenario], diagnostics: quiet).load().scenario.name, saved)
    let made = try await CandidateRun(
      scenario: scenario, baseline: saved, contenders: contenders, jobs: jobs, diagnostics: diagnostics
    ).make()
    return made
  }

  private func zip<First, Second>(_ first: First?, _ second: Second?) -> (First, Second)? {
    guard let first, let second else { return nil }
    return (first, second)
  }
}

/// `METRIC=VALUE`.
struct EffectOption: ExpressibleByArgument, Hashable {
  let metric: String
  let effect: Double

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex,
      let effect = Double(argument[argument.index(after: equals)...]), effect.isFinite, effect >= 0
    else { return nil }
    metric = String(argument[..<equals])
    self.effect = effect
  }
}
