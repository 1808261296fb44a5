// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// A value of which a scenario may have a million that differ in no more than a few texts of their own.
protocol Recurring: Encodable {
  associatedtype Shape: Hashable
  /// All of it but the texts of its own.
  var shape: Shape { get }
  /// The coding keys of the texts of its own.
  static var ownTextKeys: [String] { get }
  /// The text under the key at `index` of `ownTextKeys`.
  func ownText(_ index: Int) -> String
}

extension NativePolicy: Recurring {
  var shape: NativePolicy { self }
  static var ownTextKeys: [String] { [] }
  func ownText(_ index: Int) -> String { "" }
}

extension WorkloadSpec: Recurring {
  var shape: WorkloadSpec {
    var shape = self
    shape.name = ""
    shape.uid = ""
    return shape
  }
  static var ownTextKeys: [String] { ["name", "uid"] }
  func ownText(_ index: Int) -> String { index == 0 ? name : uid }
}

extension TranslationNote: Recurring {
  struct Shape: Hashable {
    let field: String
    let mark: TranslationNote.Mark
    let how: String
  }
  var shape: Shape { Shape(field: field, mark: mark, how: how) }
  static var ownTextKeys: [String] { ["workload"] }
  func ownText(_ index: Int) -> String { workload }
}

/// What values of one shape fold in: words, and among them the texts of each value's own.
struct FoldedWords {
  fileprivate(set) var words: [UInt64] = []
  /// Before which of `words` which of the texts comes; ascending.
  fileprivate(set) var ownTexts: [(place: Int, index: Int)] = []
}

/// Keeps what a value folds in.
struct FoldRecording {
  private var folded = FoldedWords()
  private let ownTextKeys: [String]
  /// How deep the value's own container lies.
  private let depth: Int
  private var isPlain = true

  init(ownTextKeys: [String], depth: Int) {
    self.ownTextKeys = ownTextKeys
    self.depth = depth + 1
  }

  mutating func append(_ word: UInt64) { folded.words.append(word) }

  mutating func append(_ text: String) {
    // Beyond ASCII, strings that are equal can differ in their bytes, and the digest is of bytes.
    isPlain = isPlain && text.utf8.allSatisfy { $0 < 0x80 }
    StableHash.forEachWord(of: text) { folded.words.append($0) }
  }

  /// Which text of the value's own `key` is in a container at `depth`; nil: none.
  func ownText(underKey key: String, depth: Int) -> Int? {
    depth == self.depth ? ownTextKeys.firstIndex(of: key) : nil
  }

  mutating func appendOwnText(_ index: Int) { folded.ownTexts.append((folded.words.count, index)) }

  /// What was folded in; nil where values of one shape may fold in something else.
  var words: FoldedWords? { isPlain && folded.ownTexts.count == ownTextKeys.count ? folded : nil }
}

/// What values of one kind fold in, by their shape: a hundred thousand workloads may share a hundred policies.
final class FoldMemory<Value: Recurring> {
  private var known = RecurringTable<PlacedShape, FoldedWords>()

  /// A shape at some depth, which is folded in with everything.
  private struct PlacedShape: Hashable {
    let shape: Value.Shape
    let depth: Int
  }

  /// Folds `value` in as its own coding has it. O(its words) where its shape came before.
  func fold(_ value: Value, depth: Int, into stream: DigestStream) throws {
    let shape = PlacedShape(shape: value.shape, depth: depth)
    if let words = known.find(shape) {
      stream.fold(words) { value.ownText($0) }
    } else if known.isFull {
      try value.encode(to: DigestEncoder(stream: stream, depth: depth))
    } else if let words = try stream.recordedFold(value, depth: depth) {
      known.insert(words, under: shape)
    }
  }
}
