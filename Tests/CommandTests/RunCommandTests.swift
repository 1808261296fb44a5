// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

/// Six clusters, two regions, one of them lost for half an hour.
enum SmallRace {
  static func text(goal: String = "availability >= 0.1") -> String {
    """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata: {name: small-race}
    horizon: 2h
    load: 0.50
    fleet:
      generate:
        regions: {east: {zones: 1}, west: {zones: 1}}
        clusters: 6
        nodePools:
        - {nodes: 4, cpu: "8", memory: 32Gi, pods: 110, pricePerHour: 1.0}
    workloads:
    - name: web
      replicas: 40
      requests: {cpu: 500m, memory: 512Mi}
      startup: {lognormal: {median: 20s, p95: 60s}}
      intent: {division: even}
    contenders:
    - {name: kubefed, profile: kubefed-0.10}
    - {name: karmada-stock, profile: karmada-1.18}
    failures:
    - {at: 30m, for: 30m, region: west}
    goals: ["\(goal)"]
    """
  }

  /// A folder with `race.yaml`.
  static func folder(goal: String = "availability >= 0.1") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text(goal: goal), to: "race.yaml")
    return folder
  }
}

@Suite struct RunCommandTests {
  func race(_ folder: TemporaryFolder, _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["run", "race.yaml"] + arguments, in: folder.path)
  }

  @Test func `a race writes records, reports and native objects, and prints the ranking`() throws {
    let folder = try SmallRace.folder()
    let result = try race(folder, "--seeds", "0..2", "--out", "out")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("kubefed") && result.output.contains("karmada-stock"))
    #expect(try folder.read("out/runs.jsonl").split(separator: "\n").count == 6)
    #expect(try folder.read("out/report.html").contains("<svg"))
    #expect(try folder.read("out/report.md").contains("karmada-stock"))
    #expect(try folder.read("out/timing.json").contains("eventsPerSecond"))
    #expect(try folder.read("out/experiment.json").contains("\"scenario\" : \"small-race\""))
    for contender in ["kubefed", "karmada-stock"] {
      let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/out/native/\(contender)")
      #expect(files.contains { $0.hasSuffix(".yaml") })
    }
  }

  @Test(arguments: [
    ("taken", "cannot write to taken: a file of that name exists; choose another --out"),
    ("taken/below", "/taken is a file, not a folder; choose another --out"),
    ("/proc/regatta", "cannot write to /proc/regatta: "),
  ])
  func `an output folder that cannot be is refused in words`(out: String, message: String) throws {
    let folder = try SmallRace.folder()
    try folder.write("mine", to: "taken")
    let result = try race(folder, "--seeds", "0", "--out", out)
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.lastLineOfErrors.hasSuffix("; choose another --out"))
    #expect(!result.errors.contains("Domain"))
    #expect(try folder.read("taken") == "mine")
  }

  @Test func `native objects that cannot be written end the runs with what is in the way`() throws {
    let folder = try SmallRace.folder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/out/native/karmada-stock/notes.md", withIntermediateDirectories: true)
    let result = try race(folder, "--seeds", "0", "--out", "out")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains("out/native/karmada-stock/notes.md: cannot replace: it is a folder"))
  }

  @Test func `records hold no clock and no host`() throws {
    let folder = try SmallRace.folder()
    _ = try race(folder, "--seeds", "0", "--out", "out")
    let records = try folder.read("out/runs.jsonl") + folder.read("out/experiment.json")
    for word in ["wall", "cpuSeconds", "eventsPerSecond", "cores", ProcessInfo.processInfo.hostName, folder.path] {
      #expect(!records.contains("\"\(word)") && !records.contains(folder.path), "\(word)")
    }
  }

  @Test func `1 and 2 jobs write equal bytes; another seed another digest`() throws {
    let folder = try SmallRace.folder()
    #expect(try race(folder, "--seeds", "0..5", "--jobs", "1", "--out", "one").status == 0)
    #expect(try race(folder, "--seeds", "0..5", "--jobs", "2", "--out", "two").status == 0)
    let one = try folder.read("one/runs.jsonl")
    #expect(try folder.read("two/runs.jsonl") == one)
    #expect(try folder.read("two/report.html") == folder.read("one/report.html"))
    let digests = one.matches(of: #/"digest":"([0-9a-f]{32})"/#).map { String($0.1) }
    #expect(digests.count == 12 && Set(digests).count == 12)
  }

  @Test func `two shards reported together give the report of the whole`() throws {
    let folder = try SmallRace.folder()
    let sweep = ["--seeds", "0..2", "--sweep", "load=0.4,0.5"]
    func run(_ more: [String]) throws -> Int32 {
      try BuiltCommand.run(["run", "race.yaml"] + sweep + more, in: folder.path).status
    }
    #expect(try run(["--out", "whole"]) == 0)
    #expect(try run(["--out", "a", "--shard", "0/2"]) == 0)
    #expect(try run(["--out", "b", "--shard", "1/2"]) == 0)
    for format in ["table", "json", "markdown", "csv", "html"] {
      let whole = try BuiltCommand.run(["report", "whole", "-o", format], in: folder.path)
      let parts = try BuiltCommand.run(["report", "b", "a", "-o", format], in: folder.path)
      #expect(whole.status == 0 && parts.status == 0, "\(parts.errors)")
      #expect(!whole.output.isEmpty && parts.output == whole.output, "\(format)")
    }
    let half = try BuiltCommand.run(["report", "a"], in: folder.path)
    #expect(half.status == 5)
    #expect(half.errors.contains("6 of 12 runs have no record"))
  }

  @Test func `the report of run is the report of its records`() throws {
    let folder = try SmallRace.folder()
    let run = try race(folder, "--seeds", "0..2", "--out", "out", "-o", "markdown")
    let report = try BuiltCommand.run(["report", "out", "-o", "markdown"], in: folder.path)
    #expect(run.output == report.output)
    #expect(try folder.read("out/report.md") == report.output)
    let file = try BuiltCommand.run(["report", "out", "-o", "html", "--out", "copy.html"], in: folder.path)
    #expect(file.output.isEmpty)
    #expect(try folder.read("copy.html") == folder.read("out/report.html"))
  }

  @Test func `the page's figures stand beside it, those of an earlier page do not, and nothing else is touched`() throws
  {
    let folder = try SmallRace.folder()
    _ = try race(folder, "--seeds", "0..1", "--out", "out")
    let page = try folder.read("out/report.html")
    let ids = page.matches(of: #/<figure id="(figure-[\w-]+)">/#).map { String($0.1) }
    let expected = ids.flatMap { ["\($0).svg", "\($0).vl.json"] }.sorted()
    func figures(_ place: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(place)").sorted()
    }
    #expect(ids.contains("figure-recovery") && ids.contains("figure-worst-episode"))
    #expect(try figures("out/figures") == expected)
    for name in ["figure-gone.svg", "figure-gone.vl.json", "mine.svg", "figure-notes.txt"] {
      try folder.write("x", to: "out/figures/\(name)")
    }
    let again = try BuiltCommand.run(["report", "out", "-o", "html", "--out", "out/report.html"], in: folder.path)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try figures("out/figures") == (expected + ["figure-notes.txt", "mine.svg"]).sorted())
    for name in expected {
      let link = "<a href=\"figures/\(name)\">"
      #expect(page.contains(link), "\(name)")
    }
  }

  @Test func `the command of a worst seed makes that run again, to the byte`() throws {
    let folder = try SmallRace.folder()
    _ = try race(folder, "--seeds", "0..3", "--sweep", "load=0.4,0.5", "--out", "out")
    let page = try folder.read("out/report.html")
    let line = try #require(page.firstMatch(of: #/<td><code class="command">(.+?)<\/code><\/td>/#)).1
      .replacing("<span>", with: "").replacing("</span>", with: "")
    let arguments = line.split(separator: " ").map(String.init)
    #expect(arguments.prefix(3) == ["regatta", "run", "race.yaml"])
    let run = try BuiltCommand.run(Array(arguments.dropFirst()), in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let out = try #require(arguments.last)
    let digest = try #require(try folder.read("\(out)/runs.jsonl").firstMatch(of: #/"digest":"(\w+)"/#)).1
    let all = try folder.read("out/runs.jsonl").split(separator: "\n")
    let original = try #require(all.first { $0.contains("\"digest\":\"\(digest)\"") })
    let option = try #require(arguments.firstIndex(of: "--seeds"))
    #expect(original.contains("\"seed\":\(arguments[option + 1]),"))
  }

  @Test func `a missed goal of the best contender ends with 3, of another one only when it is named`() throws {
    // kubefed moves replicas off the lost region and stays above; stock Karmada moves none.
    let folder = try SmallRace.folder(goal: "availability >= 0.95")
    #expect(try race(folder, "--seeds", "0", "--out", "out").status == 0)
    let named = try race(folder, "--seeds", "0", "--contender", "karmada-stock", "--out", "named")
    #expect(named.status == 3)
    #expect(named.errors.contains("karmada-stock misses availability >= 0.95"))
    let strict = try SmallRace.folder(goal: "availability >= 1")
    #expect(try race(strict, "--seeds", "0", "--out", "out").status == 3)
  }

  @Test func `a bad scenario ends with 2, all faults with places, and writes nothing`() throws {
    let folder = try TemporaryFolder()
    let text = SmallRace.text().replacing("horizon: 2h", with: "horizon: soon")
      .replacing("profile: kubefed-0.10", with: "profile: kubefed-9")
    try folder.write(text, to: "race.yaml")
    let result = try race(folder, "--out", "out")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.matches(of: #/race\.yaml:\d+:\d+: error R\d{4}: /#).count >= 2)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }

  @Test func `an unknown contender ends with 2 and names the known ones`() throws {
    let folder = try SmallRace.folder()
    let result = try race(folder, "--contender", "kubefd", "--out", "out")
    #expect(result.status == 2)
    #expect(result.errors.contains("kubefed, karmada-stock"))
  }

  @Test func `another experiment's folder is refused, and replaced when forced`() throws {
    let folder = try SmallRace.folder()
    #expect(try race(folder, "--seeds", "0..1", "--out", "out").status == 0)
    let before = try folder.read("out/runs.jsonl")
    let other = try race(folder, "--seeds", "0..1", "--horizon", "90m", "--out", "out")
    #expect(other.status == 2)
    #expect(other.errors.contains("--force"))
    #expect(try folder.read("out/runs.jsonl") == before)
    #expect(try race(folder, "--seeds", "0..1", "--horizon", "90m", "--out", "out", "--force").status == 0)
    #expect(try folder.read("out/runs.jsonl") != before)
  }

  @Test func `quiet says nothing on standard error`() throws {
    let folder = try SmallRace.folder()
    let result = try race(folder, "--seeds", "0", "--out", "out", "--quiet")
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(!result.output.contains("\u{1B}"))
  }
}
