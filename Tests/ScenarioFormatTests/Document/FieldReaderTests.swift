// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities
import ScenarioFormat
import Testing

@Suite struct FieldReaderTests {
  private func reader(_ text: String) throws -> FieldReader {
    let collector = DiagnosticCollector()
    let document = try #require(DocumentReader.documents(text.utf8, file: "f", collector: collector).first)
    return try #require(FieldReader(document, section: "it", collector: collector))
  }

  @Test(
    arguments: [
      ("500m", 500_000_000), ("\"2\"", 2_000_000_000), ("1.5", 1_500_000_000), ("1e3", 1_000_000_000_000),
      ("1Ki", 1_024_000_000_000), ("0", 0), ("1n", 1),
    ] as [(String, Int)])
  func `quantities are exact, quoted or not`(text: String, nanoUnits: Int) throws {
    #expect(try reader("q: \(text)").quantity("q") == KubernetesQuantity(nanoUnits: Int128(nanoUnits)))
  }

  @Test(arguments: ["yes", "on", "True", "true"])
  func `booleans are read by the type of their field`(text: String) throws {
    #expect(try reader("b: \(text)").bool("b") == true)
    #expect(try reader("b: \(text)").string("b") == text)
    let quoted = try reader("b: \"\(text)\"")
    #expect(quoted.bool("b") == nil)
    #expect(quoted.collector.hasErrors)
  }

  @Test(arguments: [("3", 3), ("3.0", 3), ("1e3", 1000), ("-0", 0)])
  func `whole numbers`(text: String, number: Int) throws {
    #expect(try reader("n: \(text)").int("n") == number)
  }

  @Test(arguments: ["3.5", "1e99", "0x10", "1_000", "nan", ".inf", "99999999999999999999", "\"3\"", "[]", "- 3"])
  func `what is no whole number is reported and nil`(text: String) throws {
    let reader = try reader("n: \n  \(text)")
    #expect(reader.int("n") == nil)
    #expect(reader.collector.diagnostics.count == 1)
  }

  @Test func `null is absent, and an absent field is no fault`() throws {
    let reader = try reader("a: ~\nb: null\nc:\n")
    #expect(reader.int("a") == nil && reader.string("b") == nil && reader.mapping("c") == nil)
    #expect(reader.strings("d") == nil)
    #expect(reader.collector.diagnostics.isEmpty)
  }

  @Test func `keys nobody asked for are reported with the nearest known one`() throws {
    let reader = try reader("replcias: 3\nother: 1\n")
    _ = reader.int("replicas")
    reader.reportUnknownKeys()
    #expect(
      reader.collector.diagnostics.map(\.description) == [
        "f:1:1: error R0101: it has no field \"replcias\"; did you mean \"replicas\"?",
        "f:2:1: error R0101: it has no field \"other\"; known are replicas",
      ])
  }
}
