// SPDX-License-Identifier: GPL-3.0-or-later

import GRDB

/// The tables of the index.
///
/// `sum` columns hold checks over the other columns: SQLite does not notice a bit that changes a value.
enum IndexSchema {
  /// Marks a SQLite file as a regatta index, as file(1) shows it: "RGTA".
  static let applicationID = 0x5247_5441

  /// What makes the tables, oldest first. A released step is never edited: another one is put behind it.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 experiments, runs, metrics") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: firstTables)
    }
    return migrator
  }

  private static let firstTables = """
    CREATE TABLE experiments (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      scenario TEXT NOT NULL,
      summary TEXT NOT NULL,
      version TEXT NOT NULL,
      command TEXT NOT NULL,
      contenders TEXT NOT NULL,
      seeds TEXT NOT NULL,
      sweep_points TEXT NOT NULL,
      scenario_digests TEXT NOT NULL,
      planned INTEGER,
      done INTEGER NOT NULL,
      strangers INTEGER NOT NULL,
      unchecked INTEGER NOT NULL,
      damage TEXT NOT NULL,
      manifest_size INTEGER NOT NULL,
      manifest_changed INTEGER NOT NULL,
      manifest_number INTEGER NOT NULL,
      manifest_check TEXT,
      runs_size INTEGER NOT NULL,
      runs_changed INTEGER NOT NULL,
      runs_number INTEGER NOT NULL,
      runs_check TEXT,
      runs_sum TEXT NOT NULL,
      sum TEXT NOT NULL
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiments(id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      contender TEXT NOT NULL,
      seed INTEGER NOT NULL,
      sweep TEXT NOT NULL,
      scenario_digest TEXT NOT NULL,
      digest TEXT NOT NULL,
      events INTEGER NOT NULL,
      line INTEGER NOT NULL,
      byte_offset INTEGER NOT NULL,
      byte_length INTEGER NOT NULL,
      line_check TEXT,
      UNIQUE (experiment, position)
    ) STRICT;

    CREATE TABLE metrics (
      run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
      metric TEXT NOT NULL,
      value REAL,
      unit TEXT,
      censored INTEGER,
      n INTEGER,
      PRIMARY KEY (run, metric)
    ) STRICT, WITHOUT ROWID;
    """
}
