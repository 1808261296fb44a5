// SPDX-License-Identifier: GPL-3.0-or-later

/// Whole numbers in 16 bits each; the few that need more stand apart. Tables over workloads and clusters have a hundred
/// million places.
struct NarrowCounts: Sendable {
  /// Says that the number stands in `wide`.
  private static let isWide = Int16.min
  private var narrow: [Int16]
  private var wide: [Int: Int32] = [:]

  /// `count` zeros.
  init(count: Int) { narrow = Array(repeating: 0, count: count) }

  var count: Int { narrow.count }

  /// The number at `place`. O(1).
  subscript(place: Int) -> Int32 {
    get { narrow[place] == Self.isWide ? wide[place] ?? 0 : Int32(narrow[place]) }
    set {
      if let value = Int16(exactly: newValue), value != Self.isWide {
        if narrow[place] == Self.isWide { wide[place] = nil }
        narrow[place] = value
      } else {
        narrow[place] = Self.isWide
        wide[place] = newValue
      }
    }
  }

  /// Puts `count` zeros behind those there are.
  mutating func extend(by count: Int) { narrow.append(contentsOf: repeatElement(0, count: count)) }
}
