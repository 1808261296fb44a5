// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// The sum of each stretch.
  static func sumsOfInt32(
    _ values: UnsafePointer<Int32>, _ starts: UnsafePointer<Int32>, _ count: Int, _ sums: UnsafeMutablePointer<Int64>
  ) {
    for stretch in 0..<count {
      var sum: Int64 = 0
      for place in Int(starts[stretch])..<Int(starts[stretch + 1]) { sum &+= Int64(values[place]) }
      sums[stretch] = sum
    }
  }

  /// The sum of each stretch.
  static func sumsOfInt64(
    _ values: UnsafePointer<Int64>, _ starts: UnsafePointer<Int32>, _ count: Int, _ sums: UnsafeMutablePointer<Int64>
  ) {
    for stretch in 0..<count {
      var sum: Int64 = 0
      for place in Int(starts[stretch])..<Int(starts[stretch + 1]) { sum &+= values[place] }
      sums[stretch] = sum
    }
  }

  /// The sum of |replicas x total weight - weight x total replicas|.
  static func deviation(
    _ replicas: UnsafePointer<Int32>, _ weights: UnsafePointer<Int32>, _ count: Int, _ totalReplicas: Int32,
    _ totalWeight: Int32
  ) -> Int64 {
    var sum: Int64 = 0
    for place in 0..<count {
      let distance =
        Int64(replicas[place]) * Int64(totalWeight) &- Int64(weights[place]) * Int64(totalReplicas)
      sum &+= distance < 0 ? 0 &- distance : distance
    }
    return sum
  }

  /// Number, sum, sum of squares, least and largest.
  static func balance(_ values: UnsafePointer<Int32>, _ count: Int) -> BalanceSums {
    var sums = BalanceSums(count: Int64(count), sum: 0, squares: 0, least: values[0], largest: values[0])
    for place in 0..<count {
      sums.sum &+= Int64(values[place])
      sums.squares &+= Int64(values[place]) * Int64(values[place])
      sums.least = min(sums.least, values[place])
      sums.largest = max(sums.largest, values[place])
    }
    return sums
  }

  /// Marks the words that have the expected bits among those looked at.
  static func mark(
    _ words: UnsafePointer<UInt64>, _ count: Int, _ looked: UInt64, _ expected: UInt64, _ keepingOnly: Bool,
    _ mask: UnsafeMutablePointer<UInt64>
  ) -> Int {
    var marked = 0
    for word in 0..<(count + 63) / 64 {
      var bits: UInt64 = 0
      for place in word * 64..<min(word * 64 + 64, count) where words[place] & looked == expected {
        bits |= 1 << UInt64(place % 64)
      }
      mask[word] = keepingOnly ? mask[word] & bits : bits
      marked += mask[word].nonzeroBitCount
    }
    return marked
  }
}
