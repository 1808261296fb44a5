// SPDX-License-Identifier: GPL-3.0-or-later

import CYaml

/// Reads the documents of one YAML or JSON text, one after the other.
///
/// It stands on libyaml's event stream rather than on composed nodes: that needs no recursion, so deep input cannot
/// exhaust the stack, and aliases can be counted before anything is made of them.
public final class DocumentReader {
  private let file: String
  private let limits: DocumentLimits
  private let collector: DiagnosticCollector
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private var isFinished = false
  private var builder: DocumentBuilder

  /// A reader of `text`, which messages call `file`. Faults go to `collector`.
  public init(
    _ text: some Sequence<UInt8>, file: String, limits: DocumentLimits = DocumentLimits(),
    collector: DiagnosticCollector
  ) {
    self.file = file
    self.limits = limits
    self.collector = collector
    var content = Array(text)[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
    bytes = .allocate(capacity: max(content.count, 1))
    _ = bytes.initialize(from: content)
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    builder = DocumentBuilder(file: file, limits: limits, collector: collector)
    yaml_parser_initialize(parser)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, content.count)
    if content.count > limits.fileBytes {
      collector.error(
        .fileTooLarge, at: SourcePosition(file: file),
        "the file has \(content.count) bytes, more than the limit of \(limits.fileBytes)",
        fix: "split it, or leave out what placement does not need")
      isFinished = true
    } else if let fault = TextValidation.firstFault(in: content) {
      report(fault, firstBytes: content.prefix(2))
      isFinished = true
    }
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next document that is not empty; nil at the end, and after a fault that ends the file.
  public func next() -> DocumentNode? {
    while !isFinished {
      guard let step = readEvent() else {
        isFinished = true
        return nil
      }
      switch step {
      case .more: continue
      case .end: isFinished = true
      case .document(let node) where node.isNull: continue
      case .document(let node): return node
      }
    }
    return nil
  }

  /// All documents of `text`.
  public static func documents(
    _ text: some Sequence<UInt8>, file: String, limits: DocumentLimits = DocumentLimits(),
    collector: DiagnosticCollector
  ) -> [DocumentNode] {
    let reader = DocumentReader(text, file: file, limits: limits, collector: collector)
    var documents: [DocumentNode] = []
    while let document = reader.next() { documents.append(document) }
    return documents
  }

  private enum Step {
    case more
    case document(DocumentNode)
    case end
  }

  /// Takes one event in; nil after a fault.
  private func readEvent() -> Step? {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      reportSyntax()
      return nil
    }
    defer { yaml_event_delete(&event) }
    switch event.type {
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .end
    case YAML_DOCUMENT_START_EVENT:
      builder.startDocument()
      return .more
    case YAML_DOCUMENT_END_EVENT: return builder.takeRoot().map { .document($0) } ?? .more
    default: return builder.take(event) ? .more : nil
    }
  }

  private func report(_ fault: TextValidation, firstBytes: ArraySlice<UInt8>) {
    let position = SourcePosition(file: file, line: fault.line, column: fault.column)
    switch fault.fault {
    case .notUTF8:
      let isUTF16 = firstBytes.elementsEqual([0xFF, 0xFE]) || firstBytes.elementsEqual([0xFE, 0xFF])
      collector.error(
        .invalidEncoding, at: position,
        isUTF16 ? "the file is UTF-16, not UTF-8" : "the bytes here are not UTF-8", fix: "save the file as UTF-8")
    case .controlCharacter(let scalar):
      let hexadecimal = String(scalar, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
      collector.error(
        .controlCharacter, at: position, "the file holds the control character U+\(padded)",
        fix: "remove it; in a quoted text write it as an escape")
    }
  }

  private func reportSyntax() {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text cannot be read"
    let mark = parser.pointee.problem_mark
    let position = SourcePosition(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    if problem.hasPrefix("Maximum nesting level") {
      collector.error(
        .tooDeep, at: position, "values are nested deeper than \(limits.depth) levels", fix: "flatten the document")
      return
    }
    collector.error(
      .syntax, at: position, "this is not valid YAML or JSON: \(problem)",
      fix: "check the indentation, the brackets and the quotes up to this line")
  }
}
