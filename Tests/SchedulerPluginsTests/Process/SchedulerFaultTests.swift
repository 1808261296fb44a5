// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import RunMetrics
import Testing

@testable import SchedulerPlugins

/// Whatever a program does, its fault is named, the run ends, and nothing is left of the program.
@Suite(.serialized, .enabled(if: Tools.hasPython, "python3 is not installed: programs in Python are not tested"))
struct SchedulerFaultTests {
  private func run(_ mode: String, options: String = "") throws -> (outcome: RunOutcome, conduct: SchedulerConduct) {
    let programs = try Programs()
    try programs.write(hostileProgram, to: "hostile.py")
    let scenario = try programs.scenario(
      policy:
        "{exec: [python3, hostile.py, \(mode)], firstReply: \(mode == "hang-at-start" ? "500ms" : "20s"), reply: 300ms, faults: 3\(options)}"
    )
    let outcome = try programs.run(scenario)
    #expect(programs.survivors == [], "\(mode) left processes")
    #expect(Programs.lastingZombies == [], "\(mode) left zombies")
    let conduct = try #require(outcome.detail.scheduler)
    #expect(outcome.metrics["scheduler_faults"]?.value == Double(conduct.faultCount))
    return (outcome, conduct)
  }

  @Test(arguments: [
    ("crash", "ended"), ("killed", "ended"), ("garbage", "garbage"), ("invalid-utf8", "invalidUTF8"),
    ("nan", "garbage"), ("long-line", "lineTooLong"), ("endless-line", "lineTooLong"),
    ("wrong-total", "wrongTotal"), ("nothing-assigned", "wrongTotal"), ("unknown-cluster", "unknownCluster"),
    ("repeated-cluster", "repeatedCluster"), ("negative", "negative"),
    ("fraction", "outOfRange"), ("beyond-32-bits", "outOfRange"), ("beyond-64-bits", "outOfRange"),
    ("wrong-id", "wrongID"), ("no-id", "wrongID"), ("list", "shape"), ("two-answers", "shape"),
    ("no-answer", "shape"), ("says-error", "refused"), ("hang", "deadline"), ("endless-stderr", "deadline"),
    ("closes-output", "ended"), ("children", "deadline"),
  ]) func `a fault is named, counted, and disqualifies after three`(mode: String, kind: String) throws {
    let (outcome, conduct) = try run(mode)
    #expect(outcome.events > 0)
    #expect(conduct.faults.map(\.kind) == [kind], "\(mode): \(conduct)")
    #expect(conduct.faultCount == 3, "\(mode): \(conduct)")
    #expect(conduct.disqualifiedAtSeconds != nil)
    #expect(conduct.calls >= 6)
  }

  @Test func `a cluster that is not eligible is told from one that does not exist`() throws {
    let (_, conduct) = try run("ineligible-cluster")
    #expect(conduct.faults.map(\.kind) == ["ineligibleCluster"])
  }

  @Test func `a program that closes its input is found by the next question at the latest`() throws {
    let (_, conduct) = try run("closes-input")
    #expect(conduct.faultCount == 3)
    #expect(Set(conduct.faults.map(\.kind)).isSubset(of: ["closedInput", "deadline"]), "\(conduct)")
  }

  @Test(arguments: [
    ("crash-at-start", "ended"), ("hang-at-start", "deadline"), ("other-version", "handshake"),
    ("no-capability", "handshake"), ("unknown-capability", "handshake"),
  ]) func `a program that never greets is disqualified before it decides anything`(mode: String, kind: String) throws {
    let (outcome, conduct) = try run(mode, options: "")
    #expect(outcome.events > 0)
    #expect(conduct.faults.map(\.kind) == [kind], "\(conduct)")
    #expect(conduct.calls == 0)
    #expect(conduct.disqualifiedAtSeconds == 0)
  }

  @Test func `a program that does not exist is a fault of its start`() throws {
    let programs = try Programs()
    let outcome = try programs.run(try programs.scenario(policy: "{exec: [./no-such-program], faults: 2}"))
    let conduct = try #require(outcome.detail.scheduler)
    #expect(conduct.faults.map(\.kind) == ["start"])
    #expect(conduct.faults.first?.first.contains("there is no such program") == true, "\(conduct)")
  }

  @Test func `the address space is bounded`() throws {
    let (_, conduct) = try run("memory", options: ", memory: 512Mi")
    #expect(conduct.faults.map(\.kind) == ["ended"])
    #expect(conduct.faults.first?.first.contains("MemoryError") == true, "\(conduct)")
  }

  @Test func `the processor time is bounded`() throws {
    let programs = try Programs()
    try programs.write(hostileProgram, to: "hostile.py")
    let scenario = try programs.scenario(
      policy: "{exec: [python3, hostile.py, processor], reply: 20s, cpu: 1s, faults: 1}")
    let conduct = try #require(try programs.run(scenario).detail.scheduler)
    #expect(conduct.faults.map(\.kind) == ["ended"])
    #expect(conduct.faults.first?.first.contains("processor time") == true, "\(conduct)")
    #expect(programs.survivors == [])
  }

  @Test func `more than the policy's maximum is refused`() throws {
    let programs = try Programs()
    try programs.write(hostileProgram, to: "hostile.py")
    let scenario = try programs.scenario(
      policy: "{exec: [python3, hostile.py, over-maximum], faults: 2}", profile: "kubefed-0.10", division: "weights",
      clusters: "clusters: {'*': {max: 12, weight: 1}}, ")
    let conduct = try #require(try programs.run(scenario).detail.scheduler)
    #expect(conduct.faults.map(\.kind) == ["overMaximum"], "\(conduct)")
  }

  @Test func `a late reply to an old question is nobody's answer, and the next one counts`() throws {
    let (_, conduct) = try run("late-once")
    #expect(conduct.faults.map(\.kind) == ["deadline"])
    #expect(conduct.faults.first?.count == 1)
    #expect(conduct.disqualifiedAtSeconds == nil)
    #expect(conduct.restarts == 0)
    #expect(conduct.calls > 10)
  }

  @Test func `whatever is written on standard error holds nothing up`() throws {
    let (_, conduct) = try run("flood-on-stderr", options: ", cpu: 1m")
    #expect(conduct.faults == [])
    #expect(conduct.calls > 10)
  }

  @Test func `a refused answer leaves what was assigned before, and is asked for again`() throws {
    let programs = try Programs()
    try programs.write(hostileProgram, to: "hostile.py")
    let faulty = try programs.run(
      try programs.scenario(policy: "{exec: [python3, hostile.py, late-once], reply: 300ms}"))
    let sound = try programs.run(try programs.scenario(policy: "{exec: [python3, hostile.py, sound]}"))
    // The fourth workload waits for its first placement and gets it at the next attempt.
    #expect(faulty.metrics["availability"]?.value ?? 0 > 0.9)
    #expect(faulty.digest != sound.digest)
    #expect(sound.detail.scheduler?.faults == [])
  }

  @Test func `no descriptor is left after runs that end well and runs that do not`() throws {
    func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
    let programs = try Programs()
    try programs.write(hostileProgram, to: "hostile.py")
    let modes = ["sound", "crash", "garbage"]
    func all() throws {
      for mode in modes {
        _ = try programs.run(try programs.scenario(policy: "{exec: [python3, hostile.py, \(mode)], faults: 3}"))
      }
    }
    try all()
    // Other suites open and close files meanwhile: what is lost stays lost, so the least of several looks counts.
    let before = try (0..<5).map { _ in try descriptors() }.min() ?? 0
    for _ in 0..<5 { try all() }
    let after = try (0..<5).map { _ in try descriptors() }.min() ?? 0
    #expect(after < before + 10, "\(before) descriptors before, \(after) after 15 runs")
    #expect(programs.survivors == [])
  }
}
