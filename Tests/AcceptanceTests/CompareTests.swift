// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// `compare` and `run --until precision` through the program.
@Suite struct CompareTests {
  private func raced(_ folder: Folder, _ name: String, _ options: [String] = ["--seeds", "0..7"]) throws {
    if !FileManager.default.fileExists(atPath: folder.url("s.yaml").path) {
      try folder.write(RegressionGateTests.scenario, to: "s.yaml")
    }
    let result = try Program.run(["run", "s.yaml", "--out", name, "-q"] + options, in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func `one experiment: a sentence, a table for each primary metric, notes`() throws {
    let folder = try Folder()
    try raced(folder, "out")
    let result = try Program.run(["compare", "out", "--baseline", "kubefed"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines[0].contains("karmada") && lines[0].contains("kubefed") && lines[0].contains("replica-time"))
    #expect(result.output.contains("availability, % (higher is better)\n"))
    #expect(result.output.contains("Not dominated, by the means of availability"))
    #expect(result.output.contains("with all") && lines.allSatisfy { $0.count <= 140 })
  }

  @Test func `shapes for machines have a line for each metric and contender`() throws {
    let folder = try Folder()
    try raced(folder, "out")
    let csv = try Program.run(
      ["compare", "out", "--metric", "availability", "--metric", "evictions", "-o", "csv"], in: folder.path)
    #expect(csv.status == 0 && csv.lines.count == 3 && csv.lines[0].hasPrefix("contender,baseline,metric,unit"))
    let json = try Program.run(["compare", "out", "--all-metrics", "-o", "json"], in: folder.path)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["schema"] as? String == "regatta.comparison/1")
    #expect(((object?["comparisons"] as? [Any])?.count ?? 0) > 40)
    let markdown = try Program.run(["compare", "out", "-o", "markdown"], in: folder.path)
    #expect(markdown.output.hasPrefix("**") && markdown.output.contains("| metric |"))
  }

  @Test func `two experiments: each contender beside itself, and what is not alike is said`() throws {
    let folder = try Folder()
    try raced(folder, "before")
    try raced(folder, "after", ["--seeds", "0..7", "--load", "0.6"])
    let result = try Program.run(["compare", "before", "after"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("after/kubefed loses") && result.output.contains("before/kubefed"))
    let named = try Program.run(["compare", "./before", "./after", "--baseline", "./before"], in: folder.path)
    #expect(named.status == 0 && named.output == result.output, "\(named.errors)")
    #expect(
      result.output.contains("Not like for like: the scenario or its contenders are not those of before in after"))
  }

  @Test func `two shards are one experiment`() throws {
    let folder = try Folder()
    for shard in ["0/2", "1/2"] {
      try raced(folder, "part-\(shard.prefix(1))", ["--seeds", "0..7", "--shard", shard])
    }
    try raced(folder, "whole")
    let parts = try Program.run(["compare", "part-0", "part-1"], in: folder.path)
    let whole = try Program.run(["compare", "whole"], in: folder.path)
    #expect(parts.status == 0 && parts.output == whole.output)
    // The page too, byte for byte.
    for (folders, file) in [(["part-0", "part-1"], "parts.html"), (["whole"], "whole.html")] {
      let report = try Program.run(["report"] + folders + ["-o", "html", "--out", file], in: folder.path)
      #expect(report.status == 0, "\(report.errors)")
    }
    #expect(try folder.bytes("parts.html") == folder.bytes("whole.html"))
  }

  @Test(arguments: [["--baseline", "kubfed"], ["--metric", "availabilty"], ["--contender", "kubfed"]])
  func `an unknown name ends with 2 and is quoted`(arguments: [String]) throws {
    let folder = try Folder()
    try raced(folder, "out", ["--seeds", "0..1"])
    let result = try Program.run(["compare", "out"] + arguments, in: folder.path)
    #expect(result.status == 2 && result.errors.contains(arguments[1]))
  }

  @Test func `until precision makes seeds in one order whatever the jobs, and goes on where it was`() throws {
    let folder = try Folder()
    let options = ["--until", "precision", "--most-seeds", "25"]
    try raced(folder, "two", options + ["--jobs", "2"])
    try raced(folder, "one", options + ["--jobs", "1"])
    let runs = try folder.text("two/runs.jsonl")
    #expect(try folder.text("one/runs.jsonl") == runs)
    let seeds = runs.split(separator: "\n").count / 2
    #expect(seeds >= 10 && seeds <= 25)
    let again = try Program.run(["run", "s.yaml", "--out", "two", "-q"] + options, in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try folder.text("two/runs.jsonl") == runs)
    if seeds == 25 {
      #expect(try folder.text("two/experiment.json").contains("25 seeds, the most allowed, leave open"))
    }
    // The command that it records makes the same runs without the rule.
    #expect(try folder.text("two/experiment.json").contains("\"0..\(seeds - 1)\""))
  }

  @Test(arguments: [["--seeds", "0..3"], ["--shard", "0/2"], ["--most-seeds", "5"]])
  func `until precision with what contradicts it ends with 64`(arguments: [String]) throws {
    let result = try Program.run(["run", "Scenarios/quickstart", "--until", "precision"] + arguments)
    #expect(result.status == 64)
  }
}
