// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting
import Results

/// The catalogue of metrics, or a part of it, for people and for programs.
struct MetricExplanation {
  /// What is shown; a family that was asked for by one metric's id has only that one shown.
  let families: [MetricFamily]
  /// The ids shown; nil: all of the families.
  let only: String?
  /// Whether the whole catalogue was asked for: a list rather than pages.
  let isWhole: Bool

  /// The catalogue.
  init() {
    families = MetricCatalog.families
    only = nil
    isWhole = true
  }

  /// The metric of the id, or the family of the code, that `name` is; nil: there is neither.
  init?(name: String) {
    guard let family = MetricCatalog.family(named: name) else { return nil }
    families = [family]
    only = family.metrics.contains { $0.id == name } ? name : nil
    isWhole = false
  }

  private func shown(_ family: MetricFamily) -> [MetricDescriptor] {
    family.metrics.filter { only == nil || $0.id == only }
  }

  /// One line of JSON per metric.
  func lines() throws -> [String] {
    try families.flatMap { try shown($0).map { try RecordCoding.line($0) } }
  }

  /// A list of the catalogue, or everything about what was asked for.
  var table: String {
    isWhole ? list : families.map { family in shown(family).map { Self.text(of: $0, in: family) }.joined() }.joined()
  }

  private var list: String {
    PlainTable.text(
      header: ["code", "id", "unit", "better", "sampling", "needs"],
      rows: families.flatMap { family in
        shown(family).map {
          [
            $0.code, $0.id + ($0.isPrimary ? " *" : ""), $0.unit, $0.direction.rawValue, $0.sampling.rawValue,
            $0.inputs.joined(separator: ", "),
          ]
        }
      })
      + "\n* verdicts are about these; the others explore. Everything about one: regatta explain metric NAME\n"
  }

  private static func text(of metric: MetricDescriptor, in family: MetricFamily) -> String {
    let facts = Self.facts(of: metric).map { ["  \($0.0)", $0.1] }
    let width = facts.map { $0[0].count }.max() ?? 0
    let lines = facts.map { fact in
      fact[0] + String(repeating: " ", count: width - fact[0].count + 2)
        + wrapped(fact[1], width: 110 - width - 2, indent: width + 2) + "\n"
    }
    return "\(metric.id) (\(metric.code), \(family.title))\n\(lines.joined())\n"
      + "  \(wrapped(family.note, width: 108, indent: 2))\n\n"
  }

  private static func facts(of metric: MetricDescriptor) -> [(String, String)] {
    let better =
      switch metric.direction {
      case .higherIsBetter: "higher"
      case .lowerIsBetter: "lower"
      case .neutral: "neither: it describes"
      }
    var facts = [
      ("title", metric.title), ("formula", metric.formula), ("unit", metric.unit), ("better", better),
      ("sampling", metric.sampling.rawValue),
      ("smallest effect that matters", NumberText.significant(metric.smallestEffect)),
      ("source", metric.source), ("verdicts", metric.isPrimary ? "about it" : "not about it; it explores"),
    ]
    if !metric.inputs.isEmpty {
      facts.append(("no data without", metric.inputs.joined(separator: ", ")))
    }
    return facts
  }

  /// `text` over lines of at most `width`, the second and later ones indented.
  private static func wrapped(_ text: String, width: Int, indent: Int) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  /// A page: the catalogue as `docs/METRICS.md`, or the part that was asked for.
  var markdown: String {
    (isWhole ? Self.introduction : "") + families.map { section($0) }.joined(separator: "\n")
  }

  private func section(_ family: MetricFamily) -> String {
    let rows = shown(family).map { metric in
      let cells = [
        "`\(metric.id)`" + (metric.isPrimary ? " \\*" : ""), PrintableText.markdown(metric.formula),
        PrintableText.markdown(metric.unit), metric.direction.rawValue, metric.sampling.rawValue,
        NumberText.significant(metric.smallestEffect), metric.inputs.joined(separator: ", "),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let sources = shown(family).reduce(into: [String]()) { found, metric in
      if !found.contains(metric.source) { found.append(metric.source) }
    }
    return """
      ## \(family.code): \(family.title)

      \(family.note)

      | metric | formula | unit | better | sampling | smallest effect | needs |
      |---|---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))

      Source: \(sources.joined(separator: "; ")).

      """
  }

  private static let introduction = """
    # Metrics

    <!-- Written by the program: regatta explain metric -o markdown > docs/METRICS.md -->

    Every metric of a run record, by code. What the words mean is in [GLOSSARY.md](GLOSSARY.md), how intervals and verdicts
    are made in [METHODOLOGY.md](METHODOLOGY.md), why a metric reads as it does in
    [decisions/0006-metrics.md](decisions/0006-metrics.md). `regatta explain metric NAME` shows one of them, by id or code.

    - *Time-weighted*: a state weighted by how long it lasted, an exact integral over events; nothing is sampled on a tick.
      *Per event*: one number per event or episode. *Snapshot*: the state at one moment, named in the formula.
    - A ratio is a ratio of sums. A quantile is taken within a run and names its unit; quantiles of several runs are not
      averaged into one of all.
    - A workload that nobody wants (demand 0) leaves every ratio.
    - A metric that lacks what it needs has no value ("no data"), never 0.
    - Verdicts are about the metrics marked \\*, and corrected over them; the others explore.
    - The smallest effect is the difference below which nobody would act, in the metric's unit.
    - How large a fleet has to be (U5, compaction) is no number of one run: `regatta size` answers it.


    """
}
