// SPDX-License-Identifier: GPL-3.0-or-later

import BrowserSupport
import Foundation
import Testing

/// Reports of shipped scenarios, opened in a browser without a network.
@Suite(.enabled(if: Browser.path != nil, "\(Browser.absence)"), .serialized) struct ReportPageTests {
  /// A race and what a page of it is to have.
  struct Race: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let sections: [String]
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let races = [
    Race(
      arguments: ["Scenarios/quickstart", "--seeds", "0..1"],
      sections: ["trade-offs", "recovery", "causes", "failover", "utilisation", "episode", "seeds"]),
    Race(
      arguments: ["Scenarios/quickstart", "--seeds", "0", "--sweep", "load=0.5,0.8", "--contender", "kubefed"],
      sections: ["sweep", "recovery", "utilisation", "episode"]),
    Race(
      arguments: [
        "Scenarios/regimes/thousand-clusters.yaml", "--seeds", "0", "--horizon", "1h", "--contender", "kubefed",
        "--contender", "karmada-stock",
      ],
      sections: ["trade-offs", "utilisation", "episode"]),
  ]

  @Test(arguments: races)
  func `no message, no request, nothing cut off, light, dark, at 400 px and on paper`(race: Race) throws {
    let folder = try Folder()
    let run = try Program.run(["run"] + race.arguments + ["--out", "\(folder.path)/out", "-q"])
    #expect([0, 3].contains(run.status), "\(run.errors)")
    let page = try folder.text("out/report.html")
    #expect(page.utf8.count < 500 * 1_024)
    for id in race.sections { #expect(page.contains("<section id=\"\(id)\">"), "\(id)") }
    for look in Browser.Look.all {
      let found = try Browser.open(page, look)
      #expect(found.console.isEmpty, "\(look)")
      #expect(found.faults.isEmpty, "\(look)")
      #expect(found.requests.isEmpty, "\(look)")
      #expect(found.page <= look.width, "\(look)")
      #expect(found.cut.isEmpty, "\(look)")
      #expect(found.faint.isEmpty, "\(look)")
      #expect(found.broken.isEmpty, "\(look)")
      #expect(found.counts["pictures", default: 0] > 3, "\(look)")
    }
    let (pdf, console) = try Browser.print(page)
    #expect(pdf.starts(with: Data("%PDF-".utf8)) && console.isEmpty)
  }
}
