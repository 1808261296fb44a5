// SPDX-License-Identifier: GPL-3.0-or-later

/// Sorting of entries, with memory that is there already.
struct EntrySorter: ~Copyable {
  /// At most so many entries are sorted by their ranks.
  static let rankLimit = 32
  static let blockSize = 16

  var scratch: UnsafeMutablePointer<QueueEntry>
  var capacity = 64
  /// The numbers that are ranked, and the ranks: each list with room for one more of eight.
  let numbers: UnsafeMutableRawPointer

  init() {
    scratch = EntryChunks.allocateEntries(capacity)
    numbers = .allocate(byteCount: (Self.rankLimit + 8) * 2 * MemoryLayout<Int32>.stride, alignment: 64)
  }

  deinit {
    scratch.deallocate()
    numbers.deallocate()
  }

  mutating func reserve(_ count: Int) {
    if count <= capacity { return }
    scratch.deallocate()
    while capacity < count { capacity *= 2 }
    scratch = EntryChunks.allocateEntries(capacity)
  }

  /// Sorts the entries `first..<end` of the scratch memory into the same places of `target`; `end` is at most `rankLimit`.
  ///
  /// Counts for each how many come before it. Sorting by comparing jumps once or more for an entry and is guessed wrong half
  /// of the time; this does not jump. What is ranked is the upper 26 bits of the times within their span, with the index
  /// below; what those do not tell apart is put right by an insertion sort, which mostly has nothing to do.
  func rank(from first: Int, to end: Int, into target: UnsafeMutablePointer<QueueEntry>) {
    let (source, target, count) = (scratch + first, target + first, end &- first)
    var (earliest, latest) = (UInt64.max, UInt64.min)
    for index in 0..<count {
      let time = source[index].nanoseconds
      earliest = min(earliest, time)
      latest = max(latest, time)
    }
    let shift = UInt64(truncatingIfNeeded: max(0, 38 &- (latest &- earliest).leadingZeroBitCount))
    let keys = numbers.assumingMemoryBound(to: Int32.self)
    for index in 0..<count {
      let time = Int32(truncatingIfNeeded: (source[index].nanoseconds &- earliest) &>> shift)
      keys[index] = time &<< 5 | Int32(truncatingIfNeeded: index)
    }
    for padding in 0..<8 { keys[count &+ padding] = .max }
    let ranks = keys + (Self.rankLimit + 8)
    for eight in stride(from: 0, to: count, by: 8) { rankEight(keys, eight, count: count, into: ranks) }
    for index in 0..<count { target[Int(truncatingIfNeeded: ranks[index])] = source[index] }
    Self.insertionSort(target, count: count)
  }

  /// Writes for eight keys from `first` on how many of all are less.
  @inline(__always)
  func rankEight(
    _ keys: UnsafeMutablePointer<Int32>, _ first: Int, count: Int, into ranks: UnsafeMutablePointer<Int32>
  ) {
    let (low, high) = (UnsafeRawPointer(keys + first), UnsafeRawPointer(keys + (first &+ 4)))
    let (left, right) = (low.load(as: SIMD4<Int32>.self), high.load(as: SIMD4<Int32>.self))
    var (leftRanks, rightRanks) = (SIMD4<Int32>.zero, SIMD4<Int32>.zero)
    for index in 0..<count {
      let key = SIMD4<Int32>(repeating: keys[index])
      // A lane of a mask is -1 where it is true.
      leftRanks = leftRanks &- unsafeBitCast(left .> key, to: SIMD4<Int32>.self)
      rightRanks = rightRanks &- unsafeBitCast(right .> key, to: SIMD4<Int32>.self)
    }
    UnsafeMutableRawPointer(ranks + first).storeBytes(of: leftRanks, as: SIMD4<Int32>.self)
    UnsafeMutableRawPointer(ranks + (first &+ 4)).storeBytes(of: rightRanks, as: SIMD4<Int32>.self)
  }

  /// Sorts `count` entries in their place: blocks, then merges. What is in order already costs one look.
  mutating func sort(_ entries: UnsafeMutablePointer<QueueEntry>, count: Int) {
    if Self.isSorted(entries, count: count) { return }
    for start in stride(from: 0, to: count, by: Self.blockSize) {
      Self.insertionSort(entries + start, count: min(Self.blockSize, count - start))
    }
    reserve(count)
    var (source, target) = (entries, scratch)
    var width = Self.blockSize
    while width < count {
      for start in stride(from: 0, to: count, by: 2 * width) {
        let middle = min(start + width, count)
        let end = min(start + 2 * width, count)
        Self.merge(source + start, middle - start, source + middle, end - middle, into: target + start)
      }
      swap(&source, &target)
      width *= 2
    }
    if source != entries { entries.update(from: source, count: count) }
  }

  static func isSorted(_ entries: UnsafeMutablePointer<QueueEntry>, count: Int) -> Bool {
    var position = 1
    while position < count && entries[position &- 1].key < entries[position].key { position &+= 1 }
    return position >= count
  }

  @inline(__always)
  static func insertionSort(_ entries: UnsafeMutablePointer<QueueEntry>, count: Int) {
    var index = 1
    while index < count {
      let entry = entries[index]
      let key = entry.key
      var position = index
      while position > 0 && key < entries[position &- 1].key {
        entries[position] = entries[position &- 1]
        position &-= 1
      }
      if position < index { entries[position] = entry }
      index &+= 1
    }
  }

  /// Merges two sorted stretches.
  static func merge(
    _ left: UnsafeMutablePointer<QueueEntry>, _ leftCount: Int, _ right: UnsafeMutablePointer<QueueEntry>,
    _ rightCount: Int, into target: UnsafeMutablePointer<QueueEntry>
  ) {
    var (left, right, target) = (left, right, target)
    let (leftEnd, rightEnd) = (left + leftCount, right + rightCount)
    while left < leftEnd && right < rightEnd {
      let takesRight = right.pointee.key < left.pointee.key
      target.pointee = takesRight ? right.pointee : left.pointee
      right += takesRight ? 1 : 0
      left += takesRight ? 0 : 1
      target += 1
    }
    target.update(from: left, count: leftEnd - left)
    (target + (leftEnd - left)).update(from: right, count: rightEnd - right)
  }
}
