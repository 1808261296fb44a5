// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import TestSupport
import Testing

@testable import InputModels

struct FaultInputsTests {
  private static let weibull = DistributionSpec.weibull(shape: 0.48, scale: .hours(800))
  private static let lognormal = DistributionSpec.lognormal(median: .hours(2), percentile95: .hours(20))

  private func process(
    _ level: FailureProcessSpec.Level, target: TargetSelector = TargetSelector(), up: DistributionSpec = weibull,
    down: DistributionSpec = lognormal
  ) -> FailureSpec {
    .process(FailureProcessSpec(level: level, target: target, up: up, down: down))
  }

  private func scenario(_ fleet: Fleet, _ failures: [FailureSpec]) -> Scenario {
    Scenario(
      name: "faults", horizon: .hours(1000), fleet: fleet, workloads: [], contenders: [], failures: failures)
  }

  /// The first `count` windows of each unit, by label.
  private func windows(
    _ scenario: Scenario, seed: UInt64 = 7, count: Int = 5
  ) -> [(label: String, windows: [FaultWindow])] {
    var inputs = FaultInputs(scenario: scenario, seed: seed)
    return inputs.units.indices.map { unit in
      var found: [FaultWindow] = []
      var time = SimulationTime.zero
      while found.count < count, let window = inputs.nextWindow(of: unit, from: time) {
        found.append(window)
        time = window.end
      }
      return (inputs.units[unit].label, found)
    }
  }

  private func cluster(
    _ name: String, provider: String = "p", region: String = "r", zones: [String] = [], pools: [NodePoolSpec]? = nil
  ) -> ClusterSpec {
    ClusterSpec(
      name: name, provider: provider, region: region, zones: zones,
      pools: pools ?? [pool("default", nodes: 3)])
  }

  private func pool(_ name: String, nodes: Int, zone: String? = nil) -> NodePoolSpec {
    NodePoolSpec(
      name: name, nodeCount: nodes, allocatable: Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 10),
      zone: zone)
  }

  @Test func `a seed gives the same windows again, another seed others`() {
    let scenario = scenario(Federations.fleet(), [process(.cluster)])
    let first = windows(scenario)
    #expect(first.count == 12)
    #expect(first.map(\.windows) == windows(scenario).map(\.windows))
    #expect(zip(first, windows(scenario, seed: 8)).allSatisfy { $0.windows != $1.windows })
  }

  @Test func `the order in which units are asked changes nothing`() {
    let scenario = scenario(Federations.fleet(), [process(.cluster)])
    var forward = FaultInputs(scenario: scenario, seed: 3)
    var backward = FaultInputs(scenario: scenario, seed: 3)
    let units = Array(forward.units.indices)
    let first = units.map { forward.nextWindow(of: $0, from: .zero) }
    let second = units.reversed().map { backward.nextWindow(of: $0, from: .zero) }
    #expect(first == second.reversed())
  }

  @Test func `windows follow one another and none is before its start`() {
    for (label, found) in windows(scenario(Federations.fleet(), [process(.cluster)]), count: 50) {
      var time = SimulationTime.zero
      for window in found {
        #expect(time <= window.start && window.start <= window.end, "\(label)")
        time = window.end
      }
    }
  }

  @Test func `one cluster more leaves the windows of all others bit-identical`() {
    let clusters = ["a", "b", "d"].map { cluster($0) }
    let failures = [process(.cluster), process(.node), process(.region)]
    let before = windows(scenario(Fleet(clusters: clusters), failures))
    let after = windows(
      scenario(Fleet(clusters: clusters + [cluster("c"), cluster("aa", region: "q")]), failures))
    for (label, found) in before {
      #expect(after.first { $0.label == label }?.windows == found, "\(label)")
    }
    #expect(after.count == before.count + 2 * 4 + 1)
  }

  @Test func `a node pool more leaves the windows of the other pools' nodes bit-identical`() {
    let old = [pool("x", nodes: 2), pool("y", nodes: 2)]
    let before = windows(scenario(Fleet(clusters: [cluster("a", pools: old)]), [process(.node)]))
    for place in 0...2 {
      var pools = old
      pools.insert(pool("new", nodes: 3), at: place)
      let after = windows(scenario(Fleet(clusters: [cluster("a", pools: pools)]), [process(.node)])).map(\.windows)
      #expect(before.allSatisfy { after.contains($0.windows) }, "inserted at \(place)")
      #expect(after.count == 7)
    }
  }

  @Test func `a scripted failure more leaves what laws draw as it was`() {
    let fleet = Federations.fleet()
    let scripted = Federations.loss(of: "eu-west-1", at: .hours(1), for: .hours(1))
    let before = windows(scenario(fleet, [process(.cluster)]))
    let after = windows(scenario(fleet, [scripted, process(.cluster)]))
    #expect(after.dropFirst().map(\.windows) == before.map(\.windows))
  }

  @Test func `two laws over the same clusters draw apart`() {
    let found = windows(scenario(Fleet(clusters: [cluster("a")]), [process(.cluster), process(.cluster)]))
    #expect(found.count == 2)
    #expect(found[0].windows != found[1].windows)
  }

  @Test func `a scripted failure happens once, from its time for its span`() {
    let found = windows(
      scenario(Federations.fleet(), [Federations.loss(of: "eu-west-1", at: .hours(1), for: .minutes(5))]))
    #expect(found.count == 1)
    #expect(found[0].label == "cluster eu-west-1")
    #expect(found[0].windows == [FaultWindow(start: .zero + .hours(1), end: .zero + .minutes(65))])
  }

  @Test func `a failure without span is for good, one of span 0 ends where it starts`() {
    let fleet = Federations.fleet()
    let found = windows(
      scenario(
        fleet,
        [
          Federations.loss(of: "eu-west-1", at: .hours(1), for: nil),
          Federations.loss(of: "eu-west-1", at: .hours(2), for: .zero),
        ]))
    #expect(found[0].windows == [FaultWindow(start: .zero + .hours(1), end: .distantFuture)])
    #expect(found[1].windows == [FaultWindow(start: .zero + .hours(2), end: .zero + .hours(2))])
  }

  @Test func `a failure that selects no cluster is no unit`() {
    let inputs = FaultInputs(
      scenario: scenario(Federations.fleet(), [Federations.loss(of: "nowhere", at: .zero, for: nil)]), seed: 1)
    #expect(inputs.units.isEmpty)
  }

  @Test func `a law whose repairs take no time is no unit`() {
    let law = process(.cluster, up: .constant(.zero), down: .constant(.zero))
    #expect(FaultInputs(scenario: scenario(Federations.fleet(), [law]), seed: 1).units.isEmpty)
  }

  @Test func `a region fails as one, a zone takes only its nodes`() {
    let fleet = Fleet(
      clusters: [
        cluster("a", region: "r", zones: ["z1", "z2"]), cluster("b", region: "r", zones: ["z2"]),
        cluster("c", region: "s", zones: ["z1"]),
      ])
    let inputs = FaultInputs(
      scenario: scenario(
        fleet,
        [
          .scripted(at: .zero, span: nil, target: TargetSelector(region: "r"), plane: .hub),
          .scripted(at: .zero, span: nil, target: TargetSelector(zone: "z2", region: "r"), plane: .all),
        ]), seed: 1)
    #expect(inputs.units[0].clusters == [ClusterIndex(0), ClusterIndex(1)])
    #expect(inputs.units[0].nodes == nil && inputs.units[0].plane == .hub && inputs.units[0].isScripted)
    #expect(inputs.units[1].clusters == [ClusterIndex(0), ClusterIndex(1)])
    #expect(inputs.units[1].nodes?.zone == "z2")
  }

  @Test func `laws make one unit per cluster, node, zone of a region, region and provider`() {
    let fleet = Fleet(
      clusters: [
        cluster("a", provider: "p", region: "r", zones: ["z1", "z2"]),
        cluster("b", provider: "q", region: "r", zones: ["z1"]),
        cluster("c", provider: "p", region: "s", zones: ["z1"]),
        cluster("d", provider: "", region: "", zones: []),
      ])
    func labels(_ level: FailureProcessSpec.Level) -> [String] {
      FaultInputs(scenario: scenario(fleet, [process(level)]), seed: 1).units.map(\.label)
    }
    #expect(labels(.cluster) == ["cluster d", "cluster a", "cluster b", "cluster c"])
    #expect(labels(.node).count == 12)
    #expect(labels(.region) == ["region r", "region s"])
    #expect(labels(.provider) == ["provider p", "provider q"])
    #expect(labels(.zone) == ["zone r/z1", "zone r/z2", "zone s/z1"])
    let units = FaultInputs(scenario: scenario(fleet, [process(.zone)]), seed: 1).units
    #expect(units[0].clusters == [ClusterIndex(1), ClusterIndex(2)])
    #expect(units.map { $0.nodes?.zone } == ["z1", "z2", "z1"])
  }

  @Test func `a zone that only a pool names is a zone too`() {
    let fleet = Fleet(clusters: [cluster("a", zones: ["z1"], pools: [pool("x", nodes: 1, zone: "z9")])])
    let units = FaultInputs(scenario: scenario(fleet, [process(.zone)]), seed: 1).units
    #expect(units.map(\.label) == ["zone r/z1", "zone r/z9"])
  }

  @Test func `a law of nodes that names a zone or a pool takes no other nodes`() {
    let pools = [pool("x", nodes: 2), pool("y", nodes: 4)]
    let fleet = Fleet(clusters: [cluster("a", zones: ["z1", "z2"], pools: pools)])
    func ordinals(_ target: TargetSelector) -> [Int?] {
      FaultInputs(scenario: scenario(fleet, [process(.node, target: target)]), seed: 1).units.map { $0.nodes?.ordinal }
    }
    #expect(ordinals(TargetSelector(zone: "z2")) == [1, 3, 5])
    #expect(ordinals(TargetSelector(nodePool: "y")) == [2, 3, 4, 5])
    #expect(ordinals(TargetSelector(zone: "z1", nodePool: "y")) == [2, 4])
    let zones = FaultInputs(
      scenario: scenario(fleet, [process(.zone, target: TargetSelector(zone: "z2"))]), seed: 1
    ).units
    #expect(zones.map { $0.nodes?.zone } == ["z2"])
  }

  @Test func `the first time up is the residual of a fleet in service`() {
    // 1,000 clusters that fail every 100 h on the clock and are repaired at once: in a fleet in service the first
    // failure is uniform over the period, in a new one it would be at its end.
    let fleet = Fleet(clusters: (0..<1000).map { cluster("c\($0)") })
    let law = process(.cluster, up: .constant(.hours(100)), down: .constant(.hours(1)))
    let firsts = windows(scenario(fleet, [law]), count: 1).compactMap { $0.windows.first?.start.seconds }
    let mean = firsts.reduce(0, +) / Double(firsts.count) / 3600
    // Standard deviation 100 / sqrt(12) h; four standard errors of 1,000 draws.
    #expect(abs(mean - 50) < 4 * 28.87 / 1000.0.squareRoot(), "\(mean) h")
    let second = windows(scenario(fleet, [law]), count: 2).map(\.windows)
    #expect(second.allSatisfy { $0[1].start - $0[0].end == .hours(100) })
  }

  @Test func `a Weibull fleet in service fails at its long-run rate from the start`() {
    // Shape 0.48, mean 800 h x Gamma(1 + 1/0.48): the renewal rate 1 / mean holds from the first hour on; a new fleet
    // would have many times as many failures in the first 100 h.
    let fleet = Fleet(clusters: (0..<4000).map { cluster("c\($0)") })
    let law = process(.cluster, down: .constant(.seconds(1)))
    let mean = FaultInputsTests.weibull.distribution.mean.hours
    var count = 0
    for (_, found) in windows(scenario(fleet, [law]), count: 20) {
      count += found.filter { $0.start < .zero + .hours(100) }.count
    }
    let expected = 4000 * 100 / mean
    // Renewals of a clustered law vary more than Poisson ones: their index of dispersion is at most the squared
    // coefficient of variation, 5.6 for this shape.
    #expect(abs(Double(count) - expected) < 4 * (5.6 * expected).squareRoot(), "\(count) for \(expected)")
  }
}
