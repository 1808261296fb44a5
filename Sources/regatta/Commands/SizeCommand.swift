// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import FederationModel
import Foundation
import Reporting
import Results
import ScenarioFormat
import SchedulerPlugins

/// Finds how much load a fleet carries, or how small it may be.
struct SizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "Find the largest load, or the fewest clusters or nodes, at which the goals still hold.",
    discussion: """
      Each trial (a seed) climbs a ladder of sizes until a run no longer keeps every goal, nor serves all demand again \
      by the end of each scripted failure. The safe size is the one that nine of ten trials hold. By clusters and \
      nodes the demand stays that of the fleet as written; added clusters are copies, and regions that a scripted \
      failure strikes are filled first.

      The output folder gets size.json and size.svg. Exit codes: 0 done, 1 a run failed, 2 the input is wrong, 3 no \
      contender holds any size, 64 the command line is wrong, 130 interrupted.
      """)

  @OptionGroup var input: ScenarioOptions

  @Option(help: "What is sought: the most load, the fewest clusters or the fewest nodes.")
  var by: SizeMeasure

  @Option(
    name: .customLong("goal"), parsing: .singleValue,
    help: ArgumentHelp(
      "What has to hold in a run, such as \"availability >= 99.9 %\"; the scenario's goals by default. Repeatable.",
      valueName: "goal"))
  var goals: [String] = []

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Study only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Option(
    help: ArgumentHelp("Seeds of the trials; 0..10 by default.", valueName: "seeds"),
    transform: { try SeedOption($0) })
  var seeds = SeedOption.firstEleven

  @Option(
    help: ArgumentHelp(
      "From where to where to look: 0.05..1 of load by default, 1 to four times the clusters or nodes there are.",
      valueName: "low..high"))
  var range: SizeRange?

  @Option(help: ArgumentHelp("How far apart two loads are, 0.001 or more.", valueName: "share"))
  var step = 0.005

  @Option(name: .shortAndLong, help: "Trials at once; the number of cores by default.")
  var jobs: Int?

  @Option(help: ArgumentHelp("The output folder; out/<scenario>_size-<by> by default.", valueName: "folder"))
  var out: String?

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: OutputFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs is to be at least 1") }
    if by == .load, input.load != nil { throw ValidationError("--by load looks for the load: leave --load out") }
    if !(step >= 0.001 && step <= 0.5) { throw ValidationError("--step is to be 0.001 to 0.5") }
    if Set(contenders).count < contenders.count { throw ValidationError("--contender names one twice") }
  }

  func run() async throws {
    let base = try ScenarioInput(options: input, diagnostics: diagnostics).load().scenario
    let names = base.contenders.map(\.name)
    if let unknown = contenders.first(where: { !names.contains($0) }) {
      throw CommandEnd(
        .invalidInput, "regatta: there is no contender \(unknown); there are: \(names.joined(separator: ", "))")
    }
    let chosen = names.indices.filter { contenders.isEmpty || contenders.contains(names[$0]) }
    let goals = try self.goals.isEmpty ? base.goals : readGoals()
    let criterion = SizeCriterion(scenario: base, goals: goals)
    guard criterion.fit != nil || !goals.isEmpty else {
      throw CommandEnd(
        .invalidInput,
        "regatta: nothing says what has to hold: the failures are drawn at random and there is no goal; give --goal")
    }
    let scale = try scale(over: base.fleet)
    let trials = try await study(scale, base: base, goals: goals, contenders: chosen)
    let report = SizeReport(
      scenario: base.name, scale: scale, criteria: ((criterion.fit.map { [$0] } ?? []) + goals).map(\.text),
      seeds: seeds.list.seeds, command: command, contenders: zip(chosen.map { names[$0] }, trials).map { ($0, $1) })
    let folder = out ?? "out/\(RunCommand.folderName("\(base.name)_size-\(by.rawValue)"))"
    try hand(report, to: folder)
    StandardOutput.write(try report.text(as: output))
    diagnostics.warn("regatta: the picture is \(folder)/size.svg")
    if report.best == nil { throw CommandEnd(.goalMissed, "regatta: no contender holds any size in this range") }
  }

  private func readGoals() throws -> [Goal] {
    let known = Set(MetricCatalog.metrics.map(\.id))
    var faults: [String] = []
    let read = goals.compactMap { text -> Goal? in
      guard let goal = Goal(parsing: text) else {
        faults.append("regatta: \"\(text)\" is not a goal; write it as \"availability >= 99.9 %\"")
        return nil
      }
      if MetricCatalog.metric(goal.metric)?.unit == "1", goal.bound > 1.5 {
        faults.append("regatta: \"\(text)\" asks for a share above 1; write a percentage with its sign, as 99 %")
      }
      if !known.contains(goal.metric) {
        faults.append("regatta: there is no metric \(goal.metric); regatta list metrics names them")
      }
      return goal
    }
    if !faults.isEmpty { throw CommandEnd(.invalidInput, faults.joined(separator: "\n")) }
    return read
  }

  private func scale(over fleet: Fleet) throws -> SizeScale {
    if by == .load {
      let low = ((range?.low ?? 0.05) * 1000).rounded()
      let high = ((range?.high ?? 1) * 1000).rounded()
      guard low >= 1, high >= low, high <= 10_000 else {
        throw CommandEnd(.invalidInput, "regatta: --range of a load is two shares from 0.001 to 10, such as 0.3..0.9")
      }
      return .load(from: Int(low), to: Int(high), step: Int((step * 1000).rounded()))
    }
    let there =
      by == .clusters
      ? fleet.clusters.count : fleet.clusters.reduce(0) { $0 + $1.pools.reduce(0) { $0 + $1.nodeCount } }
    let low = (range?.low ?? 1).rounded()
    let high = (range?.high ?? Double(4 * there)).rounded()
    guard low >= 1, high >= low, high <= 100_000 else {
      throw CommandEnd(.invalidInput, "regatta: --range of \(by.rawValue) is two whole numbers, such as 6..24")
    }
    return .count(by, from: Int(high), downTo: Int(low))
  }

  private func study(
    _ scale: SizeScale, base: Scenario, goals: [Goal], contenders: [Int]
  ) async throws -> [[SizeStudy.Trial]] {
    let interrupt = Interrupt()
    let schedulers = PluginSchedulers(isInterrupted: { interrupt.isRequested })
    defer { schedulers.endAll() }
    let replication = WorldReplication(isInterrupted: { interrupt.isRequested }, schedulers: schedulers)
    let sized = SizedScenarios(options: input, scale: scale, contenders: base.contenders.map(\.name))
    let study = SizeStudy(
      search: LevelSearch(levels: scale.levels, coarseStep: max(1, scale.levels.count / 12)), goals: goals,
      ladder: { sized.scenario(at: $0, trial: $1) },
      replication: { try replication.run($0, contender: $1, seed: $2, keepsSeries: $3) })
    let display = ProgressDisplay(isQuiet: diagnostics.quiet)
    defer { display.finish() }
    do {
      return try await interrupt.watching {
        try await study.trials(
          contenders: contenders, seeds: seeds.list.seeds, jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount
        ) { done, total in display.update(ParallelRunner.Progress(done: done, total: total, events: 0)) }
      }
    } catch is CancellationError {
      throw CommandEnd(.interrupted, "regatta: interrupted; nothing is written")
    }
  }

  private func hand(_ report: SizeReport, to folder: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try WholeFile.write(try report.text(as: .json), to: "\(folder)/size.json")
      try WholeFile.write(report.picture, to: "\(folder)/size.svg")
    } catch {
      throw CommandEnd(.runFailed, "regatta: cannot write to \(folder): \(OutputFolder.reason(error, at: folder))")
    }
  }

  private var command: [String] {
    var command = ["regatta", "size"] + input.arguments + ["--by", by.rawValue, "--seeds", seeds.text]
    for goal in goals { command += ["--goal", goal] }
    for contender in contenders { command += ["--contender", contender] }
    if let range { command += ["--range", range.text] }
    if by == .load, step != 0.005 { command += ["--step", "\(step)"] }
    return command
  }
}

extension SizeMeasure: ExpressibleByArgument {}

/// `LOW..HIGH`.
struct SizeRange: ExpressibleByArgument {
  let low: Double
  let high: Double
  let text: String

  init?(argument: String) {
    guard let dots = argument.range(of: ".."), let low = Double(argument[..<dots.lowerBound]),
      let high = Double(argument[dots.upperBound...]), low.isFinite, high.isFinite
    else { return nil }
    self.low = low
    self.high = high
    text = argument
  }
}
