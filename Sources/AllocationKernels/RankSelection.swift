// SPDX-License-Identifier: GPL-3.0-or-later

/// The first few of some distinct small ranks, by a bit per rank instead of a sort. O(n + rankBound / 64).
public struct RankSelection: ~Copyable {
  private var words = Column<UInt64>()

  /// Nothing reserved yet.
  public init() {}

  /// The rank of the last of the first `first` (between 1 and `count`) of `ranks`, counted from the lowest or the highest.
  ///
  /// Ranks are distinct, from 0 to below `rankBound`.
  public mutating func threshold(
    first: Int, fromHighest: Bool, ranks: UnsafePointer<Int32>, count: Int, rankBound: Int
  ) -> Int32 {
    let words = cleared(rankBound)
    for place in 0..<count {
      let rank = Int(ranks[place])
      words[rank &>> 6] |= 1 &<< UInt64(rank & 63)
    }
    return Self.last(of: first, fromHighest: fromHighest, words, count: (rankBound + 63) / 64)
  }

  /// The same for the ranks at the places that `members` lists.
  public mutating func threshold(
    first: Int, fromHighest: Bool, of members: UnsafePointer<Int32>, count: Int, ranks: UnsafePointer<Int32>,
    rankBound: Int
  ) -> Int32 {
    let words = cleared(rankBound)
    for place in 0..<count {
      let rank = Int(ranks[Int(members[place])])
      words[rank &>> 6] |= 1 &<< UInt64(rank & 63)
    }
    return Self.last(of: first, fromHighest: fromHighest, words, count: (rankBound + 63) / 64)
  }

  private mutating func cleared(_ rankBound: Int) -> UnsafeMutablePointer<UInt64> {
    let count = (rankBound + 63) / 64
    let words = self.words.reserve(count)
    words.update(repeating: 0, count: count)
    return words
  }

  private static func last(
    of first: Int, fromHighest: Bool, _ words: UnsafePointer<UInt64>, count: Int
  ) -> Int32 {
    var left = first
    var word = fromHighest ? count - 1 : 0
    let step = fromHighest ? -1 : 1
    while left > words[word].nonzeroBitCount {
      left -= words[word].nonzeroBitCount
      word += step
      precondition(word >= 0 && word < count, "\(first) ranks wanted of fewer")
    }
    var bits = words[word]
    for _ in 1..<left { bits &= ~Self.outermost(bits, fromHighest) }
    return Int32(word * 64 + Self.outermost(bits, fromHighest).trailingZeroBitCount)
  }

  private static func outermost(_ bits: UInt64, _ fromHighest: Bool) -> UInt64 {
    fromHighest ? 1 &<< UInt64(63 - bits.leadingZeroBitCount) : bits & (0 &- bits)
  }
}
