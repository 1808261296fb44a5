// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import ScenarioAnswers

/// What is wrong with markers is told with its place and what to do, all of it at once.
@Suite struct MarkerFaultTests {
  @Test func `every fault of a document is told at once`() throws {
    let faults = try AnsweredFolder.faults(
      """
      **10**<!-- = assigned(nobody, cluster: x, at: 2h) -->
      **10** <!-- = assigned(stock) -->
      **ten**<!-- = assigned(stock) -->
      **10**<!-- = assigned(stock -->
      <!-- regatta tabel metrics: availability -->
      <!-- regatta table metrics: avail; wrkload: a -->
      <!-- end -->
      <!-- end -->
      <!-- regatta table placements: 20m -->
      """)
    #expect(
      faults == [
        "README.md:2:8: error R0506: no bold number stands right before this expression; "
          + "write **10**<!-- = ... --> without a space",
        "README.md:3:1: error R0506: \"ten\" is not one number, so nothing can be compared with it; "
          + "write one number, with a unit if you like, yes or no, or ? to have it filled in",
        "README.md:4:29: error R0504: the parenthesis of assigned is not closed; write a number, "
          + "a question such as metric(availability, CONTENDER), or arithmetic between them",
        "README.md:5:14: error R0501: there is no marker \"tabel\"; there are: table, picture, run",
        "README.md:8:1: error R0503: no block is open here; "
          + "write <!-- regatta table ... --> above the block, or take this out",
        "README.md:9:1: error R0502: the table has no end; write <!-- end --> below it",
        "README.md:1:23: error R0505: there is no contender \"nobody\"; there are: stock, fail over",
        "README.md:6:29: error R0505: there is no metric \"avail\"; see `regatta list metrics`",
        "README.md:6:36: error R0505: metrics does not take \"wrkload\" here; it takes each once: contenders",
      ])
  }

  @Test(arguments: [
    ("assigned(stock, cluster: x)", "there is no cluster \"x\"; there are: a, b, c"),
    ("assigned(stock, workload: web)", "there is no workload (as namespace/name) \"web\"; there are: shop/web"),
    ("assigned(stock, at: 2h)", "2h is beyond the end of the run; the horizon is 1h"),
    ("assigned(stock, at: soon)", "\"soon\" is no time; write it as 20m or 1h30m, from the start of the run"),
    ("assigned(stock, when: 1m)", "the arguments of assigned are not those it takes"),
    ("assigned(stock, cluster: a, cluster: b)", "the arguments of assigned are not those it takes"),
    ("assigned()", "an argument is missing"),
    ("metric(availability)", "the arguments of metric are not those it takes"),
    ("when(later, stock)", "there is no phase \"later\"; there are: notReady, ready, evicted, assigned, unassigned"),
    ("lint(F9999, stock, cluster: a)", "there is no finding \"F9999\"; see docs/guides/explain-failover.md"),
    ("lint(F0101, stock)", "lint does not say which cluster is lost; write cluster: NAME"),
    ("guess(stock)", "there is no question \"guess\"; there are: metric, assigned"),
    ("ready(stock, point: \"load=1\")", "\"load=1\" is no point of the sweep; name the swept path and values first"),
  ])
  func `a wrong expression says what there is instead`(expression: String, message: String) throws {
    let faults = try AnsweredFolder.faults("**10**<!-- = \(expression) -->")
    #expect(faults.count == 1)
    #expect(faults.first?.contains(message) == true, "\(faults)")
  }

  @Test(arguments: [
    ("<!-- regatta picture served -->", "R0507: the document does not show its picture"),
    (
      "<!-- regatta picture served -->![x](answer.svg)<!-- regatta picture causes -->",
      "R0507: this is the second picture"
    ),
    ("<!-- regatta picture heat -->![x](answer.svg)", "R0505: there is no picture \"heat\""),
    ("<!-- regatta picture served stock -->![x](answer.svg)", "R0505: \"stock\" is not expected behind served"),
    ("<!-- regatta picture served; from: 30m; until: 20m -->![x](answer.svg)", "R0505: the time to show is empty"),
    ("<!-- regatta table rows: a -->\n<!-- end -->", "R0505: there is no table \"rows\""),
    ("<!-- regatta table sweep: availability -->\n<!-- end -->", "R0509: the document sweeps nothing"),
    ("<!-- regatta table metrics: availability; stock -->\n<!-- end -->", "R0501: \"stock\" is no option"),
    ("<!-- regatta run seeds: many -->", "R0508: 'many' is no seed"),
    ("<!-- regatta run sweep: load -->", "R0508: \"load\" is no sweep"),
    ("<!-- regatta run load: 0.5 -->", "R0508: a run has no \"load\""),
    ("<!-- regatta run sweep: nothing.here=1,2 -->", "R0211"),
    ("<!-- regatta picture", "R0502: the comment has no end"),
    (
      "<!-- regatta run sweep: failures.0.for=5m,10m -->\n**1**<!-- = ready(stock) -->",
      "R0509: the document sweeps, and this does not say which point it means"
    ),
  ])
  func `a wrong marker says what is the matter`(document: String, message: String) throws {
    let faults = try AnsweredFolder.faults(document)
    #expect(faults.contains { $0.contains(message) }, "\(faults)")
  }

  @Test func `a document or scenario that is not there is told`() throws {
    #expect(throws: AnswerFolder.Refusal.self) { try AnswerFolder(reading: "/nowhere") }
    #expect(try AnsweredFolder.faults("a", scenario: "kind: Scenario").isEmpty == false)
  }
}
