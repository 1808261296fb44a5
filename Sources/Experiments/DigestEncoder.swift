// SPDX-License-Identifier: GPL-3.0-or-later

/// The hash that all containers of one encoding feed.
final class DigestStream {
  var hash = StableHash()

  /// What is folded in before a value, so that equal bits of different kinds differ.
  enum Tag: UInt64 {
    case keyed = 1
    case unkeyed, key, null, boolean, text, floating, signed, unsigned
  }

  func fold(_ tag: Tag, depth: Int) { hash.combine(tag.rawValue << 32 | UInt64(depth)) }
  func fold(_ tag: Tag, depth: Int, word: UInt64) {
    fold(tag, depth: depth)
    hash.combine(word)
  }
}

/// Feeds what a value encodes into a hash, in the order in which it encodes it: for synthesized coding the order of the
/// declaration. Values that encode a Dictionary or Set have no stable order; the model has none.
struct DigestEncoder: Encoder {
  let stream: DigestStream
  /// How deep the value lies. Folded in with every value: it takes the place of closing brackets.
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    stream.fold(.keyed, depth: depth)
    return KeyedEncodingContainer(DigestKeyedContainer(stream: stream, depth: depth + 1))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    stream.fold(.unkeyed, depth: depth)
    return DigestUnkeyedContainer(stream: stream, depth: depth + 1)
  }
  func singleValueContainer() -> any SingleValueEncodingContainer {
    DigestSingleValueContainer(stream: stream, depth: depth)
  }
}

/// What the three kinds of containers share: one method per kind of primitive.
private protocol DigestFolding {
  var stream: DigestStream { get }
  var depth: Int { get }
}

extension DigestFolding {
  fileprivate var nested: DigestEncoder { DigestEncoder(stream: stream, depth: depth) }

  fileprivate func fold(_ value: some Encodable) throws {
    switch value {
    case let text as String:
      stream.fold(.text, depth: depth)
      stream.hash.combine(text)
    case let number as Double: stream.fold(.floating, depth: depth, word: number.bitPattern)
    case let number as Float: stream.fold(.floating, depth: depth, word: Double(number).bitPattern)
    case let flag as Bool: stream.fold(.boolean, depth: depth, word: flag ? 1 : 0)
    case let number as any FixedWidthInteger & SignedInteger:
      stream.fold(.signed, depth: depth, word: UInt64(truncatingIfNeeded: Int64(number)))
    case let number as any FixedWidthInteger & UnsignedInteger:
      stream.fold(.unsigned, depth: depth, word: UInt64(number))
    default: try value.encode(to: nested)
    }
  }
}

private struct DigestKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol, DigestFolding {
  let stream: DigestStream
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  private func fold(_ key: Key) {
    stream.fold(.key, depth: depth)
    stream.hash.combine(key.stringValue)
  }
  func encodeNil(forKey key: Key) {
    fold(key)
    stream.fold(.null, depth: depth)
  }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    fold(key)
    try fold(value)
  }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    fold(key)
    return nested.container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    fold(key)
    return nested.unkeyedContainer()
  }
  func superEncoder() -> any Encoder { nested }
  func superEncoder(forKey key: Key) -> any Encoder {
    fold(key)
    return nested
  }
}

private struct DigestUnkeyedContainer: UnkeyedEncodingContainer, DigestFolding {
  let stream: DigestStream
  let depth: Int
  var count = 0
  var codingPath: [any CodingKey] { [] }

  init(stream: DigestStream, depth: Int) {
    self.stream = stream
    self.depth = depth
  }
  mutating func encodeNil() {
    count += 1
    stream.fold(.null, depth: depth)
  }
  mutating func encode<Value: Encodable>(_ value: Value) throws {
    count += 1
    try fold(value)
  }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    count += 1
    return nested.container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    count += 1
    return nested.unkeyedContainer()
  }
  mutating func superEncoder() -> any Encoder { nested }
}

private struct DigestSingleValueContainer: SingleValueEncodingContainer, DigestFolding {
  let stream: DigestStream
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { stream.fold(.null, depth: depth) }
  func encode<Value: Encodable>(_ value: Value) throws { try fold(value) }
}
