// SPDX-License-Identifier: GPL-3.0-or-later

/// A stretch of time cut into buckets of 2^shift ns; the last one takes all that is later, up to the end of the stretch.
struct Rung: BitwiseCopyable {
  var start: UInt64
  /// Everything before this time was handed out.
  var openedEnd: UInt64
  /// Where the next outer rung takes over.
  var end: UInt64
  var shift: UInt64
  var lastBucket: Int
  /// The first bucket that was not handed out.
  var nextBucket: Int
  var buckets: UnsafeMutablePointer<EntryBucket>

  @inline(__always)
  func bucket(at nanoseconds: UInt64) -> UnsafeMutablePointer<EntryBucket> {
    buckets + min(Int(truncatingIfNeeded: (nanoseconds &- start) &>> shift), lastBucket)
  }
}

/// A bucket that was handed out: what is pending before `end`.
struct OpenedBucket {
  var bucket: EntryBucket
  var end: UInt64
  /// Whether it was the last of its rung, which takes the far times, and so says nothing of how they lie.
  var isLast: Bool
}

/// The events that are not near, unsorted in buckets of time. A bucket that is due and too full to be sorted at once becomes
/// a rung with narrower buckets, so the widths follow from the events and nothing is to be tuned.
///
/// After W. T. Tang, R. S. M. Goh and I. L.-J. Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete
/// event simulation", ACM TOMACS 15(3), 2005. Where they keep far events in a list of its own, here each rung has an
/// open last bucket; where they divide the span evenly, the outer rungs here follow the density of the nearer half, so that
/// a few events in the far future do not make all the others share one bucket.
struct EventLadder: ~Copyable {
  static let depthLimit = 8
  /// The ends of so many buckets stay in the first two levels of the cache.
  static let bucketLimit = 1024
  /// A new rung has one bucket for so many entries.
  static let entriesPerBucket = 8
  static let sampleSize = 64

  var chunks: EntryChunks
  /// From the outermost to the innermost.
  var rungs: UnsafeMutablePointer<Rung>
  var depth = 0
  /// Cancelled entries that are in buckets still.
  var cancelledCount = 0
  /// For all rungs, `bucketLimit` each.
  let buckets: UnsafeMutablePointer<EntryBucket>
  /// Times of some entries.
  let sample: UnsafeMutablePointer<UInt64>

  init(capacity: Int) {
    chunks = EntryChunks(capacity: capacity >> 4 + 64)
    rungs = .allocate(capacity: Self.depthLimit)
    buckets = .allocate(capacity: Self.depthLimit * Self.bucketLimit)
    sample = .allocate(capacity: Self.sampleSize)
    reset()
  }

  deinit {
    rungs.deallocate()
    buckets.deallocate()
    sample.deallocate()
  }

  /// Makes the empty ladder one bucket for all of time.
  mutating func reset() {
    depth = 0
    addRung(start: 0, end: .max, shift: 0, bucketCount: 1)
  }

  /// Where an entry belongs that was not handed out.
  @inline(__always)
  func bucket(at nanoseconds: UInt64) -> UnsafeMutablePointer<EntryBucket> {
    var rung = rungs
    while nanoseconds < rung.pointee.openedEnd { rung += 1 }
    return rung.pointee.bucket(at: nanoseconds)
  }

  @inline(__always)
  mutating func insert(_ entry: QueueEntry, slots: SlotRecords) {
    let position = chunks.append(entry, to: bucket(at: entry.nanoseconds))
    slots.place(entry.slot, in: Place.bucket, at: position)
  }

  /// Makes the entry at `position` a mark that is dropped when its bucket is handed out. Taking it out would cost three
  /// more reads of far memory.
  @inline(__always)
  mutating func cancel(at position: Int) {
    chunks.entries[position].order |= QueueEntry.noSlot
    cancelledCount &+= 1
  }

  /// Drops all marks.
  @inline(never)
  mutating func sweep(slots: SlotRecords) {
    for rung in UnsafeBufferPointer(start: rungs, count: depth) {
      for index in rung.nextBucket...rung.lastBucket {
        let bucket = rung.buckets + index
        let old = bucket.pointee
        bucket.pointee = 0
        distribute(old, slots: slots) { _ in bucket }
      }
    }
  }

  /// A rung inside of all others.
  mutating func addRung(start: UInt64, end: UInt64, shift: Int, bucketCount: Int) {
    let first = buckets + depth * Self.bucketLimit
    first.initialize(repeating: 0, count: bucketCount)
    let rung = Rung(
      start: start, openedEnd: start, end: end, shift: UInt64(shift), lastBucket: bucketCount - 1, nextBucket: 0,
      buckets: first)
    (rungs + depth).initialize(to: rung)
    depth += 1
  }

  /// Hands out the next bucket that is not empty; nil when all are.
  mutating func openNext() -> OpenedBucket? {
    while depth > 0 {
      let rung = rungs + (depth - 1)
      let (buckets, last) = (rung.pointee.buckets, rung.pointee.lastBucket)
      var index = rung.pointee.nextBucket
      while index < last && buckets[index] == 0 { index &+= 1 }
      var opened = OpenedBucket(bucket: buckets[index], end: rung.pointee.end, isLast: index == last)
      if opened.isLast {
        depth -= 1
      } else {
        opened.end = rung.pointee.start &+ UInt64(truncatingIfNeeded: index &+ 1) &<< rung.pointee.shift
        rung.pointee.nextBucket = index &+ 1
        rung.pointee.openedEnd = opened.end
      }
      if opened.bucket > 0 { return opened }
    }
    return nil
  }

  /// Copies a bucket of `count` entries to the end of the first `count` places of `target`, the oldest first, and frees its
  /// chunks. Answers how many were cancelled; so many places stay free in front.
  mutating func move(_ bucket: EntryBucket, count: Int, to target: UnsafeMutablePointer<QueueEntry>) -> Int {
    var (rest, left) = (bucket, count)
    while rest > 0 {
      let (chunk, first, end, older) = chunks.newestChunk(of: rest)
      for position in stride(from: end &- 1, through: first, by: -1) {
        let entry = chunks.entries[position]
        if entry.isCancelled { continue }
        left &-= 1
        target[left] = entry
      }
      chunks.freeChunk(chunk)
      rest = older
    }
    cancelledCount &-= left
    return left
  }

  /// Makes a bucket of `count` entries a rung of its own; false when it cannot be cut: all at one time, or the ladder is at
  /// its deepest.
  mutating func split(_ opened: OpenedBucket, count: Int, slots: SlotRecords) -> Bool {
    if depth == Self.depthLimit { return false }
    let (earliest, latest) = span(of: opened.bucket)
    if earliest >= latest { return false }
    let span = latest - earliest
    var width = span / UInt64(max(1, min(count / Self.entriesPerBucket, Self.bucketLimit)))
    if opened.isLast, let (median, nearlyLast) = quantiles(of: opened.bucket, count: count) {
      // As many buckets as hold the nearer half, unless then they would not reach to nearly the last.
      width = (median - earliest) / UInt64(max(1, count / (2 * Self.entriesPerBucket)))
      width = max(width, (nearlyLast - earliest) / UInt64(Self.bucketLimit))
    }
    // At least two buckets, so that the first has the earliest entry and not the latest.
    let shift = min(UInt64.bitWidth - width.leadingZeroBitCount, UInt64.bitWidth - 1 - span.leadingZeroBitCount)
    let bucketCount = 1 + min(Int(truncatingIfNeeded: span >> UInt64(shift)), min(count, Self.bucketLimit) - 1)
    addRung(start: earliest, end: opened.end, shift: shift, bucketCount: bucketCount)
    let rung = rungs[depth - 1]
    distribute(opened.bucket, slots: slots) { rung.bucket(at: $0) }
    return true
  }

  /// Hands the entries of a bucket, the oldest first, to the buckets for their times.
  @inline(__always)
  mutating func distribute(
    _ bucket: EntryBucket, slots: SlotRecords, to target: (UInt64) -> UnsafeMutablePointer<EntryBucket>
  ) {
    var rest = chunks.oldestFirst(bucket)
    while rest > 0 {
      let (chunk, first, end, newer) = chunks.newestChunk(of: rest)
      for position in first..<end {
        let entry = chunks.entries[position]
        if entry.isCancelled {
          cancelledCount &-= 1
        } else {
          let place = chunks.append(entry, to: target(entry.nanoseconds))
          slots.place(entry.slot, in: Place.bucket, at: place)
        }
      }
      chunks.freeChunk(chunk)
      rest = newer
    }
  }
}
