// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Two clusters of 12 cores with a region each; a dies at 600 s, and five seconds later, long before the hub notices, the
/// demand grows from 4 replicas of one core to 8.
enum StaleView {
  static let text = """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata: {name: stale-view}
    horizon: 30m
    fleet:
      members:
        a: {region: east, nodePools: [{nodes: 1, cpu: "12", memory: 64Gi}]}
        b: {region: west, nodePools: [{nodes: 1, cpu: "12", memory: 64Gi}]}
    workloads:
    - name: web
      namespace: shop
      replicas: 4
      requests: {cpu: "1", memory: 1Gi}
      startup: {constant: 10s}
      demand: {steps: [{at: 605s, replicas: 8}]}
      intent: {division: capacity}
    contenders:
    - {name: stock, profile: karmada-1.18}
    - {name: kubefed, profile: kubefed-0.10}
    failures:
    - {at: 600s, cluster: a}
    """

  /// A folder in which `work/stale.yaml` was raced into `work/out`, from within `work`.
  static func raced() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.path + "/work", withIntermediateDirectories: false)
    try folder.write(text, to: "work/stale.yaml")
    let result = try BuiltCommand.run(
      ["run", "stale.yaml", "--seeds", "0..1", "--out", "out", "--quiet"], in: folder.path + "/work")
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }
}

@Suite struct ExplainRunCommandTests {
  private func explain(_ folder: TemporaryFolder, _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["explain", "run"] + arguments, in: folder.path)
  }

  private func objects(_ result: BuiltCommand.Result) throws -> [[String: Any]] {
    try result.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func clusters(_ line: [String: Any]) throws -> [String: [String: Any]] {
    let rows = try #require(line["clusters"] as? [[String: Any]])
    return Dictionary(rows.compactMap { row in (row["name"] as? String).map { ($0, row) } }, uniquingKeysWith: { $1 })
  }

  @Test func `a scale-up onto a cluster that is dead and not known to be: 10 cores seen free, none there`() throws {
    let folder = try StaleView.raced()
    let result = try explain(
      folder, "work/out", "--contender", "stock", "--seed", "0", "--at", "610s", "--workload", "shop/web", "-o", "json")
    #expect(result.status == 0, "\(result.errors)")
    let lines = try objects(result)
    #expect(lines.compactMap { $0["type"] as? String } == ["run", "decision", "decision", "state"])
    let decision = lines[1]
    // Once the hub knows, the taint makes it look again, and Karmada keeps what it has.
    #expect(lines[2]["which"] as? String == "next" && lines[2]["outcome"] as? String == "keep")
    #expect(lines[2]["triggers"] as? [String] == ["taintsChanged"])
    #expect(decision["which"] as? String == "last" && decision["outcome"] as? String == "assign")
    #expect(decision["triggers"] as? [String] == ["replicasChanged"])
    let (at, waited) = (decision["atSeconds"] as? Double ?? 0, decision["waitedSeconds"] as? Double ?? -1)
    #expect(at >= 605 && at < 606 && waited >= 0 && waited < 1)
    let allocation = try #require(decision["allocation"] as? [String: Any])
    #expect(allocation["assigned"] as? [String: Int] == ["a": 4, "b": 4])
    let rows = try clusters(decision)
    for (name, isDead) in [("a", true), ("b", false)] {
      let row = try #require(rows[name])
      let believed = try #require(row["believed"] as? [String: Any])
      let truth = try #require(row["truth"] as? [String: Any])
      #expect(row["assigned"] as? Int == 2)
      #expect(believed["readiness"] as? String == "ready")
      #expect((believed["free"] as? [String: Int])?["cpuMillicores"] == 10_000)
      let age = believed["reportAgeSeconds"] as? Double ?? -1
      #expect(age >= 0 && age < (isDead ? 16 : 10.1))
      #expect((truth["free"] as? [String: Int])?["cpuMillicores"] == (isDead ? 0 : 10_000))
      #expect(truth["room"] as? Int == (isDead ? 0 : 10) && truth["serving"] as? Int == (isDead ? 0 : 2))
      let lost = try #require(truth["lost"] as? [[String: Any]])
      #expect(lost.map { $0["plane"] as? String } == (isDead ? ["all"] : []))
      #expect(lost.map { $0["sinceSeconds"] as? Double } == (isDead ? [600] : []))
      #expect(row["differs"] as? [String] == (isDead ? ["readiness", "capacity", "replicas"] : []))
    }
    // At the moment: two serve, two start on b; the hub still takes a for ready.
    let state = lines[3]
    let now = try clusters(state)
    #expect(state["demand"] as? Int == 8)
    #expect((now["a"]?["believed"] as? [String: Any])?["readiness"] as? String == "ready")
    #expect((now["b"]?["truth"] as? [String: Any])?["starting"] as? Int == 2)
    #expect((now["b"]?["truth"] as? [String: Any])?["serving"] as? Int == 2)
  }

  @Test func `before the scale-up the last decision is that of the start, and the scale-up is the next`() throws {
    let folder = try StaleView.raced()
    let result = try explain(
      folder, "work/out/runs.jsonl:1", "--at", "604s", "--workload", "shop/web", "-o", "json")
    #expect(result.status == 0, "\(result.errors)")
    let lines = try objects(result)
    #expect(lines[0]["contender"] as? String == "stock" && lines[0]["seed"] as? Int == 0)
    let decisions = lines.filter { $0["type"] as? String == "decision" }
    #expect(decisions.map { $0["which"] as? String } == ["last", "next"])
    #expect(decisions[0]["atStart"] as? Bool == true && decisions[0]["atSeconds"] as? Double == 0)
    #expect(decisions[1]["triggers"] as? [String] == ["replicasChanged"])
    let losses = try #require(lines.last?["losses"] as? [[String: Any]])
    #expect(losses.map { $0["cause"] as? String } == ["not detected"])
    #expect(losses.map { $0["replicas"] as? Int } == [2])
  }

  @Test func `tables are for people: what it saw, why, and where it was wrong`() throws {
    let folder = try StaleView.raced()
    for format in ["table", "markdown"] {
      let result = try explain(
        folder, "work/out", "--contender", "stock", "--seed", "0", "--at", "610s", "--workload", "shop/web", "-o",
        format)
      #expect(result.status == 0, "\(result.errors)")
      for words in [
        "shop/web under stock, seed 0, around 10m10s", "as recorded", "replicasChanged", "4 -> 8; a 2 -> 4, b 2 -> 4",
        "dead for 5", "10 / 62Gi", "readiness, capacity, replicas", "The next decision: at 10m",
        "2 of 8 wanted replicas", "4 not detected, 2 starting",
      ] {
        #expect(result.output.contains(words), "\(words) is not in\n\(result.output)")
      }
      #expect(result.output.hasPrefix(format == "markdown" ? "# shop" : "shop"))
      #expect(result.output.contains("```") == (format == "markdown"))
    }
  }

  @Test func `a system that ignores capacity shows none, and what it heard of replicas`() throws {
    let folder = try StaleView.raced()
    let result = try explain(
      folder, "work/out", "--contender", "kubefed", "--seed", "1", "--at", "20m", "--workload", "shop/web", "-o", "json"
    )
    #expect(result.status == 0, "\(result.errors)")
    let lines = try objects(result)
    let last = try #require(lines.first { $0["which"] as? String == "last" })
    let a = try #require(try clusters(last)["a"]?["believed"] as? [String: Any])
    #expect(a["free"] == nil && a["reportAgeSeconds"] == nil)
    #expect(a["readiness"] as? String == "not ready" && (a["publishedSinceSeconds"] as? Double ?? 0) > 600)
    let b = try #require(try clusters(last)["b"]?["believed"] as? [String: Any])
    #expect(b["observedReady"] as? Int == 8)
  }

  @Test func `the command is found from elsewhere, and the scenario where --scenario says`() throws {
    let folder = try StaleView.raced()
    let other = try TemporaryFolder()
    let arguments = ["--contender", "stock", "--seed", "0", "--at", "610s", "--workload", "shop/web"]
    let record = "\(folder.path)/work/out"
    let first = try BuiltCommand.run(["explain", "run", record] + arguments, in: other.path)
    #expect(first.status == 0, "\(first.errors)")
    try FileManager.default.moveItem(atPath: "\(folder.path)/work/stale.yaml", toPath: "\(other.path)/moved.yaml")
    let lost = try BuiltCommand.run(["explain", "run", record] + arguments, in: other.path)
    #expect(lost.status == 2 && lost.output.isEmpty)
    #expect(lost.errors.contains("stale.yaml") && lost.errors.contains("--scenario"), "\(lost.errors)")
    let told = try BuiltCommand.run(
      ["explain", "run", record] + arguments + ["--scenario", "moved.yaml"], in: other.path)
    #expect(told.status == 0 && told.output == first.output, "\(told.errors)")
  }

  @Test func `a scenario that has changed since ends with 2 and both digests`() throws {
    let folder = try StaleView.raced()
    try folder.write(StaleView.text.replacing("replicas: 4", with: "replicas: 5"), to: "work/stale.yaml")
    let result = try explain(
      folder, "work/out", "--contender", "stock", "--seed", "0", "--at", "1m", "--workload", "shop/web")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("has changed since"))
    let digests = Set(result.errors.matches(of: #/[0-9a-f]{32}/#).map { String($0.0) })
    #expect(digests.count == 2, "\(result.errors)")
  }

  @Test func `a record that no run gives ends with 1, and nothing is explained`() throws {
    let folder = try StaleView.raced()
    let text = try folder.read("work/out/runs.jsonl")
    let digest = try #require(text.firstMatch(of: #/"digest":"([0-9a-f]{32})"/#)).1
    // Without its check, as lines from before there were checks: with it the change itself is found.
    let forged = text.replacing(digest, with: String(repeating: "0", count: 32))
      .replacing(#/,"check":"[0-9a-f]{8}"/#, with: "")
    try folder.write(forged, to: "work/out/runs.jsonl")
    let result = try explain(folder, "work/out/runs.jsonl:1", "--at", "1m", "--workload", "shop/web")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains("not the recorded one") && result.errors.contains(digest), "\(result.errors)")
  }

  @Test func `what is not there is named, with what is`() throws {
    let folder = try StaleView.raced()
    let moment = ["--at", "1m", "--workload", "shop/web"]
    for (arguments, words) in [
      (["work/nowhere"] + moment, ["work/nowhere", "runs.jsonl:LINE"]),
      (["work/out/runs.jsonl:99"] + moment, ["holds no such run", "runs.jsonl:4"]),
      (["work/out"] + moment, ["4 runs are meant", "work/out/runs.jsonl:3", "kubefed, seed 0"]),
      (["work/out", "--contender", "kubefd"] + moment, ["holds no such run", "stock, seed 1"]),
      (["work/out", "--seed", "0", "--contender", "stock", "--sweep", "load=1"] + moment, ["holds no such run"]),
      (["work/out/runs.jsonl:1", "--at", "1m", "--workload", "shop/wob"], ["no workload shop/wob", "shop/web"]),
      (["work/out/runs.jsonl:1", "--at", "31m", "--workload", "shop/web"], ["the run ends at 30m"]),
    ] {
      let result = try BuiltCommand.run(["explain", "run"] + arguments, in: folder.path)
      #expect(result.status == 2 && result.output.isEmpty, "\(arguments)")
      for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
    }
    #expect(try explain(folder, "work/out", "--workload", "shop/web").status == 64)
    #expect(try explain(folder, "work/out", "--workload", "shop/web", "--at", "soon").status == 64)
  }

  @Test func `the run at one point of a sweep is repeated at that point`() throws {
    let folder = try SmallRace.folder()
    let race = try BuiltCommand.run(
      ["run", "race.yaml", "--seeds", "3", "--sweep", "load=0.4,0.5", "--out", "out", "--quiet"], in: folder.path)
    #expect(race.status == 0, "\(race.errors)")
    var digests: [String] = []
    for load in ["0.4", "0.5"] {
      let result = try explain(
        folder, "out", "--contender", "kubefed", "--seed", "3", "--sweep", "load=\(load)", "--at", "40m", "--workload",
        "default/web", "-o", "json")
      #expect(result.status == 0, "\(result.errors)")
      let run = try objects(result)[0]
      #expect(run["sweep"] as? [String: String] == ["load": load])
      digests.append(run["digest"] as? String ?? "")
    }
    #expect(Set(digests).count == 2)
  }
}
