// SPDX-License-Identifier: GPL-3.0-or-later

/// Entries in no order: one past the position of the newest; 0 when there is none. Its chunk links to older ones.
typealias EntryBucket = UInt32

/// The memory of all buckets: chunks of 16 entries (256 bytes), handed from bucket to bucket, so that adding to one costs
/// the same however many entries it has.
struct EntryChunks: ~Copyable {
  static let chunkSize: UInt32 = 16

  var entries: UnsafeMutablePointer<QueueEntry>
  /// For a chunk in a bucket the bucket as it was before that chunk; for a free one the next free chunk and 1 (0: none).
  var links: UnsafeMutablePointer<UInt32>
  /// In chunks, like the next two.
  var capacity: UInt32
  var used: UInt32 = 0
  /// The first free chunk and 1 (0: none).
  var firstFree: UInt32 = 0

  init(capacity: Int) {
    self.capacity = UInt32(capacity)
    entries = Self.allocateEntries(capacity << 4)
    links = .allocate(capacity: capacity)
  }

  deinit {
    entries.deallocate()
    links.deallocate()
  }

  /// Room for entries at the start of a cache line.
  static func allocateEntries(_ count: Int) -> UnsafeMutablePointer<QueueEntry> {
    UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<QueueEntry>.stride, alignment: 64)
      .bindMemory(to: QueueEntry.self, capacity: count)
  }

  /// Adds `entry` to `bucket` and answers its position.
  @inline(__always)
  mutating func append(_ entry: QueueEntry, to bucket: UnsafeMutablePointer<EntryBucket>) -> Int {
    var end = bucket.pointee
    if end & 15 == 0 { end = addChunk(to: end) }
    entries[Int(truncatingIfNeeded: end)] = entry
    bucket.pointee = end &+ 1
    return Int(truncatingIfNeeded: end)
  }

  /// Takes a free chunk in front of a full one or of none; answers its first position.
  @inline(__always)
  mutating func addChunk(to bucket: EntryBucket) -> UInt32 {
    if firstFree == 0 { addFreeChunk() }
    let chunk = firstFree &- 1
    firstFree = links[Int(truncatingIfNeeded: chunk)]
    links[Int(truncatingIfNeeded: chunk)] = bucket
    return chunk &<< 4
  }

  @inline(__always)
  mutating func freeChunk(_ chunk: UInt32) {
    links[Int(truncatingIfNeeded: chunk)] = firstFree
    firstFree = chunk &+ 1
  }

  /// The positions in the newest chunk of a bucket, and the older rest of it.
  @inline(__always)
  func newestChunk(of bucket: EntryBucket) -> (chunk: UInt32, first: Int, end: Int, older: EntryBucket) {
    let chunk = (bucket &- 1) &>> 4
    return (
      chunk, Int(truncatingIfNeeded: chunk &<< 4), Int(truncatingIfNeeded: bucket),
      links[Int(truncatingIfNeeded: chunk)]
    )
  }

  /// Entries in `bucket`, cancelled ones too.
  func count(of bucket: EntryBucket) -> Int {
    var count = 0
    var rest = bucket
    while rest > 0 {
      let (_, first, end, older) = newestChunk(of: rest)
      count &+= end &- first
      rest = older
    }
    return count
  }

  /// Turns the chunks of a bucket round: the oldest comes first then, and its rest is newer.
  mutating func oldestFirst(_ bucket: EntryBucket) -> EntryBucket {
    var (rest, newer): (EntryBucket, EntryBucket) = (bucket, 0)
    while rest > 0 {
      let (chunk, _, _, older) = newestChunk(of: rest)
      links[Int(truncatingIfNeeded: chunk)] = newer
      (newer, rest) = (rest, older)
    }
    return newer
  }

  @inline(never)
  mutating func addFreeChunk() {
    if used == capacity {
      if capacity >= 1 << 26 { QueueLimit.stop(pending: Int(capacity) << 4, limit: 1 << 30) }
      let larger = Int(capacity) * 2
      let newEntries = Self.allocateEntries(larger << 4)
      newEntries.initialize(from: entries, count: Int(capacity) << 4)
      let newLinks = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
      newLinks.initialize(from: links, count: Int(capacity))
      entries.deallocate()
      links.deallocate()
      (entries, links, capacity) = (newEntries, newLinks, UInt32(larger))
    }
    freeChunk(used)
    used += 1
  }
}
