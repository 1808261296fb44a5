// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Results
import RunMetrics
import Testing

@testable import SchedulerPlugins

@Suite(.enabled(if: Tools.hasPython, "python3 is not installed: programs in Python are not tested"))
struct ReplayTests {
  private let programs: Programs
  private let scenario: Scenario

  init() throws {
    programs = try Programs()
    try programs.write(hostileProgram, to: "program.py")
    scenario = try programs.scenario(policy: "{exec: [python3, program.py, sound]}")
  }

  private var path: String { "\(programs.path)/exchanges.jsonl" }

  private func record(_ scenario: Scenario, seeds: [Int]) throws -> [String] {
    let recording = try ExchangeRecording(path: path)
    let digests = try seeds.map {
      try programs.run(scenario, seed: $0, schedulers: PluginSchedulers(recording: recording)).digest
    }
    try recording.finish(order: seeds.map { RunKey(contender: "mine", seed: $0) })
    return digests
  }

  private func replay(_ scenario: Scenario, seed: Int) throws -> RunOutcome {
    try programs.run(scenario, seed: seed, schedulers: PluginSchedulers(replay: try RecordedExchanges(path: path)))
  }

  @Test func `a recorded run has the same digest with the program gone`() throws {
    let digests = try record(scenario, seeds: [0, 1])
    try FileManager.default.removeItem(atPath: "\(programs.path)/program.py")
    for seed in [0, 1] {
      let outcome = try replay(scenario, seed: seed)
      #expect(outcome.digest == digests[seed])
      #expect(outcome.detail.scheduler?.program == "hostile")
    }
  }

  @Test(arguments: ["garbage", "crash", "wrong-total", "hang", "crash-at-start"])
  func `faults are repeated as they were`(mode: String) throws {
    let faulty = try programs.scenario(policy: "{exec: [python3, program.py, \(mode)], faults: 3, reply: 300ms}")
    let recording = try ExchangeRecording(path: path)
    let first = try programs.run(faulty, schedulers: PluginSchedulers(recording: recording))
    try recording.finish(order: [])
    let second = try replay(faulty, seed: 0)
    #expect(second.digest == first.digest)
    #expect(second.detail.scheduler == first.detail.scheduler)
    #expect(second.detail.scheduler?.faultCount == 3)
  }

  @Test func `the first request that differs fails the run and names its field`() throws {
    _ = try record(scenario, seeds: [0])
    var other = scenario
    other.workloads[2].replicas += 1
    do {
      _ = try replay(other, seed: 0)
      Issue.record("the replay went on")
    } catch let difference as ReplayDifference {
      #expect(
        difference.description.contains("place for shop/web-3 at 0.0 s, is not the recorded one: replicas is"),
        "\(difference)")
    }
  }

  @Test func `a run that asks less than was recorded fails`() throws {
    _ = try record(scenario, seeds: [0])
    var shorter = scenario
    shorter.failures = []
    #expect(throws: ReplayDifference.self) { try replay(shorter, seed: 0) }
  }

  @Test func `a run that was not recorded is said to be missing`() throws {
    _ = try record(scenario, seeds: [0])
    #expect(throws: RecordingProblem.self) { try replay(scenario, seed: 5) }
  }

  @Test func `bytes do not depend on the order in which runs end`() throws {
    _ = try record(scenario, seeds: [0, 1, 2])
    let first = try programs.read("exchanges.jsonl")
    try FileManager.default.removeItem(atPath: path)
    let recording = try ExchangeRecording(path: path)
    for seed in [2, 0, 1] {
      _ = try programs.run(scenario, seed: seed, schedulers: PluginSchedulers(recording: recording))
    }
    try recording.finish(order: (0...2).map { RunKey(contender: "mine", seed: $0) })
    #expect(try programs.read("exchanges.jsonl") == first)
  }

  @Test func `a recording goes on from an earlier one`() throws {
    _ = try record(scenario, seeds: [0])
    _ = try record(scenario, seeds: [1])
    #expect(
      try ExchangeRecording(path: path).keys
        == [0, 1].reduce(into: []) { $0.insert(RunKey(contender: "mine", seed: $1)) })
  }

  @Test func `a recording that is given up leaves no file`() throws {
    let recording = try ExchangeRecording(path: path)
    _ = try programs.run(scenario, schedulers: PluginSchedulers(recording: recording))
    recording.abandon()
    #expect(try FileManager.default.contentsOfDirectory(atPath: programs.path) == ["program.py"])
  }

  @Test func `a run that is stopped leaves no exchanges`() throws {
    let recording = try ExchangeRecording(path: path)
    let stopped = PluginSchedulers(recording: recording, isInterrupted: { true })
    #expect(throws: CancellationError.self) { try programs.run(scenario, schedulers: stopped) }
    #expect(recording.keys.isEmpty)
    #expect(programs.survivors == [])
  }

  @Test(arguments: ["", "{}", "{\"schema\":\"regatta.run/1\"}\n"]) func `another file is refused`(text: String) throws {
    try programs.write(text, to: "exchanges.jsonl")
    #expect(throws: RecordingProblem.self) { try RecordedExchanges(path: path).run(RunKey(contender: "mine", seed: 0)) }
  }

  @Test func `a torn recording is refused`() throws {
    _ = try record(scenario, seeds: [0])
    let text = try programs.read("exchanges.jsonl")
    try programs.write(String(text.split(separator: "\n").dropLast(3).joined(separator: "\n")), to: "exchanges.jsonl")
    #expect(throws: RecordingProblem.self) { try RecordedExchanges(path: path) }
  }
}
