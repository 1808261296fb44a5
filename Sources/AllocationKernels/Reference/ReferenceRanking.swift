// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// Merge sort of the places, from runs of one to the whole; stable, so that equal places stay in their order.
  static func rank(
    _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ memory: UnsafeMutableRawPointer,
    _ order: UnsafeMutablePointer<Int32>
  ) -> Int {
    for place in 0..<count { order[place] = Int32(place) }
    let merged = memory.bindMemory(to: Int32.self, capacity: count)
    var length = 1
    while length < count {
      for start in stride(from: 0, to: count, by: 2 * length) {
        let (middle, end) = (min(start + length, count), min(start + 2 * length, count))
        var (left, right) = (start, middle)
        for place in start..<end {
          let takesRight =
            left == middle || (right < end && precedes(weights, hashes, Int(order[right]), Int(order[left])))
          merged[place] = order[takesRight ? right : left]
          if takesRight { right += 1 } else { left += 1 }
        }
      }
      order.update(from: merged, count: count)
      length *= 2
    }
    var ties = 0
    for place in 1..<max(count, 1) {
      let (before, after) = (Int(order[place - 1]), Int(order[place]))
      if weights[before] == weights[after], hashes[before] == hashes[after] { ties += 1 }
    }
    return ties
  }

  /// Insertion into the best so far.
  static func top(
    _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int, _ wanted: Int,
    _ memory: UnsafeMutableRawPointer, _ order: UnsafeMutablePointer<Int32>
  ) {
    var kept = 0
    for place in 0..<count {
      if kept == wanted {
        guard kept > 0, precedes(weights, hashes, place, Int(order[kept - 1])) else { continue }
      } else {
        kept += 1
      }
      var hole = kept - 1
      while hole > 0, precedes(weights, hashes, place, Int(order[hole - 1])) {
        order[hole] = order[hole - 1]
        hole -= 1
      }
      order[hole] = Int32(place)
    }
  }

  /// The first of the best.
  static func best(_ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ count: Int) -> Int {
    var best = 0
    for place in 1..<count where precedes(weights, hashes, place, best) { best = place }
    return best
  }

  /// Weight descending, then hash ascending.
  @inline(__always)
  private static func precedes(
    _ weights: UnsafePointer<Int64>, _ hashes: UnsafePointer<UInt32>, _ first: Int, _ second: Int
  ) -> Bool {
    weights[first] != weights[second] ? weights[first] > weights[second] : hashes[first] < hashes[second]
  }
}
