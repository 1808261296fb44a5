// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// One Swift file of the project.
struct SourceFile: Sendable {
  /// From the project's top, as `Sources/Results/RunKey.swift`.
  let path: String
  /// The folder under `Sources` or `Tests` that it is in: its target.
  let target: String
  /// As it stands in the file.
  let lines: [Substring]
  /// The same with comments and the insides of string literals blanked, so that words in prose break no rule.
  let code: [String]

  /// Where line `index` is, as a compiler would say it.
  func place(_ index: Int) -> String { "\(path):\(index + 1)" }
}

/// The project's files, read once.
enum SourceTree {
  /// The project's top.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let sources = files(under: "Sources")
  static let tests = files(under: "Tests")
  static let manifest = text("Package.swift")

  static func text(_ path: String) -> String {
    (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }

  /// Paths below `folder` that end in `ending`, ascending.
  static func paths(under folder: String, ending: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
    return (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }
      .sorted()
  }

  private static func files(under folder: String) -> [SourceFile] {
    paths(under: folder, ending: ".swift").map { path in
      let content = text(path)
      return SourceFile(
        path: path, target: String(path.split(separator: "/")[1]),
        lines: content.split(separator: "\n", omittingEmptySubsequences: false),
        code: CodeStripper.code(of: content))
    }
  }
}
