// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import RunMetrics
import SchedulingPolicies
import TestSupport
import Testing

@Suite struct PlacementHistoryTests {
  private func at(_ seconds: Int64) -> SimulationTime { .zero + .seconds(seconds) }

  private var steps: StepHistory {
    var history = StepHistory()
    history.set(5, at: at(10))
    history.set(7, at: at(20))
    history.set(2, at: at(20))
    history.set(9, at: at(30))
    history.set(2, at: at(30))
    return history
  }

  @Test func `what happens within a moment is one step, and none where nothing is changed by it`() {
    #expect(steps.steps.map(\.value) == [5, 2])
    #expect(steps.last == 2)
  }

  @Test func `a value holds from its moment to the next`() {
    #expect([0, 9, 10, 19, 20, 99].map { steps.value(at: at($0)) } == [0, 0, 5, 5, 2, 2])
  }

  @Test func `the first change of a kind is found at or after a time`() {
    #expect(steps.first(atOrAfter: at(0)) { $0 == 0 && $1 > 0 } == at(10))
    #expect(steps.first(atOrAfter: at(20)) { $1 < $0 } == at(20))
    #expect(steps.first(atOrAfter: at(21)) { $1 < $0 } == nil)
  }

  @Test func `bounds hold what was before the interval and at both its ends`() {
    #expect(steps.bounds(from: at(0), to: at(9)) == 0...0)
    #expect(steps.bounds(from: at(5), to: at(10)) == 0...5)
    #expect(steps.bounds(from: at(15), to: at(40)) == 2...5)
  }

  /// 30 replicas on a, b and c by capacity; c is lost for an hour and given up after a while.
  @Test func `the numbers of a run add up over clusters, and looking on changes nothing`() throws {
    let workloads = [Federations.workload("web", replicas: 30), Federations.workload("db", replicas: 6)]
    let scenario = Scenario(
      name: "placements", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b", "c"], nodes: 4),
      workloads: workloads,
      contenders: [Federations.contender(of: Federations.karmadaWithFailover, over: workloads)],
      failures: [Federations.loss(of: "c", at: .hours(1), for: .hours(1))])
    func run(_ tracks: [PlacementTrack]) throws -> RunOutcome {
      try #require(
        MeasuredRun.run(
          scenario: scenario, contender: 0, seed: 1,
          scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), tracks: tracks))
    }
    let quantities: [PlacementTrack.Quantity] = [.assigned, .ready, .pending, .evictions, .assignedClusters]
    let tracks: [PlacementTrack] = quantities.flatMap { quantity -> [PlacementTrack] in
      [PlacementTrack(quantity)] + (0..<3).map { PlacementTrack(quantity, cluster: $0) }
    }
    let others = [
      PlacementTrack(.served), PlacementTrack(.demand), PlacementTrack(.believedReady, cluster: 2),
      PlacementTrack(.assigned, workload: 1),
    ]
    let outcome = try run(tracks + others)
    var plain = try run([])
    #expect(outcome.digest == plain.digest)
    plain.histories = outcome.histories
    #expect(outcome == plain)
    for (place, quantity) in quantities.enumerated() {
      let histories = outcome.histories[(place * 4)..<(place * 4 + 4)].map { $0 }
      for minute in stride(from: Int64(0), to: 180, by: 1) {
        let values = histories.map { $0.value(at: at(minute * 60)) }
        #expect(values[0] == values[1] + values[2] + values[3], "\(quantity) after \(minute) minutes")
      }
    }
    let served = outcome.histories[tracks.count]
    #expect(served.value(at: at(0)) == 36 && served.bounds(from: at(0), to: at(10_000)).lowerBound < 36)
    #expect(outcome.histories[tracks.count + 1].steps.map(\.value) == [36])
    let believed = outcome.histories[tracks.count + 2]
    #expect(believed.steps.map(\.value) == [0, 1])
    #expect(believed.initial == -1)
    #expect(outcome.histories[tracks.count + 3].value(at: at(0)) == 6)
  }
}
