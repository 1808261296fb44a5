// SPDX-License-Identifier: GPL-3.0-or-later

import Reporting
import Results

/// Synthetic experiments: twelve clusters in three regions, eu-west lost from 1 h to 5 h of 6 h.
enum Fixture {
  static let contenders = [
    "karmada-duplicated", "karmada-static", "karmada-dynamic", "karmada-aggregated", "karmada-stock",
    "kubefed", "kubefed-rebalance", "kubeadmiral-ops",
  ]
  private static let regions = ["eu-west", "us-east", "ap-south"]
  private static let demand = 1_600.0

  /// Numbers between 0 and 1 that depend on the three keys alone.
  static func noise(_ first: Int, _ second: Int, _ third: Int) -> Double {
    var state = UInt64(first &* 73_856_093) ^ UInt64(second &* 19_349_663) ^ UInt64(third &* 83_492_791)
    state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((state ^ (state >> 31)) >> 11) / 9_007_199_254_740_992
  }

  /// What a contender regains of the third that is lost, 0...1.
  static func skill(_ contender: Int) -> Double { contender == 4 ? 0 : 0.12 * Double(contender) }

  static func input(
    contenders: [String] = contenders, seeds: Int = 8, sweep: [[String: String]] = [[:]], clusters: Int = 12
  ) -> ReportInput {
    let manifest = ExperimentManifest(
      version: "0.1.0", scenario: "eu-west-80", summary: "eu-west is lost for four hours at 80 % load.",
      scenarioDigests: sweep.indices.map { "5d41402abc4b2a76b9719d911017c59\($0)" },
      command: ["regatta", "run", "Scenarios/quickstart/scenario.yaml", "--seeds", "0..\(seeds - 1)"],
      horizonSeconds: 21_600, contenders: contenders, seeds: Array(0..<seeds), sweepPoints: sweep,
      goals: [
        .init(metric: "availability", relation: ">=", bound: 0.9, text: "availability >= 0.9"),
        .init(metric: "time_to_recover_p99", relation: "<=", bound: 120, text: "time_to_recover_p99 <= 120s"),
      ],
      translations: [
        .init(
          contender: contenders[0], field: "clusters.min", mark: "dropped", how: "Karmada has no minimum", workloads: 40
        ),
        .init(
          contender: contenders[contenders.count - 1], field: "division.capacity", mark: "approximated",
          how: "weights = allocatable CPU at the start, frozen", workloads: 12),
      ],
      caveats: ["Network latency delays no decision.", "Images are present on every node."],
      size: .init(clusters: clusters, regions: 3, nodes: clusters * 10, workloads: 40, replicas: 1_600))
    var records: [RunRecord] = []
    for (point, values) in sweep.enumerated() {
      for index in contenders.indices {
        for seed in 0..<seeds {
          records.append(record(contenders[index], index, seed, values, point, clusters))
        }
      }
    }
    return ReportInput(manifest: manifest, records: records)
  }

  private static func record(
    _ name: String, _ index: Int, _ seed: Int, _ sweep: [String: String], _ point: Int, _ clusters: Int
  ) -> RunRecord {
    let shared = noise(seed, 1, point)
    let own = noise(seed, 2 + index, point)
    let availability = 0.80 + 0.15 * skill(index) - 0.02 * Double(point) + 0.01 * shared + 0.001 * own
    let unrecovered = index == 4 ? 40 : (index < 2 ? 6 : 0)
    let recovery = recovery(index, seed, count: 40 - unrecovered)
    var metrics: [String: MetricValue] = [
      "availability": MetricValue(availability),
      "availability_own_promise": MetricValue(min(1, availability + 0.01)),
      "availability_during_failures": MetricValue(availability - 0.08),
      "served_at_failure_end": MetricValue(0.667 + 0.3 * skill(index) - 0.05 * Double(point)),
      "recovered_before_repair": MetricValue(Double(40 - unrecovered) / 40 - 0.1 * Double(point)),
      "lost_replica_hours": MetricValue((1 - availability) * 9_600),
      "surplus_replica_hours": MetricValue(index == 0 ? 12_800 : 3.2),
      "cost_per_1000_served_replica_hours": MetricValue(27.5 + (index == 0 ? 30 : own)),
      "time_to_recover_p50": MetricValue(
        value: unrecovered > 20 ? nil : 88, unit: "s", censored: unrecovered, count: 40),
      "time_to_recover_p99": MetricValue(
        value: unrecovered > 0 ? nil : 412, unit: "s", censored: unrecovered, count: 40),
      "replicas_moved": MetricValue(Double(index * 211 + seed)),
      "pending_replica_hours": MetricValue((1 - availability) * 4_000),
      "utilisation": MetricValue(0.62 + 0.02 * skill(index)),
    ]
    let lost = (1 - availability) * 9_600
    for (cause, share) in causeShares(index) { metrics["lost_\(cause)_hours"] = MetricValue(share * lost) }
    let worst = (0..<10).map { rank in
      WorkloadLoss(
        workload: "shop/web-\(rank)", lostReplicaSeconds: Double(10 - rank) * 3_600 * (1.2 - skill(index)),
        availability: 0.7 + 0.02 * Double(rank))
    }
    return RunRecord(
      scenario: "eu-west-80", scenarioDigest: "5d41402abc4b2a76b9719d911017c59\(point)", contender: name, seed: seed,
      sweep: sweep, digest: "d\(index)\(seed)41402abc4b2a76b9719d911017c5", events: 123_456 + seed, metrics: metrics,
      version: "0.1.0",
      detail: RunDetail(
        recovery: recovery, unrecovered: unrecovered,
        unrecoveredAfter: unrecovered > 0 ? [.init(seconds: 14_400, count: unrecovered)] : nil,
        series: seed == 0 ? series(index, clusters) : nil, worstWorkloads: worst,
        failover: seed == 0 ? failover(index) : nil, worstEpisode: episode(index, lost: lost)))
  }

  /// What each contender's loss is due to, as shares of 1.
  static func causeShares(_ index: Int) -> [(cause: String, share: Double)] {
    index == 4
      ? [("not_detected", 0.25), ("nothing_will_move_it", 0.75)]
      : [("not_detected", 0.25), ("tolerated", 0.5), ("starting", 0.25)]
  }

  /// A region of 533 replicas lost at 1 h; contender 4 does nothing about it.
  private static func failover(_ index: Int) -> FailoverTimeline {
    var timeline = FailoverTimeline(label: "region eu-west", plane: "all", failedAt: 3_600)
    timeline.lostReplicas = 533
    timeline.repairedAt = 18_000
    timeline.publishedAt = 3_635
    guard index != 4 else { return timeline }
    timeline.actedAt = 3_700 + 200 * Double(index)
    timeline.evictions = index < 5 ? .init(first: 3_700 + 200 * Double(index), last: 3_800 + 200 * Double(index)) : nil
    timeline.decisions = .init(first: 3_701 + 200 * Double(index), last: 3_810 + 200 * Double(index))
    timeline.placedReplicas = 533
    timeline.ready = .init(first: 3_712 + 200 * Double(index), last: 3_900 + 200 * Double(index))
    timeline.readyReplicas = Int(533 * skill(index))
    return timeline
  }

  /// All that was lost, in one stretch from the failure to the repair.
  private static func episode(_ index: Int, lost: Double) -> LossEpisode {
    let least = demand * (0.667 + 0.3 * skill(index))
    return LossEpisode(
      start: 3_600, end: 18_000, lostReplicaSeconds: lost * 3_600, times: [3_000, 3_600, 4_000, 18_000, 18_060],
      demand: Array(repeating: demand, count: 5), serving: [demand, demand * 0.667, least, demand, demand],
      faults: [.init(label: "region eu-west", start: 3_600, end: 18_000, plane: "all")])
  }

  private static func recovery(_ index: Int, _ seed: Int, count: Int) -> [RunDetail.Bucket] {
    var seconds = (0..<count).map { episode -> Double in
      let draw = noise(index, seed, episode)
      return (40 + 50 * Double(index) * draw + (draw > 0.9 ? 3_000 * draw : 0)).rounded()
    }
    seconds.sort()
    return seconds.map { RunDetail.Bucket(seconds: $0, count: 1) }
  }

  private static func series(_ index: Int, _ clusters: Int) -> RunSeries {
    let times = (0..<720).map { Double($0) * 30 }
    let demand = times.map { $0 >= 10_800 ? Self.demand + 100 : Self.demand }
    let regained = times.map { time -> Double in
      guard time >= 3_600, time < 18_000 else { return 0 }
      let progress = min(1, max(0, (time - 3_700 - 200 * Double(index)) / 2_400))
      return skill(index) * progress
    }
    let isDown = times.map { $0 >= 3_600 && $0 < 18_000 }
    let serving = times.indices.map { point in
      isDown[point] ? demand[point] * (0.667 + 0.333 * regained[point]) : min(demand[point], Self.demand + 60)
    }
    let lines = regions.enumerated().map { region, name in
      RunSeries.Line(
        name: name,
        values: times.indices.map { point in
          if region == 0 { return isDown[point] ? 0 : Self.demand / 3 }
          return isDown[point] ? serving[point] / 2 : Self.demand / 3
        })
    }
    let utilisation = (0..<clusters).map { cluster in
      RunSeries.Line(
        name: "\(regions[cluster % 3])-\(cluster / 3 + 1)",
        values: times.indices.map { point in
          if cluster % 3 == 0, isDown[point] { return 0 }
          return min(1, 0.7 + 0.2 * noise(cluster, index, 7) + (isDown[point] ? 0.15 * regained[point] : 0))
        })
    }
    return RunSeries(
      times: times, demand: demand, serving: serving, readyByRegion: lines, utilisation: utilisation,
      faults: [
        .init(
          label: "region eu-west", start: 3_600, end: 18_000, plane: "all",
          lines: (0..<clusters).filter { $0 % 3 == 0 })
      ])
  }
}
