// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// How commands end when they cannot do what was asked, and what they say then.
@Suite struct ExitStatusTests {
  static let quickstart = "Scenarios/quickstart"

  /// A wrong call: its status, what it says, and that it wrote neither a result nor a folder.
  func expect(
    _ arguments: [String], endsWith status: Int32, saying words: String..., writes: Bool = false,
    place: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try Folder()
    let out = arguments.first == "run" ? ["--out", "\(folder.path)/out"] : []
    let result = try Program.run(arguments + out)
    #expect(result.status == status, "\(result.errors)", sourceLocation: place)
    if !writes {
      #expect(result.output.isEmpty, sourceLocation: place)
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"), sourceLocation: place)
    }
    for word in words { #expect(result.errors.contains(word), "\(result.errors)", sourceLocation: place) }
    for noise in ["Fatal error", "0x0", "Swift.", "Error Domain"] {
      #expect(!result.errors.contains(noise), "\(result.errors)", sourceLocation: place)
    }
  }

  @Test(arguments: ["run", "validate", "allocate", "report", "conformance"])
  func `a missing file ends with 2 and its name`(command: String) throws {
    try expect([command, "no/such/race.yaml"], endsWith: 2, saying: "no/such/race.yaml")
  }

  @Test func `an unknown contender ends with 2 and the known names`() throws {
    try expect(
      ["run", Self.quickstart, "--contender", "kubefederation"], endsWith: 2, saying: "kubefederation",
      "karmada-dynamic", "kubeadmiral-operator")
    try expect(
      ["allocate", Self.quickstart, "--contender", "kubefederation"], endsWith: 2, saying: "kubefederation",
      "karmada-dynamic")
  }

  @Test func `a path of --set or --sweep that does not exist ends with 2`() throws {
    try expect(["run", Self.quickstart, "--set", "workloads.99.replicas=3"], endsWith: 2, saying: "workloads.99")
    try expect(
      ["run", Self.quickstart, "--set", "fleet.generate.clsters=3"], endsWith: 2, saying: "clsters", "error R")
    try expect(["run", Self.quickstart, "--set", "load=plenty"], endsWith: 2, saying: "plenty", "error R")
    try expect(["run", Self.quickstart, "--sweep", "lod=0.5,0.6"], endsWith: 2, saying: "lod", "error R")
    try expect(["run", Self.quickstart, "--sweep", "load=0.5,lots"], endsWith: 2, saying: "lots", "error R")
  }

  @Test(arguments: ["region=mars@1h+1h", "region=eu-west", "region=eu-west@soon", "moon=eu-west@1h", "@", "region=@1h"])
  func `a bad --fail ends with 2`(failure: String) throws {
    try expect(["run", Self.quickstart, "--fail", failure], endsWith: 2, saying: "--fail")
  }

  @Test(arguments: ["", "x", "3..1", "-1", "0..", "1,,2", "99999999999999999999", "0..99999999999"])
  func `bad seeds are a wrong command line`(seeds: String) throws {
    try expect(["run", Self.quickstart, "--seeds=\(seeds)"], endsWith: 64, saying: "seeds")
  }

  @Test(arguments: [
    ["--shard", "3/2"], ["--shard", "x"], ["--jobs", "0"], ["--horizon", "soon"], ["--load", "much"],
  ])
  func `bad options are a wrong command line`(options: [String]) throws {
    try expect(["run", Self.quickstart] + options, endsWith: 64, saying: options[0])
  }

  @Test func `a missed goal ends with 3 and its name, a met one with 0`() throws {
    let folder = try Folder()
    let text = try String(contentsOfFile: "\(Program.root)/Scenarios/quickstart/scenario.yaml", encoding: .utf8)
    for (goal, status) in [("availability >= 0.999", Int32(3)), ("availability >= 0.9", 0)] {
      try folder.write(text + "\ngoals: [\"\(goal)\"]\n", to: "goal.yaml")
      let arguments = ["run", "goal.yaml", "--seeds", "0", "--contender", "kubefed", "--force", "--out", "out", "-q"]
      let result = try Program.run(arguments, in: folder.path)
      #expect(result.status == status, "\(goal): \(result.errors)")
      #expect(result.output.contains("kubefed"), "the ranking is printed all the same")
      #expect(result.errors.contains("kubefed misses \(goal)") == (status == 3))
    }
  }

  @Test func `the folder of another experiment is refused and left as it is`() throws {
    let folder = try Folder()
    let arguments = ["run", Self.quickstart, "--contender", "kubefed", "-q", "--out", "\(folder.path)/out"]
    #expect(try Program.run(arguments + ["--seeds", "0,1"]).status == 0)
    let before = try folder.bytes("out/runs.jsonl")
    for other in [["--seeds", "0,1", "--load", "0.7"], ["--seeds", "0,1", "--sweep", "load=0.5,0.6"]] {
      let result = try Program.run(arguments + other)
      #expect(result.status == 2)
      #expect(result.errors.contains("--force"), "\(result.errors)")
      #expect(try folder.bytes("out/runs.jsonl") == before)
    }
  }

  @Test func `a folder that cannot be written ends with 1 and its name`() throws {
    let folder = try Folder()
    try folder.write("a file", to: "taken")
    let result = try Program.run([
      "run", Self.quickstart, "--seeds", "0", "--contender", "kubefed", "-q", "--out", "\(folder.path)/taken/out",
    ])
    #expect(result.status == 1, "\(result.errors)")
    #expect(result.errors.contains("taken"))
    #expect(result.output.isEmpty)
  }

  /// A reader that leaves early ends the output, not the work, and says nothing.
  @Test(arguments: [
    "run Scenarios/quickstart --seeds 0 --contender kubefed -q -o json", "allocate Scenarios/quickstart -o json",
    "list presets", "schema", "init",
  ])
  func `a closed standard output is no fault`(command: String) throws {
    let folder = try Folder()
    let out = command.hasPrefix("run") ? "--out '\(folder.path)/out'" : ""
    let result = try Program.shell("set -o pipefail; \"$regatta\" \(command) \(out) | head -c 10 >/dev/null")
    // 141 would be the signal; 0 is a writer that has noticed.
    #expect([0, 141].contains(result.status), "\(result.status): \(result.errors)")
    #expect(result.errors.isEmpty, "\(result.errors)")
    if !out.isEmpty {
      #expect(try folder.text("out/runs.jsonl").split(separator: "\n").count == 1)
      #expect(try !folder.bytes("out/report.html").isEmpty)
    }
  }

  @Test func `a command or option that does not exist is a wrong command line`() throws {
    try expect(["race"], endsWith: 64, saying: "race")
    try expect(["run", Self.quickstart, "--sedes", "3"], endsWith: 64, saying: "--sedes")
    try expect(["run"], endsWith: 64, saying: "scenario")
  }
}
