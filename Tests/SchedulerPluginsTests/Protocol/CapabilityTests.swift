// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Results
import RunMetrics
import Testing

@testable import SchedulerPlugins

/// A program that refuses the cluster eu-1, prefers those late in the alphabet, and writes down what it is asked.
private let partialProgram = #"""
  import json, sys

  capabilities, keeps = sys.argv[1].split(","), sys.argv[2] == "keeps"
  log = open("asked.jsonl", "a")
  known = {}
  for line in sys.stdin:
      call = json.loads(line)
      reply = {"id": call["id"]}
      parts = call.get("parts", [call["call"]])
      if call["call"] == "run": known = {}
      eligible = known.setdefault(call.get("workload"), {}) if keeps else {}
      eligible.update(call.get("eligible", {}))
      for name in call.get("dropped", ()): del eligible[name]
      names = sorted(eligible)
      if call["call"] == "hello":
          reply.update(v=1, name="partial", capabilities=capabilities, keeps=keeps)
      elif call["call"] != "run":
          log.write(line); log.flush()
      if "filter" in parts:
          reply["refused"] = {n: "not on a Monday" for n in names if n == "eu-1"}
      if "score" in parts:
          reply["scores"] = {n: i for i, n in enumerate(names)}
      if "select" in parts:
          reply["selected"] = [n for n in names if n != "eu-1"][:2]
      if "place" in parts:
          reply["assign"] = {names[-1]: call["replicas"]}
          reply["why"] = "all into the last one"
      print(json.dumps(reply), flush=True)
  """#

@Suite(.enabled(if: Tools.hasPython, "python3 is not installed: programs in Python are not tested"))
struct CapabilityTests {
  private func run(
    _ capabilities: String, keeps: Bool = false, clusters: String = ""
  ) throws -> (outcome: RunOutcome, asked: [JSONValue]) {
    let programs = try Programs()
    try programs.write(partialProgram, to: "partial.py")
    let scenario = try programs.scenario(
      policy: "{exec: [python3, partial.py, '\(capabilities)', \(keeps ? "keeps" : "forgets")], reply: 5s}",
      division: "capacity", clusters: clusters)
    let outcome = try programs.run(scenario)
    #expect(outcome.detail.scheduler?.faults == [], "\(capabilities): \(outcome.detail.scheduler as Any)")
    let lines = try programs.read("asked.jsonl").split(separator: "\n")
    return (outcome, try lines.map { try JSONReader.value(of: Array($0.utf8)[...]) })
  }

  private func calls(_ asked: [JSONValue]) -> [String] {
    asked.compactMap { if case .text(let call)? = $0["call"] { call } else { nil } }
  }

  @Test func `each capability is asked in turn`() throws {
    let (_, asked) = try run("place,select,score,filter")
    #expect(calls(asked).prefix(4) == ["filter", "score", "select", "place"])
  }

  @Test func `a program that can batch is asked once for all of it`() throws {
    let (apart, _) = try run("filter,select")
    let (together, asked) = try run("filter,select,batch")
    #expect(Set(calls(asked)) == ["batch"])
    #expect(asked.first?["parts"] == .list([.text("filter"), .text("select")]))
    // What it selects does not depend on what it refused, so the answers are those of the calls apart.
    #expect(together.digest == apart.digest)
  }

  @Test func `a refused cluster holds nothing, and the system divides the rest`() throws {
    let programs = try Programs()
    try programs.write(partialProgram, to: "partial.py")
    let scenario = try programs.scenario(
      policy: "{exec: [python3, partial.py, filter, forgets]}", division: "capacity")
    let tracks = try ["eu-1", "eu-2"].map { name in
      PlacementTrack(.assigned, workload: 0, cluster: try #require(scenario.fleet.index(named: name)).index)
    }
    let schedulers = PluginSchedulers()
    defer { schedulers.endAll() }
    let outcome = try WorldReplication(schedulers: schedulers)
      .run(scenario, contender: 1, seed: 0, keepsSeries: false, tracks: tracks)
    #expect(outcome.histories[0].steps.isEmpty)
    #expect(outcome.histories[1].steps.first?.value ?? 0 > 0)
  }

  @Test func `scores choose where the policy bounds the number of clusters`() throws {
    let (bounded, asked) = try run("score", clusters: "spread: {cluster: {min: 1, max: 2}}, ")
    #expect(calls(asked).allSatisfy { $0 == "score" })
    #expect(bounded.events > 0)
  }

  @Test func `what is kept is not said again, and the runs are the same`() throws {
    let (kept, few) = try run("place", keeps: true)
    let (whole, all) = try run("place", keeps: false)
    #expect(kept.digest == whole.digest)
    #expect(few.count == all.count)
    #expect(few.first == all.first)
    func size(_ key: String, _ asked: [JSONValue]) -> Int {
      asked.reduce(0) { sum, call in
        guard case .object(let entries)? = call[key] else { return sum }
        return sum + entries.count
      }
    }
    #expect(size("clusters", few) < size("clusters", all))
    #expect(all.allSatisfy { $0["about"] != nil })
    #expect(few.count { $0["about"] != nil } == 6)
  }

  @Test func `a question says what is known and how old it is`() throws {
    let (_, asked) = try run("place")
    let first = try #require(asked.first)
    #expect(first["timeNanoseconds"] == .integer(0))
    #expect(first["workload"] == .text("shop/web-1"))
    #expect(first["reasons"] == .list([.text("created")]))
    #expect(first["current"] == .object([]))
    let about = try #require(first["about"])
    #expect(about["uid"] == .text("shop/web-1"))
    #expect(about["division"] == .text("divide"))
    #expect(about["intent"]?["division"] == .text("capacity"))
    guard case .list(let objects)? = about["native"] else {
      Issue.record("no objects")
      return
    }
    #expect(objects.first?["kind"] == .text("PropagationPolicy"))
    let cluster = try #require(first["clusters"]?["eu-2"])
    #expect(cluster["readiness"] == .text("ready"))
    #expect(cluster["allocatable"]?["cpuMillicores"] == .integer(64_000))
    #expect(cluster["reportedNanoseconds"] == .integer(0))
    #expect(cluster["stale"] == nil)
    guard case .integer(let room)? = first["eligible"]?["eu-2"]?["room"] else {
      Issue.record("no room")
      return
    }
    #expect((1...64).contains(room))
  }
}
