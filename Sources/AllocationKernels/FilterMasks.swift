// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// 64-bit words that hold a bit for each of `count` clusters.
  public static func maskWords(for count: Int) -> Int { (count + 63) / 64 }

  /// Marks the clusters whose word has all `required` bits and none of the `forbidden` ones: labels to be there, taints not
  /// tolerated.
  ///
  /// - Parameters:
  ///   - words: one word of label and taint bits of each cluster.
  ///   - mask: receives bit i % 64 of word i / 64 for cluster i; bits beyond the last cluster are 0.
  ///     ``maskWords(for:)`` words.
  ///   - keepingOnly: true clears bits and sets none, so that several columns of words can be asked in turn.
  /// - Returns: the clusters that are marked now.
  /// O(clusters).
  @discardableResult
  public func mark(
    _ words: UnsafeBufferPointer<UInt64>, required: UInt64, forbidden: UInt64,
    in mask: UnsafeMutableBufferPointer<UInt64>, keepingOnly: Bool = false
  ) -> Int {
    precondition(mask.count == Self.maskWords(for: words.count), "\(words.count) clusters, \(mask.count) words of bits")
    guard let word = words.baseAddress, let bits = mask.baseAddress else { return 0 }
    // No word has a bit and has it not: then nothing is looked at, and a bit expected.
    let isPossible = required & forbidden == 0
    return table.mark(
      word, words.count, isPossible ? required | forbidden : 0, isPossible ? required : 1, keepingOnly, bits)
  }

  /// The marked clusters, ascending; `places` has room for all of them.
  ///
  /// - Returns: how many were written.
  /// O(words + marked clusters).
  @discardableResult
  public func marked(
    in mask: UnsafeBufferPointer<UInt64>, into places: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    var found = 0
    for (word, bits) in mask.enumerated() {
      var rest = bits
      while rest != 0 {
        places[found] = Int32(truncatingIfNeeded: word * 64 + rest.trailingZeroBitCount)
        found += 1
        rest &= rest - 1
      }
    }
    return found
  }
}
