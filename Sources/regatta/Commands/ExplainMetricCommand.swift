// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Results
import ScenarioFormat

/// What a metric means.
struct ExplainMetricCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metric",
    abstract: "Say what a metric means: formula, unit, direction, sampling, smallest effect that matters, source.",
    discussion: """
      Without a name: the whole catalogue; with -o markdown it is the page docs/METRICS.md.

      Exit codes: 0 done, 2 there is no such metric.
      """)

  @Argument(help: ArgumentHelp("A metric's id, as availability, or a code of the catalogue, as R1.", valueName: "name"))
  var name: String?

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: ExplanationFormat = .table

  func run() throws {
    guard let explanation = name.map({ MetricExplanation(name: $0) }) ?? MetricExplanation() else {
      let names = MetricCatalog.families.map(\.code) + MetricCatalog.metrics.map(\.id)
      let nearest = Suggestion.nearest(to: name ?? "", among: names).map { "; did you mean \($0)?" } ?? ""
      throw CommandEnd(
        .invalidInput, "regatta: there is no metric \(name ?? "")\(nearest); all there are: regatta explain metric")
    }
    switch output {
    case .table: StandardOutput.write(explanation.table)
    case .markdown: StandardOutput.write(explanation.markdown)
    case .json: for line in try explanation.lines() { StandardOutput.write(line) }
    }
  }
}
