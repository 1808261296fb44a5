// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Foundation
import Quantities
import Results
import RunMetrics
import SchedulingPolicies
import TestSupport
import Testing

@Suite final class RunTraceTests {
  private let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json").path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private var data: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: path)) } }

  /// The trace of whole runs of `scenario` under these contenders.
  private func trace(
    _ scenario: Scenario, contenders: [Int] = [0], seed: UInt64 = 1, share: Int = 1 << 24
  ) throws -> (check: TraceCheck, digests: [String]) {
    let file = try TraceFile(path: path, about: [])
    let digests = try contenders.map { place in
      let trace = RunTrace(of: scenario, named: scenario.contenders[place].name, in: file, share: share)
      let outcome = try #require(
        MeasuredRun.run(
          scenario: scenario, contender: place, seed: seed,
          scheduler: PolicyCatalog.scheduler(for: scenario.contenders[place], fleet: scenario.fleet), onlooker: trace))
      #expect(trace.finish(isWhole: true).unwrittenEvents == 0 || share < 1 << 24)
      return outcome.digest
    }
    try file.close()
    return (try TraceCheck(data), digests)
  }

  @Test func `whatever happens, spans nest and end, times ascend, and the run is as without`() throws {
    let profiles = ProfileCatalog.profiles
    for seed in 1...35 as ClosedRange<UInt64> {
      var drawn = RandomFederation(seed: seed)
      let scenario = drawn.scenario(profile: profiles[Int(seed) % profiles.count])
      let (check, digests) = try trace(scenario, seed: seed)
      #expect(check.faults.isEmpty, "seed \(seed): \(check.faults.prefix(3))")
      let plain = try #require(
        MeasuredRun.run(
          scenario: scenario, contender: 0, seed: seed,
          scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet)))
      #expect(digests == [plain.digest], "seed \(seed)")
    }
  }

  @Test func `every contender of an outage has its failover, and two traces are equal bytes`() throws {
    let scenario = Federations.regionOutage(load: 0.6, workloads: 6)
    let places = Array(scenario.contenders.indices)
    let (check, _) = try trace(scenario, contenders: places)
    #expect(check.faults.isEmpty, "\(check.faults.prefix(3))")
    #expect(check.processes == scenario.contenders.map(\.name))
    for process in check.processes {
      let failovers = check.spans.filter { $0.process == process && $0.track == "failover" }
      #expect(failovers.map(\.name) == ["region eu-west"], "\(process)")
      #expect(failovers[0].start == 3600e6)
    }
    // Phases of one that moves everything, in their order by when they begin.
    let phases = check.spans.filter { $0.process == "karmada-dynamic" && $0.track.hasPrefix("failover: ") }
    #expect(phases.map(\.name) == ["detect", "tolerate", "queue", "schedule", "propagate", "start"])
    #expect(zip(phases, phases.dropFirst()).allSatisfy { $0.start <= $1.start && $0.end <= $1.end })
    let first = try data
    _ = try trace(scenario, contenders: places)
    #expect(try data == first)
  }

  @Test func `a run that is stopped leaves a whole trace that ends where it stopped`() throws {
    let scenario = Federations.regionOutage(load: 0.6, workloads: 6)
    let file = try TraceFile(path: path, about: [])
    let trace = RunTrace(of: scenario, named: "stopped", in: file, share: 1 << 24)
    var run = FederationRun(
      scenario: scenario, contender: 3, seed: 1,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[3], fleet: scenario.fleet))
    trace.look(at: run, after: run.observations[...])
    var seen = run.observations.count
    while run.now < .zero + .minutes(61), run.step() {
      trace.look(at: run, after: run.observations[seen...])
      seen = run.observations.count
    }
    _ = trace.finish(isWhole: false)
    try file.close()
    let check = try TraceCheck(data)
    #expect(check.faults.isEmpty, "\(check.faults.prefix(3))")
    let stop = Double(run.now.nanoseconds) / 1000
    let dead = check.spans.filter { $0.track.hasSuffix(": dead") }
    #expect(dead.count == 4 && dead.allSatisfy { $0.end == stop })
    #expect(check.spans.first { $0.track == "failover" }?.arguments["ends"] == "with the run")
  }

  @Test func `of a thousand clusters only those to which something happens have tracks`() throws {
    let names = (0..<1000).map { "c\($0)" }
    let workloads = [Federations.workload(replicas: 2000)]
    let scenario = Scenario(
      name: "wide", horizon: .hours(1), fleet: Federations.fleet(named: names, nodes: 1), workloads: workloads,
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: workloads)],
      failures: ["c7", "c512"].map { Federations.loss(of: $0, at: .minutes(10), for: .minutes(20)) })
    let (check, _) = try trace(scenario)
    #expect(check.faults.isEmpty, "\(check.faults.prefix(3))")
    let clusters = check.tracks["karmada-1.18", default: []].filter { $0.contains(": as") || $0.contains(": dead") }
    #expect(
      clusters.sorted() == ["c512: as the hub believes", "c512: dead", "c7: as the hub believes", "c7: dead"])
    #expect(try data.count < 1 << 20)
    // Two failures at once stand beside each other.
    #expect(Set(check.spans.filter { $0.track.hasPrefix("failover") }.map(\.track)).contains("failover 2"))
  }

  @Test func `decisions and evictions stand at their moments with their workload`() throws {
    let scenario = Federations.regionOutage(load: 0.6, workloads: 6)
    let (check, _) = try trace(scenario, contenders: [3])
    let observations = Runs.observations(scenario, contender: 3)
    let evicted = observations.of(.evicted)
    let moments = check.moments.filter { $0.track == "evictions" }
    #expect(!evicted.isEmpty && moments.count == evicted.count)
    for (observation, moment) in zip(evicted, moments) {
      #expect(moment.time == Double(observation.time.nanoseconds) / 1000)
      #expect(moment.name == scenario.workloads[Int(observation.workload)].key)
      #expect(moment.arguments["cluster"] == scenario.fleet.clusters[Int(observation.cluster)].name)
    }
    // Those of the start, which nobody queued, are left out.
    let decided = observations.of(.decided).filter { $0.time > .zero }
    #expect(!decided.isEmpty && check.moments.filter { $0.track == "decisions" }.count == decided.count)
    let waiting = try #require(check.counters["karmada-aggregated"]?["decisions waiting"])
    #expect(waiting.last?.value == 0 && waiting.map(\.value).max() ?? 0 > 0)
  }

  @Test func `what nothing moved is told of each cluster once, when it is back`() throws {
    let scenario = Federations.regionOutage(load: 0.6, workloads: 6)
    let place = try #require(scenario.contenders.firstIndex { $0.name == "karmada-stock" })
    let (check, _) = try trace(scenario, contenders: [place])
    let missed = Runs.observations(scenario, contender: place).of(.missedFailover)
    let moments = check.moments.filter { $0.track == "failovers as they were" }
    #expect(moments.map(\.name) == (1...4).map { "never came: eu-west-\($0)" })
    #expect(moments.allSatisfy { $0.time == 5 * 3600e6 })
    #expect(moments.compactMap { Int($0.arguments["workloads"] ?? "") }.reduce(0, +) == missed.count)
    #expect(
      moments.compactMap { Int64($0.arguments["replicas"] ?? "") }.reduce(0, +) == missed.reduce(0) { $0 + $1.value })
    // Nobody acts, so detection is all there is.
    #expect(check.spans.filter { $0.track.hasPrefix("failover: ") }.map(\.name) == ["detect"])
  }

  @Test func `counters say what was so at their points`() throws {
    let scenario = Federations.regionOutage(load: 0.6, workloads: 6)
    let (check, _) = try trace(scenario, contenders: [2])
    let observations = Runs.observations(scenario, contender: 2)
    let points = try #require(check.counters["karmada-dynamic"]?["serving"])
    #expect(points.count > 10)
    for point in points.dropLast() {
      let time = SimulationTime(nanoseconds: Int64(point.time * 1000))
      let served = scenario.workloads.indices.reduce(Int64(0)) {
        $0 + min(observations.serving(at: time, workload: $1), Int64(scenario.workloads[$1].replicas))
      }
      #expect(Int64(point.value) == served, "at \(time)")
    }
    #expect(zip(points, points.dropFirst()).allSatisfy { $1.time - $0.time >= 100_000 })
  }
}
