// SPDX-License-Identifier: GPL-3.0-or-later

import CYaml

/// Turns events into one document, within the limits.
struct DocumentBuilder {
  /// A mapping or sequence that is still open.
  private struct Frame {
    var isMapping: Bool
    var position: SourcePosition
    var anchor: String?
    var nodesBefore: Int
    /// The deepest level below this one, itself being 1.
    var height = 1
    var elements: [DocumentNode] = []
    var entries: [DocumentNode.Entry] = []
    var mergeSources: [DocumentNode] = []
    var pendingKey: (text: String, isMerge: Bool, position: SourcePosition)?
    /// The line of each key so far.
    var keyLines: [String: Int] = [:]
  }

  /// What an anchor stands for, with its size.
  private struct Anchored {
    var node: DocumentNode
    var nodeCount: Int
    var height: Int
  }

  private let file: String
  private let limits: DocumentLimits
  private let collector: DiagnosticCollector
  private var frames: [Frame] = []
  private var anchors: [String: Anchored] = [:]
  private var root: DocumentNode?
  private var nodeCount = 0
  private var aliasNodeCount = 0

  init(file: String, limits: DocumentLimits, collector: DiagnosticCollector) {
    self.file = file
    self.limits = limits
    self.collector = collector
  }

  /// Forgets the anchors of the document before.
  mutating func startDocument() {
    frames = []
    anchors = [:]
    root = nil
  }

  /// The finished document.
  mutating func takeRoot() -> DocumentNode? {
    defer { root = nil }
    return root
  }

  /// Takes an event inside a document in; false after a fault that ends the file.
  mutating func take(_ event: yaml_event_t) -> Bool {
    let position = SourcePosition(
      file: file, line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
    switch event.type {
    case YAML_SCALAR_EVENT: return takeScalar(event, position)
    case YAML_ALIAS_EVENT: return takeAlias(Self.string(event.data.alias.anchor) ?? "", position)
    case YAML_SEQUENCE_START_EVENT:
      return open(
        isMapping: false, tag: Self.string(event.data.sequence_start.tag),
        anchor: Self.string(event.data.sequence_start.anchor), position)
    case YAML_MAPPING_START_EVENT:
      return open(
        isMapping: true, tag: Self.string(event.data.mapping_start.tag),
        anchor: Self.string(event.data.mapping_start.anchor), position)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return close()
    default: return true
    }
  }

  private mutating func takeScalar(_ event: yaml_event_t, _ position: SourcePosition) -> Bool {
    let scalar = event.data.scalar
    let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    var isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
    switch Self.string(scalar.tag) {
    case nil: break
    case "!", "tag:yaml.org,2002:str": isQuoted = true
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
      isQuoted = false
    case let tag?: reportTag(tag, position)
    }
    guard count(1, at: position) else { return false }
    let anchor = Self.string(scalar.anchor)
    if let last = frames.indices.last, frames[last].isMapping, frames[last].pendingKey == nil {
      if let anchor {
        anchors[anchor] = Anchored(
          node: DocumentNode(.scalar(text: text, isQuoted: isQuoted), at: position), nodeCount: 1, height: 0)
      }
      takeKey(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, position, in: last)
      return true
    }
    let isNull = !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text)
    let node = DocumentNode(isNull ? .null : .scalar(text: text, isQuoted: isQuoted), at: position)
    if let anchor { anchors[anchor] = Anchored(node: node, nodeCount: 1, height: 0) }
    add(node, height: 0)
    return true
  }

  /// Takes a key; a duplicate is reported.
  private mutating func takeKey(_ text: String, isPlain: Bool, _ position: SourcePosition, in frame: Int) {
    let isMerge = isPlain && text == "<<"
    frames[frame].pendingKey = (text, isMerge, position)
    if isMerge { return }
    if let line = frames[frame].keyLines.updateValue(position.line, forKey: text) {
      collector.error(
        .duplicateKey, at: position, "the key \"\(text)\" is already there in line \(line)",
        fix: "keep one of the two")
    }
  }

  private mutating func takeAlias(_ name: String, _ position: SourcePosition) -> Bool {
    guard let anchored = anchors[name] else {
      collector.error(
        .unknownAlias, at: position, "the alias *\(name)\(Self.hint(frames.contains { $0.anchor == name }))",
        fix: "define &\(name) before it is used")
      return false
    }
    aliasNodeCount += anchored.nodeCount
    guard aliasNodeCount <= limits.aliasNodes else {
      collector.error(
        .aliasExpansion, at: position, "aliases expand to more than \(limits.aliasNodes) values",
        fix: "write the values out, or split the file")
      return false
    }
    guard frames.count + anchored.height <= limits.depth else { return reportDepth(position) }
    guard count(anchored.nodeCount, at: position) else { return false }
    if let last = frames.indices.last, frames[last].isMapping, frames[last].pendingKey == nil {
      guard case .scalar(let text, _) = anchored.node.content else { return reportComplexKey(position) }
      takeKey(text, isPlain: false, position, in: last)
      return true
    }
    add(DocumentNode(anchored.node.content, at: position), height: anchored.height)
    return true
  }

  private static func hint(_ isOpen: Bool) -> String {
    isOpen ? " is used inside its own anchor" : " has no anchor before it"
  }

  private mutating func open(isMapping: Bool, tag: String?, anchor: String?, _ position: SourcePosition) -> Bool {
    if let tag, tag != "!", tag != (isMapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq") {
      reportTag(tag, position)
    }
    if let last = frames.last, last.isMapping, last.pendingKey == nil { return reportComplexKey(position) }
    guard frames.count < limits.depth else { return reportDepth(position) }
    let before = nodeCount
    guard count(1, at: position) else { return false }
    frames.append(Frame(isMapping: isMapping, position: position, anchor: anchor, nodesBefore: before))
    return true
  }

  private mutating func close() -> Bool {
    guard var frame = frames.popLast() else { return true }
    for source in frame.mergeSources { mergeEntries(of: source, into: &frame) }
    let node = DocumentNode(
      frame.isMapping ? .mapping(frame.entries) : .sequence(frame.elements), at: frame.position)
    if let anchor = frame.anchor {
      anchors[anchor] = Anchored(node: node, nodeCount: nodeCount - frame.nodesBefore, height: frame.height)
    }
    add(node, height: frame.height)
    return true
  }

  /// Puts a finished node into the open one.
  private mutating func add(_ node: DocumentNode, height: Int) {
    guard let last = frames.indices.last else {
      root = node
      return
    }
    frames[last].height = max(frames[last].height, height + 1)
    guard let key = frames[last].pendingKey else {
      frames[last].elements.append(node)
      return
    }
    frames[last].pendingKey = nil
    if key.isMerge {
      takeMerge(node, in: last)
    } else {
      frames[last].entries.append(DocumentNode.Entry(key: key.text, keyPosition: key.position, value: node))
    }
  }

  private mutating func takeMerge(_ node: DocumentNode, in frame: Int) {
    let sources = node.elements ?? [node]
    for source in sources {
      if source.entries == nil {
        collector.error(
          .invalidMerge, at: source.position, "the merge key << holds \(source.summary), not a mapping",
          fix: "merge mappings only, as <<: *defaults")
      } else {
        frames[frame].mergeSources.append(source)
      }
    }
  }

  /// Adds the entries that are not there yet: explicit keys win, then earlier sources.
  private func mergeEntries(of source: DocumentNode, into frame: inout Frame) {
    for entry in source.entries ?? [] where frame.keyLines[entry.key] == nil {
      frame.keyLines[entry.key] = entry.keyPosition.line
      frame.entries.append(entry)
    }
  }

  private mutating func count(_ nodes: Int, at position: SourcePosition) -> Bool {
    nodeCount += nodes
    if nodeCount <= limits.nodes { return true }
    collector.error(
      .tooManyNodes, at: position, "the file has more than \(limits.nodes) values", fix: "split the file")
    return false
  }

  private func reportDepth(_ position: SourcePosition) -> Bool {
    collector.error(
      .tooDeep, at: position, "values are nested deeper than \(limits.depth) levels", fix: "flatten the document")
    return false
  }

  private func reportComplexKey(_ position: SourcePosition) -> Bool {
    collector.error(
      .complexKey, at: position, "a key must be a text, and this one is a mapping or a list",
      fix: "write the key as plain text")
    return false
  }

  private func reportTag(_ tag: String, _ position: SourcePosition) {
    let core = "tag:yaml.org,2002:"
    let shown = tag.hasPrefix(core) ? "!!" + tag.dropFirst(core.count) : tag
    collector.error(.unknownTag, at: position, "the tag \(shown) is not known here", fix: "remove the tag")
  }

  private static func string(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    guard let pointer else { return nil }
    var length = 0
    while pointer[length] != 0 { length += 1 }
    return String(decoding: UnsafeBufferPointer(start: pointer, count: length), as: UTF8.self)
  }
}
