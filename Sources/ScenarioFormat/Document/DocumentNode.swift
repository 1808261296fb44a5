// SPDX-License-Identifier: GPL-3.0-or-later

/// A value of a YAML or JSON document with its place: nothing is interpreted yet.
///
/// Scalars keep their text, because what `no`, `1e3` or `010` mean depends on the field they stand in.
public struct DocumentNode: Hashable, Sendable {
  /// One key of a mapping with its value.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public var key: String
    /// Where the key stands.
    public var keyPosition: SourcePosition
    /// The value.
    public var value: DocumentNode
    /// The entry `key: value`.
    public init(key: String, keyPosition: SourcePosition, value: DocumentNode) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }
  }

  /// What a node is.
  public enum Content: Hashable, Sendable {
    /// Nothing: empty, `~` or `null`.
    case null
    /// Text; quoted (or tagged `!!str`) text is never a number or a boolean.
    case scalar(text: String, isQuoted: Bool)
    /// Values in order.
    case sequence([DocumentNode])
    /// Keys, each once, in the order of the file.
    case mapping([Entry])
  }

  /// What it is.
  public var content: Content
  /// Where it starts.
  public var position: SourcePosition

  /// A node.
  public init(_ content: Content, at position: SourcePosition) {
    self.content = content
    self.position = position
  }

  /// Whether it is nothing.
  public var isNull: Bool { content == .null }
  /// The text of a scalar; nil for the rest.
  public var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }
  /// The values of a sequence; nil for the rest.
  public var elements: [DocumentNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }
  /// The entries of a mapping; nil for the rest.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }
  /// The value under `key` of a mapping; nil where there is none. O(entries).
  public subscript(key: String) -> DocumentNode? {
    entries?.first { $0.key == key }?.value
  }

  /// What it is, in words for messages: `a mapping`, `a list`, `"text"`, `12`, `nothing`.
  public var summary: String {
    switch content {
    case .null: return "nothing"
    case .mapping: return "a mapping"
    case .sequence: return "a list"
    case .scalar(let text, let isQuoted):
      let shown = text.count > 60 ? text.prefix(57) + "..." : text[...]
      let line = shown.map { $0.isNewline ? " " : String($0) }.joined()
      return isQuoted || line.contains(" ") || line.isEmpty ? "\"\(line)\"" : line
    }
  }
}
