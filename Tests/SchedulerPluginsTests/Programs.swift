// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import FederationModel
import Foundation
import Results
import RunMetrics
import ScenarioFormat
import Testing

@testable import SchedulerPlugins

/// A folder with programs, and races in which they decide.
final class Programs: Sendable {
  let path: String

  /// An empty folder that goes with the last reference.
  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("regatta-plugins-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The project's folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"), encoding: .utf8)
  }

  /// Six clusters in two regions, one of which is lost for an hour; six workloads.
  func scenario(
    policy: String, profile: String = "karmada-1.18", division: String = "even", clusters: String = ""
  ) throws -> Scenario {
    let optIn = profile.hasPrefix("karmada") ? ", optIn: failover" : ""
    let text = """
      apiVersion: regatta/v1alpha1
      kind: Scenario
      metadata: {name: small}
      horizon: 3h
      load: 0.5
      fleet:
        generate:
          regions: {eu: {zones: 1}, us: {zones: 1}}
          clusters: 6
          nodePools: [{nodes: 4, cpu: "16", memory: 64Gi, pods: 110}]
      workloads:
      - {name: web, namespace: shop, count: 6, replicas: 20, requests: {cpu: "1", memory: 1Gi},
         startup: {lognormal: {median: 20s, p95: 60s}},
         intent: {division: \(division), \(clusters)onClusterLoss: {move: true, after: 30s}}}
      contenders:
      - {name: own, profile: \(profile)\(optIn)}
      - {name: mine, profile: \(profile)\(optIn), policy: \(policy)}
      failures:
      - {at: 30m, for: 1h, region: eu, plane: all}
      """
    let loaded = ScenarioLoader.load(text: text, file: "\(path)/scenario.yaml")
    #expect(loaded.diagnostics.map(\.description) == [])
    return try #require(loaded.scenario)
  }

  /// One run of the contender `mine`, or of another place; its processes are ended.
  func run(
    _ scenario: Scenario, contender: Int = 1, seed: Int = 0, schedulers: PluginSchedulers = PluginSchedulers()
  ) throws -> RunOutcome {
    defer { schedulers.endAll() }
    return try WorldReplication(checksInvariants: true, schedulers: schedulers)
      .run(scenario, contender: contender, seed: seed, keepsSeries: false)
  }

  /// Processes that were started from this folder and are still there.
  var survivors: [String] {
    let here = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { name in
      guard Int(name) != nil,
        let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
      else { return false }
      return folder == here
    }
  }

  /// Zombies that stay: children of this process that nobody collects, however long one waits. Those of tests that run
  /// at the same time come and go.
  static var lastingZombies: Set<String> {
    var lasting = zombies
    for _ in 0..<100 where !lasting.isEmpty {
      usleep(100_000)
      lasting.formIntersection(zombies)
    }
    return lasting
  }

  private static var zombies: Set<String> {
    let parent = ProcessInfo.processInfo.processIdentifier
    let runner = (try? String(contentsOfFile: "/proc/self/comm", encoding: .utf8))?.split(separator: "\n").first ?? "?"
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return Set(all).filter { name in
      guard Int(name) != nil, let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        let end = text.lastIndex(of: ")")
      else { return false }
      let fields = text[end...].split(separator: " ")
      // Tests that have to trap run in copies of the test runner, whose ends it collects late: those are not meant.
      let isRunner = text.contains("(\(runner))")
      return !isRunner && fields.count > 2 && fields[1] == "Z" && fields[2] == "\(parent)"
    }
  }
}

/// A program that answers well three times and then does what its first argument says.
let hostileProgram = #"""
  import json, os, subprocess, sys, time

  mode = sys.argv[1]
  places = 0
  if mode == "crash-at-start": sys.exit(7)
  for line in sys.stdin:
      call = json.loads(line)
      id = call["id"]
      def say(**fields): os.write(1, (json.dumps({"id": id, **fields}) + "\n").encode())
      if call["call"] == "hello":
          if mode == "hang-at-start": time.sleep(1000)
          if mode == "other-version": say(v=99, capabilities=["place"]); continue
          if mode == "no-capability": say(v=1, capabilities=[]); continue
          if mode == "unknown-capability": say(v=1, capabilities=["fly"]); continue
          say(v=1, name="hostile", capabilities=["place"]); continue
      if call["call"] == "run": places = 0; say(); continue
      names = sorted(call["eligible"])
      wanted = call["replicas"]
      good = {n: wanted // len(names) + (i < wanted % len(names)) for i, n in enumerate(names)}
      places += 1
      if places <= 3: say(assign=good); continue
      first = names[0]
      if mode == "hang": time.sleep(1000)
      elif mode == "crash": print("it broke", file=sys.stderr); sys.exit(3)
      elif mode == "killed": os.kill(os.getpid(), 9)
      elif mode == "garbage": os.write(1, b"Traceback: so sorry\n")
      elif mode == "invalid-utf8": os.write(1, b"{\"id\":" + str(id).encode() + b",\"assign\":{\"\xff\xfe\":1}}\n")
      elif mode == "nan": os.write(1, (json.dumps({"id": id, "assign": {**good, first: float("nan")}}) + "\n").encode())
      elif mode == "long-line": say(assign=good, why="x" * 3_000_000)
      elif mode == "endless-line":
          while True: os.write(1, b"x" * 65536)
      elif mode == "wrong-total": say(assign={**good, first: good[first] + 1})
      elif mode == "nothing-assigned": say(assign={})
      elif mode == "unknown-cluster": say(assign={**good, "atlantis": 0})
      elif mode == "repeated-cluster":
          text = json.dumps({"id": id, "assign": good})
          os.write(1, (text[:-2] + ", " + json.dumps(first) + ": 0}}\n").encode())
      elif mode == "ineligible-cluster":
          lost = [n for n in ("eu-1", "eu-2", "eu-3") if n not in call["eligible"]]
          say(assign={**good, lost[0]: 0} if lost else good)
      elif mode == "negative": say(assign={**good, first: -1})
      elif mode == "fraction": say(assign={**good, first: 1.5})
      elif mode == "beyond-32-bits": say(assign={**good, first: 2**31})
      elif mode == "beyond-64-bits": say(assign={**good, first: 2**63})
      elif mode == "over-maximum": say(assign={n: wanted if n == first else 0 for n in names})
      elif mode == "wrong-id": os.write(1, (json.dumps({"id": id + 5, "assign": good}) + "\n").encode())
      elif mode == "no-id": os.write(1, (json.dumps({"assign": good}) + "\n").encode())
      elif mode == "list": say(assign=[1, 2, 3])
      elif mode == "two-answers": say(assign=good, keep=True)
      elif mode == "no-answer": say()
      elif mode == "says-error": say(error="no more disk")
      elif mode == "late-once":
          if places == 4: time.sleep(0.6)
          say(assign=good)
      elif mode == "flood-on-stderr":
          os.write(2, b"warning\n" * 200_000); say(assign=good)
      elif mode == "endless-stderr":
          while True: os.write(2, b"warning\n" * 1000)
      elif mode == "closes-input": os.close(0); time.sleep(1000)
      elif mode == "closes-output": os.close(1); time.sleep(1000)
      elif mode == "memory": say(assign=good, why=str(len(bytearray(1 << 31))))
      elif mode == "processor":
          while True: pass
      elif mode == "children": subprocess.Popen(["sleep", "1000"]); time.sleep(1000)
      else: say(assign=good)
  """#
