// SPDX-License-Identifier: GPL-3.0-or-later

import Conformance
import Foundation
import Testing

struct ConformanceRunTests {
  static func check(_ line: String, as planner: PlannerKind? = nil) -> CaseOutcome {
    var run = ConformanceRun(planner: planner)
    return run.check(line: line, number: 1)
  }

  /// A KubeFed case with this result.
  static func kubeFed(expect: String) -> String {
    "{\"id\":\"x\",\"total\":3,\"rebalance\":true,\"key\":\"k\",\"clusters\":[{\"name\":\"a\",\"pref\":{\"weight\":1}}]"
      + ",\"expect\":\(expect)}"
  }

  static let good = kubeFed(expect: "{\"plan\":{\"a\":3},\"overflow\":{}}")

  @Test(arguments: VectorFiles.counts)
  func `every vector of the original planners passes`(file: String, count: Int) throws {
    var run = ConformanceRun()
    var problems: [String] = []
    for (position, line) in try VectorFiles.lines(of: file).enumerated() {
      let outcome = run.check(line: line, number: position + 1)
      if outcome.verdict != .passed { problems.append(outcome.text) }
    }
    #expect(run.passed == count)
    #expect(run.failed == 0)
    #expect(run.invalid == 0)
    #expect(problems.prefix(10) == [])
  }

  @Test func `the vectors are 17298`() {
    #expect(VectorFiles.counts.reduce(0) { $0 + $1.1 } == 17_298)
  }

  @Test(arguments: VectorFiles.counts)
  func `a vector is recognised by its shape, not by its id`(file: String, count: Int) throws {
    var run = ConformanceRun()
    for (position, line) in try VectorFiles.lines(of: file).enumerated() where position % 97 == 0 {
      let anonymous = line.replacing(/^{"id":"[^"]*",/) { _ in "{" }
      #expect(anonymous.count < line.count)
      #expect(run.check(line: anonymous, number: position).verdict == .passed)
    }
  }

  @Test(arguments: VectorFiles.counts)
  func `a vector with any one digit of its expectation changed does not pass`(file: String, count: Int) throws {
    var run = ConformanceRun()
    var random = SplitMix(seed: 21)
    var seen: [String: Int] = [:]
    var changed = 0
    for line in try VectorFiles.lines(of: file) where line.utf8.count < 8000 {
      let shape = VectorShape.of(line)
      seen[shape, default: 0] += 1
      guard seen[shape, default: 0] <= 50, let start = line.firstRange(of: "\"expect\":") else { continue }
      var bytes = Array(line.utf8)
      let first = line.utf8.distance(from: line.startIndex, to: start.upperBound)
      let digits = bytes.indices.filter { $0 >= first && (48...57).contains(bytes[$0]) }
      for position in digits.shuffled(using: &random).prefix(6) {
        let original = bytes[position]
        bytes[position] = 48 + (original - 48 + 1) % 10
        let outcome = run.check(line: String(decoding: bytes, as: UTF8.self), number: 1)
        #expect(outcome.verdict != .passed, "\(outcome.id), byte \(position)")
        #expect(!outcome.message.isEmpty)
        bytes[position] = original
        changed += 1
      }
    }
    #expect(run.passed == 0)
    #expect(run.failed + run.invalid == changed)
    #expect(run.failed > changed * 3 / 4)
    #expect(changed > 100)
  }

  @Test(arguments: [
    "{\"plan\":{\"a\":4},\"overflow\":{}}", "{\"plan\":{\"a\":3},\"overflow\":{\"a\":0}}", "{\"plan\":{\"a\":3}}",
    "{\"plan\":{\"a\":3},\"overflow\":{},\"extra\":1}", "{\"plan\":{\"a\":3,\"b\":0},\"overflow\":{}}",
    "{\"plan\":{\"a\":\"3\"},\"overflow\":{}}", "{\"plan\":{\"a\":3.0},\"overflow\":{}}",
    "{\"plan\":{},\"overflow\":{}}", "{}", "{\"plan\":[3],\"overflow\":{}}", "{\"plan\":{\"a\":null},\"overflow\":{}}",
    "{\"one_of\":[{\"plan\":{\"a\":3},\"overflow\":{}}]}",
  ])
  func `only exactly the right expectation passes`(expect: String) {
    #expect(Self.check(Self.good).verdict == .passed)
    let outcome = Self.check(Self.kubeFed(expect: expect))
    #expect(outcome.verdict == .failed)
    #expect(outcome.text.hasPrefix("line 1: x: expect"))
  }

  @Test func `a mismatch names the place and both numbers`() {
    let outcome = Self.check(Self.kubeFed(expect: "{\"plan\":{\"a\":4},\"overflow\":{}}"))
    #expect(outcome.text == "line 1: x: expect.plan.a: expected 4, got 3")
  }

  @Test func `the given planner wins over the shape`() {
    #expect(Self.check(Self.good, as: .kubefed).verdict == .passed)
    for planner in PlannerKind.allCases where planner != .kubefed {
      #expect(Self.check(Self.good, as: planner).verdict != .passed)
    }
  }

  @Test func `counts add up and make the last line`() {
    var run = ConformanceRun()
    _ = run.check(line: Self.good, number: 1)
    _ = run.check(line: Self.kubeFed(expect: "{}"), number: 2)
    #expect(run.summary == "1 passed, 1 failed")
    let outcome = run.check(line: "nonsense", number: 3)
    #expect(outcome.text.hasPrefix("line 3: bad input: not JSON"))
    #expect(run.summary == "1 passed, 1 failed, 1 invalid")
  }

  @Test func `random choices must all be listed, and nothing else`() {
    let start =
      "{\"op\":\"plan\",\"total\":1,\"key\":\"k\",\"clusters\":[{\"name\":\"cluster-49549\",\"pref\":{\"weight\":1}},"
      + "{\"name\":\"cluster-1317582\",\"pref\":{\"weight\":1}}],\"expect\":"
    func result(_ first: Int, _ second: Int) -> String {
      "{\"plan\":{\"cluster-49549\":\(first),\"cluster-1317582\":\(second)},\"overflow\":{}}"
    }
    let verdicts = [
      "{\"one_of\":[\(result(1, 0)),\(result(0, 1))]}", "{\"one_of\":[\(result(0, 1)),\(result(1, 0))]}",
      "{\"one_of\":[\(result(1, 0))]}", "{\"one_of\":[\(result(1, 0)),\(result(0, 1)),\(result(1, 1))]}",
      "{\"one_of\":[]}", result(1, 0),
    ].map { Self.check(start + $0 + "}").verdict }
    #expect(verdicts == [.passed, .passed, .failed, .failed, .failed, .failed])
  }

  @Test func `a weight remainder goes to any of the receivers and to no one else`() {
    let names = ["a", "b", "c"]
    let resources = names.map { "{\"name\":\"\($0)\",\"allocatable_milli\":64000,\"available_milli\":10000}" }
    let start =
      "{\"op\":\"capacity_weights\",\"resources\":[\(resources.joined(separator: ","))],\"expect\":"
      + "{\"weight_limit\":{\"a\":467,\"b\":467,\"c\":467},\"base_weights\":{\"a\":333,\"b\":333,\"c\":333},"
    #expect(Self.check(start + "\"remainder\":1,\"receivers\":[\"a\",\"b\",\"c\"]}}").verdict == .passed)
    #expect(Self.check(start + "\"remainder\":1,\"receivers\":[\"c\",\"a\",\"b\"]}}").verdict == .passed)
    #expect(Self.check(start + "\"remainder\":1,\"receivers\":[\"a\",\"b\"]}}").verdict == .failed)
    #expect(Self.check(start + "\"remainder\":2,\"receivers\":[\"a\",\"b\",\"c\"]}}").verdict == .failed)
  }

  @Test func `stated defaults of an expectation are the same as absent ones`() {
    let start = "{\"op\":\"select\",\"strategy\":{},\"replicas\":1,\"clusters\":[{\"name\":\"a\",\"allocatable\":7}]"
    let entry = "{\"name\":\"a\",\"available\":7,\"allocatable\":7"
    #expect(Self.check(start + ",\"expect\":{\"selected\":[\(entry),\"tier\":0}]}}").verdict == .passed)
    #expect(Self.check(start + ",\"expect\":{\"selected\":[\(entry),\"tier\":1}]}}").verdict == .failed)
  }

  @Test func `inputs on which the original never returns fail with that reason`() {
    let outcome = Self.check(
      "{\"id\":\"loop\",\"total\":2147483647,\"rebalance\":true,\"clusters\":[{\"name\":\"a\",\"pref\":"
        + "{\"weight\":4611686018427387904}},{\"name\":\"b\",\"pref\":{\"weight\":1}}],\"expect\":{}}")
    #expect(outcome.verdict == .failed)
    #expect(outcome.message.contains("do not end"))
  }
}

/// The kind of case a line holds: its operation and the members of its expectation.
enum VectorShape {
  static func of(_ line: String) -> String {
    let operation = line.firstMatch(of: /"op":"([a-z_]+)"/)?.1 ?? "-"
    let members = ["one_of", "receivers", "error", "unschedulable", "region_scores"].filter {
      line.contains("\"\($0)\":")
    }
    return "\(operation) \(members)"
  }
}
