// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import ScenarioFormat

/// Writes the objects that each contender's system would be given, one folder per contender.
enum NativeFolder {
  /// Writes those of `contenders` under `folder`; files of the same names are replaced.
  static func write(_ scenario: Scenario, contenders: [String], to folder: String) throws {
    for contender in scenario.contenders where contenders.contains(contender.name) {
      let path = "\(folder)/\(RunCommand.folderName(contender.name))"
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw CommandEnd(.runFailed, "regatta: cannot make \(path): \(error.localizedDescription)")
      }
      for file in NativeObjectWriter.files(for: contender, in: scenario) {
        try ReportFiles.write(file.text, to: "\(path)/\(file.name)")
      }
    }
  }
}
