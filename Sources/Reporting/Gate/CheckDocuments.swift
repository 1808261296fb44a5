// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The shapes of a check that programs read.
extension CheckReport {
  /// Indented JSON with sorted keys; ends in a newline.
  public func json() throws(ResultsError) -> String { try RecordCoding.page(Document(self)) }

  /// A test suite with a test for each comparison, as continuous integration reads it: a regression is a failure, an open
  /// comparison an error. Source: the JUnit XML of Apache Ant's junit task, as Jenkins and GitLab read it.
  public var junit: String {
    var cases = check.digests.filter(\.isSame).map { Self.testCase($0.contender, "digests", body: "") }
    cases += check.lines.map { line in
      let message = "\(Self.change(line)): \(line.reason)"
      let body =
        switch line.outcome {
        case .pass: ""
        case .regression: "<failure message=\"\(Self.escaped(message))\"/>"
        case .inconclusive: "<error message=\"\(Self.escaped(message))\"/>"
        }
      return Self.testCase(line.contender, line.metric.id, body: body)
    }
    if let speed {
      let body =
        speed.isTooSlow
        ? "<failure message=\"\(Self.escaped(speed.sentence))\"/>" : speed.ratio == nil ? "<skipped/>" : ""
      cases.append(Self.testCase("speed", "events per second", body: body))
    }
    let failures = check.lines.filter { $0.outcome == .regression }.count + (speed?.isTooSlow == true ? 1 : 0)
    let errors = check.lines.filter { $0.outcome == .inconclusive }.count
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite name="\(Self.escaped("regatta check \(check.scenario)"))" tests="\(cases.count)" \
      failures="\(failures)" errors="\(errors)">
      \(cases.joined())<system-out>\(Self.escaped(sentence))</system-out>
      </testsuite>

      """
  }

  private static func testCase(_ contender: String, _ name: String, body: String) -> String {
    let head = "<testcase classname=\"\(escaped(contender))\" name=\"\(escaped(name))\""
    return body.isEmpty ? head + "/>\n" : head + ">\(body)</testcase>\n"
  }

  private static func escaped(_ text: String) -> String {
    PrintableText.line(text).map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: String(character)
      }
    }.joined()
  }

  private struct Document: Encodable {
    struct Digests: Encodable {
      let contender: String
      let commonRuns: Int
      let equalRuns: Int
      let missingRuns: Int
      let same: Bool
    }
    struct Line: Encodable {
      let contender: String
      let metric: String
      let unit: String
      let outcome: String
      let reason: String
      let before: Double?
      let after: Double?
      let worseBy: Double?
      let low: Double?
      let high: Double?
      let pairs: Int
      let smallestEffect: Double
      let furtherSeeds: Int?
    }
    let schema = "regatta.check/1"
    let scenario: String
    let outcome: String
    let sentence: String
    let notes: [String]
    let furtherSeeds: Int?
    let speedRatio: Double?
    let digests: [Digests]
    let comparisons: [Line]

    init(_ report: CheckReport) {
      let check = report.check
      scenario = check.scenario
      outcome = check.outcome.rawValue
      sentence = report.sentence
      notes = report.remarks
      furtherSeeds = check.furtherSeeds
      speedRatio = report.speed?.ratio
      digests = check.digests.map {
        Digests(
          contender: $0.contender, commonRuns: $0.common, equalRuns: $0.equal, missingRuns: $0.missing, same: $0.isSame)
      }
      comparisons = check.lines.map {
        Line(
          contender: $0.contender, metric: $0.metric.id, unit: $0.metric.unit, outcome: $0.outcome.rawValue,
          reason: $0.reason, before: $0.before, after: $0.after, worseBy: $0.regression?.meanDifference,
          low: $0.regression?.interval?.low, high: $0.regression?.interval?.high, pairs: $0.pairs,
          smallestEffect: $0.smallestEffect, furtherSeeds: $0.furtherSeeds)
      }
    }
  }
}
