// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import GRDB

/// The index is not what was put into it; the message says how it shows.
struct IndexDamage: Error, CustomStringConvertible {
  let description: String
}

/// Reads and writes the tables of the index. What is read is held against its sums, so that a damaged file gives an
/// error, never another answer. No conversion traps, whatever a row holds.
struct IndexTables {
  let database: Database

  /// An experiment as its row has it.
  struct Row {
    let id: Int64
    let experiment: IndexedExperiment
    let manifestStamp: FileStamp
    let runsStamp: FileStamp
    let runsSum: String
  }

  /// All experiments, by path.
  func experiments() throws -> [Row] {
    try rows("SELECT \(Self.experimentColumns), sum, id FROM experiments ORDER BY path").map { values in
      var sum = RowSum()
      sum.add(Array(values.dropLast(2)))
      var reader = ValueReader(values)
      let row = try Row(&reader, sum: sum.text)
      return row
    }
  }

  /// The runs of an experiment in plan order, with their metrics.
  func runs(of row: Row) throws -> [IndexedRun] {
    var sum = RowSum()
    var metrics: [Int64: [IndexedRun.Metric]] = [:]
    for values in try rows(
      "SELECT \(Self.metricColumns), run, position FROM metrics JOIN runs ON runs.id = metrics.run "
        + "WHERE runs.experiment = ? ORDER BY position, metric", [row.id.databaseValue])
    {
      sum.add(Array(values.dropLast(2)))
      var reader = ValueReader(values)
      let metric = try IndexedRun.Metric(&reader)
      metrics[try reader.integer(), default: []].append(metric)
    }
    var runs: [IndexedRun] = []
    for values in try rows(
      "SELECT \(Self.runColumns), id FROM runs WHERE experiment = ? ORDER BY position", [row.id.databaseValue])
    {
      sum.add(Array(values.dropLast()))
      var reader = ValueReader(values)
      var run = try IndexedRun(&reader)
      run.metrics = metrics[try reader.integer()] ?? []
      runs.append(run)
    }
    guard sum.text == row.runsSum else {
      throw IndexDamage(description: "the runs of \(row.experiment.name) do not match their sum")
    }
    return runs
  }

  /// Takes an experiment out, with all that hangs on it.
  func remove(_ id: Int64) throws {
    try database.execute(sql: "DELETE FROM experiments WHERE id = ?", arguments: [id])
  }

  /// Puts an experiment in.
  func insert(_ scan: ExperimentScan) throws {
    var runsSum = RowSum()
    var metricRows: [(position: Int, values: [DatabaseValue])] = []
    for (position, run) in scan.runs.enumerated() {
      for metric in run.metrics {
        let values = metric.columns
        runsSum.add(values)
        metricRows.append((position, values))
      }
    }
    for (position, run) in scan.runs.enumerated() { runsSum.add(try run.columns(at: position)) }
    let id = try insertExperiment(
      Row(
        id: 0, experiment: scan.experiment, manifestStamp: scan.manifestStamp, runsStamp: scan.runsStamp,
        runsSum: runsSum.text))
    let runStatement = try database.cachedStatement(
      sql: "INSERT INTO runs (\(Self.runColumns), experiment) VALUES (\(Self.marks(12)))")
    var ids: [Int64] = []
    for (position, run) in scan.runs.enumerated() {
      try runStatement.execute(
        arguments: StatementArguments(try run.columns(at: position) + [id.databaseValue]))
      ids.append(database.lastInsertedRowID)
    }
    let metricStatement = try database.cachedStatement(
      sql: "INSERT INTO metrics (\(Self.metricColumns), run) VALUES (\(Self.marks(6)))")
    for (position, values) in metricRows {
      try metricStatement.execute(arguments: StatementArguments(values + [ids[position].databaseValue]))
    }
  }

  /// Puts an experiment's row again with other stamps; its runs stay.
  func restamp(_ row: Row, manifest: FileStamp, runs: FileStamp) throws {
    let changed = Row(
      id: row.id, experiment: row.experiment, manifestStamp: manifest, runsStamp: runs, runsSum: row.runsSum)
    let values = try changed.columns()
    let names = (Self.experimentColumns + ", sum").split(separator: ", ").map { "\($0) = ?" }.joined(separator: ", ")
    try database.execute(
      sql: "UPDATE experiments SET \(names) WHERE id = ?",
      arguments: StatementArguments(values + [Self.sum(of: values).databaseValue, row.id.databaseValue]))
  }

  private func insertExperiment(_ row: Row) throws -> Int64 {
    let values = try row.columns()
    try database.execute(
      sql: "INSERT INTO experiments (\(Self.experimentColumns), sum) VALUES (\(Self.marks(values.count + 1)))",
      arguments: StatementArguments(values + [Self.sum(of: values).databaseValue]))
    return database.lastInsertedRowID
  }

  private func rows(_ sql: String, _ arguments: [DatabaseValue] = []) throws -> [[DatabaseValue]] {
    let cursor = try GRDB.Row.fetchCursor(database, sql: sql, arguments: StatementArguments(arguments))
    var rows: [[DatabaseValue]] = []
    while let row = try cursor.next() { rows.append(Array(row.databaseValues)) }
    return rows
  }

  private static func sum(of values: [DatabaseValue]) -> String {
    var sum = RowSum()
    sum.add(values)
    return sum.text
  }

  private static func marks(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }

  private static let experimentColumns =
    "path, scenario, summary, version, command, contenders, seeds, sweep_points, scenario_digests, planned, done, "
    + "strangers, unchecked, damage, manifest_size, manifest_changed, manifest_number, manifest_check, runs_size, "
    + "runs_changed, runs_number, runs_check, runs_sum"
  private static let runColumns =
    "position, contender, seed, sweep, scenario_digest, digest, events, line, byte_offset, byte_length, line_check"
  private static let metricColumns = "metric, value, unit, censored, n"
}
