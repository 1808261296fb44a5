// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Testing

@testable import Reporting

@Suite struct ProgramTableTests {
  /// The last contender, which is the best one, is a program with a fault in seed 0.
  private func model(disqualifiedAt seconds: Double?, faults: Int = 2) -> ReportModel {
    var input = Fixture.input()
    for place in input.records.indices where input.records[place].contender == Fixture.contenders[7] {
      var conduct = SchedulerConduct(program: "mine 2", calls: 40)
      if input.records[place].seed == 0, faults > 0 {
        conduct.faults = [
          .init(kind: "wrongTotal", count: faults, firstAtSeconds: 12, first: "3 replicas are assigned, 4 are wanted")
        ]
        conduct.disqualifiedAtSeconds = seconds
      }
      input.records[place].detail?.scheduler = conduct
    }
    return ReportModel(input)
  }

  @Test func `faults of programs are a table, in the page and on the terminal`() throws {
    let model = model(disqualifiedAt: nil)
    let table = try #require(ProgramTable(model))
    #expect(
      table.rows == [
        [
          "kubeadmiral-ops", "mine 2", "40", "2", "1 of 8", "0 of 8",
          "wrongTotal: 3 replicas are assigned, 4 are wanted",
        ]
      ])
    #expect(TerminalReport(model).text.contains("wrongTotal: 3 replicas are assigned, 4 are wanted"))
    #expect(MarkdownReport(model).text.contains("Scheduler programs"))
  }

  @Test func `a disqualified program ranks last, whatever it reached`() {
    #expect(model(disqualifiedAt: nil).ranked.first?.name == "kubeadmiral-ops")
    let disqualified = model(disqualifiedAt: 12)
    #expect(disqualified.ranked.last?.name == "kubeadmiral-ops")
    #expect(disqualified.comparisons?.baseline != "kubeadmiral-ops")
  }

  @Test func `nothing is said where every contender is built in, and little where no program had a fault`() {
    #expect(ProgramTable(ReportModel(Fixture.input())) == nil)
    let sound = model(disqualifiedAt: nil, faults: 0)
    #expect(ProgramTable(sound)?.hasFaults == false)
    #expect(!TerminalReport(sound).text.contains("Scheduler programs"))
  }
}
