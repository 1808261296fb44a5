// SPDX-License-Identifier: GPL-3.0-or-later

import Randomness
import Testing

@testable import FederationWorld

struct CohortListTests {
  @Test func `cohorts stand in the order of their clusters, whatever order they came in`() {
    var list = CohortList()
    var random = RandomStream(key: 11)
    var cohortOf: [Int: Int32] = [:]
    for cohort in 0..<300 as Range<Int32> {
      let cluster = Int(random.uniformInteger(below: 1000))
      guard cohortOf[cluster] == nil else { continue }
      #expect(list.cohort(in: cluster) == nil)
      list.insert(cohort, of: cluster, at: list.place(of: cluster))
      cohortOf[cluster] = cohort
    }
    #expect(Array(list) == cohortOf.sorted { $0.key < $1.key }.map(\.value))
    for cluster in 0..<1000 { #expect(list.cohort(in: cluster) == cohortOf[cluster].map { Int($0) }) }
  }
}
