// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Appends records to a `runs.jsonl` that, whenever it is looked at, holds only whole lines: `kill -9` included.
///
/// An append in place can be cut off in the middle of a line. So there are two files with the same beginning: the
/// published one, which is never written, and a spare beside it. A flush writes what the spare lacks, which is this
/// batch and the one before, and then swaps their names: the old file is linked to a second name, the spare is renamed
/// over `path` (atomic by POSIX), and the old file becomes the next spare. Each record is so written twice over the
/// life of the file and nothing is ever rewritten, however long it grows. Where hard links are refused, the spare is a
/// fresh copy each time.
///
/// Each line ends in its check (`RecordCheck`). Errors name `path`, whichever of the files the system refused.
///
/// It is not to be shared between threads: one task collects what the others compute.
public final class RunsFileWriter {
  /// The shortest time between two flushes that `append` makes, in seconds.
  public static let flushIntervalSeconds = 0.25

  /// The file.
  public let path: String
  /// The keys of the records it holds, in the file's order, the ones found at the start included.
  public private(set) var keys: [RunKey]

  /// Writes bytes at a descriptor's end; tests let it fail.
  var appendBytes: (Data, Int32, String) throws(ResultsError) -> Void = FileBytes.append

  private let secondsNow: () -> Double
  private var lastFlush: Double
  /// Lines that are in no file yet.
  private var pending = Data()
  /// Lines that the published file has and the spare lacks.
  private var spareLacks = Data()
  private var hasSpare = false
  private var sparePath: String { path + ".next.tmp" }
  private var previousPath: String { path + ".previous.tmp" }

  /// Starts a new file at `path`; one that is there is replaced. `secondsNow` is a monotonic clock.
  public static func create(_ path: String, secondsNow: @escaping () -> Double) throws(ResultsError)
    -> RunsFileWriter
  {
    try FileBytes.replace(path, with: Data())
    return RunsFileWriter(path, keys: [], secondsNow: secondsNow)
  }

  /// Goes on with the file at `path`: whole records are kept, a torn tail and bad lines are dropped and named, records
  /// without a check get one. A file that is not there is started.
  public static func resume(_ path: String, secondsNow: @escaping () -> Double) throws(ResultsError)
    -> (writer: RunsFileWriter, found: RunsFile)
  {
    guard FileBytes.exists(path) else { return (try create(path, secondsNow: secondsNow), RunsFile()) }
    let bytes = try FileBytes.read(path)
    let found = RunsFile.parse(bytes, path: path)
    let whole = joined(try found.sealedLines())
    if whole != bytes { try FileBytes.replace(path, with: whole) }
    return (RunsFileWriter(path, keys: found.records.map(\.key), secondsNow: secondsNow), found)
  }

  private init(_ path: String, keys: [RunKey], secondsNow: @escaping () -> Double) {
    self.path = path
    self.keys = keys
    self.secondsNow = secondsNow
    lastFlush = secondsNow()
    removeSpares()
  }

  deinit { removeSpares() }

  /// Takes a record; it is in the file at once when the last flush is at least `flushIntervalSeconds` ago, else with
  /// the next flush.
  public func append(_ record: RunRecord) throws(ResultsError) {
    pending.append(contentsOf: RecordCheck.sealed(line: try RecordCoding.line(record)).utf8)
    pending.append(UInt8(ascii: "\n"))
    keys.append(record.key)
    if secondsNow() - lastFlush >= Self.flushIntervalSeconds { try flush() }
  }

  /// Puts every record taken so far into the file. When it throws, the file is as it was and the records are kept for
  /// the next try.
  public func flush() throws(ResultsError) {
    lastFlush = secondsNow()
    guard !pending.isEmpty else { return }
    do throws(ResultsError) {
      if !hasSpare {
        try writeSpare(FileBytes.read(path), flags: O_CREAT | O_TRUNC)
        hasSpare = true
        spareLacks = Data()
      }
      try writeSpare(spareLacks + pending, flags: O_APPEND)
      try swap()
    } catch {
      removeSpares()
      throw error
    }
    spareLacks = pending
    pending = Data()
  }

  /// Flushes, puts the records into plan order when one is given, and makes the file durable. Records whose key is not
  /// in `order` keep their order at the end. Answers what in the file is whole no more, which is dropped.
  @discardableResult
  public func finish(order: [RunKey]? = nil) throws(ResultsError) -> [RunsFile.Damage] {
    try flush()
    removeSpares()
    let bytes = try FileBytes.read(path)
    let found = RunsFile.parse(bytes, path: path)
    var lines = try found.sealedLines()
    if let order {
      let rank = Dictionary(zip(order, order.indices), uniquingKeysWith: { first, _ in first })
      let ranks = found.records.map { rank[$0.key] ?? order.count }
      lines = lines.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { lines[$0] }
      keys = found.records.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { found.records[$0].key }
    }
    let whole = Self.joined(lines)
    if whole == bytes { try FileBytes.sync(path) } else { try FileBytes.replace(path, with: whole) }
    return found.damage
  }

  private func writeSpare(_ bytes: Data, flags: Int32) throws(ResultsError) {
    let descriptor = open(sparePath, O_WRONLY | O_CLOEXEC | flags, 0o644)
    guard descriptor >= 0 else { throw FileBytes.failure(path, "write") }
    defer { close(descriptor) }
    try appendBytes(bytes, descriptor, path)
  }

  private func swap() throws(ResultsError) {
    unlink(previousPath)
    let linked = link(path, previousPath) == 0
    guard rename(sparePath, path) == 0 else { throw FileBytes.failure(path, "replace") }
    hasSpare = linked && rename(previousPath, sparePath) == 0
  }

  private func removeSpares() {
    unlink(sparePath)
    unlink(previousPath)
    hasSpare = false
  }

  private static func joined(_ lines: [Data]) -> Data {
    var bytes = Data()
    for line in lines {
      bytes.append(line)
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }
}
