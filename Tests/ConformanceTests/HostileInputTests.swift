// SPDX-License-Identifier: GPL-3.0-or-later

import Conformance
import Testing

struct HostileInputTests {
  static func check(_ line: String) -> CaseOutcome {
    var run = ConformanceRun()
    return run.check(line: line, number: 7)
  }

  @Test(arguments: [
    "", " ", "null", "[]", "7", "\"text\"", "{", "}", "{}", "{\"expect\":{}}", "{\"expect\":3}", "{\"expect\":null}",
    "{\"id\":5,\"expect\":{}}", "{\"op\":7,\"expect\":{}}", "{\"op\":\"fly\",\"expect\":{}}",
    "{\"rebalance\":1,\"total\":1,\"expect\":{}}", "{\"rebalance\":true,\"expect\":{}}",
    "{\"rebalance\":true,\"total\":1.5,\"expect\":{}}",
    "{\"rebalance\":true,\"total\":9223372036854775808,\"expect\":{}}",
    "{\"rebalance\":true,\"total\":1e999,\"expect\":{}}", "{\"rebalance\":true,\"total\":NaN,\"expect\":{}}",
    "{\"rebalance\":true,\"total\":01,\"expect\":{}}", "{\"rebalance\":true,\"total\":-,\"expect\":{}}",
    "{\"rebalance\":true,\"total\":1,\"total\":1,\"expect\":{}}", "{\"rebalance\":true,\"total\":1,\"expect\":{}} x",
    "{\"rebalance\":true,\"total\":1,\"clusters\":{},\"expect\":{}}",
    "{\"rebalance\":true,\"total\":1,\"clusters\":[1],\"expect\":{}}",
    "{\"rebalance\":true,\"total\":1,\"clusters\":[{}],\"expect\":{}}",
    "{\"rebalance\":true,\"total\":1,\"clusters\":[{\"name\":\"a\"},{\"name\":\"a\"}],\"expect\":{}}",
    "{\"candidates\":[],\"replicas\":2147483648,\"expect\":{}}", "{\"candidates\":[],\"expect\":{}}",
    "{\"candidates\":[],\"replicas\":1,\"mode\":\"sideways\",\"expect\":{}}",
    "{\"op\":\"select\",\"replicas\":1,\"constraints\":[{\"field\":\"planet\"}],\"expect\":{}}",
    "{\"op\":\"by_region\",\"expect\":{}}", "{\"op\":\"percentage\",\"expect\":{}}",
    "{\"op\":\"weight_limit\",\"expect\":{}}", "{\"id\":\"\\ud800\",\"expect\":{}}", "{\"id\":\"\\q\",\"expect\":{}}",
    "{\"id\":\"\\u+123\",\"expect\":{}}", "{\"id\":\"a\u{1}\",\"expect\":{}}", "{\"id\":tru,\"expect\":{}}",
  ])
  func `a line that is no vector is bad input`(line: String) {
    let outcome = Self.check(line)
    #expect(outcome.verdict == .invalid)
    #expect(outcome.text.hasPrefix("line 7: "))
    #expect(!outcome.message.isEmpty)
  }

  @Test func `deep nesting is refused without recursing`() {
    let depth = 1_000_000
    let line = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(Self.check(line).message.contains("nesting"))
    #expect(Self.check("{\"expect\":" + String(repeating: "{\"a\":", count: depth)).verdict == .invalid)
  }

  @Test func `a huge list and a huge line are refused`() {
    let list = String(repeating: "{\"name\":\"a\"},", count: 30_000) + "{\"name\":\"a\"}"
    let outcome = Self.check("{\"rebalance\":true,\"total\":1,\"clusters\":[\(list)],\"expect\":{}}")
    #expect(outcome.message.contains("more than 20000"))
    #expect(Self.check("\"" + String(repeating: "a", count: 17 << 20) + "\"").message.contains("longer than"))
  }

  @Test func `escapes and numbers at the ends of their range are read exactly`() {
    let outcome = Self.check(
      "{\"id\":\"\\u00e9\\ud83d\\ude00\\n\",\"rebalance\":true,\"total\":-9223372036854775808,\"clusters\":"
        + "[{\"name\":\"a\"}],\"expect\":{\"plan\":{\"\\u0061\":0},\"overflow\":{}}}")
    #expect(outcome.id == "é😀\n")
    #expect(outcome.verdict == .passed)
  }

  /// Numbers that break careless arithmetic.
  static let numbers = [
    "0", "-1", "2147483647", "-2147483648", "9223372036854775807", "-9223372036854775808", "4611686018427387904",
    "99999999999999999999", "1e308", "0.5", "null", "true", "\"x\"", "[]", "{}",
  ]

  /// Lines of every shape, short ones.
  static func samples() throws -> [String] {
    var samples: [String] = []
    var seen: [String: Int] = [:]
    for (file, _) in VectorFiles.counts {
      for line in try VectorFiles.lines(of: file) where line.utf8.count < 900 {
        let shape = file + VectorShape.of(line)
        seen[shape, default: 0] += 1
        if seen[shape, default: 0] <= 4 { samples.append(line) }
      }
    }
    return samples
  }

  @Test func `a vector cut off anywhere is bad input`() throws {
    for line in try Self.samples() {
      for length in stride(from: 0, to: line.utf8.count, by: 7) {
        #expect(Self.check(String(decoding: Array(line.utf8.prefix(length)), as: UTF8.self)).verdict == .invalid)
      }
    }
  }

  @Test func `any number replaced by anything neither traps nor hangs`() throws {
    var random = SplitMix(seed: 22)
    var outcomes = [CaseOutcome.Verdict.passed: 0, .failed: 0, .invalid: 0]
    for line in try Self.samples() {
      for number in line.matches(of: /[:\[,]-?[0-9]+/) {
        var changed = line
        let start = changed.index(after: number.range.lowerBound)
        let replacement = Self.numbers[Int.random(in: Self.numbers.indices, using: &random)]
        changed.replaceSubrange(start..<number.range.upperBound, with: replacement)
        outcomes[Self.check(changed).verdict, default: 0] += 1
      }
    }
    #expect(outcomes[.failed, default: 0] > 100)
    #expect(outcomes[.invalid, default: 0] > 100)
  }
}
