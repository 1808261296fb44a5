// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import ScenarioAnswers

@Suite struct WrittenFigureTests {
  private func text(_ written: String, _ value: AnswerValue, isSpan: Bool = false) throws -> String {
    try #require(WrittenFigure(written), "\(written)").text(of: value, isSpan: isSpan)
  }

  @Test(arguments: [
    ("10", 12.4, "12"), ("10.1", 10.084, "10.1"), ("900", 1860, "1,860"), ("1,860", 12, "12"),
    ("about 3 replicas", 4, "about 4 replicas"), ("$1.20", 3.456, "$3.46"), ("-5", 3, "3"), ("5", -3, "-3"),
    ("−5", -6, "−6"), ("+5", 6, "+6"), ("0.0", -0.01, "0.0"), ("3 × as many", 2.6, "3 × as many"),
  ])
  func `a number keeps its decimals and its words, thousands are apart`(
    written: String, value: Double, expected: String
  ) throws {
    #expect(try text(written, .number(value)) == expected)
  }

  @Test(arguments: [("50 %", 0.3333, "33 %"), ("50.0%", 0.3333, "33.3%"), ("1 % of them", 0.5, "50 % of them")])
  func `a share is written in percent`(written: String, value: Double, expected: String) throws {
    #expect(try text(written, .number(value)) == expected)
  }

  @Test(arguments: [
    ("330 s", 39.4, "39 s"), ("5.5 min", 90, "1.5 min"), ("2 h", 5400, "2 h"), ("90s", 60, "60s"),
    ("1m30s", 330, "5m30s"), ("1m30s", 45, "45s"), ("1m30s", 3725, "1h2m5s"), ("1m 30s", 125, "2m 05s"),
    ("1h 05m", 7380, "2h 03m"), ("1h05m", 7380, "2h03m"), ("1m0.5s", 61.25, "1m1.3s"), ("2d 04h", 180_000, "2d 02h"),
    ("12 seconds later", 7, "7 seconds later"), ("250 ms", 0.1, "100 ms"),
  ])
  func `a span keeps its unit or its parts`(written: String, value: Double, expected: String) throws {
    #expect(try text(written, .number(value)) == expected)
  }

  @Test func `what is no number is said in a word`() throws {
    #expect(try text("10", .never) == "never")
    #expect(try text("10 %", .noData) == "no data")
    #expect(try text("yes", .no) == "no")
    #expect(try text("never", .number(61), isSpan: true) == "1m 01s")
  }

  @Test func `a question mark is filled in as the value suggests`() throws {
    #expect(try text("?", .number(1234.5)) == "1,235")
    #expect(try text("? %", .number(0.125)) == "12.5 %")
    #expect(try text("?", .number(95), isSpan: true) == "1m 35s")
    #expect(try text("? replicas", .number(3)) == "3 replicas")
  }

  @Test(arguments: ["ten", "10 of 30", "", "a", "1.2.3", "v1.18"])
  func `what holds no number or several cannot be compared`(written: String) {
    #expect(WrittenFigure(written) == nil || written == "v1.18")
  }

  @Test(arguments: [
    "10", "1,860", "33 %", "1m30s", "330 s", "10 replicas", "10 of 30", "~5", "$3.20", "-4", "2× faster",
  ])
  func `a bold number has to have an expression`(text: String) {
    #expect(WrittenFigure.isFigure(text))
  }

  @Test(arguments: ["Note", "Karmada 1.18", "1. Taint it by hand", "never", "2 things that you should know", "3: x"])
  func `other bold words need none`(text: String) {
    #expect(!WrittenFigure.isFigure(text))
  }
}
