// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Records that are not what was written: every command names the same place.
@Suite struct DamagedRecordTests {
  static let arguments = ["run", "race.yaml", "--seeds", "0..2", "--out", "results/night"]

  func race() throws -> TemporaryFolder {
    let folder = try SmallRace.folder()
    let result = try BuiltCommand.run(Self.arguments, in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  /// Flips one bit in the third record so that it is still a record: a digit of its number of events.
  func flipBit(_ folder: TemporaryFolder) throws {
    let path = "\(folder.path)/results/night/runs.jsonl"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let marks = bytes.ranges(of: Data("\"events\":".utf8))
    bytes[marks[2].upperBound] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test func `a flipped bit is named alike by report, results and run, and run makes the record again`() throws {
    let folder = try race()
    let before = try folder.read("results/night/runs.jsonl")
    try flipBit(folder)
    func run(_ arguments: String...) throws -> BuiltCommand.Result { try BuiltCommand.run(arguments, in: folder.path) }
    let report = try run("report", "results/night")
    #expect(report.status == 5)
    let line = try #require(report.errors.split(separator: "\n").first { $0.contains("runs.jsonl:3: ") })
    let words = #/night/runs\.jsonl:3: changed since it was written \(\d+ bytes from byte \d+\): its check is /#
    #expect(line.hasPrefix("regatta: results/night/") && line.contains(words))
    #expect(line.hasSuffix("it calls itself kubefed, seed 2"))
    #expect(report.lastLineOfErrors == "regatta: 1 of 6 runs have no record")
    for command in [["list"], ["show", "night"], ["export"], ["index"]] {
      let result = try BuiltCommand.run(["results"] + command, in: folder.path)
      #expect(result.status == 5, "\(command): \(result.errors)")
      #expect(result.errors.contains(line + "\n"), "\(command): \(result.errors)")
      #expect(result.lastLineOfErrors == "regatta: results/night: 1 of 6 runs have no record", "\(command)")
      #expect(!result.output.isEmpty)
    }
    let export = try run("results", "export", "--metric", "availability")
    #expect(export.output.split(separator: "\n").count == 1 + 5)
    let again = try BuiltCommand.run(Self.arguments, in: folder.path)
    #expect(again.status == 0)
    #expect(again.errors.contains(line + "; what is lost is made again\n"), "\(again.errors)")
    #expect(try folder.read("results/night/runs.jsonl") == before)
    #expect(try run("results", "list").status == 0)
  }

  static let hasPython = (try? BuiltCommand.shell("python3 -c 'import zlib'"))?.status == 0

  @Test(.enabled(if: hasPython, "needs python3"))
  func `the program in docs/decisions/0007-store.md finds the flipped bit too`() throws {
    let folder = try race()
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/decisions/0007-store.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let program = try #require(text.firstMatch(of: #/```python\n((?s:.*?))```/#)).1
    try folder.write(String(program), to: "check.py")
    let command = "cd '\(folder.path)' && python3 check.py results/night/runs.jsonl"
    let whole = try BuiltCommand.shell(command)
    #expect(whole.status == 0 && whole.output.isEmpty, "\(whole.errors)")
    try flipBit(folder)
    #expect(try BuiltCommand.shell(command).output == "3 is not what was written\n")
  }

  @Test func `a damaged manifest is named, its records are kept, and run writes it again`() throws {
    let folder = try race()
    let before = try folder.read("results/night/experiment.json")
    try folder.write(before.replacing("small-race", with: "small-rice"), to: "results/night/experiment.json")
    let words = "results/night/experiment.json: changed since it was written: its check is "
    let report = try BuiltCommand.run(["report", "results/night"], in: folder.path)
    #expect(report.status == 2)
    #expect(report.errors.contains(words), "\(report.errors)")
    let list = try BuiltCommand.run(["results", "list", "-o", "csv"], in: folder.path)
    #expect(list.status == 5)
    #expect(list.output.contains("night,small-race,0.1.0,,6,,damaged\n"), "\(list.output)")
    #expect(list.errors.contains(words), "\(list.errors)")
    #expect(try BuiltCommand.run(Self.arguments, in: folder.path).status == 0)
    #expect(try folder.read("results/night/experiment.json") == before)
  }

  @Test func `a second command in one output folder is refused and changes nothing`() throws {
    let folder = try race()
    let path = "\(folder.path)/results/night"
    let before = try folder.read("results/night/runs.jsonl")
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    for more in [[], ["--force"]] {
      let second = try BuiltCommand.run(Self.arguments + more, in: folder.path)
      #expect(second.status == 2 && second.output.isEmpty)
      #expect(
        second.lastLineOfErrors
          == "regatta: another command is writing to results/night; wait for its end, or give another --out")
    }
    #expect(try folder.read("results/night/runs.jsonl") == before)
    // Reading is free.
    #expect(try BuiltCommand.run(["report", "results/night"], in: folder.path).status == 0)
    #expect(try BuiltCommand.run(["results", "list"], in: folder.path).status == 0)
    close(descriptor)
    #expect(try BuiltCommand.run(Self.arguments, in: folder.path).status == 0)
  }

  @Test func `a run under way holds its folder, and kill -9 lets it go`() throws {
    let folder = try SmallRace.folder()
    let arguments = ["run", "race.yaml", "--seeds", "0..399", "--out", "out"]
    let first = try BuiltCommand.start(arguments, in: folder.path)
    let manifest = "\(folder.path)/out/experiment.json"
    while first.process.isRunning, !FileManager.default.fileExists(atPath: manifest) { usleep(1000) }
    let second = try BuiltCommand.run(arguments, in: folder.path)
    kill(first.process.processIdentifier, SIGKILL)
    #expect(try first.finish().status == SIGKILL)
    #expect(second.status == 2, "\(second.errors)")
    #expect(second.errors.contains("another command is writing to out"))
    #expect(try BuiltCommand.run(arguments, in: folder.path).status == 0)
  }

  @Test func `a report takes the place of no link, pipe, folder or device, and not of its records`() throws {
    let folder = try race()
    let files = FileManager.default
    try folder.write("mine", to: "mine")
    try files.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "mine")
    try files.createSymbolicLink(atPath: "\(folder.path)/same", withDestinationPath: "results/night")
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    let before = try folder.read("results/night/runs.jsonl") + folder.read("results/night/experiment.json")
    for (out, words) in [
      ("link", "link is a symbolic link, not a file to write a report to; choose another --out"),
      ("pipe", "pipe is a pipe, not a file to write a report to; choose another --out"),
      ("results", "results is a folder, not a file to write a report to; choose another --out"),
      ("results/night/runs.jsonl", "results/night/runs.jsonl is what the report is made from; choose another --out"),
      ("same/experiment.json", "same/experiment.json is what the report is made from; choose another --out"),
      ("results/night/timing.json", "results/night/timing.json is what the report is made from; choose another --out"),
    ] {
      let result = try BuiltCommand.run(["report", "results/night", "--out", out], in: folder.path)
      #expect(result.status == 2 && result.output.isEmpty)
      #expect(result.lastLineOfErrors == "regatta: \(words)")
    }
    #expect(try folder.read("results/night/runs.jsonl") + folder.read("results/night/experiment.json") == before)
    #expect(try folder.read("mine") == "mine")
    #expect(try files.destinationOfSymbolicLink(atPath: "\(folder.path)/link") == "mine")
    let copy = try BuiltCommand.run(["report", "results/night", "--out", "results/night/report.md"], in: folder.path)
    #expect(copy.status == 0, "the report of the folder itself may be replaced")
  }
}
