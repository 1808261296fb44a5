// SPDX-License-Identifier: GPL-3.0-or-later

// What is in a bucket.
extension EventLadder {
  /// The earliest time of all buckets; nil when all are empty.
  func earliestTime() -> UInt64? {
    for level in stride(from: depth - 1, through: 0, by: -1) {
      let rung = rungs[level]
      for index in rung.nextBucket...rung.lastBucket where rung.buckets[index] > 0 {
        let earliest = span(of: rung.buckets[index]).earliest
        if earliest < .max { return earliest }
      }
    }
    return nil
  }

  /// The earliest and the latest time of a bucket; the first is the later one when all entries are cancelled.
  func span(of bucket: EntryBucket) -> (earliest: UInt64, latest: UInt64) {
    var (earliest, latest) = (UInt64.max, UInt64.min)
    var rest = bucket
    while rest > 0 {
      let (_, first, end, older) = chunks.newestChunk(of: rest)
      for position in first..<end {
        let entry = chunks.entries[position]
        if entry.isCancelled { continue }
        earliest = min(earliest, entry.nanoseconds)
        latest = max(latest, entry.nanoseconds)
      }
      rest = older
    }
    return (earliest, latest)
  }

  /// Whether the entries came in their order, as timers of one delay do, and those of one instant.
  func isSorted(_ bucket: EntryBucket) -> Bool {
    var next = QueueEntry.sentinel.key
    var rest = bucket
    while rest > 0 {
      let (_, first, end, older) = chunks.newestChunk(of: rest)
      for position in stride(from: end &- 1, through: first, by: -1) {
        let entry = chunks.entries[position]
        if entry.isCancelled { continue }
        if entry.key > next { return false }
        next = entry.key
      }
      rest = older
    }
    return true
  }

  /// The median time of a bucket of `count` entries and its quantile 15/16, from a sample; nil when all of that are cancelled.
  func quantiles(of bucket: EntryBucket, count: Int) -> (median: UInt64, nearlyLast: UInt64)? {
    // Two of a chunk, of so many chunks that the sample suffices.
    let step = count >> 4 / (Self.sampleSize / 2) + 1
    var (rest, chunkNumber, taken) = (bucket, 0, 0)
    while rest > 0 {
      let (_, first, end, older) = chunks.newestChunk(of: rest)
      if chunkNumber % step == 0 {
        for position in stride(from: first, to: end, by: 8) where taken < Self.sampleSize {
          if chunks.entries[position].isCancelled { continue }
          addToSample(chunks.entries[position].nanoseconds, taken)
          taken += 1
        }
      }
      chunkNumber += 1
      rest = older
    }
    return taken == 0 ? nil : (sample[taken / 2], sample[taken * 15 / 16])
  }

  /// Puts `time` in its order into a sample of `taken` times.
  func addToSample(_ time: UInt64, _ taken: Int) {
    var position = taken
    while position > 0 && time < sample[position - 1] {
      sample[position] = sample[position - 1]
      position -= 1
    }
    sample[position] = time
  }
}
