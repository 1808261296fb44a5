// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A report as text: one table a group, and one line on the machine.
public enum BenchmarkTable {
  /// The titles of the columns.
  static let header = [
    "case", "subject", "min", "median", "reference", "min", "median", "unit", "ratio", "accepted", "run", "aim",
    "answer",
  ]

  /// The whole report.
  public static func text(_ report: BenchmarkReport) -> String {
    var parts: [String] = []
    for group in BenchmarkGroup.allCases {
      let results = report.results.filter { $0.group == group }
      if !results.isEmpty { parts.append("\(group.rawValue)\n" + table(results)) }
    }
    return parts.joined(separator: "\n") + "\n" + footer(report)
  }

  private static func footer(_ report: BenchmarkReport) -> String {
    let machine = report.machine
    let commit = machine.commit.isEmpty ? "no commit" : "commit \(machine.commit)"
    let build = machine.isDebugBuild ? " DEBUG BUILD: these times say nothing." : ""
    return """
      times in ns per unit, CPU time of one thread; ratio: least time of the reference over that of the subject
      \(report.date), \(machine.processor), \(machine.cores) cores, executes \(machine.instructionSet), \
      kernels \(report.instructionSet), \(report.pairs) pairs, \(commit)\(build)

      """
  }

  private static func table(_ results: [BenchmarkResult]) -> String {
    let rows = [header] + results.map(cells)
    let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let isText: Set<Int> = [0, 1, 4, 7, 12]
    return rows.map { row in
      let line = row.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return isText.contains(column) ? row[column] + padding : padding + row[column]
      }.joined(separator: "  ")
      return "  " + line.replacing(#/ +$/#, with: "") + "\n"
    }.joined()
  }

  private static func cells(_ result: BenchmarkResult) -> [String] {
    [
      result.name, result.subject, number(result.subjectNanoseconds.minimum), number(result.subjectNanoseconds.median),
      result.reference, number(result.referenceNanoseconds.minimum), number(result.referenceNanoseconds.median),
      result.unit, result.ratio.map { number($0) + "x" } ?? "-",
      result.accepted.map { ">= \(number($0.atLeast))x" + (result.isAccepted ? "" : " MISSED") } ?? "-",
      duration(result.nanosecondsPerRun),
      result.aim.map { "<= \(duration($0.nanosecondsPerRun))" + (result.reachesAim ? "" : " missed") } ?? "-",
      result.checksumsAgree ? "same" : "DIFFERS",
    ]
  }

  /// Three digits that count.
  static func number(_ value: Double) -> String {
    value >= 100
      ? String(format: "%.0f", value) : String(format: value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value)
  }

  /// Nanoseconds in the unit that suits them.
  static func duration(_ nanoseconds: Double) -> String {
    if nanoseconds < 1e3 { return number(nanoseconds) + " ns" }
    if nanoseconds < 1e6 { return number(nanoseconds / 1e3) + " us" }
    return nanoseconds < 1e9 ? number(nanoseconds / 1e6) + " ms" : number(nanoseconds / 1e9) + " s"
  }
}
