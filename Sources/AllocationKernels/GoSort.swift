// SPDX-License-Identifier: GPL-3.0-or-later

/// Go's `sort.Sort` (pattern-defeating quicksort), swap by swap: not stable, but deterministic.
///
/// Needed where a peer sorts by a key that leaves ties, since then the order of the ties is the algorithm's own.
/// Source: Go standard library, `sort/zsortinterface.go` (1.19 and later). O(n log n).
public enum GoSort {
  /// Sorts `elements` by `precedes` exactly as Go would.
  @inlinable
  public static func sort<Element>(_ elements: inout [Element], by precedes: (Element, Element) -> Bool) {
    let count = elements.count
    guard count > 1 else { return }
    elements.withUnsafeMutableBufferPointer { sort($0, window: 0..<count, by: precedes) }
  }

  /// Puts into the places of `window` what a whole sort would put there; what ends up elsewhere is in no stated order.
  ///
  /// Ranges that the algorithm has split never look at each other again, so those beside the window are left as they are:
  /// about O(n) for a small window.
  @inlinable
  public static func sort<Element>(
    _ elements: UnsafeMutableBufferPointer<Element>, window: Range<Int>, by precedes: (Element, Element) -> Bool
  ) {
    let count = elements.count
    guard count > 1 else { return }
    var sorter = GoSorter(buffer: elements, window: window)
    sorter.patternDefeatingQuicksort(
      from: 0, to: count, limit: Int.bitWidth - count.leadingZeroBitCount, by: precedes)
  }
}

/// What the pivot says about the range.
@usableFromInline
enum PivotHint {
  case unknown, increasing, decreasing
}

@usableFromInline
struct GoSorter<Element> {
  @usableFromInline typealias Order = (Element, Element) -> Bool

  @usableFromInline let buffer: UnsafeMutableBufferPointer<Element>
  @usableFromInline let window: Range<Int>

  @inlinable
  init(buffer: UnsafeMutableBufferPointer<Element>, window: Range<Int>) {
    self.buffer = buffer
    self.window = window
  }

  @inlinable
  func less(_ first: Int, _ second: Int, _ precedes: Order) -> Bool { precedes(buffer[first], buffer[second]) }

  @inlinable
  func swap(_ first: Int, _ second: Int) { buffer.swapAt(first, second) }

  @inlinable
  mutating func patternDefeatingQuicksort(from start: Int, to end: Int, limit depth: Int, by precedes: Order) {
    var (a, b, limit) = (start, end, depth)
    var (wasBalanced, wasPartitioned) = (true, true)
    while a < window.upperBound, b > window.lowerBound {
      let length = b - a
      if length <= 12 { return insertionSort(a, b, precedes) }
      if limit == 0 { return heapSort(a, b, precedes) }
      if !wasBalanced {
        breakPatterns(a, b)
        limit -= 1
      }
      var (pivot, hint) = choosePivot(a, b, precedes)
      if hint == .decreasing {
        reverseRange(a, b)
        pivot = (b - 1) - (pivot - a)
        hint = .increasing
      }
      if wasBalanced, wasPartitioned, hint == .increasing, partialInsertionSort(a, b, precedes) { return }
      if a > 0, !less(a - 1, pivot, precedes) {
        a = partitionEqual(a, b, pivot, precedes)
        continue
      }
      let (middle, alreadyPartitioned) = partition(a, b, pivot, precedes)
      wasPartitioned = alreadyPartitioned
      let (left, right) = (middle - a, b - middle)
      wasBalanced = min(left, right) >= length / 8
      if left < right {
        patternDefeatingQuicksort(from: a, to: middle, limit: limit, by: precedes)
        a = middle + 1
      } else {
        patternDefeatingQuicksort(from: middle + 1, to: b, limit: limit, by: precedes)
        b = middle
      }
    }
  }

  @inlinable
  func insertionSort(_ a: Int, _ b: Int, _ precedes: Order) {
    guard a + 1 < b else { return }
    for i in (a + 1)..<b {
      var j = i
      while j > a, less(j, j - 1, precedes) {
        swap(j, j - 1)
        j -= 1
      }
    }
  }

  @inlinable
  func heapSort(_ a: Int, _ b: Int, _ precedes: Order) {
    let count = b - a
    var root = (count - 1) / 2
    while root >= 0 {
      siftDown(root, count, a, precedes)
      root -= 1
    }
    var last = count - 1
    while last >= 0 {
      swap(a, a + last)
      siftDown(0, last, a, precedes)
      last -= 1
    }
  }

  @inlinable
  func siftDown(_ low: Int, _ high: Int, _ first: Int, _ precedes: Order) {
    var root = low
    while true {
      var child = 2 * root + 1
      if child >= high { return }
      if child + 1 < high, less(first + child, first + child + 1, precedes) { child += 1 }
      if !less(first + root, first + child, precedes) { return }
      swap(first + root, first + child)
      root = child
    }
  }

  @inlinable
  func breakPatterns(_ a: Int, _ b: Int) {
    let length = b - a
    guard length >= 8 else { return }
    var random = UInt64(length)
    let mask = (UInt(1) << UInt(Int.bitWidth - length.leadingZeroBitCount)) - 1
    let middle = a + (length / 4) * 2 - 1
    for index in middle..<(middle + 3) {
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      var other = Int(UInt(truncatingIfNeeded: random) & mask)
      if other >= length { other -= length }
      swap(index, a + other)
    }
  }

  @inlinable
  func choosePivot(_ a: Int, _ b: Int, _ precedes: Order) -> (pivot: Int, hint: PivotHint) {
    let length = b - a
    var swaps = 0
    func median(_ x: Int, _ y: Int, _ z: Int) -> Int {
      var (p, q, r) = (x, y, z)
      if less(q, p, precedes) { (p, q, swaps) = (q, p, swaps + 1) }
      if less(r, q, precedes) { (q, r, swaps) = (r, q, swaps + 1) }
      if less(q, p, precedes) { (p, q, swaps) = (q, p, swaps + 1) }
      return q
    }
    var (i, j, k) = (a + length / 4, a + length / 4 * 2, a + length / 4 * 3)
    if length >= 8 {
      if length >= 50 {
        i = median(i - 1, i, i + 1)
        j = median(j - 1, j, j + 1)
        k = median(k - 1, k, k + 1)
      }
      j = median(i, j, k)
    }
    return (j, swaps == 0 ? .increasing : swaps == 12 ? .decreasing : .unknown)
  }

  @inlinable
  func reverseRange(_ a: Int, _ b: Int) {
    var (i, j) = (a, b - 1)
    while i < j {
      swap(i, j)
      i += 1
      j -= 1
    }
  }

  /// True when the range is in order now.
  @inlinable
  func partialInsertionSort(_ a: Int, _ b: Int, _ precedes: Order) -> Bool {
    var i = a + 1
    for _ in 0..<5 {
      while i < b, !less(i, i - 1, precedes) { i += 1 }
      if i == b { return true }
      if b - a < 50 { return false }
      swap(i, i - 1)
      if i - a >= 2 {
        var j = i - 1
        while j >= 1, less(j, j - 1, precedes) {
          swap(j, j - 1)
          j -= 1
        }
      }
      if b - i >= 2 {
        var j = i + 1
        while j < b, less(j, j - 1, precedes) {
          swap(j, j - 1)
          j += 1
        }
      }
    }
    return false
  }

  @inlinable
  func partitionEqual(_ a: Int, _ b: Int, _ pivot: Int, _ precedes: Order) -> Int {
    swap(a, pivot)
    var (i, j) = (a + 1, b - 1)
    while true {
      while i <= j, !less(a, i, precedes) { i += 1 }
      while i <= j, less(a, j, precedes) { j -= 1 }
      if i > j { return i }
      swap(i, j)
      i += 1
      j -= 1
    }
  }

  @inlinable
  func partition(_ a: Int, _ b: Int, _ pivot: Int, _ precedes: Order) -> (middle: Int, wasPartitioned: Bool) {
    swap(a, pivot)
    var (i, j) = (a + 1, b - 1)
    var wasPartitioned = true
    while true {
      while i <= j, less(i, a, precedes) { i += 1 }
      while i <= j, !less(j, a, precedes) { j -= 1 }
      if i > j { break }
      wasPartitioned = false
      swap(i, j)
      i += 1
      j -= 1
    }
    swap(j, a)
    return (j, wasPartitioned)
  }
}
