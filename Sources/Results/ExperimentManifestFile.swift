// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

extension ExperimentManifest {
  /// The file's name in an output folder.
  public static let fileName = "experiment.json"

  /// Reads the manifest at `path`; says what is wrong with one that is not whole.
  public static func read(_ path: String) throws(ResultsError) -> ExperimentManifest {
    try parse(try FileBytes.read(path), path: path)
  }

  /// The manifest in `bytes`; `path` is for the message alone.
  static func parse(_ bytes: Data, path: String) throws(ResultsError) -> ExperimentManifest {
    let manifest = try RecordCoding.decode(ExperimentManifest.self, from: bytes, path: path, line: nil)
    guard manifest.schema == schemaName else {
      throw .damaged(path: path, line: nil, what: "schema \"\(manifest.schema)\", but this program reads \(schemaName)")
    }
    if case .broken(let stated, let found) = RecordCheck.examine(bytes) {
      throw .damaged(
        path: path, line: nil,
        what: "changed since it was written: its check is \(stated), its bytes give \(found)")
    }
    return manifest
  }

  /// Writes the manifest to `path`, whole or not at all.
  public func write(_ path: String) throws(ResultsError) {
    try WholeFile.write(RecordCheck.sealed(page: try RecordCoding.page(self)), to: path)
  }

  /// The key of every run of the experiment in plan order: sweep point, contender, seed.
  public var plan: [RunKey] {
    sweepPoints.flatMap { point in
      contenders.flatMap { contender in
        seeds.map { RunKey(contender: contender, seed: $0, sweep: point) }
      }
    }
  }
}
