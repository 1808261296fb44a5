// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Disks that are full or cannot be written: nothing whole is lost, and the message names the file.
@Suite struct FullDiskTests {
  static let noMount = "needs to mount a small tmpfs, which takes root and a system that allows it"

  static func arguments(out: String) -> [String] { ["run", "race.yaml", "--seeds", "0..59", "--out", out] }

  /// What an undisturbed run leaves.
  func whole() throws -> TemporaryFolder {
    let folder = try SmallRace.folder()
    let result = try BuiltCommand.run(Self.arguments(out: "out"), in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  /// The lines of `runs.jsonl`, which are to be the first of the whole's or some of them.
  @discardableResult
  func expectWholeLines(_ path: String, of whole: TemporaryFolder) throws -> Int {
    guard FileManager.default.fileExists(atPath: path) else { return 0 }
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    let known = Set(try whole.read("out/runs.jsonl").split(separator: "\n"))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy(known.contains), "a line is not that of an undisturbed run")
    return lines.count
  }

  @Test(.enabled(if: SmallDisk.isPossible, Comment(rawValue: noMount)), arguments: [64, 256, 400])
  func `a disk that fills up ends the run with 1, and with more room it goes on to equal files`(size: Int) throws {
    let whole = try whole()
    let folder = try SmallRace.folder()
    let disk = try SmallDisk(kibibytes: size)
    let out = "\(disk.path)/out"
    let full = try BuiltCommand.run(Self.arguments(out: out), in: folder.path)
    #expect(full.status == 1, "\(full.errors)")
    #expect(full.output.isEmpty)
    #expect(full.lastLineOfErrors.contains("\(out)/"), "\(full.errors)")
    #expect(full.lastLineOfErrors.contains("No space left on device"), "\(full.errors)")
    let kept = try expectWholeLines("\(out)/runs.jsonl", of: whole)
    // Giving it again without more room costs nothing of what is there.
    #expect(try BuiltCommand.run(Self.arguments(out: out), in: folder.path).status == 1)
    #expect(try expectWholeLines("\(out)/runs.jsonl", of: whole) >= kept)
    try disk.resize(kibibytes: 64 << 10)
    let again = try BuiltCommand.run(Self.arguments(out: out), in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    for file in ["runs.jsonl", "experiment.json", "report.md", "report.html"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(out)/\(file)"))
      #expect(bytes == Data(try whole.read("out/\(file)").utf8), "\(file)")
    }
  }

  /// A limit on a file's size makes the write that crosses it fail, for every user: the nth write for many n.
  @Test(arguments: [24, 96, 160, 300]) func `a write that fails leaves whole records`(blocks: Int) throws {
    let whole = try whole()
    let folder = try SmallRace.folder()
    let program = try #require(BuiltCommand.path)
    let command = Self.arguments(out: "out").joined(separator: " ")
    let limited = try BuiltCommand.shell(
      "cd '\(folder.path)' && trap '' XFSZ && ulimit -f \(blocks) && exec '\(program)' \(command)")
    #expect(limited.status == 1, "\(limited.errors)")
    #expect(limited.errors.contains("out/") && limited.errors.contains(": File too large"), "\(limited.errors)")
    try expectWholeLines("\(folder.path)/out/runs.jsonl", of: whole)
    #expect(try BuiltCommand.run(Self.arguments(out: "out"), in: folder.path).status == 0)
    #expect(try folder.read("out/runs.jsonl") == whole.read("out/runs.jsonl"))
  }

  @Test(.enabled(if: SmallDisk.isPossible, Comment(rawValue: noMount)))
  func `in a full results folder questions are answered without an index`() throws {
    let whole = try whole()
    let disk = try SmallDisk(kibibytes: 4 << 10)
    try FileManager.default.copyItem(atPath: "\(whole.path)/out", toPath: "\(disk.path)/night")
    let fill = try BuiltCommand.shell("head -c 8m /dev/zero > '\(disk.path)/rest'")
    #expect(fill.status != 0, "the disk is to be full")
    let list = try BuiltCommand.run(["results", "list", "--results", disk.path, "-o", "csv"])
    #expect(list.status == 0, "\(list.errors)")
    #expect(list.output.contains("\nnight,small-race,"))
    #expect(list.errors.contains("\(disk.path)/regatta-index.sqlite: "), "\(list.errors)")
    #expect(list.errors.contains("answered without it, from the records"), "\(list.errors)")
  }

  @Test(.enabled(if: SmallDisk.isPossible || geteuid() != 0, Comment(rawValue: noMount)))
  func `a read-only folder can be asked, and refuses runs by name`() throws {
    let whole = try whole()
    let disk = geteuid() == 0 ? try SmallDisk(kibibytes: 8 << 10) : nil
    let other = try TemporaryFolder()
    let root = disk?.path ?? other.path
    try FileManager.default.copyItem(atPath: "\(whole.path)/out", toPath: "\(root)/night")
    if let disk {
      try disk.makeReadOnly()
    } else {
      #expect(try BuiltCommand.shell("chmod 555 '\(root)' '\(root)/night'").status == 0)
    }
    defer { if disk == nil { _ = try? BuiltCommand.shell("chmod -R u+w '\(root)'") } }
    let list = try BuiltCommand.run(["results", "list", "--results", root, "-o", "csv"])
    #expect(list.status == 0, "\(list.errors)")
    #expect(list.output.contains("\nnight,small-race,"))
    #expect(list.errors.contains("\(root)/regatta-index.sqlite: "), "\(list.errors)")
    let show = try BuiltCommand.run(["results", "show", "night", "--results", root])
    #expect(show.status == 0 && show.output.contains("120 of 120 runs, whole"), "\(show.errors)")
    #expect(try BuiltCommand.run(["report", "\(root)/night"]).status == 0)
    for out in ["\(root)/new", "\(root)/night"] {
      let folder = try SmallRace.folder()
      let run = try BuiltCommand.run(["run", "race.yaml", "--seeds", "0..60", "--out", out], in: folder.path)
      #expect(run.status == 1 && run.output.isEmpty, "\(run.errors)")
      #expect(run.lastLineOfErrors.contains(out), "\(run.errors)")
    }
    try expectWholeLines("\(root)/night/runs.jsonl", of: whole)
  }

  @Test(arguments: ["list", "show out", "export"])
  func `a result that cannot be written ends with 1`(command: String) throws {
    let folder = try SmallRace.folder()
    #expect(try BuiltCommand.run(["run", "race.yaml", "--seeds", "0", "--out", "out"], in: folder.path).status == 0)
    let program = try #require(BuiltCommand.path)
    let result = try BuiltCommand.shell(
      "cd '\(folder.path)' && '\(program)' results \(command) --results . > /dev/full")
    #expect(result.status == 1)
    #expect(result.errors.contains("cannot write the result: No space left on device"), "\(result.errors)")
  }
}
