// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct ResultsCommandTests {
  /// A results folder with one whole experiment, and half of one that has a sweep.
  func store() throws -> TemporaryFolder {
    let folder = try SmallRace.folder()
    for arguments in [
      ["--seeds", "0..2", "--out", "results/night"],
      ["--seeds", "0,1", "--sweep", "load=0.4,0.5", "--shard", "0/2", "--out", "results/by-load/0"],
    ] {
      let result = try BuiltCommand.run(["run", "race.yaml"] + arguments, in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
    }
    return folder
  }

  func results(_ folder: TemporaryFolder, _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["results"] + arguments, in: folder.path)
  }

  @Test func `the list has scenario, version, contenders, runs and state of each experiment`() throws {
    let folder = try store()
    let first = try results(folder, "list")
    #expect(first.status == 0)
    #expect(first.errors == "regatta: results/regatta-index.sqlite: built from the records\n")
    let rows = first.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(
      rows == [
        ["experiment", "scenario", "version", "contenders", "runs", "planned", "state"],
        ["by-load/0", "small-race", "0.1.0", "kubefed,", "karmada-stock", "4", "8", "partial"],
        ["night", "small-race", "0.1.0", "kubefed,", "karmada-stock", "6", "6", "whole"],
      ])
    let second = try results(folder, "list")
    #expect(second.errors.isEmpty && second.output == first.output)
    let markdown = try results(folder, "list", "-o", "markdown").output
    #expect(markdown.contains("| night | small-race | 0.1.0 | kubefed, karmada-stock | 6 | 6 | whole |"))
    let json = try results(folder, "list", "-o", "json")
    #expect(json.output.split(separator: "\n").count == 2)
    #expect(
      json.lastLine
        == #"{"command":["regatta","run","race.yaml","--seeds","0..2"],"contenders":["kubefed","karmada-stock"],"#
        + #""damage":[],"experiment":"night","planned":6,"runs":6,"scenario":"small-race","state":"whole","#
        + #""unchecked":0,"version":"0.1.0"}"#)
  }

  @Test func `an experiment is shown with means, the number of runs and a command that repeats it`() throws {
    let folder = try store()
    let show = try results(folder, "show", "night")
    #expect(show.status == 0)
    let lines = show.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0] == "night (small-race)")
    #expect(lines[1] == "6 of 6 runs, whole; version 0.1.0")
    #expect(lines[2] == "repeat: regatta run race.yaml --seeds 0..2")
    #expect(lines[4].hasPrefix("contender") && lines[4].contains("availability"))
    #expect(lines[5].hasPrefix("kubefed") && lines[6].hasPrefix("karmada-stock"))
    let repeated = lines[2].dropFirst("repeat: regatta ".count).split(separator: " ").map(String.init)
    #expect(try BuiltCommand.run(repeated + ["--out", "again"], in: folder.path).status == 0)
    #expect(try folder.read("again/runs.jsonl") == folder.read("results/night/runs.jsonl"))
    // A folder, as a shell completes it, is the name too.
    #expect(try results(folder, "show", "results/night/").output == show.output)
  }

  @Test func `the means are those of the report`() throws {
    let folder = try store()
    let report = try BuiltCommand.run(["report", "results/night", "-o", "csv"], in: folder.path)
    let show = try results(folder, "show", "night", "-o", "csv", "--metric", "availability", "--metric", "evictions")
    #expect(show.status == 0)
    let rows = show.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 4)
    for row in rows {
      let line = try #require(report.output.split(separator: "\n").first { $0.hasPrefix("\(row[1]),,\(row[3]),") })
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let (mean, other) = (try #require(Double(row[5])), try #require(Double(fields[4])))
      #expect(abs(mean - other) <= 1e-12 * max(1, abs(other)), "\(line)")
      #expect(row[6] == fields[7])
    }
  }

  @Test func `what lacks runs is shown and exported with 5, with a row per sweep point`() throws {
    let folder = try store()
    let show = try results(folder, "show", "by-load/0", "-q")
    #expect(show.status == 5)
    #expect(show.errors == "regatta: results/by-load/0: 4 of 8 runs have no record\n")
    #expect(show.output.contains("load=0.4"))
    let export = try results(folder, "export", "by-load/0", "--metric", "availability", "-q")
    #expect(export.status == 5)
    #expect(export.output.split(separator: "\n").count == 1 + 4)
  }

  @Test func `the export holds each metric of each run as the record has it`() throws {
    let folder = try store()
    let csv = try results(folder, "export", "night")
    #expect(csv.status == 0)
    let rows = csv.output.split(separator: "\n").map(String.init)
    #expect(rows[0] == "experiment,scenario,contender,seed,sweep,metric,value,unit,censored,n")
    var expected = 0
    for line in try folder.read("results/night/runs.jsonl").split(separator: "\n") {
      let contender = try #require(line.firstMatch(of: #/"contender":"([^"]+)"/#)).1
      let seed = try #require(line.firstMatch(of: #/"seed":(\d+)/#)).1
      let metrics = try #require(line.firstMatch(of: #/"metrics":\{((?:"\w+":(?:[^{},]+|\{[^}]*\}),?)*)\}/#)).1
      for match in metrics.matches(of: #/"(\w+)":(?:\{([^}]*)\}|([^{},]+))/#) {
        expected += 1
        let row = try #require(rows.first { $0.hasPrefix("night,small-race,\(contender),\(seed),,\(match.1),") })
        let fields = row.split(separator: ",", omittingEmptySubsequences: false)
        let object = match.2 ?? "\"value\":\(match.3 ?? "")"
        func field(_ name: String) -> Substring? {
          object.split(separator: ",").first { $0.hasPrefix("\"\(name)\":") }?.dropFirst(name.count + 3)
        }
        // Compared as numbers: JSON says 1 and CSV 1.0.
        #expect(Double(fields[6]) == Double(try #require(field("value"))), "\(row)")
        #expect(Int(fields[8]) == field("censored").flatMap { Int($0) }, "\(row)")
        #expect(Int(fields[9]) == field("n").flatMap { Int($0) }, "\(row)")
      }
    }
    #expect(expected > 100 && rows.count == 1 + expected)
    let json = try results(
      folder, "export", "night", "--contender", "kubefed", "--metric", "availability", "-o", "json")
    #expect(json.output.split(separator: "\n").count == 3)
    let value = try #require(rows.first { $0.contains("kubefed,0,,availability,") }).split(separator: ",")[5]
    #expect(
      json.output.hasPrefix(
        #"{"censored":null,"contender":"kubefed","experiment":"night","metric":"availability","n":null,"#
          + #""scenario":"small-race","seed":0,"sweep":{},"unit":"1","value":"# + value + "}\n"))
  }

  @Test func `the index is a cache: deleted, damaged or rebuilt, the answers are the same`() throws {
    let folder = try store()
    let before = try results(folder, "export", "-q")
    let path = "\(folder.path)/results/regatta-index.sqlite"
    try FileManager.default.removeItem(atPath: path)
    #expect(try results(folder, "export", "-q").output == before.output)
    try Data("rubbish".utf8).write(to: URL(fileURLWithPath: path))
    let rebuilt = try results(folder, "export")
    #expect(rebuilt.output == before.output)
    #expect(rebuilt.errors.contains("regatta-index.sqlite: file is not a database; rebuilt from the records\n"))
    let index = try results(folder, "index")
    #expect(index.status == 0)
    #expect(index.output == "results/regatta-index.sqlite: 2 experiments, 10 runs\n")
    #expect(try results(folder, "index", "results", "results/night").output.split(separator: "\n").count == 2)
    #expect(try results(folder, "export", "-q").output == before.output)
  }

  @Test func `names that are not there end with 2 and the known ones`() throws {
    let folder = try store()
    for (arguments, words) in [
      (["show", "nihgt"], "there is no experiment nihgt in results; there are: by-load/0, night"),
      (["export", "night", "--contender", "kube"], "no run has a contender kube; there are: karmada-stock, kubefed"),
      (["export", "--metric", "availabilty"], "no run has a metric availabilty; regatta list metrics names them"),
      (["show", "night", "--metric", "x"], "no run of night has a metric x"),
      (["list", "--results", "nowhere"], "nowhere: cannot read: No such file or directory; give --results, or keep"),
      (["index", "nowhere"], "nowhere: cannot read: No such file or directory"),
    ] {
      let result = try BuiltCommand.run(["results"] + arguments + ["-q"], in: folder.path)
      #expect(result.status == 2, "\(arguments)")
      #expect(result.errors.contains("regatta: \(words)"), "\(result.errors)")
    }
    for arguments in [["show"], ["export", "-o", "table"], ["list", "-o", "xml"], ["drop"]] {
      #expect(try BuiltCommand.run(["results"] + arguments, in: folder.path).status == 64, "\(arguments)")
    }
  }
}
