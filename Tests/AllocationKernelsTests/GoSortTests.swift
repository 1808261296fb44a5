// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import Testing

struct GoSortTests {
  /// Inputs that reach every branch: random, few keys, ascending, descending, organ pipe, almost sorted.
  static func inputs(count: Int, random: inout SplitMix) -> [[Int]] {
    var almost = Array(0..<count)
    if count > 3 { almost.swapAt(count / 3, count - 1) }
    return [
      (0..<count).map { _ in Int.random(in: 0..<1_000_000, using: &random) },
      (0..<count).map { _ in Int.random(in: 0..<4, using: &random) }, Array(0..<count), Array((0..<count).reversed()),
      (0..<count).map { min($0, count - $0) }, almost, Array(repeating: 7, count: count),
    ]
  }

  @Test func `any input comes out in order, nothing lost`() {
    var random = SplitMix(seed: 1)
    for count in Array(0...70) + [100, 255, 256, 1000, 5000] {
      for input in Self.inputs(count: count, random: &random) {
        var output = input
        GoSort.sort(&output, by: <)
        #expect(output == input.sorted())
      }
    }
  }

  @Test func `at most 12 elements keep the order of ties`() {
    var random = SplitMix(seed: 2)
    for count in 2...12 {
      var pairs = (0..<count).map { (key: Int.random(in: 0..<3, using: &random), place: $0) }
      GoSort.sort(&pairs) { $0.key < $1.key }
      for (first, second) in zip(pairs, pairs.dropFirst()) {
        #expect((first.key, first.place) < (second.key, second.place))
      }
    }
  }

  @Test func `more than 12 elements may not keep the order of ties`() {
    var random = SplitMix(seed: 3)
    var pairs = (0..<200).map { (key: Int.random(in: 0..<3, using: &random), place: $0) }
    GoSort.sort(&pairs) { $0.key < $1.key }
    #expect(zip(pairs, pairs.dropFirst()).contains { $0.key == $1.key && $0.place > $1.place })
  }
}
