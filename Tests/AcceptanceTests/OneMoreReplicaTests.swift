// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import RunMetrics
import Testing

/// Weights 170, 110 and 60; 5 replicas become 6 after an hour; a replica starts in ten minutes.
@Suite struct OneMoreReplicaTests {
  /// Ready replicas of the three clusters just before the seconds given.
  func ready(_ outcome: RunOutcome, before seconds: [Double]) throws -> [[Double]] {
    let series = try #require(outcome.detail.series)
    return try seconds.map { second in
      let place = try #require(series.times.lastIndex { $0 < second })
      return ["eu-west", "us-east", "ap-south"].map { region in
        series.readyByRegion.first { $0.name == region }?.values[place] ?? -1
      }
    }
  }

  @Test func `Karmada 1.15 goes from 3/2/0 to 4/1/1 and has four ready for 600 s`() throws {
    let outcome = try Race("regimes/one-more-replica.yaml").run("karmada-1.15", seed: 0, keepsSeries: true)
    let steps = try ready(outcome, before: [3600, 4190, 7200])
    #expect(steps == [[3, 2, 0], [3, 1, 0], [4, 1, 1]])
    #expect(outcome.value("replicas_killed_healthy") == 1)
    // Two of six missing for ten minutes, and the seconds in which the decision travels.
    let lost = try #require(outcome.value("lost_replica_hours")) * 3600
    #expect(lost >= 2 * 600 && lost < 2 * 610, "\(lost) replica-seconds")
  }

  @Test func `Karmada 1.16 goes from 2/2/1 to 3/2/1 and kills none`() throws {
    let outcome = try Race("regimes/one-more-replica.yaml").run("karmada-1.16", seed: 0, keepsSeries: true)
    let steps = try ready(outcome, before: [3600, 4190, 7200])
    #expect(steps == [[2, 2, 1], [2, 2, 1], [3, 2, 1]])
    #expect(outcome.value("replicas_killed_healthy") == 0)
    let lost = try #require(outcome.value("lost_replica_hours")) * 3600
    #expect(lost >= 600 && lost < 610, "\(lost) replica-seconds")
  }
}
