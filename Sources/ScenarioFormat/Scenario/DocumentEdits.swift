// SPDX-License-Identifier: GPL-3.0-or-later

/// Changes of a scenario's document from the command line, made before it is read.
enum DocumentEdits {
  /// Sets what is at `path`: keys joined by dots; elements of a list by place from 0 or by their `name`. Mappings
  /// that are missing are made. A path into a list that has no such element, or into a single value, is reported.
  static func set(_ path: String, to text: String, in root: inout DocumentNode, collector: DiagnosticCollector) {
    let position = SourcePosition(file: "--set \(path)=\(text)")
    set(path, to: value(of: text, at: position, collector: collector), in: &root, at: position, collector: collector)
  }

  /// The same with a value that is read already; faults of the path are reported at `position`.
  static func set(
    _ path: String, to value: DocumentNode, in root: inout DocumentNode, at position: SourcePosition,
    collector: DiagnosticCollector
  ) {
    let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !path.isEmpty, keys.allSatisfy({ !$0.isEmpty }) else {
      collector.error(
        .invalidOption, at: position, "\"\(path)\" is not a path", fix: "write keys joined by dots, as network.preset=x"
      )
      return
    }
    set(keys[...], to: value, in: &root, at: position, collector: collector)
  }

  /// The text as YAML, all of it placed at `position`; what is no YAML is a plain text.
  private static func value(
    of text: String, at position: SourcePosition, collector: DiagnosticCollector
  ) -> DocumentNode {
    let quiet = DiagnosticCollector()
    let documents = DocumentReader.documents(text.utf8, file: position.file, collector: quiet)
    if quiet.hasErrors || documents.count > 1 {
      return DocumentNode(.scalar(text: text, isQuoted: false), at: position)
    }
    return documents.first ?? DocumentNode(.null, at: position)
  }

  private static func set(
    _ keys: ArraySlice<String>, to value: DocumentNode, in node: inout DocumentNode, at position: SourcePosition,
    collector: DiagnosticCollector
  ) {
    guard let key = keys.first else {
      node = value
      return
    }
    switch node.content {
    case .null:
      node = DocumentNode(.mapping([]), at: position)
      set(keys, to: value, in: &node, at: position, collector: collector)
    case .scalar:
      collector.error(
        .unknownPath, at: position, "\(key) would be a field of \(node.summary), which has none",
        fix: "leave \(key) out, or replace the whole value")
    case .mapping(var entries):
      // Keys may hold dots themselves: the longest run of parts that is a key counts.
      let length = (1...keys.count).last { count in
        let joined = keys.prefix(count).joined(separator: ".")
        return entries.contains { $0.key == joined }
      }
      let name = keys.prefix(length ?? 1).joined(separator: ".")
      let place = entries.firstIndex { $0.key == name } ?? entries.count
      if place == entries.count {
        let empty = DocumentNode(.null, at: position)
        entries.append(DocumentNode.Entry(key: name, keyPosition: position, value: empty))
      }
      node.content = .null
      set(keys.dropFirst(length ?? 1), to: value, in: &entries[place].value, at: position, collector: collector)
      node.content = .mapping(entries)
    case .sequence(var elements):
      guard let place = place(of: key, in: elements) else {
        let names = elements.compactMap { $0["name"]?.text }
        collector.error(
          .unknownPath, at: position, "the list has no element \"\(key)\" (it has \(elements.count))",
          fix: Suggestion.hint(for: key, among: names, otherwise: "name an element by its place, from 0"))
        return
      }
      node.content = .null
      set(keys.dropFirst(), to: value, in: &elements[place], at: position, collector: collector)
      node.content = .sequence(elements)
    }
  }

  private static func place(of key: String, in elements: [DocumentNode]) -> Int? {
    if let place = elements.firstIndex(where: { $0["name"]?.text == key }) { return place }
    guard let place = Int(key), elements.indices.contains(place) else { return nil }
    return place
  }

  /// Adds the failure that `text` states, as `region=eu-west@1h+4h,plane=hub`: what, when, for how long (without it:
  /// for good), and further fields.
  static func addFailure(_ text: String, to root: inout DocumentNode, collector: DiagnosticCollector) {
    let position = SourcePosition(file: "--fail \(text)")
    let selectors = ["cluster", "zone", "region", "provider", "nodePool"]
    var entries: [DocumentNode.Entry] = []
    func add(_ key: String, _ value: some StringProtocol) {
      let node = DocumentNode(.scalar(text: String(value), isQuoted: false), at: position)
      entries.append(DocumentNode.Entry(key: key, keyPosition: position, value: node))
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let isRead = parts.enumerated().allSatisfy { place, part in
      guard let equals = part.firstIndex(of: "=") else { return false }
      let key = String(part[..<equals])
      let rest = part[part.index(after: equals)...]
      if place > 0 {
        add(key, rest)
        return !rest.isEmpty && (selectors + ["plane"]).contains(key)
      }
      guard selectors.contains(key), let at = rest.lastIndex(of: "@"), at != rest.startIndex else { return false }
      add(key, rest[..<at])
      let times = rest[rest.index(after: at)...].split(separator: "+", omittingEmptySubsequences: false)
      guard (1...2).contains(times.count), times.allSatisfy({ !$0.isEmpty }) else { return false }
      add("at", times[0])
      if times.count == 2 { add("for", times[1]) }
      return true
    }
    guard isRead else {
      collector.error(
        .invalidOption, at: position, "\"\(text)\" does not say what fails when",
        fix: "write WHAT=NAME@AT+FOR, as region=eu-west@1h+4h or cluster=a@30m+1h,plane=hub")
      return
    }
    let failure = DocumentNode(.mapping(entries), at: position)
    let earlier = root["failures"]?.elements ?? []
    replace("failures", by: DocumentNode(.sequence(earlier + [failure]), at: position), in: &root)
  }

  /// Puts `value` under `key` of the root.
  static func replace(_ key: String, by value: DocumentNode, in root: inout DocumentNode) {
    var entries = root.entries ?? []
    if let place = entries.firstIndex(where: { $0.key == key }) {
      entries[place].value = value
    } else {
      entries.append(DocumentNode.Entry(key: key, keyPosition: value.position, value: value))
    }
    root.content = .mapping(entries)
  }
}
