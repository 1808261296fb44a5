// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import FederationModel
import Foundation
import Results
import ScenarioFormat
import SchedulingPolicies

/// Shows what can be named in a scenario.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what there is: profiles, policies, metrics, presets or scenarios.")

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case profiles, policies, metrics, presets, scenarios
  }

  @Argument(help: "What to list.")
  var subject: Subject

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the list.")
  var output: AllocationFormat = .table

  func run() throws {
    let (header, rows) = listing
    if rows.isEmpty, subject == .scenarios {
      return StandardError.write("regatta: \(ShippedScenarios.absence)")
    }
    switch output {
    case .table: StandardOutput.write(PlainTable.text(header: header, rows: rows))
    case .json:
      for row in rows {
        StandardOutput.write(
          try RecordCoding.line(
            Dictionary(zip(header.map(Self.key(of:)), row), uniquingKeysWith: { first, _ in first })))
      }
    }
  }

  private var listing: (header: [String], rows: [[String]]) {
    switch subject {
    case .profiles: (["name", "system"], ProfileCatalog.profiles.map { [$0.name, $0.system.rawValue] })
    case .policies:
      (["name", "summary", "source"], PolicyCatalog.entries.map { [$0.name, $0.summary, $0.source] })
    case .metrics:
      (
        ["id", "unit", "better", "smallest effect that matters", "formula"],
        MetricCatalog.metrics.map {
          [$0.id, $0.unit, $0.direction.rawValue, Self.plain($0.smallestEffect), $0.formula]
        }
      )
    case .presets:
      (
        ["name", "kind", "source"],
        FailurePreset.catalogue.map { [$0.name, "failures of each \($0.level.rawValue)", $0.source] }
          + NetworkPreset.catalogue.map { [$0.name, "round trips, \($0.regions.count) regions", $0.source] }
      )
    case .scenarios: (["path", "name", "description"], ShippedScenarios.rows)
    }
  }

  /// A column's title as a key of JSON: `smallest effect` as `smallestEffect`.
  private static func key(of title: String) -> String {
    let words = title.split(separator: " ")
    return (words.prefix(1) + words.dropFirst().map { Substring($0.prefix(1).uppercased() + $0.dropFirst()) }).joined()
  }

  /// `5.0` as `5`, `0.0001` as it is.
  private static func plain(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : "\(number)"
  }
}
