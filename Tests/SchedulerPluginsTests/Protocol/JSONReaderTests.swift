// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import SchedulerPlugins

@Suite struct JSONReaderTests {
  private func value(_ text: String) throws(SchedulerFault) -> JSONValue {
    try JSONReader.value(of: Array(text.utf8)[...])
  }

  @Test func `values keep their order, their repetitions and their exactness`() throws {
    let read = try value(
      #" {"b": [1, -2, 9223372036854775807], "a": {"x": null}, "b": true, "c": 1e3, "d": "\u00e9\n\ud83d\ude00"} "#)
    #expect(
      read
        == .object([
          .init(key: "b", value: .list([.integer(1), .integer(-2), .integer(.max)])),
          .init(key: "a", value: .object([.init(key: "x", value: .null)])), .init(key: "b", value: .flag(true)),
          .init(key: "c", value: .number("1e3")), .init(key: "d", value: .text("é\n😀")),
        ]))
    #expect(try value("9223372036854775808") == .number("9223372036854775808"))
    #expect(try value("-0") == .integer(0))
  }

  @Test(arguments: [
    "", "  ", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "01", "1.", "1e", "-", "+1", "NaN", "-Infinity", "nul",
    "tru",
    "\"a", "\"\\x\"", "\"\\ud800\"", "\"\\u12\"", "1 2", "{}{}", "'a'", "[1 2]", "\"\u{1}\"",
  ]) func `what is not JSON is garbage`(text: String) {
    #expect(throws: SchedulerFault.self) { try value(text) }
    do throws(SchedulerFault) { _ = try value(text) } catch { #expect(error.kind == .garbage, "\(text)") }
  }

  @Test func `bytes that are not UTF-8 are told from garbage`() {
    do throws(SchedulerFault) {
      _ = try JSONReader.value(of: [0x22, 0xFF, 0x22])
      Issue.record("read")
    } catch { #expect(error.kind == .invalidUTF8) }
  }

  @Test func `a million brackets do not end the stack`() {
    #expect(throws: SchedulerFault.self) { try value(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func `what is written is read again`() throws {
    var line = LineWriter()
    line.object { line in
      line.key("text")
      line.text("a\"b\\c\n\u{1}é")
      line.key("numbers")
      line.list { line in
        line.number(0)
        line.number(Int64.min)
        line.number(Int32(12))
      }
      line.key(quoted: LineWriter.quoted("k\"ey"))
      line.flag(false)
    }
    #expect(
      try JSONReader.value(of: line.bytes[...])
        == .object([
          .init(key: "text", value: .text("a\"b\\c\n\u{1}é")),
          .init(key: "numbers", value: .list([.integer(0), .integer(.min), .integer(12)])),
          .init(key: "k\"ey", value: .flag(false)),
        ]))
  }
}
