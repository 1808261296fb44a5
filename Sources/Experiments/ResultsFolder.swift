// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results

/// An output folder: `experiment.json`, `runs.jsonl` and `timing.json`, and what of a plan is done already. It is locked
/// against other commands until it is released.
public struct ResultsFolder {
  /// Why a folder is not written to.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is in the way, and what to do.
    public let description: String
  }

  /// The folder.
  public let path: String
  /// Whole records that are not made again.
  public let done: Set<RunKey>
  /// What was dropped on opening: torn, bad or changed lines, as sentences; and what cannot be promised here.
  public let notices: [String]
  /// Takes the records.
  public let writer: RunsFileWriter
  /// Nil where the file system has no locks.
  private let lock: FolderLock?

  /// The records' file.
  public static func runsPath(in folder: String) -> String { "\(folder)/runs.jsonl" }
  /// The manifest's file.
  public static func manifestPath(in folder: String) -> String { "\(folder)/\(ExperimentManifest.fileName)" }

  /// Opens or makes `path` for the runs of `manifest`.
  ///
  /// Records of the same scenario digest and version that belong to the plan are kept. With `startsAnew` whatever
  /// records are there are replaced.
  /// - Throws: `Refusal` when the folder holds anything else or another command writes to it, `ResultsError` when it
  ///   cannot be read or written.
  public init(path: String, manifest: ExperimentManifest, startsAnew: Bool) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let runsPath = Self.runsPath(in: path)
    let manifestPath = Self.manifestPath(in: path)
    let clock = MonotonicSeconds()
    var unlocked: [String] = []
    switch try FolderLock.attempt(path) {
    case .taken(let taken): lock = taken
    case .busy:
      throw Refusal(description: "another command is writing to \(path); wait for its end, or give another --out")
    case .unavailable(let reason):
      lock = nil
      unlocked = ["\(path) cannot be locked (\(reason)): no other command is to write to it now"]
    }
    if startsAnew {
      writer = try RunsFileWriter.create(runsPath, secondsNow: { clock.now })
      done = []
      notices = unlocked
    } else {
      if FileManager.default.fileExists(atPath: runsPath) {
        try Self.refuseOtherExperiment(manifestPath: manifestPath, runsPath: runsPath, manifest: manifest)
      }
      let (resumed, found) = try RunsFileWriter.resume(runsPath, secondsNow: { clock.now })
      writer = resumed
      done = Set(found.records.map(\.key))
      notices = unlocked + found.damage.map { "\($0); what is lost is made again" }
    }
    try manifest.write(manifestPath)
  }

  /// Lets other commands write to the folder.
  public func release() { lock?.release() }

  /// Puts the records into the plan's order and writes the timing; the folder is complete then as far as it goes.
  /// Answers what of the records was damaged since they were written; it is dropped.
  @discardableResult
  public func finish(manifest: ExperimentManifest, timing: ExperimentTiming) throws -> [RunsFile.Damage] {
    let damage = try writer.finish(order: manifest.plan)
    try WholeFile.write(try RecordCoding.page(timing), to: "\(path)/timing.json")
    return damage
  }

  private static func refuseOtherExperiment(
    manifestPath: String, runsPath: String, manifest: ExperimentManifest
  ) throws {
    let found = try RunsFile.read(runsPath)
    let folder = URL(fileURLWithPath: runsPath).deletingLastPathComponent().relativePath
    func refuse(_ what: String) -> Refusal {
      Refusal(description: "\(folder) \(what); give another --out, or --force to replace what is there")
    }
    if found.records.isEmpty && found.damage.isEmpty { return }
    if let earlier = try? ExperimentManifest.read(manifestPath) {
      if earlier.scenario != manifest.scenario {
        throw refuse("holds records of the scenario \(earlier.scenario), not of \(manifest.scenario)")
      }
      // The first seed's records carry the series; another one would leave these where they are and make more.
      if let first = earlier.seeds.first, first != manifest.seeds.first {
        throw refuse("holds an experiment whose first seed is \(first)")
      }
    }
    let digests = Dictionary(
      zip(manifest.sweepPoints, manifest.scenarioDigests), uniquingKeysWith: { first, _ in first })
    let planned = Set(manifest.plan)
    for record in found.records {
      if record.version != manifest.version {
        throw refuse("holds records of version \(record.version), not of \(manifest.version)")
      }
      if !planned.contains(record.key) { throw refuse("holds a run that this command would not make (\(record.key))") }
      if digests[record.sweep] != record.scenarioDigest {
        throw refuse("holds records of another state of the scenario \(manifest.scenario)")
      }
    }
  }
}

/// Seconds on a clock that never goes back.
private struct MonotonicSeconds: Sendable {
  private let start = ContinuousClock.now
  var now: Double { (ContinuousClock.now - start) / .seconds(1) }
}
