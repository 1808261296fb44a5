// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct InterruptionTests {
  static let arguments = ["run", "race.yaml", "--seeds", "0..199", "--out", "out"]

  /// Starts a long race and stops it by `signal` once it has written something.
  func stop(by signal: Int32, _ folder: TemporaryFolder) throws -> BuiltCommand.Result {
    let running = try BuiltCommand.start(Self.arguments, in: folder.path)
    let runs = "\(folder.path)/out/runs.jsonl"
    for _ in 0..<2000 where running.process.isRunning {
      let size = (try? FileManager.default.attributesOfItem(atPath: runs)[.size] as? Int) ?? 0
      if size > 0 { break }
      usleep(5000)
    }
    kill(running.process.processIdentifier, signal)
    return try running.finish()
  }

  func expectResumes(_ folder: TemporaryFolder) throws {
    let partial = try folder.read("out/runs.jsonl")
    let count = partial.split(separator: "\n").count
    #expect(partial.isEmpty || partial.hasSuffix("\n"))
    #expect(count < 400, "it ended before it was stopped")
    let whole = try SmallRace.folder()
    #expect(try BuiltCommand.run(Self.arguments, in: whole.path).status == 0)
    #expect(try BuiltCommand.run(Self.arguments, in: folder.path).status == 0)
    for file in ["runs.jsonl", "report.md", "report.html"] {
      #expect(try folder.read("out/\(file)") == whole.read("out/\(file)"), "\(file)")
    }
    #expect(try folder.read("out/timing.json").contains("\"resumed\" : \(count)"))
  }

  @Test func `after kill -9 whole records are left, and the same command resumes to equal files`() throws {
    let folder = try SmallRace.folder()
    let result = try stop(by: SIGKILL, folder)
    #expect(result.status == SIGKILL)
    try expectResumes(folder)
  }

  @Test func `an interrupt ends with 130, keeps what is done, and the same command resumes`() throws {
    let folder = try SmallRace.folder()
    let result = try stop(by: SIGINT, folder)
    #expect(result.status == 130)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("the same command goes on from here"))
    try expectResumes(folder)
  }
}
