// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Testing

@testable import regatta

@Suite struct OptionTests {
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
