// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Results
import ScenarioFormat
import Synchronization

/// The objects that each contender's system would be given, one folder per contender.
final class NativeFolder: Sendable {
  private let path: String
  private let scenario: Scenario
  private let contenders: [String]
  private let failed = Atomic(false)

  /// The folder at `path` for those of the scenario's contenders that have these names.
  init(path: String, scenario: Scenario, contenders: [String]) {
    self.path = path
    self.scenario = scenario
    self.contenders = contenders
  }

  /// Whether writing has come to an end by an error: who goes on beside it is to stop.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  /// Writes all of it; files of the same names are replaced.
  func write() async throws {
    do {
      for contender in scenario.contenders where contenders.contains(contender.name) { try write(contender) }
    } catch {
      failed.store(true, ordering: .relaxed)
      throw error
    }
  }

  private func write(_ contender: ContenderSpec) throws {
    let folder = "\(path)/\(RunCommand.folderName(contender.name))"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandEnd(.runFailed, "regatta: cannot make \(folder): \(error.localizedDescription)")
    }
    do {
      var files = WrittenManifests(folder: folder)
      try NativeObjectWriter.write(contender, in: scenario, to: &files)
      try files.finish()
    } catch {
      throw CommandEnd(.runFailed, "regatta: \(error)")
    }
  }
}

/// Files of a folder that are replaced together, once all of them are written.
private struct WrittenManifests: ManifestSink {
  let folder: String
  private var files: [(name: String, writer: WholeFileWriter)] = []

  init(folder: String) { self.folder = folder }

  mutating func append(_ bytes: [UInt8], to file: String) throws(ResultsError) {
    if let place = files.firstIndex(where: { $0.name == file }) {
      try files[place].writer.append(bytes)
    } else {
      let writer = try WholeFileWriter("\(folder)/\(file)")
      try writer.append(bytes)
      files.append((file, writer))
    }
  }

  func finish() throws(ResultsError) {
    for file in files { try file.writer.finish() }
  }
}
