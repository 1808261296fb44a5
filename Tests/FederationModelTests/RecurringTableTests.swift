// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@Suite struct RecurringTableTests {
  @Test func `keys in turn, out of turn and never seen are told apart`() {
    var table = RecurringTable<String, Int>()
    var expected: [String: Int] = [:]
    let keys = ["a", "b", "c", "a", "b", "c", "b", "a", "d", "c", "c", "a", "b", "e", "d"]
    for (place, key) in keys.enumerated() {
      #expect(table.find(key) == expected[key])
      if expected[key] == nil {
        expected[key] = place
        table.insert(place, under: key)
      }
    }
    #expect(expected.count == 5)
  }

  @Test func `a full table keeps what it has and takes no more`() {
    var table = RecurringTable<Int, Int>(limit: 2)
    for key in 0..<3 { table.insert(key * 10, under: key) }
    #expect(table.isFull)
    #expect(table.find(0) == 0 && table.find(1) == 10 && table.find(2) == nil)
  }
}
