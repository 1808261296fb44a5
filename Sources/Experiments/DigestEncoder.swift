// SPDX-License-Identifier: GPL-3.0-or-later

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

  fileprivate func fold<Value: Encodable>(_ value: Value) throws {
    // Types are compared rather than cast to: a scenario has millions of values.
    if let word = FoldedWord(value) {
      stream.fold(word.tag, depth: depth, word: word.bits)
    } else if Value.self == String.self, let text = value as? String {
      foldText(text)
    } else if try !stream.foldMany(value, depth: depth) {
      try value.encode(to: nested)
    }
  }

  fileprivate func foldText(_ text: String) {
    stream.fold(.text, depth: depth)
    stream.combine(text)
  }
}

/// A number or a truth value as one word.
private struct FoldedWord {
  let tag: DigestStream.Tag
  let bits: UInt64

  /// nil: `value` is neither.
  init?<Value>(_ value: Value) {
    func number<Number>(as type: Number.Type) -> Number? { Value.self == type ? value as? Number : nil }
    if let signed = number(as: Int.self) ?? number(as: Int64.self).map(Int.init) ?? number(as: Int32.self).map(Int.init)
      ?? number(as: Int16.self).map(Int.init) ?? number(as: Int8.self).map(Int.init)
    {
      (tag, bits) = (.signed, UInt64(bitPattern: Int64(signed)))
    } else if let flag = number(as: Bool.self) {
      (tag, bits) = (.boolean, flag ? 1 : 0)
    } else if let floating = number(as: Double.self) ?? number(as: Float.self).map(Double.init) {
      (tag, bits) = (.floating, floating.bitPattern)
    } else if let unsigned = number(as: UInt64.self) ?? number(as: UInt.self).map(UInt64.init)
      ?? number(as: UInt32.self).map(UInt64.init) ?? number(as: UInt16.self).map(UInt64.init)
      ?? number(as: UInt8.self).map(UInt64.init)
    {
      (tag, bits) = (.unsigned, unsigned)
    } else {
      return nil
    }
  }
}

private struct DigestKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol, DigestFolding {
  let stream: DigestStream
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  private func fold(_ key: Key) {
    stream.fold(.key, depth: depth)
    stream.combine(key.stringValue)
  }
  func encodeNil(forKey key: Key) {
    fold(key)
    stream.fold(.null, depth: depth)
  }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    fold(key)
    try fold(value)
  }
  func encode(_ value: String, forKey key: Key) {
    fold(key)
    stream.fold(.text, depth: depth)
    stream.combine(value, underKey: key.stringValue, depth: depth)
  }
  func encode(_ value: Int, forKey key: Key) {
    fold(key)
    stream.fold(.signed, depth: depth, word: UInt64(bitPattern: Int64(value)))
  }
  func encode(_ value: Int64, forKey key: Key) {
    fold(key)
    stream.fold(.signed, depth: depth, word: UInt64(bitPattern: value))
  }
  func encode(_ value: Bool, forKey key: Key) {
    fold(key)
    stream.fold(.boolean, depth: depth, word: value ? 1 : 0)
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
