// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// An experiment's folder read whole: what the index keeps of it.
struct ExperimentScan {
  private(set) var experiment: IndexedExperiment
  /// In plan order.
  private(set) var runs: [IndexedRun]
  private(set) var manifestStamp: FileStamp
  private(set) var runsStamp: FileStamp

  /// Reads `name` below `root`. What cannot be read is damage of the experiment, with its place. O(bytes).
  init(_ name: String, in root: String) {
    let folder = name == "." ? root : "\(root)/\(name)"
    var damage: [String] = []
    // How the file looks is taken first: a file that is replaced meanwhile looks stale the next time.
    func bytes(_ file: String, _ stamp: inout FileStamp) -> Data? {
      do throws(ResultsError) {
        let bytes = try FileBytes.read("\(folder)/\(file)")
        stamp.check = RecordCheck.check(of: bytes)
        return bytes
      } catch {
        guard case .fileSystem(_, let action, let reason) = error else { return nil }
        damage.append(ResultsError.fileSystem(path: file, action: action, reason: reason).description)
        return nil
      }
    }
    manifestStamp = FileStamp(of: "\(folder)/\(ExperimentManifest.fileName)")
    runsStamp = FileStamp(of: "\(folder)/\(ExperimentFolder.runsFileName)")
    var manifest: ExperimentManifest?
    if let found = bytes(ExperimentManifest.fileName, &manifestStamp) {
      do throws(ResultsError) {
        manifest = try ExperimentManifest.parse(found, path: ExperimentManifest.fileName)
      } catch {
        damage.append(error.description)
      }
    }
    var file = RunsFile()
    // Without runs the command was stopped before the first of them.
    if runsStamp.size >= 0, let found = bytes(ExperimentFolder.runsFileName, &runsStamp) {
      file = RunsFile.parse(found, path: ExperimentFolder.runsFileName)
    }
    runs = Self.runs(of: file, plan: manifest?.plan)
    experiment = IndexedExperiment(
      name: name, scenario: manifest?.scenario ?? file.records.first?.scenario ?? "",
      summary: manifest?.summary ?? "", version: manifest?.version ?? file.records.first?.version ?? "",
      command: ExperimentFolder.repeatable(manifest?.command ?? []), contenders: manifest?.contenders ?? [],
      seeds: manifest?.seeds ?? [], sweepPoints: manifest?.sweepPoints ?? [],
      scenarioDigests: manifest?.scenarioDigests ?? [], planned: manifest?.plan.count, done: runs.count,
      strangers: file.records.count - runs.count, unchecked: file.places.count { $0.check == nil },
      damage: damage + file.damage.map(\.description))
  }

  /// One run for each key, in the plan's order; what the plan does not have is left out. Of several records for one run
  /// the one that is spelt first counts, as in a report.
  private static func runs(of file: RunsFile, plan: [RunKey]?) -> [IndexedRun] {
    var chosen: [RunKey: Int] = [:]
    var order: [RunKey] = []
    for (index, record) in file.records.enumerated() {
      guard let other = chosen[record.key] else {
        chosen[record.key] = index
        order.append(record.key)
        continue
      }
      if spelling(record) < spelling(file.records[other]) { chosen[record.key] = index }
    }
    return (plan ?? order).compactMap { key in
      chosen[key].map { IndexedRun(file.records[$0], at: file.places[$0]) }
    }
  }

  private static func spelling(_ record: RunRecord) -> String {
    // A record that was read can be written; one that cannot sorts last.
    (try? RecordCoding.line(record)) ?? "\u{10FFFF}"
  }
}

extension IndexedRun {
  fileprivate init(_ record: RunRecord, at place: RunsFile.Place) {
    self.init(
      key: record.key, scenarioDigest: record.scenarioDigest, digest: record.digest, events: record.events,
      place: place,
      metrics: record.metrics.sorted { $0.key < $1.key }.map { Metric(name: $0.key, value: $0.value) })
  }
}
