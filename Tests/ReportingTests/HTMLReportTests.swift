// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  @Test func `the page of the fixture can be written where a person looks at it`() throws {
    let page = HTMLReport(ReportModel(Fixture.input())).text
    if let folder = ProcessInfo.processInfo.environment["REPORT_FOLDER"] {
      try Data(page.utf8).write(to: URL(fileURLWithPath: folder + "/report.html"))
      let sweep = Fixture.input(sweep: ["0.6", "0.7", "0.8"].map { ["load": $0] })
      try Data(HTMLReport(ReportModel(sweep)).text.utf8).write(to: URL(fileURLWithPath: folder + "/sweep.html"))
      let ten = Fixture.input(contenders: (0..<10).map { "contender-\($0)" }, seeds: 50, clusters: 40)
      try Data(HTMLReport(ReportModel(ten)).text.utf8).write(to: URL(fileURLWithPath: folder + "/ten.html"))
      try Data(TerminalReport(ReportModel(sweep)).text.utf8).write(to: URL(fileURLWithPath: folder + "/sweep.txt"))
      try Data(MarkdownReport(ReportModel(sweep)).text.utf8).write(to: URL(fileURLWithPath: folder + "/sweep.md"))
    }
    #expect(page.utf8.count < 500 * 1_024)
  }
}
