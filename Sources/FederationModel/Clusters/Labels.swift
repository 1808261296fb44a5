// SPDX-License-Identifier: GPL-3.0-or-later

/// Labels as Kubernetes objects carry them, kept in key order so that nothing depends on a hash seed.
public struct Labels: Hashable, Sendable, Codable, ExpressibleByDictionaryLiteral {
  /// One label.
  public struct Entry: Hashable, Sendable, Codable {
    /// The key.
    public var key: String
    /// The value, often empty.
    public var value: String
    /// The label `key=value`.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The labels, ascending by key, each key once.
  public private(set) var entries: [Entry]

  /// Labels from pairs; of equal keys the last counts.
  public init(_ pairs: some Sequence<(String, String)>) {
    entries = []
    for (key, value) in pairs { self[key] = value }
  }

  /// Labels as a literal writes them; of equal keys the last counts.
  public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

  /// The value under `key`; nil where there is none. O(log n) to read.
  public subscript(key: String) -> String? {
    get {
      let place = position(of: key)
      return place < entries.count && entries[place].key == key ? entries[place].value : nil
    }
    set {
      let place = position(of: key)
      let exists = place < entries.count && entries[place].key == key
      switch (newValue, exists) {
      case (let value?, true): entries[place].value = value
      case (let value?, false): entries.insert(Entry(key: key, value: value), at: place)
      case (nil, true): entries.remove(at: place)
      case (nil, false): break
      }
    }
  }

  private func position(of key: String) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
