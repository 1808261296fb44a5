// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Reporting
import Results

/// Shows one experiment.
struct ResultsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an experiment: the mean of each contender's main metrics, and the command that repeats it.",
    discussion: """
      regatta report FOLDER gives the whole report, with intervals and verdict.

      Exit codes: 0 done, 2 there is no such experiment, 5 runs are missing or damaged.
      """)

  @Argument(help: "The experiment, as results list names it, or its folder.")
  var name: String

  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp("Show this metric instead of the main ones. Repeatable.", valueName: "name"))
  var metrics: [String] = []

  @OptionGroup var store: ResultsOptions

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: OutputFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  /// What a ranking shows first.
  private static let mainMetrics = [
    "availability", "availability_during_failures", "lost_replica_hours", "surplus_replica_hours",
    "cost_per_1000_served_replica_hours", "time_to_recover_p50", "time_to_recover_p99", "replicas_moved",
  ]

  private struct Line: Encodable {
    let experiment, contender: String
    let sweep: [String: String]
    let metric, unit: String
    let mean: Double?
    let n, censored: Int
  }

  func run() throws {
    let experiments = try store.experiments(named: [name], diagnostics)
    for experiment in experiments { try show(experiment) }
    try store.checkWhole(experiments.map(\.index), diagnostics)
  }

  private func show(_ experiment: ResultsOptions.Experiment) throws {
    if let unknown = metrics.first(where: { name in !experiment.runs.contains { $0.value(of: name) != nil } }),
      !experiment.runs.isEmpty
    {
      throw CommandEnd(.invalidInput, "regatta: no run of \(experiment.index.name) has a metric \(unknown)")
    }
    let shown = metrics.isEmpty ? Self.mainMetrics : metrics
    let groups = MetricMean.groups(of: experiment.runs)
    switch output {
    case .table, .markdown: StandardOutput.write(page(experiment.index, groups, shown))
    case .csv:
      StandardOutput.write(
        Listing(
          header: ["experiment", "contender", "sweep", "metric", "unit", "mean", "n", "censored_runs"],
          rows: lines(experiment.index, groups, shown).map { line in
            [
              line.experiment, line.contender, RunKey.label(of: line.sweep), line.metric, line.unit,
              line.mean.map { "\($0)" } ?? "", String(line.n), String(line.censored),
            ]
          }
        ).text(as: .csv))
    case .json:
      for line in lines(experiment.index, groups, shown) { StandardOutput.write(try RecordCoding.line(line)) }
    }
  }

  private func lines(_ index: IndexedExperiment, _ groups: [MetricMean.Group], _ shown: [String]) -> [Line] {
    groups.flatMap { group in
      shown.map { metric in
        let mean = MetricMean(metric, group.runs)
        return Line(
          experiment: index.name, contender: group.contender, sweep: group.sweep, metric: metric, unit: mean.unit,
          mean: mean.value, n: mean.count, censored: mean.censoredRuns)
      }
    }
  }

  private func page(_ index: IndexedExperiment, _ groups: [MetricMean.Group], _ shown: [String]) -> String {
    let hasSweep = groups.contains { !$0.sweep.isEmpty }
    let listing = Listing(
      header: ["contender"] + (hasSweep ? ["at"] : []) + ["n"] + shown.map(Self.title),
      rows: groups.map { group in
        [group.contender] + (hasSweep ? [RunKey.label(of: group.sweep)] : []) + [String(group.runs.count)]
          + shown.map { MetricMean($0, group.runs).text }
      })
    let summary = index.summary.isEmpty ? "" : ": \(index.summary)"
    let planned = index.planned.map { " of \($0)" } ?? ""
    let command = index.command.map(Self.quoted).joined(separator: " ")
    let head = [
      "\(index.name) (\(index.scenario)\(summary))",
      "\(index.done)\(planned) runs, \(index.state.rawValue); version \(index.version)",
      command.isEmpty ? "no command is on record" : "repeat: \(command)",
    ]
    let lines = head.map(output == .markdown ? PrintableText.markdown : PrintableText.line)
    return lines.joined(separator: output == .markdown ? "\n\n" : "\n") + "\n\n" + listing.text(as: output)
  }

  private static func title(_ metric: String) -> String { MetricCatalog.metric(metric)?.title ?? metric }

  /// An argument as a shell takes it back.
  private static func quoted(_ argument: String) -> String {
    let isPlain = argument.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:@%+".contains($0)) }
    if isPlain && !argument.isEmpty { return argument }
    return "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// The mean of a metric over the seeds of one contender at one sweep point.
private struct MetricMean {
  /// The runs that belong together, in plan order.
  struct Group {
    let contender: String
    let sweep: [String: String]
    var runs: [IndexedRun]
  }

  let unit: String
  /// Nil without data, and when a run is censored, since the mean of the rest would flatter.
  let value: Double?
  /// Runs that have a value.
  let count: Int
  /// Runs whose value is "not within the run".
  let censoredRuns: Int

  init(_ metric: String, _ runs: [IndexedRun]) {
    let found = runs.compactMap { $0.value(of: metric) }
    let values = found.compactMap(\.value)
    count = values.count
    censoredRuns = found.count { $0.value == nil && ($0.censored ?? 0) > 0 }
    value = values.isEmpty || censoredRuns > 0 ? nil : values.reduce(0, +) / Double(values.count)
    unit = found.lazy.compactMap(\.unit).first ?? MetricCatalog.metric(metric)?.unit ?? ""
  }

  /// As a table shows it.
  var text: String {
    if let value { return NumberText.value(value, unit: unit) }
    return censoredRuns > 0 ? "never in \(censoredRuns)" : "-"
  }

  static func groups(of runs: [IndexedRun]) -> [Group] {
    var groups: [Group] = []
    for run in runs {
      let place = groups.firstIndex { $0.contender == run.key.contender && $0.sweep == run.key.sweep }
      if let place {
        groups[place].runs.append(run)
      } else {
        groups.append(Group(contender: run.key.contender, sweep: run.key.sweep, runs: [run]))
      }
    }
    return groups
  }
}

extension IndexedRun {
  /// The metric called `name`; nil where the run has none of that name.
  func value(of name: String) -> MetricValue? { metrics.first { $0.name == name }?.value }
}
