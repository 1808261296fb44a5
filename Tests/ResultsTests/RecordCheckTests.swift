// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct RecordCheckTests {
  /// The check value of CRC-32 in the catalogue of parametrised CRC algorithms, and what zlib gives for the others.
  @Test(arguments: [("123456789", "cbf43926"), ("", "00000000"), ("a", "e8b7be43"), ("abc", "352441c2")])
  func `the check is zlib's CRC-32`(text: String, check: String) {
    #expect(RecordCheck.check(of: text.utf8) == check)
    #expect(RecordCheck.check(of: Data(text.utf8)) == check)
  }

  @Test func `a check in parts is that of the whole`() {
    var check = CRC32()
    for part in ["1234", "", "56789"] { check.add(part.utf8) }
    #expect(check.hexadecimal == "cbf43926")
  }

  @Test func `a sealed line ends in the check of what is before`() {
    let line = RecordCheck.sealed(line: #"{"a":1}"#)
    #expect(line == #"{"a":1,"check":"\#(RecordCheck.check(of: #"{"a":1"#.utf8))"}"#)
    #expect(RecordCheck.examine(Data(line.utf8)) == .holds(RecordCheck.check(of: #"{"a":1"#.utf8)))
    #expect(RecordCheck.examine(Data((line + " \r").utf8)) == .holds(RecordCheck.check(of: #"{"a":1"#.utf8)))
  }

  @Test func `a sealed page is still indented and holds`() {
    let page = RecordCheck.sealed(page: "{\n  \"a\" : 1\n}\n")
    #expect(page == "{\n  \"a\" : 1,\n  \"check\" : \"\(RecordCheck.check(of: "{\n  \"a\" : 1".utf8))\"\n}\n")
    #expect(RecordCheck.examine(Data(page.utf8)) == .holds(RecordCheck.check(of: "{\n  \"a\" : 1".utf8)))
  }

  @Test(arguments: ["", "}", #"{"a":1}"#, #"{"a":"check"}"#, #"{"check":5}"#, #"["check"]"#, #"{"a":"12345678"}"#])
  func `what has no check is said to have none`(text: String) {
    #expect(RecordCheck.examine(Data(text.utf8)) == .absent)
  }

  @Test func `another digit breaks it, a capital one too`() {
    let check = RecordCheck.check(of: #"{"a":1"#.utf8)
    for other in ["00000000", check.uppercased(), "q" + check.dropFirst(), ""] where other != check {
      let line = #"{"a":1,"check":"\#(other)"}"#
      #expect(RecordCheck.examine(Data(line.utf8)) == .broken(stated: other, found: check))
    }
  }
}
