// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Results

/// Exports metrics of all runs.
struct ResultsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export every metric of every run, one row each, as CSV or lines of JSON.",
    discussion: """
      No data is an empty field, or null. censored: observations that the run's end cut off; n: observations in all.

      Exit codes: 0 done, 2 there is no such experiment, contender or metric, 5 runs are missing or damaged.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json }

  @Argument(help: "Experiments, as results list names them, or their folders; all by default.")
  var names: [String] = []

  @Option(
    name: .customLong("metric"), parsing: .singleValue,
    help: ArgumentHelp("Only this metric. Repeatable.", valueName: "name"))
  var metrics: [String] = []

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @OptionGroup var store: ResultsOptions

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the rows.")
  var output: Format = .csv

  @OptionGroup var diagnostics: DiagnosticOptions

  private struct Row: Encodable {
    let experiment, scenario, contender: String
    let seed: Int
    let sweep: [String: String]
    let metric: String
    let value: Double?
    let unit: String
    let censored, n: Int?

    private enum Key: CodingKey { case experiment, scenario, contender, seed, sweep, metric, value, unit, censored, n }

    /// Every field is there in every line, null where there is nothing to say.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(experiment, forKey: .experiment)
      try container.encode(scenario, forKey: .scenario)
      try container.encode(contender, forKey: .contender)
      try container.encode(seed, forKey: .seed)
      try container.encode(sweep, forKey: .sweep)
      try container.encode(metric, forKey: .metric)
      try container.encode(value, forKey: .value)
      try container.encode(unit, forKey: .unit)
      try container.encode(censored, forKey: .censored)
      try container.encode(n, forKey: .n)
    }

    var fields: [String] {
      [
        experiment, scenario, contender, String(seed), RunKey.label(of: sweep), metric, value.map { "\($0)" } ?? "",
        unit, censored.map(String.init) ?? "", n.map(String.init) ?? "",
      ]
    }
  }

  func run() throws {
    let experiments = try store.experiments(named: names, diagnostics)
    try checkFilters(experiments)
    if output == .csv {
      StandardOutput.write(
        Listing.csvLine([
          "experiment", "scenario", "contender", "seed", "sweep", "metric", "value", "unit", "censored", "n",
        ]))
    }
    for experiment in experiments {
      let rows = rows(of: experiment)
      switch output {
      case .csv: StandardOutput.write(rows.map { Listing.csvLine($0.fields) }.joined())
      case .json: StandardOutput.write(try rows.map { try RecordCoding.line($0) + "\n" }.joined())
      }
    }
    try store.checkWhole(experiments.map(\.index), diagnostics)
  }

  private func rows(of experiment: ResultsOptions.Experiment) -> [Row] {
    experiment.runs.filter { contenders.isEmpty || contenders.contains($0.key.contender) }.flatMap { run in
      run.metrics.filter { metrics.isEmpty || metrics.contains($0.name) }.map { metric in
        Row(
          experiment: experiment.index.name, scenario: experiment.index.scenario, contender: run.key.contender,
          seed: run.key.seed, sweep: run.key.sweep, metric: metric.name, value: metric.value.value,
          unit: metric.value.unit ?? MetricCatalog.metric(metric.name)?.unit ?? "",
          censored: metric.value.censored, n: metric.value.count)
      }
    }
  }

  /// A filter that nothing passes is a slip of the pen.
  private func checkFilters(_ experiments: [ResultsOptions.Experiment]) throws {
    let runs = experiments.flatMap(\.runs)
    guard !runs.isEmpty else { return }
    let knownContenders = Set(runs.map(\.key.contender)).sorted()
    if let unknown = contenders.first(where: { !knownContenders.contains($0) }) {
      throw CommandEnd(
        .invalidInput,
        "regatta: no run has a contender \(unknown); there are: \(knownContenders.joined(separator: ", "))")
    }
    if let unknown = metrics.first(where: { name in !runs.contains { $0.value(of: name) != nil } }) {
      throw CommandEnd(
        .invalidInput, "regatta: no run has a metric \(unknown); regatta list metrics names them")
    }
  }
}
