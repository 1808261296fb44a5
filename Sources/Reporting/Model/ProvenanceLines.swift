// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Where the numbers of a report come from, as pairs of a word and a text.
enum ProvenanceLines {
  static func pairs(_ model: ReportModel) -> [(String, String)] {
    let manifest = model.manifest
    var pairs = [
      ("version", "regatta \(manifest.version)"),
      ("command", command(manifest.command)),
      ("scenario", manifest.scenario),
      ("scenario digest", digests(manifest.scenarioDigests)),
      ("horizon", FleetText(manifest).horizon),
      ("fleet", FleetText(manifest).fleet),
      ("seeds", ranges(manifest.seeds.sorted())),
      ("runs", "\(NumberText.grouped(model.runCount)) of \(NumberText.grouped(manifest.plan.count))"),
    ]
    if model.strangerCount > 0 {
      pairs.append(("left out", "\(NumberText.grouped(model.strangerCount)) records that belong to no run of the plan"))
    }
    let versions = Set(model.ranked.flatMap { $0.runs.map(\.version) }).subtracting([manifest.version]).sorted()
    if !versions.isEmpty { pairs.append(("records also by", versions.joined(separator: ", "))) }
    return pairs
  }

  /// What is wrong with the records, a sentence each.
  static func warnings(_ model: ReportModel) -> [String] {
    var lines: [String] = []
    if !model.missing.isEmpty { lines.append("Missing runs: " + list(model.missing)) }
    if !model.conflicting.isEmpty {
      lines.append("Runs with several records that differ (one is used): " + list(model.conflicting))
    }
    return lines
  }

  static func count(_ value: Int, _ noun: String) -> String {
    "\(NumberText.grouped(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// Ascending whole numbers as ranges: `0..9, 12`.
  static func ranges(_ values: [Int]) -> String {
    var parts: [(Int, Int)] = []
    for value in values {
      if let last = parts.last, value <= last.1 + 1 {
        parts[parts.count - 1].1 = max(last.1, value)
      } else {
        parts.append((value, value))
      }
    }
    return parts.map { $0.0 == $0.1 ? "\($0.0)" : "\($0.0)..\($0.1)" }.joined(separator: ", ")
  }

  /// Arguments as a POSIX shell would take them.
  static func command(_ arguments: [String]) -> String {
    arguments.map { argument in
      let isPlain =
        !argument.isEmpty
        && argument.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:@+%".contains($0)) }
      return isPlain
        ? argument
        : "'" + argument.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }.joined(separator: " ")
  }

  private static func list(_ keys: [RunKey]) -> String {
    let shown = keys.prefix(8).map(\.description).joined(separator: "; ")
    return keys.count > 8 ? "\(shown); and \(NumberText.grouped(keys.count - 8)) more." : shown + "."
  }

  private static func digests(_ digests: [String]) -> String {
    let shown = digests.prefix(6).joined(separator: ", ")
    return digests.count > 6 ? "\(shown) and \(digests.count - 6) more" : shown
  }
}
