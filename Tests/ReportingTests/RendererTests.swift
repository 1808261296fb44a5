// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

@Suite struct RendererTests {
  private let model = ReportModel(Fixture.input())
  private let sweep = ReportModel(Fixture.input(sweep: ["0.6", "0.7", "0.8"].map { ["load": $0] }))

  @Test func `the terminal begins with the verdict and keeps within 140 columns`() {
    let text = TerminalReport(sweep).text
    #expect(text.hasPrefix("kubeadmiral-ops loses 17."))
    #expect(text.contains("kubeadmiral-ops kept most serving: "))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 140 })
    #expect(!text.contains("\u{1B}"))
    #expect(TerminalReport(sweep, bold: true).text.hasPrefix("\u{1B}[1mkubeadmiral-ops"))
  }

  @Test func `the terminal's ranking has every promised column`() throws {
    let lines = TerminalReport(model).text.split(separator: "\n").map(String.init)
    let row = try #require(lines.first { $0.hasPrefix("karmada-static") })
    let words = row.split(separator: " ").joined(separator: " ")
    #expect(words == "karmada-static 82.27 ±0.27 83.27 74.27 1,702 3.2 28.04 1m 11s / never (48 of 320) 215 709 62.2")
  }

  @Test func `the terminal names goals, sweep points and what is not like for like`() {
    let text = TerminalReport(sweep).text
    #expect(text.contains("\nGoals\n  availability >= 0.9\n    met: kubeadmiral-ops (91.22 %)\n"))
    #expect(text.contains("\nBy load: served at end of failure, %\ncontender             0.6    0.7    0.8\n"))
    #expect(text.contains("  karmada-duplicated: clusters.min dropped (Karmada has no minimum)\n"))
  }

  @Test func `Markdown has the verdict and the ranking open and the rest folded`() {
    let text = MarkdownReport(sweep).text
    #expect(text.hasPrefix("# Regatta: eu-west-80\n"))
    #expect(text.contains("\n## Ranking\n\n| contender | availability<br>% ±95 % CI |"))
    #expect(text.contains("<details><summary>Time to recover</summary>"))
    #expect(text.contains("- command: regatta run Scenarios/quickstart/scenario.yaml --seeds 0..7"))
  }

  /// Contenders, their names' length, and goals.
  @Test(arguments: [(60, 350, 2), (400, 12, 2), (3, 30_000, 1), (40, 20, 200), (2, 3, 5_000)])
  func `Markdown stays under 65,536 characters whatever comes, and says what it left out`(
    contenders: Int, length: Int, goals: Int
  ) {
    let names = (0..<contenders).map { "\($0)-" + String(repeating: "<&*😀", count: length / 4 + 1) }
    var input = Fixture.input(contenders: names, seeds: 1)
    for index in input.records.indices { input.records[index].detail?.series = nil }
    input.manifest.goals = (0..<goals).map {
      .init(metric: "availability", relation: ">=", bound: Double($0) / 100, text: "availability >= \($0) | %")
    }
    let text = MarkdownReport(ReportModel(input)).text
    #expect(text.utf16.count < MarkdownReport.mostCharacters)
    #expect(text.utf16.count > 5_000)
    #expect(text.contains("\nLeft out for length, see report.html: ") || text.contains("\nCut for length: "))
    for title in ["Verdict", "Goals", "Ranking"] { #expect(text.contains("\n## \(title)\n"), "\(title)") }
  }

  @Test func `a title and a summary of any length leave room for the rest`() {
    var input = Fixture.input()
    input.manifest.scenario = String(repeating: "s", count: 70_000)
    input.manifest.summary = String(repeating: "é", count: 70_000)
    input.manifest.command += ["--set", String(repeating: "x", count: 70_000)]
    let text = MarkdownReport(ReportModel(input)).text
    #expect(text.utf16.count < MarkdownReport.mostCharacters)
    #expect(text.contains("sss…\n") && text.contains("éé…\n"))
    #expect(text.contains("\n## Ranking\n\n| contender |"))
  }

  @Test func `a table that is cut ends at a row and says how many lines are missing`() throws {
    let names = (0..<400).map { "contender-\($0)" }
    var input = Fixture.input(contenders: names, seeds: 1)
    for index in input.records.indices { input.records[index].detail = nil }
    let text = MarkdownReport(ReportModel(input)).text
    let ranking = try #require(text.components(separatedBy: "\n## Ranking\n").last)
    let rows = ranking.split(separator: "\n").prefix { $0.hasPrefix("| ") }
    #expect(rows.count > 100 && rows.allSatisfy { $0.hasSuffix(" |") })
    // The head takes two rows; the note below the table is a line too.
    #expect(ranking.contains("\nCut for length: \(400 - (rows.count - 2) + 1) more lines are in report.html.\n"))
  }

  @Test func `CSV has one row for each contender, point and metric`() {
    let lines = CSVReport(sweep).text.split(separator: "\n")
    #expect(lines[0] == "contender,sweep,metric,unit,mean,ci95_low,ci95_high,n,censored_runs")
    #expect(lines.count == 1 + 7 * 3 * 16 + 3 * 15)
    #expect(lines[1].hasPrefix("karmada-duplicated,load=0.6,availability,1,0.80"))
    #expect(lines[1].hasSuffix(",8,0"))
    var input = Fixture.input(contenders: ["a,\"b\"", "c"], seeds: 1)
    input.records[0].metrics["own_metric"] = MetricValue(1.5)
    #expect(CSVReport(ReportModel(input)).text.contains("\n\"a,\"\"b\"\"\",,own_metric,,1.5,,,1,0\n"))
  }

  @Test func `JSON has the verdict, the ranking and the differences`() throws {
    let text = try JSONReport(model).text()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["leader"] as? String == "kubeadmiral-ops")
    #expect((object?["ranking"] as? [String])?.count == 8)
    let differences = object?["differences"] as? [[String: Any]]
    // Seven others on the four primary metrics that the records have.
    #expect(differences?.count == 28)
    let first = differences?.first { $0["metric"] as? String == "availability" }
    #expect(first?["finding"] as? String == "worse" && first?["reference"] as? String == "kubeadmiral-ops")
  }

  @Test func `provenance quotes a command for a shell and joins seeds to ranges`() {
    #expect(
      ProvenanceLines.command(["regatta", "run", "my file.yaml", "it's", ""])
        == "regatta run 'my file.yaml' 'it'\\''s' ''")
    #expect(ProvenanceLines.ranges([0, 1, 2, 5, 7, 8]) == "0..2, 5, 7..8")
  }

  @Test func `the worst workloads are those that lost most over all runs`() throws {
    let worst = try #require(WorstWorkloads(model.points[0].results[4]))
    #expect(worst.rows.map(\.workload) == (0..<3).map { "shop/web-\($0)" })
    #expect((worst.rows[0].lostReplicaHours - 12).magnitude < 1e-9)
  }
}
