// SPDX-License-Identifier: GPL-3.0-or-later

/// Names by their raw UTF-8 bytes, which is how Go compares strings (Swift's own order is Unicode-canonical).
public enum NameOrder {
  /// Whether the bytes of `first` come before those of `second`.
  public static func precedes(_ first: String, _ second: String) -> Bool {
    let fast = first.utf8.withContiguousStorageIfAvailable { firstBytes in
      second.utf8.withContiguousStorageIfAvailable { secondBytes in
        let common = min(firstBytes.count, secondBytes.count)
        var position = 0
        while position < common, firstBytes[position] == secondBytes[position] { position += 1 }
        if position == common { return firstBytes.count < secondBytes.count }
        return firstBytes[position] < secondBytes[position]
      }
    }
    return (fast ?? nil) ?? first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  /// Whether both have the same bytes.
  public static func isSame(_ first: String, _ second: String) -> Bool {
    first.utf8.count == second.utf8.count && first.utf8.elementsEqual(second.utf8)
  }

  /// For each name its place in byte order, from 0. O(n log n).
  public static func ranks(of names: [String]) -> [Int32] { NameIndex(names: names).ranks }
}

/// A sorted list of names, for look-ups without hashing.
public struct NameIndex: Sendable {
  /// The names as given.
  public let names: [String]
  /// Positions in `names`, by the bytes of the name.
  public let sorted: [Int32]

  /// O(n log n).
  public init(names: [String]) {
    self.names = names
    var isSorted = true
    for position in names.indices.dropFirst() where !NameOrder.precedes(names[position - 1], names[position]) {
      isSorted = false
      break
    }
    let positions = (0..<Int32(names.count)).map { $0 }
    sorted =
      isSorted ? positions : positions.sorted { NameOrder.precedes(names[Int($0)], names[Int($1)]) }
  }

  /// For each name its place in byte order, from 0.
  public var ranks: [Int32] {
    var ranks = [Int32](repeating: 0, count: names.count)
    for (rank, position) in sorted.enumerated() { ranks[Int(position)] = Int32(rank) }
    return ranks
  }

  /// The position of a name, if it is there. O(log n).
  public func position(of name: String) -> Int? {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if NameOrder.precedes(names[Int(sorted[middle])], name) { low = middle + 1 } else { high = middle }
    }
    guard low < sorted.count, NameOrder.isSame(names[Int(sorted[low])], name) else { return nil }
    return Int(sorted[low])
  }
}
