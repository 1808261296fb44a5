// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// One row for each contender, sweep point and metric, as RFC 4180 has it. No data is an empty field.
public struct CSVReport: Sendable {
  private let model: ReportModel

  /// The rows of a model.
  public init(_ model: ReportModel) { self.model = model }

  /// The text; ends in a newline.
  public var text: String {
    var text = "contender,sweep,metric,unit,mean,ci95_low,ci95_high,n,censored_runs\n"
    for point in model.points {
      for result in point.results {
        for estimate in result.estimates where !(estimate.count == 0 && estimate.censoredRuns == 0) {
          let fields = [
            result.name, point.label, estimate.metric, MetricCatalog.metric(estimate.metric)?.unit ?? "",
            Self.number(estimate.mean), Self.number(estimate.interval?.low), Self.number(estimate.interval?.high),
            String(estimate.count), String(estimate.censoredRuns),
          ]
          text += fields.map(Self.field).joined(separator: ",") + "\n"
        }
      }
    }
    return text
  }

  private static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  /// A field as RFC 4180 writes it: in quotes where it has a comma, a quote or a line break.
  public static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
