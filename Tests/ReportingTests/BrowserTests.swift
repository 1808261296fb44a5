// SPDX-License-Identifier: GPL-3.0-or-later

import BrowserSupport
import Foundation
import Results
import Testing

@testable import Reporting

/// The page as a browser without a network sees it.
@Suite(.enabled(if: Browser.path != nil, "\(Browser.absence)"), .serialized) struct BrowserTests {
  /// Names of all lengths, more contenders than colours, a sweep.
  private static func largest() -> ReportInput {
    let names = (0..<12).map { place in place % 3 == 0 ? "a-contender-with-a-rather-long-name-\(place)" : "c\(place)" }
    var input = Fixture.input(contenders: names, seeds: 3, sweep: [["load": "0.6"], ["load": "0.8"]], clusters: 24)
    input.manifest.command += ["--fail", "region=eu-west@1h+4h", "--sweep", "load=0.6,0.8"]
    return input
  }

  /// With metrics of placement, of which the fixture's records have none: long values, and one above 100 %.
  private static func placed() -> ReportInput {
    var input = Fixture.input(seeds: 3)
    for index in input.records.indices {
      let noise = Fixture.noise(index, 5, 5)
      input.records[index].metrics["weight_deviation"] = MetricValue(index < 3 ? 4 + noise : noise)
      for metric in ["weight_deviation_needless", "worst_cluster_loss", "worst_zone_loss", "worst_region_loss"] {
        input.records[index].metrics[metric] = MetricValue(noise)
      }
      for metric in ["effective_clusters", "cluster_skew_replicas", "region_skew_replicas"] {
        input.records[index].metrics[metric] = MetricValue(10_000 * noise)
      }
    }
    return input
  }

  private static func alone() -> ReportInput { Fixture.input(contenders: ["karmada-dynamic"], seeds: 1) }

  private static func expectSound(_ page: String, _ look: Browser.Look) throws {
    let found = try Browser.open(page, look)
    #expect(found.console.isEmpty)
    #expect(found.faults.isEmpty)
    #expect(found.requests.isEmpty)
    #expect(found.window == look.width)
    #expect(found.page <= look.width)
    #expect(found.cut.isEmpty)
    #expect(found.faint.isEmpty)
    #expect(found.broken.isEmpty)
    #expect(found.counts["texts", default: 0] > 100)
    #expect(found.counts["buttons", default: 0] > 0)
  }

  @Test(arguments: Browser.Look.all)
  func `no message, no request, nothing cut off, text to be read, controls that work`(look: Browser.Look) throws {
    for input in [Self.placed(), Self.largest(), Self.alone()] {
      try Self.expectSound(HTMLReport(ReportModel(input)).text, look)
    }
  }

  @Test func `it prints`() throws {
    let (pdf, console) = try Browser.print(HTMLReport(ReportModel(Fixture.input(seeds: 3))).text)
    #expect(pdf.starts(with: Data("%PDF-".utf8)))
    #expect(console.isEmpty)
  }

  @Test func `the eye that looks sees what is wrong with a page`() throws {
    let policy = HTMLReport.policy
    let page = """
      <!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width"><title>bad</title></head><body>
      <p style="color:#999">styled by hand</p><img src="http://example.invalid/x.png" alt="">
      <font color="#999999">faint</font><table width="900"><tr><td>wide</td></tr></table>
      <svg role="img" width="50" height="20"><text x="40" y="15">sticks out</text></svg>
      <script>console.log("never run")</script></body></html>
      """
    let found = try Browser.open(page, .init(width: 400))
    #expect(found.page > 400)
    #expect(found.cut.contains { $0.hasPrefix("out of the window: TABLE wide") })
    #expect(found.cut.contains { $0.hasPrefix("cut off in its picture") })
    #expect(found.faint.contains { $0.hasSuffix("FONT faint") })
    #expect(found.requests == ["http://example.invalid/x.png"])
    #expect(
      Set(found.faults.map { String($0.split(separator: " ")[1]) }).isSuperset(of: ["img-src", "script-src-elem"]))
    #expect(found.console.count >= 3)
  }
}
