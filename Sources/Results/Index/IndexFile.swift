// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB

/// The SQLite file of an index, held by one process at a time.
///
/// The lock is on the file itself and the file is emptied in place, never unlinked: another process that waits for it
/// then waits for the same file. It is not to be closed before the database on it, because closing any descriptor of a
/// file ends SQLite's own locks on it.
final class IndexFile {
  /// Why there is no index here: the message says what the system refused.
  struct Unusable: Error, CustomStringConvertible {
    let description: String
  }

  let path: String
  private let descriptor: Int32
  private var queue: DatabaseQueue?

  /// Opens or makes the file and waits for its lock, for at most `patience` tenths of a second.
  init(_ path: String, patience: Int = 100) throws(Unusable) {
    self.path = path
    if let obstacle = FileBytes.obstacle(at: path) { throw Unusable(description: "it is \(obstacle)") }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Unusable(description: FileBytes.reason()) }
    var left = patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      // Where there are no locks at all SQLite's own have to do.
      guard errno == EWOULDBLOCK else { break }
      guard left > 0 else {
        close(descriptor)
        throw Unusable(description: "another command holds it")
      }
      left -= 1
      usleep(100_000)
    }
    self.descriptor = descriptor
  }

  deinit {
    try? queue?.close()
    queue = nil
    // Not left to the closing: a process that is being started elsewhere has a copy of the descriptor for a moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Whether there is nothing in it yet.
  var isEmpty: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_size == 0
  }

  /// Throws away what is in it.
  func empty() throws(Unusable) {
    try? queue?.close()
    queue = nil
    unlink(path + "-wal")
    unlink(path + "-shm")
    guard ftruncate(descriptor, 0) == 0 else { throw Unusable(description: FileBytes.reason()) }
  }

  /// The database with its tables, those of an older version brought up to date.
  func database() throws -> DatabaseQueue {
    let isNew = isEmpty
    let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
    self.queue = queue
    if !isNew {
      let isOurs = try queue.read {
        try DatabaseValue.fetchOne($0, sql: "PRAGMA application_id")?.storage
          == .int64(Int64(IndexSchema.applicationID))
      }
      guard isOurs else { throw IndexDamage(description: "it is no index of regatta") }
      let isNewer = try queue.read { try IndexSchema.migrator.hasBeenSuperseded($0) }
      guard !isNewer else { throw IndexDamage(description: "it is of another version of regatta") }
    }
    try IndexSchema.migrator.migrate(queue)
    return queue
  }

  /// A database in memory with the same tables.
  static func inMemory() throws -> DatabaseQueue {
    let queue = try DatabaseQueue()
    try IndexSchema.migrator.migrate(queue)
    return queue
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      // An index that a power cut tears is rebuilt; waiting for the disk would buy nothing.
      try database.execute(sql: "PRAGMA synchronous = OFF")
      // What SQLite's documentation advises for files that may have been tampered with.
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      try database.execute(sql: "PRAGMA cell_size_check = ON")
    }
    return configuration
  }
}
