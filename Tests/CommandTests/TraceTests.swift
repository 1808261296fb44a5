// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@Suite struct TraceTests {
  /// The small race with clusters that come and go every minute.
  static let flapping = SmallRace.text().replacing(
    "failures:\n", with: "failures:\n- {process: {cluster: {up: {constant: 1m}, down: {constant: 1m}}}}\n")

  private func race(_ folder: TemporaryFolder, _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["run", "race.yaml", "--out", "out"] + arguments, in: folder.path)
  }

  private func check(_ folder: TemporaryFolder, _ name: String = "trace.json") throws -> TraceCheck {
    try TraceCheck(Data(try folder.read(name).utf8))
  }

  @Test func `a race leaves a trace with a process for each contender, and its records as they are without`() throws {
    let folder = try SmallRace.folder()
    let result = try race(folder, "--seeds", "0..1", "--trace", "trace.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("trace.json: kubefed, karmada-stock, seed 0; "), "\(result.errors)")
    let check = try check(folder)
    #expect(check.faults.isEmpty, "\(check.faults.prefix(5))")
    #expect(check.processes == ["kubefed, seed 0", "karmada-stock, seed 0"])
    #expect(check.about["scenario"] == "small-race")
    let plain = try SmallRace.folder()
    #expect(try race(plain, "--seeds", "0..1").status == 0)
    for file in ["runs.jsonl", "experiment.json", "report.html"] {
      #expect(try plain.read("out/\(file)") == folder.read("out/\(file)"), "\(file)")
    }
  }

  @Test func `it shows the lost region, what the hub believed, and a failover with its phases`() throws {
    let folder = try SmallRace.folder()
    #expect(try race(folder, "--seeds", "0", "--trace", "trace.json").status == 0)
    let check = try check(folder)
    let minutes = 60e6
    for process in check.processes {
      let dead = check.spans.filter { $0.process == process && $0.track.hasSuffix(": dead") }
      #expect(dead.count == 3 && dead.allSatisfy { $0.start == 30 * minutes && $0.end == 60 * minutes })
      #expect(dead.allSatisfy { $0.name == "region west" && $0.arguments == ["plane": "all"] })
      let believed = check.spans.filter { $0.process == process && $0.name == "not ready" }
      #expect(believed.count == 3)
      #expect(believed.allSatisfy { $0.start > 30 * minutes && $0.start < 32 * minutes && $0.end > 60 * minutes })
      // Three clusters of six are quiet.
      let clusters = Set(check.tracks[process, default: []].compactMap { $0.firstMatch(of: #/^(west\S+): /#)?.1 })
      #expect(clusters.count == 3 && !check.tracks[process, default: []].contains { $0.hasPrefix("east") })
    }
    let failover = try #require(check.spans.first { $0.process == "kubefed, seed 0" && $0.track == "failover" })
    #expect(failover.name == "region west" && failover.start == 30 * minutes)
    #expect(failover.arguments["lost replicas"] == failover.arguments["ready elsewhere"])
    #expect(failover.arguments["ends"] == "all ready elsewhere" && failover.end < 40 * minutes)
    let phases = check.spans.filter { $0.process == "kubefed, seed 0" && $0.track.hasPrefix("failover: ") }
    #expect(phases.map(\.name) == ["detect", "tolerate", "schedule", "propagate", "start"])
    #expect(phases.allSatisfy { $0.start >= failover.start && $0.end <= failover.end && $0.end >= $0.start })
    #expect(phases.last?.end == failover.end)
    let stock = try #require(check.spans.first { $0.process == "karmada-stock, seed 0" && $0.track == "failover" })
    #expect(stock.arguments["ends"] == "repaired" && stock.arguments["placed elsewhere"] == "0")
  }

  @Test func `its counters are those of the run: demand, what serves, what is lost`() throws {
    let folder = try SmallRace.folder()
    #expect(try race(folder, "--seeds", "0", "--trace", "trace.json").status == 0)
    let counters = try #require(try check(folder).counters["karmada-stock, seed 0"])
    let demand = try #require(counters["demand"]?.first?.value)
    #expect(counters["demand"]?.count == 1 && demand > 0)
    let serving = try #require(counters["serving"])
    #expect(serving.first?.value == demand && serving.last?.value == demand)
    let lowest = try #require(serving.map(\.value).min())
    let nothing = try #require(counters["lost: nothing will move it"])
    #expect(nothing.map(\.value).max() == demand - lowest)
    #expect(nothing.last?.value == 0)
  }

  @Test func `its bytes depend neither on the jobs nor on whether the runs are there already`() throws {
    let folder = try SmallRace.folder()
    #expect(try race(folder, "--seeds", "0..1", "--trace", "one.json", "--jobs", "1").status == 0)
    let again = try race(folder, "--seeds", "0..1", "--trace", "two.json", "--jobs", "2")
    #expect(again.status == 0)
    #expect(try folder.read("one.json") == folder.read("two.json"))
    #expect(try folder.read("out/timing.json").contains("\"resumed\" : 4"))
  }

  @Test func `one contender and another seed can be asked for, and only those that race`() throws {
    let folder = try SmallRace.folder()
    let result = try race(
      folder, "--seeds", "0..1", "--trace", "trace.json", "--trace-contender", "kubefed", "--trace-seed", "1")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try check(folder).processes == ["kubefed, seed 1"])
    for (options, words) in [
      (["--trace-contender", "kubefd"], "kubefed, karmada-stock"), (["--trace-seed", "7"], "none of --seeds"),
    ] {
      let wrong = try BuiltCommand.run(
        ["run", "race.yaml", "--seeds", "0..1", "--out", "other", "--trace", "other.json"] + options, in: folder.path)
      #expect(wrong.status == 2 && wrong.errors.contains(words), "\(wrong.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/other"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/other.json"))
    }
    #expect(try race(folder, "--seeds", "0", "--trace-seed", "0").status == 64)
    #expect(try race(folder, "--seeds", "0", "--trace", "t.json", "--trace-limit", "1Ki").status == 64)
  }

  @Test func `a trace beyond its limit is cut, says so, and is whole`() throws {
    let folder = try SmallRace.folder()
    try folder.write(Self.flapping, to: "race.yaml")
    let result = try race(folder, "--seeds", "0", "--trace", "trace.json", "--trace-limit", "64Ki")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("kubefed had used its share of --trace-limit at "), "\(result.errors)")
    let data = Data(try folder.read("trace.json").utf8)
    #expect(data.count <= 64 << 10)
    let check = try TraceCheck(data)
    #expect(check.faults.isEmpty, "\(check.faults.prefix(5))")
    #expect(check.moments.contains { $0.name == "the trace is full" })
  }

  @Test func `an interrupted trace ends with 130, opens, and its records stand`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.flapping.replacing("horizon: 2h", with: "horizon: 8h"), to: "race.yaml")
    let running = try BuiltCommand.start(
      ["run", "race.yaml", "--out", "out", "--seeds", "0", "--trace", "trace.json"], in: folder.path)
    for _ in 0..<12_000 where running.process.isRunning {
      let file = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/trace.json")
      if file?[.size] as? Int ?? 0 > 1 << 16 { break }
      usleep(5000)
    }
    kill(running.process.processIdentifier, SIGINT)
    let result = try running.finish()
    #expect(result.status == 130 && result.output.isEmpty, "\(result.errors)")
    #expect(result.errors.contains("trace.json ends where it was stopped"), "\(result.errors)")
    let check = try check(folder)
    #expect(check.faults.isEmpty, "\(check.faults.prefix(5))")
    #expect(check.spans.count > 10 && check.processes == ["kubefed, seed 0"])
    #expect(try folder.read("out/runs.jsonl").split(separator: "\n").count == 2)
  }

  @Test func `a file that cannot be made is refused before anything is raced`() throws {
    let folder = try SmallRace.folder()
    let result = try race(folder, "--seeds", "0", "--trace", "no/such/trace.json")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.errors.contains("no/such/trace.json: cannot write: No such file or directory"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }
}
