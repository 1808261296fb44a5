// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import FederationModel
import Quantities
import Results
import RunMetrics
import SchedulerPlugins

/// One decision of a recorded run: what the scheduler saw, what it answered and why, and what was so.
struct ExplainRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Explain the decisions about one workload around one moment of a recorded run.",
    discussion: """
      RECORD is an output folder of run, or a line of its records: FOLDER/runs.jsonl:17. Where a folder holds several \
      runs, --contender, --seed and --sweep say which.

      The run is repeated, which takes as long as it took: the scenario has to be the one that was run, and the \
      repeated run has to have the record's digest. Shown are the last decision at or before the moment and the next \
      one after it, each with the clusters as the scheduler saw them beside what was so.

      Exit codes: 0 done, 1 the repeated run is not the recorded one, 2 the input is wrong or the scenario has \
      changed since.
      """)

  @Argument(help: ArgumentHelp("An output folder, or FOLDER/runs.jsonl:LINE.", valueName: "record"))
  var record: String

  @Option(help: ArgumentHelp("The moment, from the start of the run, such as 1h5m.", valueName: "span"))
  var at: SimulationDuration

  @Option(help: ArgumentHelp("The workload.", valueName: "namespace/name"))
  var workload: String

  @Option(help: ArgumentHelp("The run of this contender.", valueName: "name"))
  var contender: String?

  @Option(help: ArgumentHelp("The run of this seed.", valueName: "n"))
  var seed: Int?

  @Option(
    parsing: .singleValue, help: ArgumentHelp("The run at this value of a sweep. Repeatable.", valueName: "path=value"))
  var sweep: [SettingOption] = []

  @Option(
    name: .customLong("scenario"), parsing: .singleValue,
    help: ArgumentHelp(
      "Where the scenario lies now; by default as the recorded command says, from here or from above the record. "
        + "Repeatable.", valueName: "path"))
  var paths: [String] = []

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: ExplanationFormat = .table

  @Option(
    help: ArgumentHelp(
      "Repeat a run that a scheduler program decided from a file that run --record wrote, without the program.",
      valueName: "file"))
  var replay: String?

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if at < .zero { throw ValidationError("--at is a moment of the run: 0s or later") }
  }

  func run() throws {
    let recorded = try RecordedRun(naming: record, contender: contender, seed: seed, sweep: sweep)
    let source = try RecordedScenario(of: recorded, paths: paths, diagnostics: diagnostics)
    let scenario = source.scenario
    guard at <= scenario.horizon else {
      throw CommandEnd(.invalidInput, "regatta: the run ends at \(scenario.horizon), before \(at)")
    }
    let place = try chosenWorkload(of: scenario, under: source.contender)
    let probe = DecisionProbe(workload: place, around: .zero + at)
    let race = try PluginRace(
      PluginOptions.replaying(replay), sweeps: [recorded.record.scenarioDigest: recorded.record.sweep],
      isInterrupted: { false })
    defer { race.schedulers.endAll() }
    let outcome = try WorldReplication(schedulers: race.schedulers).run(
      scenario, contender: source.contender, seed: recorded.record.seed, keepsSeries: false, onlooker: probe)
    guard outcome.digest == recorded.record.digest, outcome.events == recorded.record.events else {
      let versions =
        recorded.record.version == Regatta.version
        ? "" : "; the record is of version \(recorded.record.version), this is \(Regatta.version)"
      throw CommandEnd(
        .runFailed,
        "regatta: the repeated run is not the recorded one: digest \(outcome.digest) after \(outcome.events) events, "
          + "\(recorded.place) has \(recorded.record.digest) after \(recorded.record.events)\(versions)")
    }
    let explanation = RunExplanation(
      run: recorded, scenario: scenario, contender: source.contender, workload: place, moment: .zero + at, probe: probe)
    switch output {
    case .table: StandardOutput.write(explanation.text(as: .plain))
    case .markdown: StandardOutput.write(explanation.text(as: .markdown))
    case .json: for line in try explanation.lines() { StandardOutput.write(line) }
    }
  }

  private func chosenWorkload(of scenario: Scenario, under contender: Int) throws -> Int {
    guard let place = scenario.workloads.firstIndex(where: { $0.key == workload }) else {
      let names = scenario.workloads.map(\.key)
      let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
      throw CommandEnd(.invalidInput, "regatta: there is no workload \(workload); there are: \(shown)")
    }
    guard scenario.contenders[contender].policies[place] != nil else {
      throw CommandEnd(
        .invalidInput,
        "regatta: \(scenario.contenders[contender].name) has no policy for \(workload), so nothing is ever decided")
    }
    return place
  }
}
