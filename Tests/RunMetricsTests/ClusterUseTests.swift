// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results
import RunMetrics
import TestSupport
import Testing

/// Clusters of ten nodes of 16 cores and 64 GiB; replicas of 500m and 512Mi.
struct ClusterUseTests {
  private func log(
    _ clusters: [String] = ["a", "b", "c"], requests: Resources? = nil, seconds: Int64 = 100
  ) -> HandMadeLog {
    var workload = Federations.workload(replicas: 10)
    if let requests { workload.requests = requests }
    return HandMadeLog(Federations.fleet(named: clusters), [workload], seconds: seconds)
  }

  private func expect(_ log: HandMadeLog, _ id: String, _ value: Double, within error: Double = 1e-9) {
    let found = log.metric(id)
    #expect(abs((found ?? .nan) - value) < error, "\(id): \(found.map { "\($0)" } ?? "no data")")
  }

  @Test func `192 of 1920 GiB and 192 of 480 cores`() {
    var log = log()
    log.place(0, .boundChanged, [384, 0, 0])
    expect(log, "utilisation_memory", 192.0 / 1920)
    expect(log, "utilisation_all", 192.0 / 480)
    expect(log, "utilisation_memory_all", 0.1)
  }

  @Test func `a dead cluster is in what is of all, and out of what is up`() {
    var log = log()
    log.place(0, .boundChanged, [64, 64, 0])
    log.add(50, .clusterLost, 1, cluster: 0)
    log.add(60, .clusterLost, 2, cluster: 1)
    // 32 GiB each of 640: half of the time 64 of 1920, half 32 of 1280.
    expect(log, "utilisation_memory", (64.0 + 32) / (1920 + 1280))
    expect(log, "utilisation_memory_all", 64.0 / 1920)
    expect(log, "utilisation_all", 64.0 / 480)
  }

  @Test func `corrections and nodes that come count`() {
    var log = log(["a"])
    log.place(0, .boundChanged, [100])
    log.add(0, .boundCPUCorrected, 10_000)
    log.add(0, .boundMemoryCorrected, 14 << 30)
    log.add(50, .capacityChanged, 160_000)
    log.add(50, .memoryCapacityChanged, 640 << 30)
    expect(log, "utilisation_all", (60.0 * 2) / (160 + 320))
    expect(log, "utilisation_memory", (64.0 * 2) / (640 + 1280))
  }

  @Test func `5, 3, 2, 2, 0, 0 are even to 0.571, vary by 0.866 and peak at 2.5 times the mean`() {
    var log = log(["a", "b", "c", "d", "e", "f"])
    log.place(0, .boundChanged, [50, 30, 20, 20, 0, 0])
    expect(log, "utilisation_jain", 0.5714285714285714)
    expect(log, "utilisation_cov", 0.8660254037844386)
    expect(log, "utilisation_max_over_mean", 2.5)
  }

  @Test func `evenness is over what is up and in use, weighted by time`() {
    var log = log(["a", "b"])
    // Nothing for 20 s; 3 to 1 for 40 s; then b dies, and a is alone: even.
    log.place(20, .boundChanged, [30, 10])
    log.add(60, .clusterLost, 1, cluster: 1)
    expect(log, "utilisation_jain", (16.0 / 20 * 40 + 40) / 80)
    expect(log, "utilisation_max_over_mean", (1.5 * 40 + 40) / 80)
  }

  @Test func `the fullest is followed down`() {
    var log = log(["a", "b"])
    log.place(0, .boundChanged, [60, 20])
    log.place(50, .boundChanged, [-50, 0])
    expect(log, "utilisation_max_over_mean", (1.5 + 20.0 / 15) / 2)
  }

  @Test func `what no mean replica can use is stranded`() {
    // Replicas of 4 cores and 8 GiB; of 160 cores and 640 GiB 80 replicas' worth of memory: 320 GiB stranded.
    let size = Resources(cpuMillicores: 4000, memoryBytes: 8 << 30, pods: 1)
    var log = log(["a"], requests: size)
    expect(log, "stranded_memory_gib", 320)
    expect(log, "stranded_cores", 0)
    // Something takes 480 GiB more than replicas do: 160 GiB hold 20 replicas of 80 cores; 80 cores are stranded.
    log.add(50, .boundMemoryCorrected, 480 << 30)
    expect(log, "stranded_memory_gib", 160)
    expect(log, "stranded_cores", 40)
  }

  @Test func `without requests there is no replica to fit`() {
    let log = log(requests: Resources(pods: 1))
    #expect(log.outcome().metrics["stranded_cores"] == MetricValue(nil))
    #expect(log.outcome().metrics["utilisation_jain"] == MetricValue(nil))
  }
}

struct FragmentationTests {
  @Test func `3 cores on each of two nodes hold two replicas of 2 cores, not three`() throws {
    // Two nodes of 4 cores, one replica of 1 core on each.
    var small = Federations.workload("small", replicas: 2)
    small.requests = Resources(cpuMillicores: 1000, pods: 1)
    var large = Federations.workload("large", replicas: 0)
    large.requests = Resources(cpuMillicores: 2000, pods: 1)
    let scenario = Scenario(
      name: "pieces", horizon: .seconds(100), fleet: Federations.fleet(named: ["a"], nodes: 2, cores: 4),
      workloads: [small, large],
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: [small, large])])
    let outcome = try #require(
      MeasuredRun.run(scenario: scenario, contender: 0, seed: 1, scheduler: FixedPlaces([2])))
    // FixedPlaces puts two of each: 1 + 2 cores on each node, 1 left; none of 2 fits, one would in one piece.
    #expect(outcome.metrics["fragmentation"]?.value == 1)
    let quiet = try #require(
      MeasuredRun.run(scenario: scenario, contender: 0, seed: 1, scheduler: FixedPlaces([0])))
    #expect(quiet.metrics["fragmentation"]?.value == 0)
  }

  @Test func `without a run to look at, or a size, there is no data`() {
    #expect(HandMadeLog(seconds: 10).outcome().metrics["fragmentation"] == MetricValue(nil))
  }
}
