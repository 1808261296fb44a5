// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The shapes of a comparison.
extension ComparisonReport {
  /// For a terminal: the sentences, the table, who is beaten in everything, notes. Ends in a newline.
  public func terminal(bold: Bool = false) -> String {
    let opening = sentences.map { TerminalReport.wrapped(PrintableText.line($0), width: 120) + "\n" }.joined()
    let table = table.terminal(bold: bold)
    let standing = standings.map { TerminalReport.wrapped(PrintableText.line($0), width: 120, indent: 2) + "\n" }
    let notes = notes.map { TerminalReport.wrapped(PrintableText.line($0), width: 120, indent: 2) + "\n" }
    return [opening, table, standing.joined(), notes.joined()].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// For a pull request.
  public var markdown: String {
    let opening = sentences.map { "**\(PrintableText.markdown($0))**\n" }.joined(separator: "\n")
    let table = TextTable(headers: ComparisonTable.headers, rows: table.rows).markdown
    let notes = (standings + notes).map { "- \(PrintableText.markdown($0))\n" }.joined()
    return [opening, table, notes].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A line for each comparison.
  public var csv: String {
    let header =
      "contender,baseline,metric,unit,mean,baseline_mean,difference,low,high,n,finding,p,adjusted_p,smallest_effect\n"
    return header
      + comparisons.map { one in
        let numbers: [Double?] = [
          one.estimate.mean, one.baselineEstimate.mean, one.difference, one.interval?.low, one.interval?.high,
        ]
        let cells =
          [one.contender, one.baseline, one.metric.id, one.metric.unit].map(CSVReport.field)
          + numbers.map { $0.map { "\($0)" } ?? "" }
          + [
            "\(one.pairs.seeds.count)", one.finding.rawValue,
            one.verdict.meanP.map { "\($0)" } ?? "", one.adjustedP.map { "\($0)" } ?? "",
            "\(one.metric.smallestEffect)",
          ]
        return cells.joined(separator: ",") + "\n"
      }.joined()
  }

  /// Indented JSON with sorted keys; ends in a newline.
  public func json() throws(ResultsError) -> String {
    try RecordCoding.page(
      Document(sentences: sentences, notes: notes + standings, comparisons: comparisons.map(Document.Line.init)))
  }

  private var comparisons: [MetricComparison] { sets.flatMap(\.comparisons) }
  private var table: ComparisonTable { ComparisonTable(comparisons) }

  /// Who is not beaten in everything by somebody, and who is.
  private var standings: [String] {
    guard let tradeOffs else { return [] }
    let criteria = tradeOffs.criteria.map(\.id).joined(separator: ", ")
    let free = tradeOffs.entries.filter { $0.dominatedBy == nil }.map(\.name).joined(separator: ", ")
    let beaten = tradeOffs.entries.compactMap { entry in entry.dominatedBy.map { "\(entry.name) (by \($0))" } }
    return ["Not dominated, by the means of \(criteria): \(free)."]
      + (beaten.isEmpty ? [] : ["Dominated: \(beaten.joined(separator: ", "))."])
  }

  private struct Document: Encodable {
    struct Line: Encodable {
      let contender: String
      let baseline: String
      let metric: String
      let unit: String
      let primary: Bool
      let mean: Double?
      let baselineMean: Double?
      let difference: Double
      let low: Double?
      let high: Double?
      let relativeChange: Double?
      let relativeLow: Double?
      let relativeHigh: Double?
      let pairs: Int
      let censoredPairs: Int
      let finding: String
      let p: Double?
      let familyP: Double?
      let adjustedP: Double?
      let smallestEffect: Double

      init(_ one: MetricComparison) {
        contender = one.contender
        baseline = one.baseline
        metric = one.metric.id
        unit = one.metric.unit
        primary = one.metric.isPrimary
        mean = one.estimate.mean
        baselineMean = one.baselineEstimate.mean
        difference = one.difference
        low = one.interval?.low
        high = one.interval?.high
        let relative = one.relativeChange()
        relativeChange = relative?.change
        relativeLow = relative?.interval?.low
        relativeHigh = relative?.interval?.high
        pairs = one.pairs.seeds.count
        censoredPairs = one.pairs.censoredPairs
        finding = one.finding.rawValue
        p = one.verdict.p
        familyP = one.verdict.meanP
        adjustedP = one.adjustedP
        smallestEffect = one.metric.smallestEffect
      }
    }
    let schema = "regatta.comparison/1"
    let sentences: [String]
    let notes: [String]
    let comparisons: [Line]
  }
}
