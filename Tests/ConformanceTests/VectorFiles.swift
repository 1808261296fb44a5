// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The vectors under Tests/ConformanceTests/Vectors, made by running the peers' own Go code.
enum VectorFiles {
  /// File name without ending, and how many cases it holds.
  static let counts = [
    ("kubefed-planner", 4093), ("kubeadmiral-planner", 4677), ("karmada-assign", 4245), ("karmada-select", 4283),
  ]

  /// The lines of a file, decompressed by the system's gzip.
  static func lines(of name: String) throws -> [String] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Vectors/\(name).jsonl.gz")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw VectorFileError(file: file.path) }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// A file of vectors that gzip could not read.
struct VectorFileError: Error {
  var file: String
}
