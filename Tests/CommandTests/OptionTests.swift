// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Quantities
import Testing

@testable import regatta

@Suite struct OptionTests {
  @Test func `region=eu-west@1h+4h fails the region from 1 h to 5 h, dead`() throws {
    let option = try #require(FailureOption(argument: "region=eu-west@1h+4h"))
    #expect(
      option.spec
        == .scripted(
          at: .zero + .hours(1), span: .hours(4), target: TargetSelector(region: "eu-west"), plane: .all))
  }

  @Test func `without a span it fails for good, and the plane can be named`() throws {
    let option = try #require(FailureOption(argument: "provider=p1,cluster=a,plane=hub@30m"))
    #expect(
      option.spec
        == .scripted(
          at: .zero + .minutes(30), span: nil, target: TargetSelector(cluster: "a", provider: "p1"), plane: .hub))
  }

  @Test(arguments: [
    "", "region=eu-west", "@1h", "region@1h", "region=@1h", "region=a@", "region=a@1h+", "region=a@1h+2h+3h",
    "planet=mars@1h", "region=a,region=b@1h", "plane=hub@1h", "plane=x,region=a@1h", "region=a@soon", "region=a@1h@2h",
  ])
  func `a malformed failure is none`(text: String) {
    #expect(FailureOption(argument: text) == nil)
  }

  @Test func `a value may hold equals signs`() throws {
    let option = try #require(SettingOption(argument: "a.b=c=d"))
    #expect(option.path == "a.b" && option.value == "c=d")
    #expect(SettingOption(argument: "=x") == nil)
    #expect(SettingOption(argument: "x") == nil)
  }

  @Test(arguments: [
    ("eu-west-80", "eu-west-80"), ("../../etc", "scenario..-..-etc"), ("a b/c", "a-b-c"), ("", "scenario"),
    (".hidden", "scenario.hidden"), ("Zürich", "Z-rich"),
  ])
  func `a scenario's name makes a harmless folder name`(name: String, folder: String) {
    #expect(RunCommand.folderName(name) == folder)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")])
  func `events are grouped by thousands`(number: Int, text: String) {
    #expect(ProgressDisplay.grouped(number) == text)
  }

  @Test(arguments: [(4.4, "4 s"), (75, "1 min 15 s"), (7260, "2 h 1 min")])
  func `spans are short`(seconds: Double, text: String) {
    #expect(ProgressDisplay.span(seconds) == text)
  }

  @Test func `the bar fills from left to right`() {
    let half = ParallelRunner.Progress(done: 5, total: 10, events: 0)
    #expect(ProgressDisplay.bar(half) == "[############............]")
    let none = ParallelRunner.Progress(done: 0, total: 0, events: 0)
    #expect(ProgressDisplay.bar(none) == "[........................]")
  }

  @Test func `tables put numbers to the right and leave no space at the end`() {
    let text = PlainTable.text(header: ["name", "n", "why"], rows: [["a", "5", "x"], ["long", "-", ""]], indent: 1)
    #expect(text == " name  n  why\n a     5  x\n long  -\n")
  }
}
