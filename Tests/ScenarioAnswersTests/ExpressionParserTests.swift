// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import ScenarioAnswers

@Suite struct ExpressionParserTests {
  private func value(_ text: String) throws -> Double {
    func number(_ expression: Expression) -> Double {
      switch expression {
      case .number(let number): number
      case .negated(let inner): -number(inner)
      case .sum(let left, let right): number(left) + number(right)
      case .difference(let left, let right): number(left) - number(right)
      case .product(let left, let right): number(left) * number(right)
      case .quotient(let left, let right): number(left) / number(right)
      case .call: .nan
      }
    }
    return number(try ExpressionParser.parse(Located(text, at: 0)))
  }

  @Test(arguments: [
    ("1 + 2 * 3", 7.0), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("8 / 4 / 2", 1), ("-2 * -3", 6), ("2 × 3 − 1", 5),
    ("1m30s / 2", 45), ("1.5 * 4", 6),
  ])
  func `arithmetic has the usual precedence`(text: String, expected: Double) throws {
    #expect(try value(text) == expected)
  }

  @Test func `arguments are words up to a comma, or quoted`() throws {
    let text = "assigned(karmada-1.18, cluster: \"a, b\", workload: shop/web, at: 20m)"
    guard case .call(let call) = try ExpressionParser.parse(Located(text, at: 100)) else {
      Issue.record("no question")
      return
    }
    #expect(call.name == Located("assigned", at: 100))
    #expect(call.arguments.map(\.value.text) == ["karmada-1.18", "a, b", "shop/web", "20m"])
    #expect(call.arguments.map(\.label?.text) == [nil, "cluster", "workload", "at"])
    #expect(call.arguments[0].value.place == 109)
  }

  @Test(arguments: [
    ("", 0, "ends too early"), ("1 +", 3, "ends too early"), ("1 2", 2, "not expected"), ("(1", 2, "parenthesis"),
    ("f 1", 2, "parenthesis"), ("f(a", 3, "not closed"), ("f(,)", 2, "missing"), ("f(\"a)", 2, "quotation"),
    ("3x", 0, "no number"), ("?", 0, "begins no expression"),
  ])
  func `what is wrong is told with its place`(text: String, place: Int, what: String) throws {
    let error = try #require(throws: ExpressionError.self) { try ExpressionParser.parse(Located(text, at: 0)) }
    #expect(error.place == place)
    #expect(error.what.contains(what), "\(error.what)")
  }

  @Test func `nesting beyond 64 levels is refused, not followed`() {
    let deep = String(repeating: "(", count: 100_000)
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(Located(deep, at: 0)) }
  }
}
