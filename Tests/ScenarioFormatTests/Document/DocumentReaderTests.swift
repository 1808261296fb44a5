// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat
import Testing

/// The documents of a text and the diagnostics as rendered.
func read(
  _ text: String, limits: DocumentLimits = DocumentLimits()
) -> (documents: [DocumentNode], messages: [String]) {
  let collector = DiagnosticCollector()
  let documents = DocumentReader.documents(text.utf8, file: "f", limits: limits, collector: collector)
  return (documents, collector.diagnostics.map(\.description))
}

@Suite struct DocumentReaderTests {
  @Test func `keys keep their order and their places`() {
    let document = read("b: 1\na:\n  - x\n  - 'y'\n").documents.first
    let entries = document?.entries ?? []
    #expect(entries.map(\.key) == ["b", "a"])
    #expect(entries.map(\.keyPosition.line) == [1, 2])
    #expect(entries.last?.value.elements?.map(\.position.description) == ["f:3:5", "f:4:5"])
    #expect(entries.last?.value.elements?.last?.content == .scalar(text: "y", isQuoted: true))
  }

  @Test func `several documents, empty ones left out`() {
    #expect(read("a: 1\n---\n---\n# nothing\n---\nb: 2\n").documents.count == 2)
    #expect(read("").documents.isEmpty)
  }

  @Test func `JSON reads as YAML does`() {
    let document = read("{\n\t\"a\": [1, null, \"\\u003c\\/\"],\r\n\t\"b\": {}}").documents.first
    #expect(document?["a"]?.elements?.map(\.isNull) == [false, true, false])
    #expect(document?["a"]?.elements?.last?.text == "</")
    #expect(document?["b"]?.entries?.isEmpty == true)
  }

  @Test func `a byte order mark and CRLF do no harm`() {
    let result = read("\u{FEFF}a: 1\r\nb: 2\r\n")
    #expect(result.documents.first?["b"]?.text == "2")
    #expect(result.messages.isEmpty)
  }

  @Test func `merge keys: explicit keys win, then earlier sources`() {
    let document = read("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: 0}\n").documents.first
    let z = document?["z"]
    #expect(["a", "b", "c"].map { z?[$0]?.text } == ["0", "1", "2"])
  }

  @Test(arguments: [
    ("a: 1\na: 2\n", "f:2:1: error R0010: the key \"a\" is already there in line 1; keep one of the two"),
    ("a: *x\n", "f:1:4: error R0009: the alias *x has no anchor before it; define &x before it is used"),
    ("a: &x [*x]\n", "f:1:8: error R0009: the alias *x is used inside its own anchor; define &x before it is used"),
    ("a: !!binary eA==\n", "f:1:4: error R0011: the tag !!binary is not known here; remove the tag"),
    ("a: !x 1\n", "f:1:4: error R0011: the tag !x is not known here; remove the tag"),
    (
      "[a]: 1\n",
      "f:1:1: error R0012: a key must be a text, and this one is a mapping or a list; write the key as plain text"
    ),
    (
      "<<: 1\n",
      "f:1:5: error R0013: the merge key << holds 1, not a mapping; merge mappings only, as <<: *defaults"
    ),
    (
      "a: \u{0}\n",
      "f:1:4: error R0004: the file holds the control character U+0000; "
        + "remove it; in a quoted text write it as an escape"
    ),
    (
      "a: [1\nb: 2\n",
      "f:2:2: error R0005: this is not valid YAML or JSON: did not find expected ',' or ']'; "
        + "check the indentation, the brackets and the quotes up to this line"
    ),
  ])
  func `a fault has its place, its code and a fix`(text: String, message: String) {
    #expect(read(text).messages == [message])
  }

  @Test func `bytes that are not UTF-8 are reported with their place`() {
    let collector = DiagnosticCollector()
    let bytes: [UInt8] = Array("a: 1\nb: ".utf8) + [0xFF, 0x0A]
    _ = DocumentReader.documents(bytes, file: "f", collector: collector)
    #expect(
      collector.diagnostics.map(\.description)
        == ["f:2:4: error R0003: the bytes here are not UTF-8; save the file as UTF-8"])
  }

  @Test func `an alias bomb is refused before it is expanded`() {
    var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
    for level in 1...20 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let result = read(text)
    #expect(result.documents.isEmpty)
    #expect(result.messages.count == 1)
    #expect(result.messages.first?.contains("R0008") == true)
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func `nesting without end is refused`(opening: String) {
    let result = read(String(repeating: opening, count: 100_000))
    #expect(result.documents.isEmpty)
    #expect(result.messages.count == 1)
    #expect(result.messages.first?.contains(" R0007:") == true)
  }

  @Test func `more values than the limit are refused`() {
    let result = read("[1,2,3,4,5]", limits: DocumentLimits(nodes: 5))
    #expect(result.messages == ["f:1:10: error R0006: the file has more than 5 values; split the file"])
  }

  @Test func `more bytes than the limit are refused`() {
    #expect(read("a: 123456", limits: DocumentLimits(fileBytes: 5)).messages.first?.contains("R0002") == true)
  }

  @Test func `codes are unique and have a meaning`() {
    let codes = DiagnosticCode.documentCodes + DiagnosticCode.fieldCodes
    #expect(Set(codes.map(\.number)).count == codes.count)
    #expect(codes.allSatisfy { !$0.meaning.isEmpty && $0.name.count == 5 })
  }
}
