// SPDX-License-Identifier: GPL-3.0-or-later

import FailoverAnalysis
import FederationModel
import Quantities
import Results

/// Forecasts and findings for people and for programs.
struct FailoverExplanation {
  let forecasts: [FailoverForecast]
  let findings: [Finding]
  /// The workload whose steps are shown; nil: the first one's.
  let workload: String?
  /// Whether one cluster was asked about, rather than all.
  let hasOneCluster: Bool

  /// Lists longer than this are cut; JSON has everything.
  private static let longestList = 24
  private static let width = 100

  // Programs

  private struct WorkloadLine: Encodable {
    let type = "workload"
    let contender: String
    let cluster: String
    let forecast: WorkloadForecast
  }

  private struct TotalLine: Encodable {
    let type = "total"
    let contender: String
    let profile: String
    let cluster: String
    let syncMode: String
    let failure: String
    let plane: String
    let bindings: Int
    let replicas: Int
    let moves: String
    let decided: TimeWindow
    let ready: TimeWindow
    let lossReplicaSecondsEarliest: Double
    let lossReplicaSecondsLatest: Double
    let outageSeconds: Double
  }

  private struct FindingLine: Encodable {
    let type = "finding"
    let finding: Finding
  }

  /// One line of JSON per workload (of one cluster), total and finding.
  func lines() throws -> [String] {
    var lines: [String] = []
    for forecast in forecasts {
      for item in shown(forecast) where hasOneCluster {
        lines.append(
          try RecordCoding.line(
            WorkloadLine(contender: forecast.contender, cluster: forecast.cluster, forecast: item)))
      }
      lines.append(
        try RecordCoding.line(
          TotalLine(
            contender: forecast.contender, profile: forecast.profile, cluster: forecast.cluster,
            syncMode: forecast.syncMode.rawValue, failure: forecast.question.failure.rawValue,
            plane: forecast.question.plane.rawValue, bindings: forecast.workloads.count, replicas: forecast.lost,
            moves: forecast.verdict, decided: forecast.decided, ready: forecast.ready,
            lossReplicaSecondsEarliest: forecast.loss.earliest, lossReplicaSecondsLatest: forecast.loss.latest,
            outageSeconds: forecast.question.outage.seconds)))
    }
    for finding in findings { lines.append(try RecordCoding.line(FindingLine(finding: finding))) }
    return lines
  }

  // People

  var table: String {
    var text = ""
    if hasOneCluster {
      text += forecasts.map { section(of: $0) }.joined(separator: "\n")
      text += "\nThe numbers take for granted:\n"
      text += FailoverForecast.assumptions.map { Self.wrapped($0, first: "  - ", rest: "    ") }.joined()
    } else {
      text += PlainTable.text(header: Self.summaryHead, rows: forecasts.map(Self.summaryRow))
      text += "\nOne cluster in full: --cluster NAME\n"
    }
    return text + findingText
  }

  var markdown: String {
    var text = ""
    if hasOneCluster {
      for forecast in forecasts {
        text += "## \(forecast.contender): \(forecast.cluster) is lost\n\n\(headline(of: forecast))\n\n"
        if let item = shown(forecast).first {
          text += "Steps of \(item.workload):\n\n"
          text += Self.markdownTable(["after", "step", "why", "decided by"], item.steps.map(Self.stepCells)) + "\n"
          text += Self.markdownTable(Self.workloadHead, shown(forecast).prefix(Self.longestList).map(Self.workloadRow))
          text += "\n"
        }
      }
      text += "The numbers take for granted:\n\n" + FailoverForecast.assumptions.map { "- \($0)\n" }.joined() + "\n"
    } else {
      text += Self.markdownTable(Self.summaryHead, forecasts.map(Self.summaryRow)) + "\n"
    }
    guard !findings.isEmpty else { return text }
    let rows = findings.map {
      [$0.code, $0.severity.rawValue, $0.contender, Self.objects($0), $0.field, $0.what, $0.why, $0.fix]
    }
    return text + "## Findings\n\n"
      + Self.markdownTable(["code", "severity", "contender", "about", "field", "what", "why", "fix"], rows)
  }

  private func shown(_ forecast: FailoverForecast) -> [WorkloadForecast] {
    forecast.workloads.filter { workload == nil || $0.workload == workload }
  }

  private func section(of forecast: FailoverForecast) -> String {
    var text = "\(forecast.contender) (\(forecast.profile)): \(forecast.cluster) is lost "
    text += "(\(forecast.question.failure.rawValue), plane \(forecast.question.plane.rawValue))\n"
    text += Self.wrapped(headline(of: forecast), first: "  ", rest: "  ")
    let items = shown(forecast)
    guard let item = items.first else { return text }
    text += "\n  steps of \(item.workload):\n"
    for step in item.steps {
      let cells = Self.stepCells(step)
      text += Self.wrapped(
        "\(cells[1]): \(cells[2])", first: "  " + Self.padded(cells[0], 20), rest: Self.padded("", 22))
      if !step.settings.isEmpty {
        text += Self.wrapped("by " + cells[3], first: Self.padded("", 22), rest: Self.padded("", 25))
      }
    }
    text +=
      "\n"
      + PlainTable.text(
        header: Self.workloadHead, rows: items.prefix(Self.longestList).map(Self.workloadRow), indent: 2)
    if items.count > Self.longestList { text += "  and \(items.count - Self.longestList) more (-o json has all)\n" }
    return text
  }

  private func headline(of forecast: FailoverForecast) -> String {
    if forecast.workloads.isEmpty { return "Nothing of the scenario runs there." }
    let counts = "\(forecast.workloads.count) workloads with \(forecast.lost) replicas are there. "
    let loss = "Expected loss: \(Self.lossText(forecast.loss)) replica-seconds in \(forecast.question.outage) away."
    guard !forecast.decided.isNever else {
      let covered = forecast.moving == forecast.workloads.count
      return counts + (covered ? "Nothing moves, other copies are enough. " : "Nothing will move. ") + loss
    }
    let ready = forecast.ready.isNever ? "" : "What moves is ready by \(forecast.ready.text). "
    return counts + "Moves: \(forecast.verdict). Decisions between \(forecast.decided.text). " + ready + loss
  }

  private var findingText: String {
    guard !findings.isEmpty else { return "" }
    return "\nFindings\n"
      + findings.map { finding in
        Self.wrapped(
          "\(finding.code) \(finding.severity.rawValue) \(finding.contender), \(Self.objects(finding)), "
            + "\(finding.field): \(finding.what)", first: "  ", rest: "    ")
          + Self.wrapped("why: \(finding.why)", first: "    ", rest: "      ")
          + Self.wrapped("fix: \(finding.fix)", first: "    ", rest: "      ")
      }.joined()
  }

  private static let workloadHead = ["workload", "there", "outcome", "decided", "ready", "loss", "where"]

  private static func workloadRow(_ item: WorkloadForecast) -> [String] {
    let gains = item.changes.filter { $0.after > $0.before }
    let named = gains.prefix(2).map { "\($0.cluster) +\($0.after - $0.before)" }.joined(separator: ", ")
    let rest = gains.count > 2 ? " +\(gains.count - 2) more" : ""
    return [
      item.workload, "\(item.lost)", item.outcome.rawValue, item.decided.text, item.ready.text,
      lossText((item.lossEarliest, item.lossLatest)), gains.isEmpty ? "-" : named + rest,
    ]
  }

  private static let summaryHead = [
    "contender", "cluster", "bindings", "replicas", "moves", "decided", "loss (replica-seconds)",
  ]

  private static func summaryRow(_ forecast: FailoverForecast) -> [String] {
    [
      forecast.contender, forecast.cluster, "\(forecast.workloads.count)", "\(forecast.lost)", forecast.verdict,
      forecast.decided.text, lossText(forecast.loss),
    ]
  }

  private static func stepCells(_ step: Step) -> [String] {
    [
      step.at.text, step.name, step.why,
      step.settings.map { setting in
        let name = setting.set.map { $0 == setting.name ? "" : " (set: \($0))" } ?? ""
        return "\(setting.name)=\(setting.value)\(name)"
      }.joined(separator: "; "),
    ]
  }

  private static func lossText(_ loss: (earliest: Double, latest: Double)) -> String {
    let ends = [loss.earliest, loss.latest].map { "\(Int(min($0, 9e15).rounded()))" }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0])..\(ends[1])"
  }

  private static func objects(_ finding: Finding) -> String {
    finding.objects.prefix(3).joined(separator: ", ")
      + (finding.objects.count > 3 ? " and \(finding.objects.count - 3) more" : "")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// Words in lines of at most 100 columns.
  static func wrapped(_ text: String, first: String, rest: String) -> String {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).map { $0 + "\n" }.joined()
  }

  private static func markdownTable(_ head: [String], _ rows: [[String]]) -> String {
    let cells = { (row: [String]) in
      "| " + row.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |\n"
    }
    return cells(head) + cells(head.map { _ in "---" }) + rows.map(cells).joined()
  }
}
