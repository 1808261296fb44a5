// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Foundation
import Testing

@testable import ScenarioFormat

@Suite struct ProgramReadingTests {
  private func load(_ policy: String, file: String = "folder/scenario.yaml") -> LoadedScenario {
    ScenarioLoader.load(
      text: """
        apiVersion: regatta/v1alpha1
        kind: Scenario
        fleet: {generate: {regions: {a: {zones: 1}}, clusters: 1}}
        workloads: [{name: w, replicas: 1}]
        contenders:
        - {name: mine, profile: karmada-1.18, policy: \(policy)}
        """, file: file)
  }

  private func program(_ policy: String) throws -> SchedulerProgram {
    let loaded = load(policy)
    #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.description) == [])
    return try #require(loaded.scenario?.contenders[0].program)
  }

  @Test func `a program runs in the folder of the scenario, within bounds that are stated`() throws {
    let program = try program("{exec: [python3, my.py, --fast]}")
    #expect(program.command == ["python3", "my.py", "--fast"])
    #expect(program.folder == "folder")
    #expect(program.fingerprint == nil)
    #expect(program.firstReplyMilliseconds == 10_000 && program.laterReplyMilliseconds == 1_000)
    #expect(program.lineBytes == 1 << 20 && program.memoryBytes == 4 << 30 && program.cpuSeconds == 600)
    #expect(program.mostRestarts == 3 && program.mostFaults == 10)
  }

  @Test func `bounds are read`() throws {
    let program = try program(
      "{exec: [x], firstReply: 1m, reply: 20ms, line: 64Ki, memory: 1Gi, cpu: 5s, restarts: 0, faults: 1}")
    #expect(program.firstReplyMilliseconds == 60_000 && program.laterReplyMilliseconds == 20)
    #expect(program.lineBytes == 1 << 16 && program.memoryBytes == 1 << 30 && program.cpuSeconds == 5)
    #expect(program.mostRestarts == 0 && program.mostFaults == 1)
  }

  @Test(arguments: [
    ("{}", "R0100"), ("{exec: []}", "R0216"), ("{exec: ['']}", "R0216"), ("{exec: [x], reply: 0s}", "R0204"),
    ("{exec: [x], reply: 2h}", "is 2h"), ("{exec: [x], line: 3}", "line is not from"),
    ("{exec: [x], memory: 1}", "memory is not from"), ("{exec: [x], cpu: 1ms}", "cpu is"),
    ("{exec: [x], faults: 0}", "faults is 0"), ("{exec: [x], restarts: -1}", "restarts is -1"),
    ("{exec: [x], timeout: 1s}", "no field \"timeout\""), ("python3 my.py", "not a mapping"),
  ]) func `what cannot be is refused with its place`(policy: String, part: String) {
    let errors = load(policy).diagnostics.filter { $0.severity == .error }.map(\.description)
    let code = part.hasPrefix("R0100") ? "policy has no exec" : part
    #expect(errors.contains { $0.contains(code) && $0.contains("scenario.yaml:6:") }, "\(errors)")
  }

  @Test func `a changed program is another one, wherever it lies`() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-program-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    func fingerprint(_ text: String, in folder: String) throws -> String? {
      let place = root.appendingPathComponent(folder)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: place.appendingPathComponent("my.py"))
      return load("{exec: [python3, my.py]}", file: place.appendingPathComponent("s.yaml").path).scenario?
        .contenders[0].program?.fingerprint
    }
    let first = try #require(try fingerprint("print(1)", in: "a"))
    #expect(first.count == 16)
    #expect(try fingerprint("print(1)", in: "b") == first)
    #expect(try fingerprint("print(2)", in: "a") != first)
    #expect(try fingerprint("print(1)\n", in: "a") != first)
  }
}
