// SPDX-License-Identifier: GPL-3.0-or-later

import Conformance
import Testing

struct ConformanceRunTests {
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
}
