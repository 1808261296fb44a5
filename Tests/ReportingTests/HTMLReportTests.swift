// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  private let page = HTMLReport(ReportModel(Fixture.input())).text
  private let sweepPage = HTMLReport(
    ReportModel(Fixture.input(sweep: ["0.6", "0.7", "0.8"].map { ["load": $0] }))
  ).text

  @Test func `the page asks for nothing: strict policy, its own style and script by their digests, no address`() {
    let meta = matches(of: "<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">", in: page)
    #expect(meta == [HTMLReport.policy])
    #expect(
      HTMLReport.policy.contains(
        #/^default-src 'none'; script-src 'sha256-[\w+\/]{43}='; style-src 'sha256-[\w+\/]{43}='; /#))
    #expect(HTMLReport.policy.hasSuffix("; img-src data:; base-uri 'none'; form-action 'none'"))
    // A browser takes the digest of all that stands between the tags.
    #expect(between("<script>", "</script>", in: page) == [PageScript.text])
    #expect(between("<style>", "</style>", in: page) == [StyleSheet.text])
    let withoutNamespace = sweepPage.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
    let words = ["http://", "https://", "url(", "@import", " src=", " style=\"", "javascript:", " onclick"]
    for word in words { #expect(!withoutNamespace.contains(word), "\(word)") }
    for word in ["fetch", "XMLHttp", "import", "eval", "Function(", "innerHTML", "location", "cookie", "</"] {
      #expect(!PageScript.text.contains(word), "\(word)")
    }
    #expect(PageScript.text.utf8.count < 6 * 1_024)
  }

  @Test func `every section that has something to say is there with its permalink`() {
    let ids = [
      "verdict", "goals", "ranking", "comparison", "trade-offs", "sweep", "recovery", "causes", "failover",
      "utilisation", "episode", "placement", "activity", "workloads", "seeds", "programs", "not-like-for-like",
      "simplified", "provenance",
    ]
    for id in ids where id != "placement" && id != "programs" {
      #expect(sweepPage.contains("<section id=\"\(id)\">"), "\(id)")
      #expect(sweepPage.contains("<a href=\"#\(id)\">"), "\(id)")
    }
    // Nothing is swept, the records have no metric of placement, and no contender is a program.
    #expect(!page.contains("<section id=\"sweep\">"))
    #expect(!page.contains("<section id=\"placement\">"))
    #expect(!page.contains("<section id=\"programs\">"))
    #expect(SectionCatalog.sections.map(\.id) == ids)
  }

  @Test func `ids are unique and every picture has a name, a description and its data`() {
    let ids = matches(of: " id=\"([^\"]+)\"", in: sweepPage)
    #expect(Set(ids).count == ids.count)
    let pictures = count("<svg xmlns", in: sweepPage)
    #expect(pictures > 20)
    #expect(count("<title id=", in: sweepPage) == pictures)
    #expect(count("<desc id=", in: sweepPage) == pictures)
    #expect(count("<figure id=\"figure-", in: sweepPage) == 11)
    #expect(count("<figure ", in: sweepPage) == 11)
    #expect(count("Data of this figure", in: sweepPage) == 11)
    #expect(count("<table>", in: sweepPage) == count("<table><caption>", in: sweepPage))
    #expect(count("<th", in: sweepPage) - count("<thead", in: sweepPage) == count(" scope=\"", in: sweepPage))
    #expect(count("font-size=\"12\"", in: sweepPage) == pictures)
  }

  @Test func `recovery is marked by the repair, and unequal counts of episodes are shown`() {
    #expect(page.contains(">while failed</text>"))
    #expect(page.contains(">karmada-stock · never: 320 of 320</text>"))
    #expect(page.contains(">kubefed</text>"))
    var input = Fixture.input()
    input.records[0].detail?.unrecovered += 1
    let other = HTMLReport(ReportModel(input)).text
    #expect(other.contains(">karmada-duplicated · never: 49 of 321</text>"))
    #expect(other.contains(">kubefed · of 320</text>"))
  }

  @Test func `tags are closed in their order`() {
    var open: [String] = []
    let void: Set<String> = ["meta", "br", "link", "!DOCTYPE"]
    let markup = sweepPage.replacingOccurrences(of: PageScript.text, with: "")
    for tag in matches(of: "<(/?[A-Za-z!][A-Za-z0-9]*[^>]*)>", in: markup) {
      let name = String(tag.prefix { $0 != " " && $0 != "\n" })
      if name.hasPrefix("/") {
        #expect(open.popLast() == String(name.dropFirst()))
      } else if !tag.hasSuffix("/"), !void.contains(name) {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func `drawn colours are attributes that the style sheet overrides`() {
    for slot in SeriesStyle.colors.indices {
      #expect(page.contains("class=\"s\(slot)\" stroke=\"\(SeriesStyle.colors[slot])\""))
      #expect(page.contains(".s\(slot){stroke:\(SeriesStyle.darkColors[slot])}"))
    }
    // Paper is white whatever the screen is.
    #expect(page.contains("@media screen and (prefers-color-scheme:dark){"))
    #expect(page.contains("@media print{"))
  }

  @Test(arguments: [
    ("#1b1f24", "#ffffff"), ("#57606a", "#ffffff"), ("#0550ae", "#ffffff"), ("#116329", "#ffffff"),
    ("#a40e26", "#ffffff"), ("#e6edf3", "#0f1419"), ("#9aa5b1", "#0f1419"), ("#79b8ff", "#0f1419"),
    ("#56d364", "#0f1419"), ("#ff8b85", "#0f1419"), ("#57606a", "#fae9de"),
  ])
  func `text stands out 4,5 to 1 from its ground`(ink: String, paper: String) {
    let light = [luminance(ink), luminance(paper)].sorted()
    #expect((light[1] + 0.05) / (light[0] + 0.05) >= 4.5)
    #expect(StyleSheet.text.contains(ink), "the style sheet has no such ink")
  }

  @Test func `hostile names stay text`() {
    let hostile = ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "a'b&c\u{202E}\u{1B}[31m", "${x} {{y}}"]
    var input = Fixture.input(contenders: hostile, sweep: [["<b>": "<i>1"], ["<b>": "<i>2"]])
    input.manifest.scenario = "</title><script>"
    input.manifest.summary = "</p><script>"
    input.manifest.caveats = ["<script>"]
    input.manifest.command = ["<script>"]
    input.manifest.goals[0].text = "<script>"
    input.manifest.translations[0].how = "<script>"
    for index in input.records.indices {
      input.records[index].digest = "<script>"
      input.records[index].detail?.worstWorkloads[0].workload = "<script>"
      input.records[index].detail?.series?.readyByRegion[0].name = "<script>"
      input.records[index].detail?.series?.utilisation[0].name = "<script>"
      input.records[index].detail?.series?.faults[0].label = "<script>"
      input.records[index].detail?.failover?.label = "<script>"
      input.records[index].detail?.failover?.plane = "<script>"
      input.records[index].detail?.series?.faults[0].plane = "<script>"
    }
    let model = ReportModel(input)
    let page = HTMLReport(model).text
    #expect(count("<script", in: page) == 1)
    #expect(between("<script>", "</script>", in: page) == [PageScript.text])
    #expect(!page.contains("<img"))
    for file in HTMLReport(model).files where file.path.hasSuffix(".svg") {
      #expect(!file.text.contains("<script") && !file.text.contains("<img") && !file.text.contains("\u{202E}"))
    }
    #expect(!page.contains("<i>1"))
    #expect(!page.contains("\u{202E}"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    let markdown = MarkdownReport(model).text
    #expect(!markdown.contains("<script"))
    #expect(!markdown.contains("<img"))
    let terminal = TerminalReport(model).text
    #expect(!terminal.contains("\u{1B}"))
    #expect(!terminal.contains("\u{202E}"))
  }

  @Test func `ten contenders and fifty seeds of forty clusters stay under 500 KiB`() {
    let input = Fixture.input(contenders: (0..<10).map { "contender-\($0)" }, seeds: 50, clusters: 40)
    var noisy = input
    // The worst case: every cell of the heat map another shade than its neighbour, every point another height.
    for index in noisy.records.indices {
      guard var series = noisy.records[index].detail?.series else { continue }
      for line in series.utilisation.indices {
        series.utilisation[line].values = series.times.indices.map { Fixture.noise(index, line, $0 / 8) }
      }
      for line in series.readyByRegion.indices {
        series.readyByRegion[line].values = series.times.indices.map { 500 * Fixture.noise(index, line, $0) }
      }
      series.serving = series.times.indices.map { 1_600 * Fixture.noise(index, 99, $0) }
      series.faults = (0..<200).map { fault in
        let start = 100 * Double(fault)
        return .init(label: "cluster c\(fault)", start: start, end: start + 60, plane: "all")
      }
      noisy.records[index].detail?.series = series
    }
    let size = HTMLReport(ReportModel(noisy)).text.utf8.count
    #expect(size < 500 * 1_024, "\(size)")
    #expect(HTMLReport(ReportModel(input)).text.utf8.count < size)
  }

  private func count(_ needle: String, in text: String) -> Int { text.components(separatedBy: needle).count - 1 }

  private func between(_ start: String, _ end: String, in text: String) -> [String] {
    text.components(separatedBy: start).dropFirst().map { $0.components(separatedBy: end)[0] }
  }

  private func matches(of pattern: String, in text: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let range = NSRange(text.startIndex..., in: text)
    return expression.matches(in: text, range: range).compactMap { match in
      Range(match.range(at: 1), in: text).map { String(text[$0]) }
    }
  }

  /// Relative luminance; WCAG 2.2.
  private func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let channel = Double((value >> shift) & 255) / 255
      return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
