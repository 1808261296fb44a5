// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quantities
import RunMetrics
import Testing

/// Switches as a scenario file turns them, and what a run makes of each side.
@Suite struct SetSwitchTests {
  /// Three equal clusters in regions of their own; 30 replicas; one cluster dead from 1 h on, to the end.
  private func race(_ contenders: [String], actions: String = "") throws -> Race {
    try Race(
      text: """
        apiVersion: regatta/v1alpha1
        kind: Scenario
        metadata: {name: switches}
        horizon: 2h
        fleet:
          generate:
            regions: {eu-west: {zones: 1}, us-east: {zones: 1}, ap-south: {zones: 1}}
            clusters: 3
            nodePools:
            - {nodes: 10, cpu: "16", memory: 64Gi, pods: 110}
        workloads:
        - name: web
          namespace: shop
          replicas: 30
          requests: {cpu: 500m, memory: 512Mi}
          startup: {constant: 0s}
          intent: {division: even, onClusterLoss: {move: true, after: 0s}}
        contenders:
        \(contenders.map { "- {\($0)}" }.joined(separator: "\n"))
        failures:
        - {at: 1h, region: eu-west}
        \(actions)
        """)
  }

  /// Seconds that each of the ten lost replicas was lost for a cause.
  private func seconds(_ race: Race, _ contender: String, _ metric: String, seed: Int = 0) throws -> Double {
    (try race.run(contender, seed: seed, checksInvariants: true).value(metric) ?? 0) * 360
  }

  @Test func `countsConsecutiveFailures makes of KubeFed's first failed probe the third`() throws {
    let race = try race([
      "name: stock, profile: kubefed-0.10",
      "name: in-a-row, profile: kubefed-0.10, set: {countsConsecutiveFailures: true}",
    ])
    for seed in 0..<10 {
      let stock = try seconds(race, "stock", "lost_not_detected_hours", seed: seed)
      let inARow = try seconds(race, "in-a-row", "lost_not_detected_hours", seed: seed)
      #expect(stock > 0 && stock <= 10, "seed \(seed)")
      #expect(abs(inARow - stock - 20) < 1e-6, "seed \(seed)")
    }
  }

  @Test func `evictionEnabled alone evicts nothing since Karmada 1.14, optIn does, and 1.13 taints by itself`() throws {
    let race = try race([
      "name: set, profile: karmada-1.18, set: {evictionEnabled: true}",
      "name: opted-in, profile: karmada-1.18, optIn: failover",
      "name: old, profile: karmada-1.13, set: {evictionEnabled: true}",
    ])
    #expect(try race.run("set", seed: 0).value("evictions") == 0)
    #expect(try seconds(race, "set", "lost_nothing_will_move_it_hours") > 3500)
    for contender in ["opted-in", "old"] {
      #expect(try race.run(contender, seed: 0).value("evictions") == 1)
      #expect(try seconds(race, contender, "lost_nothing_will_move_it_hours") == 0)
    }
  }

  @Test func `targetsPassTaints lets a third of a scale-up land on the dead one of three`() throws {
    let race = try race(
      [
        "name: stock, profile: karmada-1.18, division: capacity",
        "name: kept-away, profile: karmada-1.18, division: capacity, set: {targetsPassTaints: false}",
      ],
      actions: """
        actions:
        - {at: 70m, do: scale, workload: shop/web, replicas: 60}
        """)
    let lost = try seconds(race, "stock", "lost_nothing_will_move_it_hours")
    // Ten from the detection on, and ten more from 70 min on.
    #expect(abs(lost - (3600 - 35) - 3000) < 10, "\(lost)")
    let kept = try seconds(race, "kept-away", "lost_nothing_will_move_it_hours")
    #expect(abs(kept - (600 - 35)) < 10, "\(kept)")
  }
}
