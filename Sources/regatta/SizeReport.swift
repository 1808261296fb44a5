// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Reporting
import Results

/// What a study of sizes found, in each shape.
struct SizeReport {
  let scenario: String
  let scale: SizeScale
  let criteria: [String]
  let seeds: [Int]
  let command: [String]
  let contenders: [(name: String, trials: [SizeStudy.Trial])]

  private var spreads: [(name: String, trials: [SizeStudy.Trial], spread: SizeSpread)] {
    contenders.map { ($0.name, $0.trials, SizeSpread($0.trials)) }
  }

  /// The contender with the best safe size, the first of equals; nil when none has one.
  var best: (name: String, level: Int)? {
    var best: (name: String, level: Int)?
    for one in spreads {
      if let level = one.spread.safe, level > best?.level ?? -1 { best = (one.name, level) }
    }
    return best
  }

  func text(as format: OutputFormat) throws -> String {
    switch format {
    case .table: sentence + "\n\n" + PlainTable.text(header: header, rows: rows) + "\nIn every run: \(held).\n"
    case .markdown: sentence + "\n\n" + markdownTable + "\nIn every run: \(held).\n"
    case .csv: csv
    case .json: try RecordCoding.page(document)
    }
  }

  /// The picture: the share of the trials that hold each size.
  var picture: String {
    let lines = spreads.map { one -> SizePicture.Line in
      let points = scale.levels.map { (size: scale.value(at: $0), share: one.spread.share(holding: $0)) }
      let shown = points.sorted { $0.size < $1.size }
      let note = one.spread.safe.map { "safe \(scale.text(at: $0))" } ?? "none is safe"
      return SizePicture.Line(name: one.name, points: shown, note: note)
    }
    return SizePicture(
      title: "\(scenario): how far each contender carries",
      subtitle: "\(seeds.count) trials each; held is: \(held)", axis: axis, isShare: scale.measure == .load,
      lines: lines
    ).text
  }

  private var axis: String {
    switch scale.measure {
    case .load: "load: requested over allocatable"
    case .clusters: "clusters"
    case .nodes: "nodes"
    }
  }

  private var held: String { criteria.joined(separator: ", ") }

  private var sentence: String {
    let what =
      switch scale.measure {
      case .load: "largest safe load"
      case .clusters: "fewest safe clusters"
      case .nodes: "fewest safe nodes"
      }
    let trials = seeds.count == 1 ? "1 trial" : "\(seeds.count) trials"
    guard let best else {
      let ends = [scale.levels.lowerBound, scale.levels.upperBound - 1].map(scale.text)
      return "No size from \(ends[0]) to \(ends[1]) is safe under any contender (\(trials) each)."
    }
    let bound = best.level == scale.levels.upperBound - 1 ? " (the end of the range: it may go further)" : ""
    let names = spreads.filter { $0.spread.safe == best.level }.map(\.name).joined(separator: ", ")
    let held = seeds.count < 10 ? "all of \(trials) hold it" : "nine of ten of \(trials) hold it"
    return "\(scenario): the \(what) is \(scale.text(at: best.level))\(bound), under \(names); \(held)."
  }

  private let header = ["contender", "safe", "median", "range", "the next size misses"]

  private var rows: [[String]] {
    spreads.map { one in
      let ends = (scale.measure.seeksMost ? [one.spread.least, one.spread.most] : [one.spread.most, one.spread.least])
        .map(text)
      return [
        one.name, text(one.spread.safe), text(one.spread.median),
        ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])", miss(one.trials, at: one.spread.safe),
      ]
    }
  }

  private func text(_ level: Int?) -> String { level.map { scale.text(at: $0) } ?? "none" }

  /// What stops the trials that end at `level`, the commonest reason.
  private func miss(_ trials: [SizeStudy.Trial], at level: Int?) -> String {
    guard let shortfall = trials.first(where: { $0.level == level })?.shortfall else { return "-" }
    guard let reached = shortfall.reached else { return "\(shortfall.goal) (no value)" }
    let metric = shortfall.goal.prefix { !" <>=".contains($0) }
    let unit = MetricCatalog.metric(String(metric))?.unit ?? ""
    return "\(shortfall.goal) (\(SizeReport.number(reached, unit: unit)))"
  }

  private static func number(_ value: Double, unit: String) -> String {
    if unit == "1" { return String(format: "%.3f %%", value * 100) }
    return String(format: "%.4g", value) + (unit.isEmpty ? "" : " \(unit)")
  }

  private var markdownTable: String {
    let all = [header, header.map { _ in "---" }] + rows
    return all.map { "| " + $0.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n" }.joined()
  }

  private var csv: String {
    let lines = spreads.flatMap { one in
      one.trials.map { trial in
        let level = trial.level.map { "\(scale.value(at: $0))" } ?? ""
        return "\(CSVReport.field(one.name)),\(trial.seed),\(level),\(CSVReport.field(trial.shortfall?.goal ?? ""))\n"
      }
    }
    return "contender,seed,\(scale.measure.rawValue),next_misses\n" + lines.joined()
  }

  private struct Document: Encodable {
    struct Contender: Encodable {
      let contender: String
      let safe: Double?
      let median: Double?
      let least: Double?
      let most: Double?
      let trials: [Trial]
    }
    struct Trial: Encodable {
      let seed: Int
      let size: Double?
      let nextMisses: String?
      let reached: Double?
    }
    let schema = "regatta.size/1"
    let scenario: String
    let by: String
    let criteria: [String]
    let command: [String]
    let contenders: [Contender]
  }

  private var document: Document {
    func value(_ level: Int?) -> Double? { level.map { scale.value(at: $0) } }
    return Document(
      scenario: scenario, by: scale.measure.rawValue, criteria: criteria, command: command,
      contenders: spreads.map { one in
        Document.Contender(
          contender: one.name, safe: value(one.spread.safe), median: value(one.spread.median),
          least: value(one.spread.least), most: value(one.spread.most),
          trials: one.trials.map {
            Document.Trial(
              seed: $0.seed, size: value($0.level), nextMisses: $0.shortfall?.goal, reached: $0.shortfall?.reached)
          })
      })
  }
}
