// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Why the C++ side could not be had.
struct PriorityQueueFailure: Error, CustomStringConvertible {
  var description: String
}

/// The C++ programs as another process, compiled on the spot and timing themselves.
final class PriorityQueueProcess {
  /// Whether there is a C++ compiler on the path.
  static let hasCompiler = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/g++") }

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var received = Data()

  /// Compiles the source for this processor and starts one of its programs.
  init(_ program: EngineProgram, members: Int, eventsPerRun: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // A program that runs needs its file no longer.
    defer { try? FileManager.default.removeItem(at: folder) }
    let executable = folder.appendingPathComponent("queue")
    try Self.compile(in: folder, to: executable)
    process.executableURL = executable
    process.arguments = [program.rawValue, "\(members)", "\(eventsPerRun)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// At the end of its input it ends.
  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private static func compile(in folder: URL, to executable: URL) throws {
    let source = folder.appendingPathComponent("queue.cpp")
    try Data(PriorityQueueSource.text.utf8).write(to: source)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["g++", "-std=c++17", "-O3", "-march=native", "-o", executable.path, source.path]
    let complaints = Pipe()
    compiler.standardError = complaints
    try compiler.run()
    let text = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    compiler.waitUntilExit()
    if compiler.terminationStatus != 0 { throw PriorityQueueFailure(description: "g++ failed: \(text)") }
  }

  /// Lets it run so many repetitions; its CPU time, and the checksum of its first one.
  func run(_ repetitions: Int) throws -> BenchmarkSample {
    try input.fileHandleForWriting.write(contentsOf: Data("\(repetitions)\n".utf8))
    let words = try readLine().split(separator: " ")
    guard words.count == 2, let nanoseconds = Double(words[0]), let checksum = UInt64(words[1]) else {
      throw PriorityQueueFailure(description: "the C++ program answered \"\(words.joined(separator: " "))\"")
    }
    return BenchmarkSample(nanoseconds: nanoseconds, checksum: checksum)
  }

  private func readLine() throws -> String {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: received[received.startIndex..<end], as: UTF8.self)
        received = Data(received[(end + 1)...])
        return line
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw PriorityQueueFailure(description: "the C++ program ended by itself") }
      received += more
    }
  }
}
