// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct NameOrderTests {
  @Test(arguments: [("a", "b"), ("a", "aa"), ("", "a"), ("Z", "a"), ("z", "é"), ("e\u{301}", "é")])
  func `names are in the order of their bytes`(first: String, second: String) {
    #expect(NameOrder.precedes(first, second))
    #expect(!NameOrder.precedes(second, first))
    #expect(!NameOrder.precedes(first, first))
  }

  @Test func `canonically equal names with other bytes are other names`() {
    #expect("é" == "e\u{301}")
    #expect(!NameOrder.isSame("é", "e\u{301}"))
    let index = NameIndex(names: ["é", "e\u{301}", "a"])
    #expect(index.position(of: "e\u{301}") == 1)
    #expect(index.position(of: "é") == 0)
    #expect(index.position(of: "b") == nil)
    #expect(index.ranks == [2, 1, 0])
  }
}
