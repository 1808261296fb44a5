// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

@testable import ScenarioFormat

/// Numbers that are the same in every run of the tests (SplitMix64).
struct TestNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func flag() -> Bool { next() & 1 == 1 }
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
  mutating func subset<Element>(_ elements: [Element]) -> [Element] { elements.filter { _ in flag() } }
}

/// Six clusters in three regions; every second one is in production.
let testFleet = Fleet(
  clusters: ["ap", "eu", "us"].flatMap { region in
    ["a", "b"].map { letter in
      ClusterSpec(
        name: "\(region)-\(letter)", provider: letter == "a" ? "aws" : "azure", region: region,
        zones: ["\(region)-\(letter)-1"], labels: ["tier": letter == "a" ? "prod" : "dev", "region": region],
        pools: [
          NodePoolSpec(
            name: "nodes", nodeCount: region == "eu" ? 4 : 2,
            allocatable: Resources(cpuMillicores: 16_000, memoryBytes: 64 << 30, pods: 110))
        ])
    }
  })

/// Intents that use every part of the model, in every combination sooner or later.
struct RandomIntents {
  var numbers: TestNumbers

  init(seed: UInt64) { numbers = TestNumbers(seed: seed) }

  mutating func next() -> Intent {
    let names = testFleet.clusters.map(\.name)
    var intent = Intent(division: numbers.pick(Intent.Division.allCases))
    if numbers.below(3) == 0 {
      intent.eligible.labelSelector = numbers.pick([
        LabelSelector(matchLabels: ["tier": "prod"]),
        LabelSelector(matchExpressions: [.init(key: "tier", operator: .isIn, values: ["prod", "test"])]),
        LabelSelector(
          matchLabels: ["tier": "dev"], matchExpressions: [.init(key: "region", operator: .notIn, values: ["ap"])]),
      ])
    }
    if numbers.below(3) == 0 { intent.eligible.names = numbers.subset(names) }
    if numbers.below(4) == 0 { intent.eligible.regions = numbers.subset(["ap", "eu"]) }
    for name in numbers.subset(names) + (numbers.below(3) == 0 ? ["*"] : []) {
      let minimum = numbers.below(4)
      intent.clusters.append(
        Intent.ClusterShare(
          cluster: name, minimum: minimum, maximum: numbers.flag() ? minimum + numbers.below(5) : nil,
          weight: numbers.flag() ? numbers.below(5) : nil))
    }
    if numbers.below(3) == 0 { intent.spread.cluster = range(below: 6) }
    if numbers.below(3) == 0 { intent.spread.region = range(below: 3) }
    if numbers.below(5) == 0 { intent.spread.zone = range(below: 6) }
    if numbers.below(5) == 0 { intent.spread.provider = range(below: 2) }
    intent.onClusterLoss = Intent.ClusterLoss(
      move: numbers.below(4) > 0, after: .seconds(numbers.pick([0, 30, 60, 300])))
    if numbers.below(3) == 0 {
      intent.onUnhealthy = Intent.Unhealthiness(move: true, after: .seconds(numbers.pick([0, 30, 600])))
    }
    return intent
  }

  private mutating func range(below count: Int) -> Intent.SpreadRange {
    let minimum = 1 + numbers.below(count - 1)
    return Intent.SpreadRange(minimum: minimum, maximum: numbers.flag() ? max(minimum, count - 1) : nil)
  }

  mutating func options() -> ContenderOptions {
    ContenderOptions(
      optsIntoFailover: numbers.flag(), division: nil, rebalance: numbers.pick([nil, true, false]),
      operatorTaintAfter: numbers.pick([nil, .seconds(300)]))
  }
}
