// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// What the command of an experiment says: what it changes of the scenario, and how a part of it is repeated.
struct CommandText: Sendable {
  private let arguments: [String]

  init(_ manifest: ExperimentManifest) { arguments = ExperimentFolder.repeatable(manifest.command) }

  /// What options change of the scenario, as `load=0.9` and `region=eu-west@1h+4h`; a sweep with its values.
  var changes: [String] {
    var changes: [String] = []
    for (option, value) in options {
      switch option {
      case "--fail", "--set": changes.append(value)
      case "--load": changes.append("load=\(value)")
      case "--horizon": changes.append("horizon=\(value)")
      case "--sweep": changes.append(value.split(separator: ",").joined(separator: ", "))
      default: break
      }
    }
    return changes
  }

  /// The command that makes one run alone, into a folder of its own; nil when the manifest names no command.
  func repeating(_ key: RunKey, scenario: String) -> [String]? {
    guard !arguments.isEmpty else { return nil }
    var kept: [String] = []
    var skipsNext = false
    let replaced = ["--seeds", "--contender", "--sweep"]
    for argument in arguments {
      if skipsNext {
        skipsNext = false
      } else if replaced.contains(argument) {
        skipsNext = true
      } else if !replaced.contains(where: { argument.hasPrefix($0 + "=") }) {
        kept.append(argument)
      }
    }
    kept += ["--contender", key.contender, "--seeds", "\(key.seed)"]
    for (path, value) in key.sweep.sorted(by: { $0.key < $1.key }) { kept += ["--sweep", "\(path)=\(value)"] }
    let point = RunKey.label(of: key.sweep)
    let folder = [scenario, key.contender, point, "seed-\(key.seed)"].filter { !$0.isEmpty }.map(Self.folderName)
    return kept + ["--out", "out/" + folder.joined(separator: "_")]
  }

  /// What a path or a shell could misread becomes a dash.
  private static func folderName(_ name: String) -> String {
    let text = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.=".contains($0)) ? $0 : "-" })
    return PrintableText.shortened(text.hasPrefix(".") ? "-\(text)" : text, to: 60).filter { $0 != "…" }
  }

  private var options: [(String, String)] {
    var options: [(String, String)] = []
    var place = 0
    while place < arguments.count {
      let argument = arguments[place]
      if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
        options.append((String(argument[..<equals]), String(argument[argument.index(after: equals)...])))
      } else if argument.hasPrefix("--"), place + 1 < arguments.count {
        options.append((argument, arguments[place + 1]))
        place += 1
      }
      place += 1
    }
    return options
  }
}
