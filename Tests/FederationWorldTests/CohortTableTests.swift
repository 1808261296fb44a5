// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import FederationWorld

struct CohortTableTests {
  /// Takes all marked cohorts, and says which they were.
  private func written(_ table: inout CohortTable) -> [Int] {
    var written: [Int] = []
    while let (cohort, _) = table.settleNext(serves: { _ in true }) { written.append(cohort) }
    return written
  }

  /// Works out how the first cohort stands, the only one that was written to, and says whether it began or ceased to be
  /// well.
  private func turns(_ table: inout CohortTable, isServing: Bool = true) -> Bool? {
    table.settleNext { _ in isServing }?.hasTurned
  }

  /// Two cohorts of which nothing is left to be worked out.
  private func settled() -> CohortTable {
    var table = CohortTable()
    for cluster in 0..<2 as Range<Int32> { table.append(Cohort(workload: 0, cluster: cluster)) }
    while table.settleNext(serves: { _ in true }) != nil {}
    return table
  }

  @Test func `a cohort is well from the start, and was written to`() {
    var table = CohortTable()
    table.append(Cohort(workload: 0, cluster: 0))
    #expect(table.standing(of: 0) == [.isWell, .isWritten])
    let hasTurned = turns(&table)
    #expect(hasTurned == false && table.standing(of: 0) == .isWell)
    let marked = written(&table)
    #expect(marked == [])
  }

  @Test func `whoever writes leaves one mark, whoever reads leaves none`() {
    var table = settled()
    #expect(table[0].ready == 0 && table.map(\.cluster) == [0, 1])
    let readAlone = written(&table)
    #expect(readAlone == [])
    table[1].waiting = 2
    table[1].desired += 2
    table.mark(1)
    #expect(table.standing(of: 1).contains(.isWritten) && !table.standing(of: 0).contains(.isWritten))
    let marked = written(&table)
    #expect(marked == [1])
  }

  @Test func `3 sent, 3 wanted, 2 ready and 1 that starts are well, and whole when all 3 are ready`() {
    var table = settled()
    (table[0].sent, table[0].desired, table[0].ready, table[0].starting) = (3, 3, 2, 1)
    var hasTurned = turns(&table)
    #expect(hasTurned == false && table.standing(of: 0) == .isWell)
    (table[0].ready, table[0].starting) = (3, 0)
    hasTurned = turns(&table)
    #expect(hasTurned == false && table.standing(of: 0) == [.isWell, .isWhole])
  }

  @Test(arguments: ["waiting", "hidden", "lost"])
  func `replicas without a node, out of reach or lost are not well`(stage: String) {
    var table = settled()
    (table[0].sent, table[0].desired, table[0].ready) = (3, 3, 2)
    switch stage {
    case "waiting": table[0].waiting = 1
    case "hidden": table[0].hidden = 1
    default: table[0].lost = 1
    }
    let hasTurned = turns(&table)
    #expect(hasTurned == true && table.standing(of: 0) == [])
  }

  @Test func `no cohort is well in a cluster that serves nobody, nor before it has what it was sent`() {
    var table = settled()
    (table[0].sent, table[0].desired, table[0].ready) = (3, 3, 3)
    var hasTurned = turns(&table, isServing: false)
    #expect(hasTurned == true && table.standing(of: 0) == [])
    table.mark(0)
    hasTurned = turns(&table)
    #expect(hasTurned == true && table.standing(of: 0) == [.isWell, .isWhole])
    table[0].sent = 4
    hasTurned = turns(&table)
    #expect(hasTurned == true && table.standing(of: 0) == [])
  }
}
