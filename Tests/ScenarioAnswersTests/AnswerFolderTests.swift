// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import RunMetrics
import ScenarioFormat
import Testing

@testable import ScenarioAnswers

@Suite struct AnswerFolderTests {
  private let oneSeed = "<!-- regatta run seeds: 0 -->\n"

  @Test(arguments: [
    ("assigned(stock)", "30"), ("assigned(stock, cluster: c, at: 20m)", "10"),
    ("assigned(\"fail over\", cluster: c, at: 20m)", "0"), ("ready(stock, cluster: c, at: 20m)", "0"),
    ("ready(stock, cluster: c, at: 9m59s)", "10"), ("ready(stock, cluster: c, at: 10m)", "0"),
    ("ready(\"fail over\", workload: shop/web, at: 20m)", "30"), ("pending(stock)", "0"),
    ("clusters(stock, workload: shop/web)", "3"), ("clusters(\"fail over\", workload: shop/web, at: 20m)", "2"),
    ("low(stock)", "20"), ("low(stock, until: 9m)", "30"), ("peak(stock, after: 20m, until: 30m)", "20"),
    ("low(\"fail over\", after: 20m)", "30"), ("assigned(stock) / clusters(stock) * 2 - 5", "15"),
    ("metric(evictions, \"fail over\")", "1"), ("metric(evictions, stock)", "0"),
    ("lint(F0101, stock, cluster: c)", "yes"), ("lint(F0101, \"fail over\", cluster: c, workload: shop/web)", "no"),
    ("when(evicted, stock)", "never"), ("when(unassigned, stock, cluster: c)", "never"),
    ("when(assigned, stock, cluster: c)", "0"), ("when(assigned, stock, cluster: c, after: 1m)", "never"),
  ])
  func `questions to the first seed`(expression: String, expected: String) async throws {
    let written = expected == "yes" || expected == "no" ? "yes" : "99"
    let text = try await AnsweredFolder.filled("\(oneSeed)**\(written)**<!-- = \(expression) -->")
    #expect(text == "\(oneSeed)**\(expected)**<!-- = \(expression) -->")
  }

  /// Probes every 10 s, a threshold of 30 s, and the outage of 30 minutes.
  @Test func `the hub believes the cluster gone 30 to 40 s after the failure, and evicts at once`() async throws {
    let folder = try AnsweredFolder(
      """
      \(oneSeed)**1 s**<!-- = when(notReady, stock, cluster: c) - 10m -->
      **1 s**<!-- = when(evicted, "fail over") - when(notReady, "fail over") -->
      **1 s**<!-- = when(unassigned, "fail over", cluster: c, workload: shop/web) - when(evicted, "fail over") -->
      **1 s**<!-- = when(ready, stock, cluster: c, after: 10m) - 40m -->
      """)
    let seconds = try await folder.answer().text.matches(of: #/\*\*([0-9]+) s\*\*/#).map { Int($0.1) ?? -1 }
    try #require(seconds.count == 4)
    #expect((30...40).contains(seconds[0]))
    #expect((0...1).contains(seconds[1]))
    #expect(seconds[2] == 0)
    #expect((0...70).contains(seconds[3]))
  }

  @Test func `a written document has no difference, and each change of it is found at its line`() async throws {
    let folder = try AnsweredFolder(
      """
      \(oneSeed)# Lost

      <!-- regatta picture served -->
      ![what one sees](answer.svg)

      **?**<!-- = assigned(stock, cluster: c, at: 20m) --> replicas stay.

      <!-- regatta table metrics: lost_replica_hours, availability; contenders: stock -->
      <!-- end -->

      <!-- regatta table placements: 9m, 20m; workload: shop/web -->
      <!-- end -->
      """)
    #expect(try await folder.answer().differences.count == 4)
    #expect(try await folder.answer().write() == ["\(folder.path)/README.md", "\(folder.path)/answer.svg"])
    #expect(try await folder.answer(jobs: 1).differences == [])
    #expect(try await folder.answer().write() == [])
    let text = try folder.read("README.md")
    #expect(text.contains("| fail over | c | 10 (10) | 0 (0) |"), "\(text)")
    #expect(text.contains("| contender | lost, replica-h | availability, % |"))

    try folder.write(
      text.replacing("**10**", with: "**11**").replacing("| c | 10 (10) | 0 (0) |", with: "| c | 10 (10) | 1 (0) |"),
      to: "README.md")
    try folder.write("<svg/>", to: "answer.svg")
    let found = try await folder.answer().differences.map { $0.description.replacing("\(folder.path)/", with: "") }
    #expect(
      found == [
        "README.md:7: written 11, a fresh run gives 10 (assigned(stock, cluster: c, at: 20m))",
        "README.md:26: written | fail over | c | 10 (10) | 1 (0) |, "
          + "a fresh run gives | fail over | c | 10 (10) | 0 (0) |",
        "answer.svg:1: written another picture, than a fresh run gives",
      ])
  }

  @Test func `a bold number that no run stands behind is a difference`() async throws {
    let found = try await AnsweredFolder("a\n\n**10** replicas, **30**<!-- = assigned(stock) -->").answer().differences
    #expect(found.map(\.written) == ["10"])
    #expect(found.first?.place.hasSuffix("README.md:3") == true)
  }

  @Test func `a sweep has a row per point, and an expression says which one it means`() async throws {
    let text = try await AnsweredFolder.filled(
      """
      <!-- regatta run seeds: 0..1; sweep: failures.0.for=5m,10m -->
      **1.0**<!-- = metric(lost_replica_hours, stock, point: "failures.0.for=5m") -->
      **1.0**<!-- = metric(lost_replica_hours, stock, point: "failures.0.for=10m") -->
      <!-- regatta table sweep: cluster_failures -->
      <!-- end -->
      <!-- regatta table metrics: cluster_failures; contenders: stock -->
      <!-- end -->
      """)
    let lost = text.matches(of: #/\*\*([0-9.]+)\*\*/#).compactMap { Double($0.1) }
    try #require(lost.count == 2)
    #expect((0.8...1.2).contains(lost[0]) && (1.6...2.2).contains(lost[1]))
    #expect(text.contains("| failures.0.for (cluster failures) | stock | fail over |\n"))
    #expect(text.contains("| 5m | 1 | 1 |\n| 10m | 1 | 1 |\n"))
    #expect(text.contains("| stock | 5m | 1 |\n| stock | 10m | 1 |\n"))
  }

  @Test func `the explanation says when it is decided and which findings there are`() async throws {
    let text = try await AnsweredFolder.filled("<!-- regatta table explain: c; workload: shop/web -->\n<!-- end -->")
    #expect(text.contains("| stock | 0s..10s first failing probe<br>30s..40s threshold, cluster not ready"))
    #expect(text.contains("F0101 error: Karmada evicts nothing"))
    #expect(text.contains("| moves | 30s..40s |"))
  }

  @Test(arguments: [
    ("served", "Share of demand served"), ("causes", "Lost replica-hours by cause"),
    ("clusters stock; workload: shop/web", "Ready replicas by cluster, stock, shop/web"),
    ("pending; title: Nothing waits", "Nothing waits"), ("bars evictions, replicas_moved", "Evictions, moved"),
    ("sweep lost_replica_hours; axis: length of the outage", "Lost (replica-h) by length of the outage"),
  ])
  func `a picture stands by itself, light and dark`(request: String, title: String) async throws {
    let point = request.hasPrefix("sweep") ? "" : "; point: failures.0.for=5m"
    let folder = try AnsweredFolder(
      """
      <!-- regatta run seeds: 0; sweep: failures.0.for=5m,10m -->
      <!-- regatta picture \(request)\(point) -->
      ![x](answer.svg)
      """)
    let picture = try #require(try await folder.answer().picture)
    #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 "))
    #expect(picture.contains("<title id=\"title\">\(title)</title>"), "\(picture.prefix(400))")
    #expect(picture.contains("@media (prefers-color-scheme:dark)"))
  }

  @Test func `a dip of a minute is drawn to its depth however long the run`() async throws {
    let scenario = AnsweredFolder.scenario.replacing("horizon: 1h", with: "horizon: 30d")
      .replacing("for: 30m", with: "for: 1m")
    let folder = try AnsweredFolder(
      "\(oneSeed)<!-- regatta picture served; contenders: stock -->\n![x](answer.svg)", scenario: scenario)
    let picture = try #require(try await folder.answer().picture)
    // Two thirds are served: the axis goes down to it.
    #expect(picture.contains(">60 %<"))
  }

  @Test func `the runs are those of regatta run: looking on changes no digest`() async throws {
    let folder = try AnsweredFolder(
      "**1**<!-- = ready(stock) + pending(stock) + when(evicted, \"fail over\") + clusters(stock) -->")
    let scenario = try #require(ScenarioLoader.load(path: folder.path).scenario)
    let plain = try (0..<2).flatMap { contender in
      try (0..<10).map { seed in
        try WorldReplication().run(scenario, contender: contender, seed: seed, keepsSeries: false).digest
      }
    }
    #expect(try await folder.answer().digests == plain)
  }
}
