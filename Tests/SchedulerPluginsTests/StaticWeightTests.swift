// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Results
import RunMetrics
import ScenarioFormat
import Testing

@testable import SchedulerPlugins

/// Programs that implement Karmada's StaticWeight give the runs of the built-in policy, digest for digest.
@Suite(.enabled(if: Tools.hasPython, "python3 is not installed: programs in Python are not tested"))
struct StaticWeightTests {
  private static let root = Programs.root
  private static let source = "\(root)/Scenarios/plugins/static_weight"

  /// The quickstart with its contender karmada-static, and beside it the same with a program.
  private func quickstart(_ exec: [String]) throws -> Scenario {
    let loaded = ScenarioLoader.load(paths: ["\(Self.root)/Scenarios/quickstart"])
    var scenario = try #require(loaded.scenario)
    let own = try #require(scenario.contenders.first { $0.name == "karmada-static" })
    var mine = own
    mine.name = "mine"
    mine.program = SchedulerProgram(command: exec)
    mine.program?.laterReplyMilliseconds = 10_000
    scenario.contenders = [own, mine]
    return scenario
  }

  private func expectSame(_ exec: [String], seeds: Range<Int>) throws {
    let scenario = try quickstart(exec)
    let schedulers = PluginSchedulers()
    defer { schedulers.endAll() }
    for seed in seeds {
      let runs = try (0..<2).map { place in
        try WorldReplication(schedulers: schedulers).run(scenario, contender: place, seed: seed, keepsSeries: false)
      }
      #expect(runs[1].digest == runs[0].digest, "seed \(seed)")
      #expect(runs[1].events == runs[0].events)
      #expect(runs[1].detail.scheduler?.faults == [])
      #expect(runs[1].detail.scheduler?.calls ?? 0 >= 100)
      #expect(runs[0].detail.scheduler == nil)
    }
  }

  @Test func `in Python, on the quickstart`() throws {
    try expectSame(["python3", "\(Self.source).py"], seeds: 0..<3)
  }

  @Test func `in Python without keeping anything, on the quickstart`() throws {
    let programs = try Programs()
    let text = try String(contentsOfFile: "\(Self.source).py", encoding: .utf8)
      .replacing("keeps=True", with: "keeps=False")
      .replacing("workloads.setdefault(call[\"workload\"], {\"weights\": {}})", with: "{\"weights\": {}}")
    #expect(text.contains("known = {\"weights\": {}}"))
    try programs.write(text, to: "forgets.py")
    try expectSame(["python3", "\(programs.path)/forgets.py"], seeds: 0..<1)
  }

  @Test(.enabled(if: Tools.hasGo, "Go is not installed: the program in Go is not tested"))
  func `in Go, on the quickstart`() throws {
    let programs = try Programs()
    let binary = try programs.build("\(Self.source).go")
    try expectSame([binary], seeds: 0..<3)
  }
}

/// What is installed.
enum Tools {
  /// Whether programs in Go can be built.
  static let hasGo = isInstalled("go")
  /// Whether programs in Python can be run.
  static let hasPython = isInstalled("python3")

  /// Whether there is such a program; said aloud where not.
  private static func isInstalled(_ name: String) -> Bool {
    let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let isThere = paths.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    if !isThere {
      let text = "SchedulerPluginsTests: there is no \(name) on the PATH: programs that need it are not tested\n"
      FileHandle.standardError.write(Data(text.utf8))
    }
    return isThere
  }
}

extension Programs {
  /// Builds a program in Go; answers its path.
  func build(_ source: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["go", "build", "-o", "\(path)/program", source]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "go build \(source)")
    return "\(path)/program"
  }
}
