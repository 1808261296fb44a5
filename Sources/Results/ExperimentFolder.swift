// SPDX-License-Identifier: GPL-3.0-or-later

/// One experiment as its output folders hold it: one folder, or one for each shard.
public struct ExperimentFolder: Hashable, Sendable {
  /// The file of runs in an output folder.
  public static let runsFileName = "runs.jsonl"

  /// What it is about; its command is the one that repeats the whole.
  public var manifest: ExperimentManifest
  /// The whole records of all folders, in their order.
  public var records: [RunRecord]
  /// What is not whole, by file and line.
  public var damage: [RunsFile.Damage]

  /// Reads folders of one experiment. Throws when a file cannot be read, when a manifest is not whole, and when two
  /// folders are not shards of one experiment; a folder that has no runs yet adds none.
  public static func read(_ folders: [String]) throws(ResultsError) -> ExperimentFolder {
    var experiment: ExperimentFolder?
    for folder in folders {
      let path = "\(folder)/\(ExperimentManifest.fileName)"
      var manifest = try ExperimentManifest.read(path)
      manifest.command = repeatable(manifest.command)
      if let first = experiment?.manifest, let field = difference(first, manifest) {
        throw .damaged(path: path, line: nil, what: "not of the experiment in \(folders[0]): \(field) differs")
      }
      if experiment == nil { experiment = ExperimentFolder(manifest: manifest, records: [], damage: []) }
      let runsPath = "\(folder)/\(runsFileName)"
      guard FileBytes.exists(runsPath) else { continue }
      let file = try RunsFile.read(runsPath)
      experiment?.records += file.records
      experiment?.damage += file.damage
    }
    guard let experiment else {
      throw .fileSystem(path: "", action: "read an experiment", reason: "no folder was given")
    }
    return experiment
  }

  /// A command without what says where and how fast it ran but changes no result: `--shard`, `--jobs`, `--out`,
  /// `--quiet`.
  public static func repeatable(_ command: [String]) -> [String] {
    let withValue = ["--shard", "--jobs", "--out"]
    var kept: [String] = []
    var skipsNext = false
    for argument in command {
      if skipsNext {
        skipsNext = false
      } else if withValue.contains(argument) {
        skipsNext = true
      } else if argument != "--quiet", !withValue.contains(where: { argument.hasPrefix($0 + "=") }) {
        kept.append(argument)
      }
    }
    return kept
  }

  /// The first field in which two manifests differ; nil when they are equal.
  private static func difference(_ first: ExperimentManifest, _ second: ExperimentManifest) -> String? {
    if first == second { return nil }
    let fields: [(String, Bool)] = [
      ("version", first.version == second.version), ("scenario", first.scenario == second.scenario),
      ("scenarioDigests", first.scenarioDigests == second.scenarioDigests),
      ("command", first.command == second.command), ("contenders", first.contenders == second.contenders),
      ("seeds", first.seeds == second.seeds), ("sweepPoints", first.sweepPoints == second.sweepPoints),
      ("goals", first.goals == second.goals),
    ]
    return fields.first { !$0.1 }?.0 ?? "its content"
  }
}
