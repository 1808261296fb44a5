// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The shapes of a check.
public struct CheckReport: Sendable {
  let check: RegressionCheck
  let speed: SpeedCheck?

  /// The report of `check`; `speed` is nil where nothing is known of it.
  public init(_ check: RegressionCheck, speed: SpeedCheck?) {
    self.check = check
    self.speed = speed
  }

  /// The first sentence: what came out.
  public var sentence: String {
    let same = check.digests.filter(\.isSame)
    switch check.outcome {
    case .pass where same.count == check.digests.count:
      let runs = same.reduce(0) { $0 + $1.common }
      return "PASS: \(check.scenario): all \(runs) runs have the digests of the baseline."
    case .pass:
      return "PASS: \(check.scenario): no regression that matters in \(compared)."
    case .regression:
      let worse = check.lines.filter { $0.outcome == .regression }
      let named = worse.prefix(3).map { "\($0.metric.id) of \($0.contender) \(Self.change($0))" }
      let rest = worse.count > 3 ? "; and \(worse.count - 3) more" : ""
      return "REGRESSION: \(check.scenario): \(named.joined(separator: "; "))\(rest)."
    case .inconclusive:
      return "INCONCLUSIVE: \(check.scenario): \((absences + further).joined(separator: "; "))."
    }
  }

  /// What of the baseline was not made.
  private var absences: [String] {
    let absent = check.digests.filter(\.isAbsent).map(\.contender)
    let part = check.digests.filter { $0.isSame && $0.missing > 0 }
    var sentences: [String] = []
    if !absent.isEmpty {
      sentences.append(
        "not run, though in the baseline: \(absent.joined(separator: ", ")) (run them, or name the others by --contender)"
      )
    }
    if !part.isEmpty {
      let missing = part.reduce(0) { $0 + $1.missing }
      let all = part.reduce(missing) { $0 + $1.common }
      sentences.append("\(missing) of the baseline's \(all) runs were not made; those that were have its digests")
    }
    return sentences
  }

  private var compared: String {
    let count = check.lines.count
    return "\(count) comparison\(count == 1 ? "" : "s")"
  }

  private var further: [String] {
    let open = check.lines.filter { $0.outcome == .inconclusive }
    guard !open.isEmpty else { return [] }
    let what = "\(open.count) of \(compared) open"
    guard let seeds = check.furtherSeeds else { return ["\(what), and no number of further seeds would settle all"] }
    return [what, "about \(seeds) more seed\(seeds == 1 ? "" : "s") would decide"]
  }

  /// A line's regression in words, as `is worse by 12.3 replica-h (95 % CI 10 to 14, 20 seeds; 0.1 matters)`.
  static func change(_ line: RegressionCheck.Line) -> String {
    guard let regression = line.regression else { return line.reason }
    let (scale, unit) = line.metric.unit == "1" ? (100.0, " points") : (1.0, unit(of: line.metric))
    func text(_ value: Double) -> String { NumberText.significant(value * scale, digits: 3) }
    let mean = regression.meanDifference
    var interval = ""
    if let bounds = regression.interval {
      // Of a gain, the interval is that of the gain.
      let (low, high) = mean < 0 ? (-bounds.high, -bounds.low) : (bounds.low, bounds.high)
      interval = "\(NumberText.percent(bounds.level, decimals: 0)) % CI \(text(low)) to \(text(high)), "
    }
    return "is \(mean < 0 ? "better" : "worse") by \(text(mean.magnitude))\(unit) (\(interval)"
      + "\(line.pairs) seed\(line.pairs == 1 ? "" : "s"); \(text(line.smallestEffect))\(unit) matters)"
  }

  private static func unit(of metric: MetricDescriptor) -> String { metric.unit == "count" ? "" : " \(metric.unit)" }

  /// For a terminal; ends in a newline.
  public func terminal(bold: Bool = false) -> String {
    var text = TerminalReport.wrapped(PrintableText.line(sentence), width: 120, indent: 2) + "\n"
    for (contender, rows) in groups {
      let columns = Array(Self.headers.indices.dropFirst())
      let table = TextTable(
        headers: columns.map { Self.headers[$0] }, rows: rows.map { row in columns.map { row[$0] } })
      text += "\n\(PrintableText.line(contender))\n" + table.plain(bold: bold)
    }
    let same = check.digests.filter(\.isSame).map { "\($0.contender) (\($0.common) runs)" }
    if !same.isEmpty, same.count < check.digests.count {
      let names = "Same digests as the baseline: \(same.joined(separator: ", "))."
      text += "\n" + TerminalReport.wrapped(PrintableText.line(names), width: 120, indent: 2) + "\n"
    }
    let lines = remarks.map { TerminalReport.wrapped(PrintableText.line($0), width: 120, indent: 2) + "\n" }
    return text + (lines.isEmpty ? "" : "\n" + lines.joined())
  }

  /// For a comment on a pull request, shorter than 65,536 characters.
  public var markdown: String {
    var text = "**\(PrintableText.markdown(sentence))**\n"
    if !rows.isEmpty { text += "\n" + TextTable(headers: Self.headers, rows: rows).markdown }
    if !remarks.isEmpty { text += "\n" + remarks.map { "- \(PrintableText.markdown($0))\n" }.joined() }
    guard text.count > MarkdownReport.mostCharacters - 1_000 else { return text }
    return "**\(PrintableText.markdown(String(sentence.prefix(40_000))))**\n\nThe table is left out for length.\n"
  }

  /// Workflow commands that GitHub shows beside the change: an error or warning for each line that does not pass and for
  /// each note, then the sentence: an error when there is a regression, a warning when it is open. Source: GitHub Docs, "Workflow commands for GitHub Actions", escaping of data and properties.
  public var github: String {
    let marked = check.lines.filter { $0.outcome != .pass }.map { line -> String in
      let kind = line.outcome == .regression ? "error" : "warning"
      return Self.annotation(
        kind, title: "\(line.metric.id) of \(line.contender)",
        "\(line.outcome.rawValue): \(Self.change(line)): \(line.reason)")
    }
    let slow = speed.flatMap { $0.isTooSlow ? Self.annotation("error", title: "speed", $0.sentence) : nil }
    let caveats = check.notes.map { Self.annotation("warning", title: "Regatta", $0) }
    let kind = check.outcome == .regression ? "error" : check.outcome == .inconclusive ? "warning" : "notice"
    return (marked + [slow].compactMap { $0 } + caveats + [Self.annotation(kind, title: "Regatta", sentence)]).joined()
  }

  private static func annotation(_ kind: String, title: String, _ message: String) -> String {
    func escaped(_ text: String, _ pairs: [(String, String)]) -> String {
      pairs.reduce(text) { text, pair in
        text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
      }
    }
    let data = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")]
    return "::\(kind) title=\(escaped(title, data + [(":", "%3A"), (",", "%2C")]))::\(escaped(message, data))\n"
  }

  static let headers = ["contender", "metric", "before", "after", "worse by (95 % CI)", "n", "matters", "outcome"]

  /// The judged contenders with their rows.
  private var groups: [(contender: String, rows: [[String]])] {
    let judged = rows.filter { $0[1] != Self.everything }
    var order: [String] = []
    for row in judged where !order.contains(row[0]) { order.append(row[0]) }
    return order.map { name in (name, judged.filter { $0[0] == name }) }
  }

  private static let everything = "(all)"

  private var rows: [[String]] {
    let same = check.digests.filter(\.isSame).map {
      [
        $0.contender, Self.everything, "-", "-", "-", "\($0.common)", "-",
        $0.missing == 0 ? "pass: same digests" : "same digests, \($0.missing) runs missing",
      ]
    }
    return same
      + check.lines.map { line in
        let scale = line.metric.unit == "1" ? 100.0 : 1
        func text(_ value: Double?) -> String {
          value.map { NumberText.significant($0 * scale, digits: 5) } ?? NumberText.noData
        }
        func short(_ value: Double) -> String { NumberText.significant(value * scale, digits: 3) }
        let interval = line.regression?.interval.map { " (\(short($0.low)) to \(short($0.high)))" } ?? ""
        let head = line.metric.unit == "1" ? "\(line.metric.id), %" : "\(line.metric.id), \(line.metric.unit)"
        return [
          line.contender, head, text(line.before), text(line.after),
          (line.regression.map { short($0.meanDifference) } ?? "-") + interval, "\(line.pairs)",
          short(line.smallestEffect), "\(line.outcome.rawValue): \(line.reason)",
        ]
      }
  }

  var remarks: [String] { check.notes + [speed?.sentence].compactMap { $0 } }
}
