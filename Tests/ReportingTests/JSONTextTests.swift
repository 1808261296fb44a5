// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Reporting

@Suite struct JSONTextTests {
  @Test func `names keep their order, whole numbers have no point`() {
    let value: JSONText = ["b": 1, "a": [0.5, -3, true, .null, "x"], "c": [:], "d": .number(1e21)]
    #expect(value.line == #"{"b":1,"a":[0.5,-3,true,null,"x"],"c":{},"d":1e+21}"#)
  }

  @Test func `what is no number is null, and what a string cannot hold is written as its code`() throws {
    #expect(JSONText.list([.number(.nan), .number(.infinity)]).line == "[null,null]")
    let text: JSONText = .text("a\"b\\c\n\t\u{1B}\u{202E}é\u{FFFF}")
    #expect(text.line == #""a\"b\\c\n\u0009\u001b\u202eé\ufffd""#)
    let read = try JSONSerialization.jsonObject(with: Data("[\(text.line)]".utf8)) as? [String]
    #expect(read?.first?.hasPrefix("a\"b\\c\n\t\u{1B}") == true)
  }

  @Test func `a page is broken into lines to its depth`() {
    let value: JSONText = ["a": [["x": 1], ["x": 2]], "b": []]
    #expect(value.page(depth: 2) == "{\n  \"a\": [\n    {\"x\":1},\n    {\"x\":2}\n  ],\n  \"b\": []\n}\n")
  }
}
