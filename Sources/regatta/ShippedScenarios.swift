// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import ScenarioFormat

/// The scenarios that come with the program: below `Scenarios/` of the working folder, or of a folder above the program.
enum ShippedScenarios {
  /// Path, name and description of each; empty where there is no such folder.
  static var rows: [[String]] {
    guard let folder else { return [] }
    let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let files = found.filter { $0.hasSuffix(".yaml") }.sorted()
    return files.compactMap { file in
      let path = "\(folder)/\(file)"
      // Manifests lie beside scenarios; only what says that it is a scenario is listed.
      guard let text = try? String(contentsOfFile: path, encoding: .utf8), text.contains("kind: Scenario"),
        let scenario = ScenarioLoader.load(path: path).scenario
      else { return nil }
      return [path, scenario.name, scenario.summary]
    }
  }

  /// Says that there is none, and where they were looked for.
  static var absence: String {
    if let folder { return "no scenarios under \(folder)" }
    let here = FileManager.default.currentDirectoryPath
    return "no scenarios under \(here)/Scenarios, nor under Scenarios of \(program.path) or a folder above it"
  }

  /// The folders that may hold them, the nearest first.
  private static var searched: [String] {
    let above = sequence(first: program) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    return ["Scenarios"] + above.map { $0.appendingPathComponent("Scenarios").path }
  }

  /// The folder that the program is in.
  private static var program: URL {
    let file = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return file.resolvingSymlinksInPath().deletingLastPathComponent()
  }

  private static var folder: String? {
    searched.first { FileManager.default.fileExists(atPath: "\($0)/quickstart") }
  }
}
