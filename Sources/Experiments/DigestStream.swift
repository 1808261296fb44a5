// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The hash that all containers of one encoding feed, and what it remembers of values that come again and again.
final class DigestStream {
  private(set) var hash = StableHash()
  private let policies = FoldMemory<NativePolicy>()
  private let workloads = FoldMemory<WorkloadSpec>()
  private let notes = FoldMemory<TranslationNote>()
  /// The value whose words are kept while it is folded in; nil: none is.
  private var recording: FoldRecording?

  /// What is folded in before a value, so that equal bits of different kinds differ.
  enum Tag: UInt64 {
    case keyed = 1
    case unkeyed, key, null, boolean, text, floating, signed, unsigned
  }

  func fold(_ tag: Tag, depth: Int) { combine(tag.rawValue << 32 | UInt64(depth)) }
  func fold(_ tag: Tag, depth: Int, word: UInt64) {
    fold(tag, depth: depth)
    combine(word)
  }

  func combine(_ word: UInt64) {
    hash.combine(word)
    recording?.append(word)
  }

  func combine(_ text: String) {
    hash.combine(text)
    recording?.append(text)
  }

  /// Folds in the text under `key` of a container at `depth`.
  func combine(_ text: String, underKey key: String, depth: Int) {
    if let place = recording?.ownText(underKey: key, depth: depth) {
      hash.combine(text)
      recording?.appendOwnText(place)
    } else {
      combine(text)
    }
  }

  /// Folds in words that were kept, with the texts of the value itself where they belong.
  func fold(_ words: FoldedWords, ownText: (Int) -> String) {
    var hash = hash
    var next = 0
    for own in words.ownTexts {
      for place in next..<own.place { hash.combine(words.words[place]) }
      hash.combine(ownText(own.index))
      next = own.place
    }
    for place in next..<words.words.count { hash.combine(words.words[place]) }
    self.hash = hash
  }

  /// Folds `value` in and answers what it folded in; nil where that does not hold for every value of its shape.
  func recordedFold<Value: Recurring>(_ value: Value, depth: Int) throws -> FoldedWords? {
    recording = FoldRecording(ownTextKeys: Value.ownTextKeys, depth: depth)
    defer { recording = nil }
    try value.encode(to: DigestEncoder(stream: self, depth: depth))
    return recording?.words
  }

  /// Folds `value` in as its own coding has it, if it is of a kind that a scenario may have a million of; answers whether
  /// it is. Such values need no container each, and those that are alike are encoded once.
  func foldMany<Value>(_ value: Value, depth: Int) throws -> Bool {
    // What is recorded is encoded plainly: one value is recorded at a time.
    if recording != nil { return false }
    // Types are compared before they are cast to: a scenario has millions of values.
    func many<Kind>(_ kind: Kind.Type) -> Kind? { Value.self == kind ? value as? Kind : nil }
    if let policy = many(NativePolicy.self) {
      try policies.fold(policy, depth: depth, into: self)
    } else if let all = many([NativePolicy?].self) {
      try fold(all, depth: depth) { try policies.fold($0, depth: depth + 1, into: self) }
    } else if let all = many([WorkloadSpec].self) {
      fold(.unkeyed, depth: depth)
      for workload in all { try workloads.fold(workload, depth: depth + 1, into: self) }
    } else if let all = many([TranslationNote].self) {
      fold(.unkeyed, depth: depth)
      for note in all { try notes.fold(note, depth: depth + 1, into: self) }
    } else if let all = many([[ClusterReplicas]?].self) {
      try fold(all, depth: depth) { try $0.encode(to: DigestEncoder(stream: self, depth: depth + 1)) }
    } else if let all = many([[KarmadaEvictionTask]].self) {
      try fold(all.map { $0.isEmpty ? nil : $0 }, depth: depth, absent: .unkeyed) {
        try $0.encode(to: DigestEncoder(stream: self, depth: depth + 1))
      }
    } else {
      return false
    }
    return true
  }

  /// Folds in an array, of which elements that are nil are no more than the tag `absent`.
  private func fold<Element>(
    _ elements: [Element?], depth: Int, absent: Tag = .null, _ body: (Element) throws -> Void
  ) rethrows {
    fold(.unkeyed, depth: depth)
    for element in elements {
      if let element { try body(element) } else { fold(absent, depth: depth + 1) }
    }
  }
}
