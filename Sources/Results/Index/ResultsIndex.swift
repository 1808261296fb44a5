// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB

/// The experiments kept in a results folder, answered from a SQLite index beside them.
///
/// The records are the truth and the index a cache: it is brought up to date before each answer, rebuilt when it is
/// missing, damaged or of another version, and done without where it cannot be written. Deleting it loses nothing. See
/// docs/decisions/0007-store.md.
public struct ResultsIndex {
  /// The index in a results folder.
  public static let fileName = "regatta-index.sqlite"

  /// What is asked of an index that is up to date.
  public struct Reader {
    fileprivate let tables: IndexTables
    fileprivate let rows: [IndexTables.Row]

    /// The experiments by name, ascending.
    public var experiments: [IndexedExperiment] { rows.map(\.experiment) }

    /// The runs of an experiment in plan order; none for a name that is not there.
    public func runs(of name: String) throws -> [IndexedRun] {
      try rows.first { $0.experiment.name == name }.map { try tables.runs(of: $0) } ?? []
    }
  }

  /// The results folder.
  public let root: String
  /// What the user is to know: an index that was rebuilt or done without, folders that cannot be read.
  public private(set) var warnings: [String] = []

  private var path: String { "\(root)/\(Self.fileName)" }

  /// The index of the results folder `root`.
  public init(root: String) { self.root = root }

  /// Brings the index up to date and asks it.
  /// - Parameters:
  ///   - names: The experiments whose files are read, not only looked at, to tell whether they changed; all for nil.
  ///   - rebuilds: Throws the index away first.
  ///   - question: Asked once or, when the answer shows that the index is damaged, again of a new one.
  /// - Throws: When `root` cannot be read.
  public mutating func ask<Answer>(
    reading names: [String]? = [], rebuilds: Bool = false, _ question: (Reader) throws -> Answer
  ) throws(ResultsError) -> Answer {
    let walk = try ExperimentWalk(root)
    warnings += walk.warnings
    do {
      return try askFile(walk, reading: names, rebuilds: rebuilds, question)
    } catch {
      warnings.append("\(path): \(error); answered without it, from the records")
    }
    do {
      return try Self.ask(IndexFile.inMemory(), root, walk, names, question)
    } catch {
      throw .fileSystem(path: path, action: "be done without", reason: Self.reason(error))
    }
  }

  private mutating func askFile<Answer>(
    _ walk: ExperimentWalk, reading names: [String]?, rebuilds: Bool, _ question: (Reader) throws -> Answer
  ) throws(IndexFile.Unusable) -> Answer {
    let file = try IndexFile(path)
    // Its lock lasts until the answer is there.
    defer { withExtendedLifetime(file) {} }
    if rebuilds { try file.empty() } else if file.isEmpty { warnings.append("\(path): built from the records") }
    do {
      return try Self.ask(file.database(), root, walk, names, question)
    } catch {
      if Self.isOutOfReach(error) { throw IndexFile.Unusable(description: Self.reason(error)) }
      warnings.append("\(path): \(Self.reason(error)); rebuilt from the records")
    }
    try file.empty()
    do {
      return try Self.ask(file.database(), root, walk, names, question)
    } catch {
      throw IndexFile.Unusable(description: Self.reason(error))
    }
  }

  private static func ask<Answer>(
    _ queue: DatabaseQueue, _ root: String, _ walk: ExperimentWalk, _ names: [String]?,
    _ question: (Reader) throws -> Answer
  ) throws -> Answer {
    try queue.write { database in
      let tables = IndexTables(database: database)
      try refresh(tables, root, walk, names)
      return try question(Reader(tables: tables, rows: try tables.experiments()))
    }
  }

  /// Makes the tables say what the folders hold now.
  private static func refresh(
    _ tables: IndexTables, _ root: String, _ walk: ExperimentWalk, _ names: [String]?
  ) throws {
    let rows = try tables.experiments()
    let known = Dictionary(rows.map { ($0.experiment.name, $0) }, uniquingKeysWith: { first, _ in first })
    for row in rows where !walk.names.contains(row.experiment.name) { try tables.remove(row.id) }
    for name in walk.names {
      guard let row = known[name] else {
        try tables.insert(ExperimentScan(name, in: root))
        continue
      }
      let folder = name == "." ? root : "\(root)/\(name)"
      var manifest = FileStamp(of: "\(folder)/\(ExperimentManifest.fileName)")
      var runs = FileStamp(of: "\(folder)/\(ExperimentFolder.runsFileName)")
      let looksAlike = manifest.looksLike(row.manifestStamp) && runs.looksLike(row.runsStamp)
      if looksAlike, let names, !names.contains(name) { continue }
      manifest.check = check(of: "\(folder)/\(ExperimentManifest.fileName)")
      runs.check = check(of: "\(folder)/\(ExperimentFolder.runsFileName)")
      if manifest.check == row.manifestStamp.check, runs.check == row.runsStamp.check {
        if !looksAlike { try tables.restamp(row, manifest: manifest, runs: runs) }
      } else {
        try tables.remove(row.id)
        try tables.insert(ExperimentScan(name, in: root))
      }
    }
  }

  private static func check(of path: String) -> String? {
    (try? FileBytes.read(path)).map { RecordCheck.check(of: $0) }
  }

  /// A full disk and a device that gives up are no fault of the index, and nothing is won by building it again.
  private static func isOutOfReach(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    let codes: [ResultCode] = [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM]
    return codes.contains(error.resultCode.primaryResultCode)
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return "\(error)" }
    return error.message ?? "\(error.resultCode)"
  }
}
