// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import FederationModel
import Foundation
import Reporting
import Results
import SchedulerPlugins

/// Races the contenders of a scenario.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Race the contenders of a scenario and print the ranking.",
    discussion: """
      Every contender meets the same misfortunes for a seed. The output folder gets runs.jsonl, experiment.json, \
      timing.json, report.md, report.html, figures/ (SVG and Vega-Lite) and native/. Given again, the command makes \
      only the runs that are not there yet.

      Exit codes: 0 done, 1 a run failed, 2 the input is wrong, 3 a goal is missed by a contender named by \
      --contender or else by the best one, 4 a scheduler program had a fault and --strict-plugins is given, 5 records \
      were damaged meanwhile, 64 the command line is wrong, 130 interrupted.
      """)

  @OptionGroup var input: ScenarioOptions

  @Option(
    help: ArgumentHelp("Seeds, as 0..9, 3 or 0..4,10..12; 0..9 by default.", valueName: "seeds"),
    transform: { try SeedOption($0) })
  var seeds = SeedOption.firstTen

  @Option(
    help: ArgumentHelp(
      "Make seeds 0, 1, 2 ... until the verdict is known: precision is the one rule there is.", valueName: "rule"))
  var until: StoppingRule?

  @Option(help: "The most seeds that --until makes.")
  var mostSeeds = 200

  @Option(
    name: .customLong("sweep"), parsing: .singleValue,
    help: ArgumentHelp(
      "Race at several values of a field, such as load=0.5,0.6. Repeatable: every combination.",
      valueName: "path=a,b,c"))
  var axes: [SweepAxis] = []

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Race only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Option(
    help: ArgumentHelp("Make only part i of n of the plan; i is 0 to n-1, or 1 to n.", valueName: "i/n"),
    transform: { try Shard(option: $0) })
  var shard: Shard?

  @Option(name: .shortAndLong, help: "Runs at once; the number of cores by default.")
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The output folder; out/<scenario> by default, with what options change of it in its name.", valueName: "folder"))
  var out: String?

  @Flag(help: "Replace the records of another experiment in the output folder.")
  var force = false

  @Flag(help: "Check conservation after every event; slower.")
  var checkInvariants = false

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: OutputFormat = .table

  @OptionGroup var trace: TraceOptions

  @OptionGroup var plugins: PluginOptions

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if until != nil {
      if seeds.text != SeedOption.firstTen.text {
        throw ValidationError("--until chooses the seeds: leave --seeds out")
      }
      if shard != nil { throw ValidationError("--until looks at all runs: leave --shard out") }
      if plugins.record != nil || plugins.replay != nil {
        throw ValidationError("--record and --replay are of known seeds: give them with --seeds")
      }
      if trace.path != nil { throw ValidationError("--trace comes after --until: give it with --seeds then") }
      if mostSeeds < 10 { throw ValidationError("--most-seeds is to be at least 10") }
    }
    if until == nil, mostSeeds != 200 { throw ValidationError("--most-seeds bounds --until precision: give both") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is to be at least 1") }
    if Set(axes.map(\.path)).count < axes.count { throw ValidationError("--sweep names a path twice") }
    if Set(contenders).count < contenders.count { throw ValidationError("--contender names one twice") }
  }

  func run() async throws {
    let made = try await make()
    if made.summary.isInterrupted {
      throw CommandEnd(.interrupted, "regatta: interrupted; the same command goes on from here (\(made.path))")
    }
    StandardOutput.write(try ReportFiles.text(made.model, as: ReportFormat(output)))
    let faults = PluginRace.faults(in: made.records)
    for fault in faults { StandardError.write("regatta: \(fault)") }
    if !made.summary.failures.isEmpty {
      throw CommandEnd(.runFailed, "regatta: \(made.summary.failures.count) runs failed")
    }
    if !made.damage.isEmpty {
      for line in made.damage { StandardError.write("regatta: \(line)") }
      throw CommandEnd(.incomplete, "regatta: records were damaged after they were written; give the command again")
    }
    if plugins.isStrict, !faults.isEmpty {
      throw CommandEnd(.pluginFailed, "regatta: a scheduler program had faults, and --strict-plugins is given")
    }
    if shard == nil { try checkGoals(made.model) }
  }

  /// Makes the runs and all files of the output folder; says nothing on standard output.
  func make() async throws -> MadeExperiment {
    // One watch over all of it: a second one would miss what comes while the first one is taken down.
    let interrupt = Interrupt()
    let experiment = try prepare()
    return try await interrupt.watching {
      try await until == nil
        ? make(experiment, startsAnew: force, until: interrupt) : makeUntilPrecise(experiment, interrupt)
    }
  }

  private func makeUntilPrecise(_ experiment: Experiment, _ interrupt: Interrupt) async throws -> MadeExperiment {
    var count = recordedSeeds(of: experiment) ?? min(10, mostSeeds)
    // What is to be replaced is replaced by the first seeds; the others go on from them.
    var startsAnew = force
    while true {
      let seeds = SeedOption(first: count)
      let made = try await make(
        experiment.over(seeds, command: command(seeds)), startsAnew: startsAnew, until: interrupt)
      startsAnew = false
      if made.summary.isInterrupted || !made.summary.failures.isEmpty { return made }
      switch SeedsNeeded(made.model, most: mostSeeds) {
      case .enough(let what):
        diagnostics.warn("regatta: \(count) seeds are enough: \(what)")
        return made
      case .capped(let what):
        let caveat = "\(count) seeds, the most allowed, leave open: \(what)"
        return try await make(
          experiment.over(seeds, command: command(seeds), caveats: [caveat]), startsAnew: false, until: interrupt)
      case .more(let further): count = min(mostSeeds, count + min(further, count))
      }
    }
  }

  /// How many seeds an experiment that is gone on with has already; nil where there is none.
  private func recordedSeeds(of experiment: Experiment) -> Int? {
    let manifestPath = ResultsFolder.manifestPath(in: path(of: experiment))
    guard !force, let earlier = try? ExperimentManifest.read(manifestPath),
      earlier.scenarioDigests == experiment.digests, earlier.seeds == Array(0..<earlier.seeds.count)
    else { return nil }
    return min(mostSeeds, max(10, earlier.seeds.count))
  }

  private func make(
    _ experiment: Experiment, startsAnew: Bool, until interrupt: Interrupt
  ) async throws -> MadeExperiment {
    let manifest = experiment.manifest
    let path = path(of: experiment)
    let traced = try TracedRuns(
      trace, scenario: experiment.scenarios[0], manifest: manifest, diagnostics: diagnostics)
    let race = try PluginRace(plugins, sweeps: experiment.sweeps, isInterrupted: { interrupt.isRequested })
    let folder = try open(path, manifest, startsAnew: startsAnew)
    defer { folder.release() }
    for notice in folder.notices { diagnostics.warn("regatta: \(notice)") }
    // Nothing looks at the native objects: they are written beside the runs.
    let native = NativeFolder(
      path: "\(path)/native", scenario: experiment.scenarios[0], contenders: manifest.contenders)
    async let writing: Void = native.write()

    let keys = manifest.plan
    let planned = experiment.plan.lines(of: shard ?? .whole)
    let lines = planned.filter { !folder.done.contains(keys[$0.index]) }
    let chosen = experiment.plan.contenders.map { experiment.scenarios[0].contenders[$0] }
    try race.checkCompleteness(done: planned.map { keys[$0.index] }.filter(folder.done.contains), of: chosen)
    if !lines.isEmpty { try race.checkPrograms(of: chosen) }
    let (summary, damage) = try await self.race(
      experiment, lines, resumed: planned.count - lines.count, in: folder, schedulers: race.schedulers,
      isInterrupted: { interrupt.isRequested || native.hasFailed })
    try await writing
    try race.finish(order: keys)
    for failure in summary.failures {
      StandardError.write("regatta: \(failure.contender), seed \(failure.line.seed): \(failure.message)")
    }
    let records = try RunsFile.read(ResultsFolder.runsPath(in: path)).records
    let model = ReportModel(ReportInput(manifest: manifest, records: records))
    try ReportFiles.write(model, to: path)
    if !summary.isInterrupted {
      let isInterrupted: @Sendable () -> Bool = { interrupt.isRequested }
      try traced?.write(
        records: records, schedulers: race.again(isInterrupted: isInterrupted), isInterrupted: isInterrupted)
    }
    return MadeExperiment(
      path: path, manifest: manifest, records: records, model: model, summary: summary, damage: damage)
  }

  private func path(of experiment: Experiment) -> String { out ?? "out/\(outputName(of: experiment))" }

  /// Reads, checks and describes; nothing is written yet.
  private func prepare() throws -> Experiment {
    let sweepPoints = SweepPoint.combinations(of: axes)
    let points = try ScenarioInput(options: input, diagnostics: diagnostics).load(at: sweepPoints)
    let names = points[0].scenario.contenders.map(\.name)
    for (point, loaded) in zip(sweepPoints, points) where loaded.scenario.contenders.map(\.name) != names {
      throw CommandEnd(
        .invalidInput, "regatta: the contenders at \(RunKey.label(of: point.values)) are not those at the first point")
    }
    let chosen = contenders.isEmpty ? names : names.filter(contenders.contains)
    if let unknown = contenders.first(where: { !names.contains($0) }) {
      throw CommandEnd(
        .invalidInput, "regatta: there is no contender \(unknown); there are: \(names.joined(separator: ", "))")
    }
    guard !chosen.isEmpty else { throw CommandEnd(.invalidInput, "regatta: the input has no contender to race") }
    let digests = try points.map { try ScenarioDigest(of: $0.scenario).description }
    let manifest = ExperimentManifest(
      points: points, sweepPoints: sweepPoints, digests: digests, contenders: chosen, seeds: seeds.list.seeds,
      command: command(seeds))
    let plan = ExperimentPlan(
      sweepPointCount: sweepPoints.count, contenders: names.indices.filter { chosen.contains(names[$0]) },
      seeds: seeds.list.seeds)
    return Experiment(
      scenarios: points.map(\.scenario), sweepPoints: sweepPoints, digests: digests, plan: plan, manifest: manifest)
  }

  private func open(_ path: String, _ manifest: ExperimentManifest, startsAnew: Bool) throws -> ResultsFolder {
    do {
      return try ResultsFolder(path: path, manifest: manifest, startsAnew: startsAnew)
    } catch let refusal as ResultsFolder.Refusal {
      throw CommandEnd(.invalidInput, "regatta: \(refusal)")
    } catch {
      throw CommandEnd(.runFailed, "regatta: cannot write to \(path): \(OutputFolder.reason(error, at: path))")
    }
  }

  private func race(
    _ experiment: Experiment, _ lines: [PlanLine], resumed: Int, in folder: ResultsFolder,
    schedulers: PluginSchedulers, isInterrupted: @escaping @Sendable () -> Bool
  ) async throws -> (ParallelRunner.Summary, [RunsFile.Damage]) {
    let jobs = self.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    let replication = WorldReplication(
      checksInvariants: checkInvariants, isInterrupted: isInterrupted, schedulers: schedulers)
    let runner = ParallelRunner(
      scenarios: experiment.scenarios, sweepPoints: experiment.sweepPoints, digests: experiment.digests, jobs: jobs,
      version: Regatta.version, replication: { try replication.run($0, contender: $1, seed: $2, keepsSeries: $3) })
    let display = ProgressDisplay(isQuiet: diagnostics.quiet || lines.isEmpty)
    let start = ContinuousClock.now
    do {
      let summary = try await runner.run(
        lines, resumed: resumed, isInterrupted: isInterrupted, progress: display.update,
        write: folder.writer.append)
      display.finish()
      let timing = ExperimentTiming(
        machine: .current(), jobs: jobs, wallSeconds: (ContinuousClock.now - start) / .seconds(1),
        events: summary.timings.reduce(0) { $0 + $1.events }, resumed: resumed, runs: summary.timings)
      return (summary, try folder.finish(manifest: experiment.manifest, timing: timing))
    } catch let error as ResultsError {
      display.finish()
      throw CommandEnd(.runFailed, "regatta: \(error)")
    }
  }

  /// Who misses what, and whether that fails the command: docs/decisions/0003.
  private func checkGoals(_ model: ReportModel) throws {
    let judged = contenders.isEmpty ? model.ranked.prefix(1).map(\.name) : contenders
    let missed = model.goals.filter { $0.state != .met && judged.contains($0.contender) }
    guard !missed.isEmpty else { return }
    throw CommandEnd(
      .goalMissed,
      missed.map { "regatta: \($0.contender) misses \($0.goal): \($0.reached)" }.joined(separator: "\n"))
  }

  /// What repeats the experiment: nothing of where, how fast or in how many parts it ran.
  private func command(_ seeds: SeedOption) -> [String] {
    var command = ["regatta", "run"] + input.arguments + ["--seeds", seeds.text]
    for axis in axes { command += ["--sweep", "\(axis.path)=\(axis.values.joined(separator: ","))"] }
    for contender in contenders { command += ["--contender", contender] }
    return command
  }

  /// The scenario's name with what options change of it; what is too long is cut and told apart by a digest.
  private func outputName(of experiment: Experiment) -> String {
    let sweeps = axes.map { "\($0.path)=\($0.values.joined(separator: ","))" }
    let name = Self.folderName(([experiment.manifest.scenario] + input.changes + sweeps).joined(separator: "_"))
    return name.count > 100 ? "\(name.prefix(80))-\(experiment.digests[0].prefix(12))" : name
  }

  /// A scenario's name as a folder: what a path or a shell could misread becomes a dash.
  static func folderName(_ name: String) -> String {
    let text = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" })
    let isHidden = text.hasPrefix(".")
    return text.isEmpty || isHidden ? "scenario\(text)" : text
  }
}

/// What `run` has prepared.
private struct Experiment {
  let scenarios: [Scenario]
  let sweepPoints: [SweepPoint]
  let digests: [String]
  private(set) var plan: ExperimentPlan
  private(set) var manifest: ExperimentManifest

  /// The sweep point of each scenario by its digest.
  var sweeps: [String: [String: String]] {
    Dictionary(zip(digests, sweepPoints.map(\.values)), uniquingKeysWith: { first, _ in first })
  }

  /// The same over other seeds, with what is to be said about these.
  func over(_ seeds: SeedOption, command: [String], caveats: [String] = []) -> Experiment {
    var other = self
    other.plan = ExperimentPlan(
      sweepPointCount: plan.sweepPointCount, contenders: plan.contenders, seeds: seeds.list.seeds)
    other.manifest.seeds = seeds.list.seeds
    other.manifest.command = command
    other.manifest.caveats += caveats
    return other
  }
}

extension ReportFormat {
  init(_ format: OutputFormat) {
    switch format {
    case .table: self = .table
    case .json: self = .json
    case .markdown: self = .markdown
    case .csv: self = .csv
    }
  }
}
