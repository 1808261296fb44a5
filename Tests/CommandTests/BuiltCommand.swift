// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Runs the program that the build has put beside the test bundle.
struct BuiltCommand {
  /// What a call gave.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
    var lastLineOfErrors: String { errors.split(separator: "\n").last.map(String.init) ?? "" }
    var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
  }

  /// The program, found from where the tests themselves run.
  static var path: String? {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folders = [bundle.deletingLastPathComponent(), Bundle.main.bundleURL, Bundle.main.bundleURL]
    folders[2].deleteLastPathComponent()
    let paths = folders.map { $0.appendingPathComponent("regatta").path }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs `regatta` with these arguments in `folder`, with `input` on its standard input.
  static func run(
    _ arguments: [String], input: String = "", in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let process = try start(arguments, input: input, in: folder, environment: environment)
    return try process.finish()
  }

  /// Starts it without waiting.
  static func start(
    _ arguments: [String], input: String = "", in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Running {
    let running = Running(folder: try TemporaryFolder())
    running.process.executableURL = URL(fileURLWithPath: try #require(path, "regatta is not beside the tests"))
    running.process.arguments = arguments
    if let folder { running.process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    running.process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files, not pipes: whatever the amount, nobody waits for a reader.
    try running.folder.write(input, to: "input")
    running.process.standardInput = try FileHandle(
      forReadingFrom: URL(fileURLWithPath: running.folder.path + "/input"))
    running.process.standardOutput = try running.folder.handle(for: "output")
    running.process.standardError = try running.folder.handle(for: "errors")
    try running.process.run()
    return running
  }

  /// A call under way.
  final class Running {
    let process = Process()
    let folder: TemporaryFolder
    init(folder: TemporaryFolder) { self.folder = folder }

    /// Waits for the end.
    func finish() throws -> Result {
      process.waitUntilExit()
      return Result(
        status: process.terminationStatus, output: try folder.read("output"), errors: try folder.read("errors"))
    }
  }
}

/// A folder that goes when nobody holds it any more.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }
  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
  }
  func handle(for name: String) throws -> FileHandle {
    try write("", to: name)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(path)/\(name)"))
  }
}

extension BuiltCommand {
  /// Runs a line of shell.
  static func shell(_ line: String) throws -> Result {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.standardOutput = try folder.handle(for: "output")
    process.standardError = try folder.handle(for: "errors")
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try folder.read("output"), errors: try folder.read("errors"))
  }
}
