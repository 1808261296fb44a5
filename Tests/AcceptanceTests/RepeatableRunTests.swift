// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// The same experiment in one piece, in parts, in parallel, and killed on the way.
@Suite struct RepeatableRunTests {
  static let arguments = [
    "run", "Scenarios/quickstart", "--sweep", "load=0.55,0.8", "--seeds", "0..3", "-q",
  ]
  /// Ten contenders, four seeds, two loads.
  static let runCount = 80
  static let files = ["runs.jsonl", "experiment.json", "report.md", "report.html"]

  func run(_ more: [String]) throws -> Program.Result {
    let result = try Program.run(Self.arguments + more)
    #expect(result.status == 0, "\(result.errors)")
    return result
  }

  func expectEqual(_ folder: Folder, _ one: String, _ other: String, _ files: [String] = files) throws {
    for file in files {
      let bytes = try folder.bytes("\(one)/\(file)")
      #expect(!bytes.isEmpty)
      let isEqual = try folder.bytes("\(other)/\(file)") == bytes
      #expect(isEqual, "\(file) of \(one) and of \(other) differ")
    }
  }

  @Test func `jobs, shards and kill -9 change no byte of records and reports`() throws {
    let folder = try Folder()
    let whole = try run(["--jobs", "1", "--out", "\(folder.path)/one"])
    #expect(try folder.text("one/runs.jsonl").split(separator: "\n").count == Self.runCount)

    let parallel = try run(["--jobs", "2", "--out", "\(folder.path)/two"])
    #expect(parallel.output == whole.output)
    try expectEqual(folder, "one", "two")

    for part in 0..<2 { _ = try run(["--shard", "\(part)/2", "--out", "\(folder.path)/part-\(part)"]) }
    let records = try (0..<2).map { try folder.text("part-\($0)/runs.jsonl").split(separator: "\n") }
    #expect(records.map(\.count) == [40, 40])
    for (format, file) in [("markdown", "report.md"), ("html", "report.html")] {
      let joined = try Program.run(["report", "part-1", "part-0", "-o", format], in: folder.path)
      #expect(joined.status == 0, "\(joined.errors)")
      let isEqual = try joined.output == folder.text("one/\(file)")
      #expect(isEqual, "\(file) of the shards and of the whole differ")
    }
    let half = try Program.run(["report", "part-0"], in: folder.path)
    #expect(half.status == 5, "half of the runs are no whole")

    try killAndResume(folder)
  }

  /// Kills the run once the records have grown to some size, and gives the same command again.
  private func killAndResume(_ folder: Folder) throws {
    let size = try folder.bytes("one/runs.jsonl").count
    var counts: [Int] = []
    for (place, share) in [0.0, 0.2, 0.5, 0.8].enumerated() {
      let out = "killed-\(place)"
      let command = Self.arguments + ["--jobs", "2", "--out", "\(folder.path)/\(out)"]
      let running = try Program.start(try Program.path(), command, in: Program.root)
      while running.process.isRunning {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(out)/runs.jsonl")
        if Double(attributes?[.size] as? Int ?? -1) >= share * Double(size) { break }
        usleep(1000)
      }
      kill(running.process.processIdentifier, SIGKILL)
      let result = try Program.finish(running)
      #expect(result.status == SIGKILL && running.process.terminationReason == .uncaughtSignal)
      let left = try folder.text("\(out)/runs.jsonl")
      #expect(left.isEmpty || left.hasSuffix("\n"))
      for line in left.split(separator: "\n") {
        let record = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(record?["schema"] as? String == "regatta.run/1")
      }
      counts.append(left.split(separator: "\n").count)
      #expect(try folder.text("one/runs.jsonl").hasPrefix(left), "what is left is the beginning of the whole")
      _ = try run(["--jobs", "2", "--out", "\(folder.path)/\(out)"])
      try expectEqual(folder, "one", out)
    }
    print("killed after \(counts.map(String.init).joined(separator: ", ")) of \(Self.runCount) runs, and resumed")
    #expect(counts.contains { 0 < $0 && $0 < Self.runCount })
  }

  /// What kill -9 cannot do but a full disk or a power cut can: half a line at the end.
  @Test func `a torn last line is made again`() throws {
    let folder = try Folder()
    let arguments = ["run", "Scenarios/manifests", "--seeds", "0..3", "-q", "--out", "\(folder.path)/out"]
    #expect(try Program.run(arguments).status == 0)
    let whole = try folder.bytes("out/runs.jsonl")
    let report = try folder.bytes("out/report.html")
    for cut in [1, 2, 100, 1000] {
      try whole.dropLast(cut).write(to: folder.url("out/runs.jsonl"))
      let again = try Program.run(arguments)
      #expect(again.status == 0, "\(again.errors)")
      #expect(try folder.bytes("out/runs.jsonl") == whole, "cut by \(cut)")
      #expect(try folder.bytes("out/report.html") == report, "cut by \(cut)")
    }
  }
}
