// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// The program that the build has put beside the test bundle, run as a user runs it.
enum Program {
  /// What a call gave.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
    var lines: [Substring] { output.split(separator: "\n") }
  }

  /// Where the sources of the project lie.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Where the program is.
  static func path() throws -> String {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let folders = [bundle.deletingLastPathComponent(), Bundle.main.bundleURL]
    let paths = (folders + [folders[1].deletingLastPathComponent()]).map { $0.appendingPathComponent("regatta").path }
    return try #require(paths.first(where: FileManager.default.isExecutableFile), "regatta is not beside the tests")
  }

  /// Runs `regatta` in `folder` (by default the project's own) and waits.
  static func run(_ arguments: [String], in folder: String = root) throws -> Result {
    try finish(start(try path(), arguments, in: folder))
  }

  /// Runs a line of shell in which `$regatta` is the program.
  static func shell(_ line: String, in folder: String = root) throws -> Result {
    try finish(start("/bin/bash", ["-c", "regatta='\(try path())'\n\(line)"], in: folder))
  }

  /// A call under way, its output in files: whatever the amount, nobody waits for a reader.
  struct Running {
    let process: Process
    let scratch: Folder
  }

  /// Starts `program` without waiting.
  static func start(_ program: String, _ arguments: [String], in folder: String) throws -> Running {
    let scratch = try Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    for name in ["output", "errors"] { try scratch.write("", to: name) }
    process.standardOutput = try FileHandle(forWritingTo: scratch.url("output"))
    process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
    try process.run()
    return Running(process: process, scratch: scratch)
  }

  /// Waits for the end of a call.
  static func finish(_ running: Running) throws -> Result {
    running.process.waitUntilExit()
    return Result(
      status: running.process.terminationStatus, output: try running.scratch.text("output"),
      errors: try running.scratch.text("errors"))
  }
}

/// A folder that goes when nobody holds it any more.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func url(_ name: String) -> URL { URL(fileURLWithPath: "\(path)/\(name)") }
  func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: url(name)) }
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }
  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}
