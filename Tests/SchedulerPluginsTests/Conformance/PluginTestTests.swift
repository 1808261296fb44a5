// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import SchedulerPlugins

@Suite(.serialized, .enabled(if: Tools.hasPython, "python3 is not installed: programs in Python are not tested"))
struct PluginTestTests {
  private func findings(
    _ command: [String], under systems: [FederationSystem] = PluginTest.systems, fleets: [Int] = []
  ) -> [PluginTest.Finding] {
    var program = SchedulerProgram(command: command)
    program.laterReplyMilliseconds = 10_000
    return PluginTest(program, under: systems).run(fleets: fleets)
  }

  private func failures(_ findings: [PluginTest.Finding]) -> [String] {
    findings.filter { $0.grade == .fail }.map { "\($0.check): \($0.detail)" }
  }

  @Test func `the first program in Python conforms`() throws {
    let programs = try Programs()
    for file in PluginStarter.files(in: .python) { try programs.write(file.text, to: file.name) }
    let findings = findings(PluginStarter.command(in: .python, folder: programs.path), fleets: [20, 100])
    #expect(failures(findings) == [])
    #expect(findings.count { $0.check.hasPrefix("speed") && $0.detail.contains("us (p50)") } == 2)
  }

  @Test(.enabled(if: Tools.hasGo, "Go is not installed: the program in Go is not tested"))
  func `the first program in Go conforms`() throws {
    let programs = try Programs()
    for file in PluginStarter.files(in: .go) { try programs.write(file.text, to: file.name) }
    #expect(failures(findings([try programs.build("\(programs.path)/scheduler.go")])) == [])
  }

  @Test(arguments: ["round_robin", "static_weight"]) func `the examples conform under Karmada`(name: String) {
    #expect(failures(findings(["python3", "\(Programs.root)/Scenarios/plugins/\(name).py"], under: [.karmada])) == [])
  }

  @Test func `StaticWeight ignores room, which is noted, and maximums, which fails`() {
    let findings = findings(["python3", "\(Programs.root)/Scenarios/plugins/static_weight.py"])
    #expect(findings.first { $0.check == "capacity: room is respected" }?.grade == .note)
    #expect(failures(findings).contains { $0.contains("overMaximum") })
  }

  @Test func `a program that answers by chance fails, unless it says so`() throws {
    let programs = try Programs()
    let text = #"""
      import json, random, sys
      for line in sys.stdin:
          call = json.loads(line)
          reply = {"id": call["id"]}
          if call["call"] == "hello":
              reply.update(v=1, capabilities=["place"], deterministic=len(sys.argv) < 2)
          elif call["call"] == "place":
              reply["assign"] = {random.choice(sorted(call["eligible"])): call["replicas"]}
          print(json.dumps(reply), flush=True)
      """#
    try programs.write(text, to: "chance.py")
    let command = ["python3", "\(programs.path)/chance.py"]
    #expect(failures(findings(command, under: [.karmada])).contains { $0.contains("same answer after a reset") })
    #expect(failures(findings(command + ["admitted"], under: [.karmada])) == [])
  }

  @Test func `a program that remembers an earlier run fails`() throws {
    let programs = try Programs()
    let text = #"""
      import json, sys
      calls = 0
      for line in sys.stdin:
          call = json.loads(line)
          reply = {"id": call["id"]}
          if call["call"] == "hello":
              reply.update(v=1, capabilities=["place"])
          elif call["call"] == "place":
              calls += 1
              names = sorted(call["eligible"])
              reply["assign"] = {names[calls // 64 % len(names)]: call["replicas"]}
          print(json.dumps(reply), flush=True)
      """#
    try programs.write(text, to: "remembers.py")
    let failures = failures(findings(["python3", "\(programs.path)/remembers.py"], under: [.karmada]))
    #expect(failures.contains { $0.contains("same answer after a reset") })
  }

  @Test func `a program that is not there fails at the handshake`() {
    let findings = findings(["/no/such/program"])
    #expect(findings.map(\.grade) == [.fail])
    #expect(findings.first?.detail.contains("there is no such program") == true)
  }
}
