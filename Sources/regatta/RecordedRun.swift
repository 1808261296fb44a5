// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Results

/// One run of an output folder, as a person names it.
struct RecordedRun {
  /// The output folder.
  let folder: String
  /// What the folder is about.
  let manifest: ExperimentManifest
  let record: RunRecord
  /// `FILE:LINE` of the record.
  let place: String

  /// Finds the run that `text` names: an output folder, its file of runs, or `FILE:LINE`; where that leaves several, the
  /// contender, seed and sweep point have to leave one. Everything else ends the command with 2.
  init(naming text: String, contender: String?, seed: Int?, sweep: [SettingOption]) throws {
    let (path, line) = try Self.split(text)
    let isFolder = Self.isFolder(path)
    let file = isFolder ? "\(path)/\(ExperimentFolder.runsFileName)" : path
    folder = isFolder ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
    let found: RunsFile
    do {
      manifest = try ExperimentManifest.read("\(folder)/\(ExperimentManifest.fileName)")
      found = try RunsFile.read(file)
    } catch {
      throw CommandEnd(.invalidInput, "regatta: \(error)")
    }
    if let damage = found.damage.first(where: { $0.line == line }) {
      throw CommandEnd(.invalidInput, "regatta: \(damage)")
    }
    let matching = found.records.indices.filter { place in
      let record = found.records[place]
      return (line ?? found.places[place].line) == found.places[place].line
        && (contender ?? record.contender) == record.contender && (seed ?? record.seed) == record.seed
        && sweep.allSatisfy { record.sweep[$0.path] == $0.value }
    }
    guard let only = matching.first, matching.count == 1 else {
      throw CommandEnd(.invalidInput, "regatta: " + Self.complaint(file, found, matching))
    }
    record = found.records[only]
    place = "\(file):\(found.places[only].line)"
  }

  private static func split(_ text: String) throws -> (path: String, line: Int?) {
    if FileManager.default.fileExists(atPath: text) { return (text, nil) }
    if let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]), line > 0 {
      let path = String(text[..<colon])
      if FileManager.default.fileExists(atPath: path) { return (path, line) }
    }
    throw CommandEnd(
      .invalidInput,
      "regatta: there is no output folder and no file of runs \(text); name a folder that run wrote, "
        + "or FOLDER/\(ExperimentFolder.runsFileName):LINE")
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Why no run, or not one alone, is meant, and which there are.
  private static func complaint(_ file: String, _ found: RunsFile, _ matching: [Int]) -> String {
    let listed = matching.isEmpty ? Array(found.records.indices) : matching
    let shown = listed.prefix(12).map { "\n  \(file):\(found.places[$0].line)  \(found.records[$0].key)" }.joined()
    let rest = listed.count > 12 ? "\n  and \(listed.count - 12) more" : ""
    guard matching.isEmpty else {
      return "\(matching.count) runs are meant; name one by its line, or by --contender, --seed and --sweep:" + shown
        + rest
    }
    guard !listed.isEmpty else { return "\(file) holds no record" }
    return "\(file) holds no such run; it holds:" + shown + rest
  }
}
