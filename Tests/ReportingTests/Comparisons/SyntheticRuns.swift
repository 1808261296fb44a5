// SPDX-License-Identifier: GPL-3.0-or-later

import Results

@testable import Reporting

/// Experiments of given values: one metric by contender and seed, digests made of them.
enum SyntheticRuns {
  static func input(
    _ metric: String, _ values: [(String, [Double?])], goals: [String] = [], version: String = "1", digest: String = "d"
  ) -> ReportInput {
    let seeds = values.map(\.1.count).max() ?? 0
    let manifest = ExperimentManifest(
      version: version, scenario: "s", summary: "", scenarioDigests: [digest], command: ["regatta", "run", "s.yaml"],
      horizonSeconds: 3600, contenders: values.map(\.0), seeds: Array(0..<seeds), sweepPoints: [[:]],
      goals: goals.map { ExperimentManifest.GoalLine(metric: $0, relation: "<=", bound: 1, text: "\($0) <= 1") },
      translations: [], caveats: [], size: .init(clusters: 1, regions: 1, nodes: 1, workloads: 1, replicas: 1))
    let records = values.flatMap { name, list in
      list.enumerated().map { seed, value -> RunRecord in
        let isTime = metric.hasPrefix("time_to_recover")
        let entry =
          value == nil && isTime ? MetricValue(value: nil, unit: "s", censored: 1, count: 4) : MetricValue(value)
        return RunRecord(
          scenario: "s", scenarioDigest: digest, contender: name, seed: seed, sweep: [:],
          digest: "\(name)-\(seed)-\(value.map { "\($0)" } ?? "nil")", events: 1, metrics: [metric: entry],
          version: version)
      }
    }
    return ReportInput(manifest: manifest, records: records)
  }

  /// Ten to thirty ten values around 100 that no formula favours.
  static func noise(_ count: Int, scale: Double = 1, salt: Int = 1) -> [Double] {
    (0..<count).map { 100 + scale * (Fixture.noise($0, salt, 7) - 0.5) }
  }
}
