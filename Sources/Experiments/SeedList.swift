// SPDX-License-Identifier: GPL-3.0-or-later

/// The seeds of an experiment, each once, in the order given: `0..9`, `3`, `0..4,10..12`.
public struct SeedList: Hashable, Sendable {
  /// The most seeds one experiment may have.
  public static let limit = 1_000_000

  /// The seeds.
  public let seeds: [Int]

  /// The seeds 0 to `count` - 1; traps unless there are 1 to `limit`.
  public init(first count: Int) {
    precondition(count >= 1 && count <= Self.limit, "\(count) seeds are not in 1...\(Self.limit)")
    self.init(seeds: Array(0..<count))
  }

  private init(seeds: [Int]) { self.seeds = seeds }

  /// Why a text is no list of seeds.
  public struct ParsingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and how to say it right.
    public let description: String
  }

  /// Reads comma-separated seeds and closed ranges `LOW..HIGH`.
  /// - Throws: `ParsingError` for anything else, a seed named twice, or more than `limit` seeds.
  public init(parsing text: String) throws(ParsingError) {
    var seeds: [Int] = []
    var seen: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let range = try Self.range(part)
      guard seeds.count + range.count <= Self.limit else {
        throw ParsingError(description: "more than \(Self.limit) seeds; give fewer")
      }
      for seed in range {
        guard seen.insert(seed).inserted else { throw ParsingError(description: "seed \(seed) is named twice") }
        seeds.append(seed)
      }
    }
    self.seeds = seeds
  }

  private static func range(_ part: Substring) throws(ParsingError) -> ClosedRange<Int> {
    let form = "write seeds as 0..9, 3 or 0..4,10..12"
    let ends = part.split(separator: "..", omittingEmptySubsequences: false).map { natural($0) }
    guard ends.count <= 2, let low = ends.first ?? nil, let high = ends.last ?? nil else {
      throw ParsingError(description: "'\(part)' is no seed and no range of seeds; \(form)")
    }
    guard low <= high else { throw ParsingError(description: "the range \(part) runs backwards; \(form)") }
    guard high - low < limit else { throw ParsingError(description: "more than \(limit) seeds; give fewer") }
    return low...high
  }

  /// Digits alone: `Int` would also take a sign.
  private static func natural(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
      return nil
    }
    return Int(text)
  }
}
