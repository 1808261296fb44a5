// SPDX-License-Identifier: GPL-3.0-or-later

/// Values by keys that come again and again, mostly in the order in which they came before.
///
/// A hundred thousand workloads of a scenario may share a hundred intents that come in turn. Each is found by comparing
/// with what followed the one before it last time; only a key that breaks the order is hashed.
public struct RecurringTable<Key: Hashable, Value> {
  @usableFromInline
  struct Entry {
    @usableFromInline let key: Key
    @usableFromInline let value: Value
    /// The entry that was found after this one, when it was found last.
    @usableFromInline var next: Int

    @inlinable
    init(key: Key, value: Value, next: Int) {
      self.key = key
      self.value = value
      self.next = next
    }
  }

  /// How many are remembered unless said otherwise: where every key is new, remembering them all would only cost memory.
  @inlinable public static var usualLimit: Int { 1024 }

  @usableFromInline let limit: Int
  @usableFromInline var places: [Key: Int] = [:]
  @usableFromInline var entries: [Entry] = []
  /// The entry that was found or inserted last.
  @usableFromInline var last: Int?

  /// An empty table of at most `limit` values.
  @inlinable
  public init(limit: Int = Self.usualLimit) { self.limit = limit }

  /// Whether it takes no further value.
  @inlinable public var isFull: Bool { entries.count >= limit }

  /// The value under `key`; nil where there is none. O(comparing two keys) where it follows the last one as before.
  @inlinable
  public mutating func find(_ key: Key) -> Value? {
    if let last {
      let guess = entries[last].next
      if entries[guess].key == key {
        self.last = guess
        return entries[guess].value
      }
    }
    guard let place = places[key] else { return nil }
    follow(place)
    return entries[place].value
  }

  /// Remembers `value` under a key that was not found; a full table does not.
  @inlinable
  public mutating func insert(_ value: Value, under key: Key) {
    if isFull { return }
    follow(entries.count)
    places[key] = entries.count
    entries.append(Entry(key: key, value: value, next: 0))
  }

  @usableFromInline
  mutating func follow(_ place: Int) {
    if let last { entries[last].next = place }
    last = place
  }
}
