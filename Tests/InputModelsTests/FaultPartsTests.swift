// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import TestSupport
import Testing

@testable import InputModels

/// What each occurrence strikes: shares of nodes, racks, shocks, common causes, maintenance, the hub.
struct FaultPartsTests {
  private func pool(_ name: String = "default", nodes: Int, zone: String? = nil) -> NodePoolSpec {
    NodePoolSpec(
      name: name, nodeCount: nodes, allocatable: Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 10),
      zone: zone)
  }

  private func fleet(_ nodes: [Int], region: String = "r", zones: [String] = []) -> Fleet {
    Fleet(
      clusters: nodes.enumerated().map { place, count in
        ClusterSpec(
          name: "c\(place)", provider: "p", region: region, zones: zones, pools: [pool(nodes: count)])
      })
  }

  private func inputs(_ fleet: Fleet, _ failures: [FailureSpec], seed: UInt64 = 7) -> FaultInputs {
    FaultInputs(
      scenario: Scenario(
        name: "parts", horizon: .hours(1000), fleet: fleet, workloads: [], contenders: [], failures: failures),
      seed: seed)
  }

  /// The first `count` windows of a unit.
  private func windows(_ inputs: inout FaultInputs, of unit: Int, count: Int) -> [FaultWindow] {
    var found: [FaultWindow] = []
    var time = SimulationTime.zero
    while found.count < count, let window = inputs.nextWindow(of: unit, from: time) {
      found.append(window)
      time = window.end
    }
    return found
  }

  /// The places struck, by cluster.
  private func listed(_ parts: [FaultPart]) -> [[Int]] {
    parts.map { part in
      if case .listed(let places) = part.nodes { places } else { [-1] }
    }
  }

  private func loss(_ amount: NodeAmount, _ target: TargetSelector = TargetSelector(), turn: Int = 0) -> FailureSpec {
    .scripted(
      ScriptedFailureSpec(
        at: .zero + .hours(1), span: .hours(1), target: target, nodes: amount, entry: 3, occurrence: turn))
  }

  // Capacity loss

  @Test(arguments: [
    (NodeAmount.share(0.3), 10, 3), (.share(0.3), 11, 4), (.share(0.07), 100, 7), (.share(0.001), 5, 1),
    (.share(0.999), 5, 5), (.count(3), 10, 3), (.count(3), 2, 2), (.share(0.5), 0, 0),
  ])
  func `a share is rounded up and a count is cut at what is there`(amount: NodeAmount, nodes: Int, struck: Int) {
    var inputs = inputs(fleet([nodes, nodes]), [loss(amount)])
    let window = windows(&inputs, of: 0, count: 1)[0]
    let found = listed(inputs.parts(of: 0, in: window))
    #expect(found.map(\.count) == [struck, struck])
    for places in found {
      #expect(places == places.sorted() && Set(places).count == places.count)
      #expect(places.allSatisfy { $0 < nodes })
    }
  }

  @Test func `the nodes chosen differ by seed, occurrence and cluster, and the end finds those of the begin`() {
    func chosen(seed: UInt64, turn: Int) -> [[Int]] {
      var inputs = inputs(fleet([40, 40]), [loss(.count(5), turn: turn)], seed: seed)
      let window = windows(&inputs, of: 0, count: 1)[0]
      #expect(inputs.parts(of: 0, in: window) == inputs.parts(of: 0, in: window))
      return listed(inputs.parts(of: 0, in: window))
    }
    let first = chosen(seed: 1, turn: 0)
    #expect(first[0] != first[1])
    #expect(first == chosen(seed: 1, turn: 0))
    #expect(first != chosen(seed: 2, turn: 0) && first != chosen(seed: 1, turn: 1))
  }

  @Test func `every node is chosen equally often`() {
    var counts = Array(repeating: 0.0, count: 10)
    for seed in 0..<4000 as Range<UInt64> {
      let inputs = inputs(fleet([10]), [loss(.count(3))], seed: seed)
      let window = FaultWindow(start: .zero, end: .zero)
      for node in listed(inputs.parts(of: 0, in: window))[0] { counts[node] += 1 }
    }
    let error: Double = (4000.0 * 0.3 * 0.7).squareRoot()
    let worst: Double = counts.map { abs($0 - 1200) }.max() ?? 0
    #expect(worst < 4 * error, "\(counts)")
  }

  @Test func `a share of a zone or a pool is one of its nodes alone`() {
    let spec = ClusterSpec(
      name: "a", region: "r", zones: ["z0", "z1"], pools: [pool("x", nodes: 4), pool("y", nodes: 20)])
    for seed in 0..<20 as Range<UInt64> {
      let inputs = inputs(
        Fleet(clusters: [spec]),
        [
          loss(.share(0.5), TargetSelector(zone: "z1", nodePool: "y")),
          loss(.share(0.5), TargetSelector(nodePool: "x")),
        ],
        seed: seed)
      let window = FaultWindow(start: .zero, end: .zero)
      let zoned = listed(inputs.parts(of: 0, in: window))[0]
      #expect(zoned.count == 5)
      #expect(zoned.allSatisfy { $0 >= 4 && $0 % 2 == 1 })
      let pooled = listed(inputs.parts(of: 1, in: window))[0]
      #expect(pooled.count == 2 && pooled.allSatisfy { $0 < 4 })
    }
  }

  // Jitter

  @Test func `jitter moves a begin by at most itself, evenly, and never before the start`() {
    var shifts: [Double] = []
    for seed in 0..<2000 as Range<UInt64> {
      var inputs = inputs(
        fleet([1]),
        [.scripted(ScriptedFailureSpec(at: .zero + .hours(1), span: .minutes(1), jitter: .seconds(30), entry: 1))],
        seed: seed)
      let window = windows(&inputs, of: 0, count: 1)[0]
      #expect(window.end - window.start == .minutes(1))
      shifts.append((window.start - (SimulationTime.zero + .hours(1))).seconds)
    }
    #expect(shifts.allSatisfy { abs($0) <= 30 })
    let mean = shifts.reduce(0, +) / 2000
    let error: Double = 30 / (3.0 * 2000).squareRoot()
    #expect(abs(mean) < 4 * error, "\(mean)")
    #expect((shifts.min() ?? 0) < -28 && (shifts.max() ?? 0) > 28)
    var early = inputs(
      fleet([1]), [.scripted(ScriptedFailureSpec(at: .zero, span: .minutes(1), jitter: .hours(1), entry: 1))], seed: 3)
    #expect(windows(&early, of: 0, count: 1)[0].start >= SimulationTime.zero)
  }

  // Racks

  @Test func `racks are so many nodes in a row, the last one what is left`() {
    let law = FailureSpec.process(
      FailureProcessSpec(level: .rack, up: .constant(.hours(9)), down: .constant(.hours(1)), rackNodes: 4))
    let units = inputs(fleet([10, 4]), [law]).units
    #expect(units.map(\.label) == ["rack 0 of c0", "rack 1 of c0", "rack 2 of c0", "rack 0 of c1"])
    #expect(units.map { $0.nodes?.rack } == [0..<4, 4..<8, 8..<10, 0..<4])
    #expect(units.allSatisfy { $0.regions.isEmpty })
  }

  // Shared shocks

  @Test(arguments: [FailureProcessSpec.Level.cluster, .rack, .node])
  func `a shock strikes each part on its own with its probability`(each: FailureProcessSpec.Level) {
    let law = FailureSpec.process(
      FailureProcessSpec(
        level: .region, up: .constant(.hours(9)), down: .constant(.hours(1)), rackNodes: 5,
        hits: SharedShock(each: each, share: 0.3)))
    var inputs = inputs(fleet(Array(repeating: 20, count: 10)), [law])
    #expect(inputs.units.count == 1 && inputs.units[0].regions.isEmpty)
    let occurrences = 400
    var struck = 0
    var patterns: Set<[FaultPart]> = []
    for window in windows(&inputs, of: 0, count: occurrences) {
      let parts = inputs.parts(of: 0, in: window)
      #expect(parts == inputs.parts(of: 0, in: window))
      patterns.insert(parts)
      switch each {
      case .cluster:
        struck += parts.count
        #expect(parts.allSatisfy { $0.nodes == .whole })
      default:
        struck += listed(parts).reduce(0) { $0 + $1.count } / (each == .rack ? 5 : 1)
        if each == .rack { #expect(listed(parts).allSatisfy { $0.count % 5 == 0 }) }
      }
    }
    let units = Double(occurrences) * (each == .cluster ? 10 : each == .rack ? 40 : 200)
    let error = (units * 0.3 * 0.7).squareRoot()
    #expect(abs(Double(struck) - 0.3 * units) < 4 * error, "\(struck) of \(units)")
    #expect(patterns.count > occurrences / 4)
  }

  // Common causes

  /// How often each node fails, alone and in common, over `hours` for each of `seeds`.
  private func failures(_ process: FailureProcessSpec, _ fleet: Fleet, hours: Int64, seeds: Range<UInt64>) -> [Double] {
    seeds.map { seed in
      var inputs = inputs(fleet, [.process(process)], seed: seed)
      var count = 0.0
      for unit in inputs.units.indices {
        let size = inputs.units[unit].nodes?.ordinal == nil ? Double(inputs.units[unit].nodes?.rack?.count ?? 0) : 1
        var time = SimulationTime.zero
        while let window = inputs.nextWindow(of: unit, from: time), window.start < .zero + .hours(hours) {
          count += size
          time = window.end
        }
      }
      return count
    }
  }

  @Test(arguments: [0, 0.37, 1] as [Double])
  func `a node fails as often with a common cause as without, whatever beta is`(beta: Double) {
    // 40 nodes in racks of 4; repairs of a second leave the rate at 1 / 100 h.
    let process = FailureProcessSpec(
      level: .node, up: .exponential(mean: .hours(100)), down: .constant(.seconds(1)), rackNodes: 4,
      commonCause: CommonCause(beta: beta, group: .rack))
    let counts = failures(process, fleet([40]), hours: 1000, seeds: 0..<200)
    let mean = counts.reduce(0, +) / 200
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    let error: Double = (variance / 200).squareRoot()
    #expect(abs(mean - 400) < 4 * error, "\(mean)")
    // Poisson alone has a variance of 400; bursts of 4 add beta x 4 x 4 / 4 of it.
    let expected: Double = 400 * (1 - beta + 4 * beta)
    let tolerance: Double = 4 * expected * (2 / 199.0).squareRoot()
    #expect(abs(variance - expected) < tolerance, "\(variance) for \(expected)")
  }

  @Test func `a common cause strikes nodes and spares the cluster, and what has no group keeps its own rate`() {
    let spec = ClusterSpec(
      name: "a", region: "r", zones: [], pools: [pool("x", nodes: 2, zone: "z"), pool("y", nodes: 1)])
    func law(_ beta: Double) -> FailureSpec {
      .process(
        FailureProcessSpec(
          level: .node, up: .constant(.hours(9)), down: .constant(.hours(1)),
          commonCause: CommonCause(beta: beta, group: .zone)))
    }
    let units = inputs(Fleet(clusters: [spec]), [law(0.5)]).units
    #expect(units.map(\.label) == ["node 0 of a", "node 1 of a", "node 2 of a", "zone r/z in common"])
    #expect(units.last?.nodes?.sparesControlPlane == true && units.last?.regions == [])
    // With beta 1 only the node without a zone fails on its own.
    #expect(inputs(Fleet(clusters: [spec]), [law(1)]).units.map(\.label) == ["node 2 of a", "zone r/z in common"])
    #expect(inputs(Fleet(clusters: [spec]), [law(0)]).units.count == 3)
  }

  @Test func `clusters fail in common with their region as wholes, and once with the first of their zones`() {
    let spec = fleet([1, 1], zones: ["z0", "z1"])
    func units(_ group: FailureProcessSpec.Level) -> [FaultUnit] {
      inputs(
        spec,
        [
          .process(
            FailureProcessSpec(
              level: .cluster, up: .constant(.hours(9)), down: .constant(.hours(1)),
              commonCause: CommonCause(beta: 0.5, group: group)))
        ]
      ).units
    }
    #expect(units(.region).map(\.label) == ["cluster c0", "cluster c1", "region r in common"])
    #expect(units(.zone).map(\.label) == ["cluster c0", "cluster c1", "zone r/z0 in common"])
    #expect(units(.region).allSatisfy { $0.nodes == nil } && units(.zone).allSatisfy { $0.nodes == nil })
  }

  /// P(fewer than two of three work) when each fails alone with probability `alone` and all together with `common`.
  private func unavailability(alone: Double, common: Double) -> Double {
    let two = 3 * alone * alone * (1 - alone) + alone * alone * alone
    return two + common - two * common
  }

  @Test func `two of three nodes are as unavailable as the beta-factor model says`() {
    // Numbers of the model for q = 0.01, a public formula: U = P(binom(3, (1 - beta) q) >= 2) + beta q - product.
    for (beta, expected) in [(0.0, 0.000298), (0.1, 0.001241300458), (0.37, 0.003818131197)] {
      let found: Double = unavailability(alone: (1 - beta) * 0.01, common: beta * 0.01)
      #expect(abs(found - expected) < 1e-12)
    }
    // Repairs of 1 h every 99 h make q = 0.01 of the law itself; its parts are down (1 - beta) / 99 and beta / 99 of
    // the time that they are up.
    let beta = 0.37
    let process = FailureProcessSpec(
      level: .node, up: .exponential(mean: .hours(99)), down: .exponential(mean: .hours(1)), rackNodes: 3,
      commonCause: CommonCause(beta: beta, group: .rack))
    let samples = (0..<60).map { share(of: process, seed: UInt64($0)) }
    let mean = samples.reduce(0, +) / 60
    let variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59
    let error = (variance / 60).squareRoot()
    let exact: Double = unavailability(alone: (1 - beta) / (99 + 1 - beta), common: beta / (99 + beta))
    #expect(error < 0.05 * exact)
    #expect(abs(mean - exact) < 4 * error, "\(mean) for \(exact), error \(error)")
    #expect(abs(exact - 0.003818131197) < 0.01 * exact)
  }

  /// The share of 20,000 h in which fewer than two of three nodes are up.
  private func share(of process: FailureProcessSpec, seed: UInt64) -> Double {
    let horizon = SimulationTime.zero + .hours(20_000)
    var inputs = inputs(fleet([3]), [.process(process)], seed: seed)
    var changes: [(time: SimulationTime, node: Int?, change: Int)] = []
    for unit in inputs.units.indices {
      let node = inputs.units[unit].nodes?.ordinal
      var time = SimulationTime.zero
      while let window = inputs.nextWindow(of: unit, from: time), window.start < horizon {
        changes.append((window.start, node, 1))
        changes.append((min(window.end, horizon), node, -1))
        time = window.end
      }
    }
    changes.sort { $0.time < $1.time }
    var faults = [0, 0, 0]
    var down = 0.0
    var last = SimulationTime.zero
    for change in changes {
      if faults.filter({ $0 > 0 }).count >= 2 { down += (change.time - last).hours }
      last = change.time
      for node in 0..<3 where change.node == nil || change.node == node { faults[node] += change.change }
    }
    return down / 20_000
  }

  // Maintenance

  @Test func `maintenance goes through the fleet so many at a time`() {
    func units(_ unit: MaintenanceSpec.Unit, _ atOnce: Int) -> [FaultWindow] {
      let maintenance = MaintenanceSpec(
        of: unit, at: .zero + .hours(1), drain: .minutes(5), down: .minutes(20), gap: .minutes(1), atOnce: atOnce)
      var inputs = inputs(fleet([2, 1]), [.maintenance(maintenance)])
      return inputs.units.indices.flatMap { windows(&inputs, of: $0, count: 1) }
    }
    func minutes(_ windows: [FaultWindow]) -> [[Double]] {
      windows.map { [$0.start.seconds / 60, $0.end.seconds / 60] }
    }
    // A drain lasts until the node is back; the next begins a minute later.
    #expect(minutes(units(.node, 1)) == [[60, 85], [65, 85], [86, 111], [91, 111], [112, 137], [117, 137]])
    #expect(minutes(units(.node, 2)) == [[60, 85], [65, 85], [60, 85], [65, 85], [86, 111], [91, 111]])
    #expect(minutes(units(.cluster, 1)) == [[65, 85], [91, 111]])
  }

  @Test func `a cluster under maintenance carries the taint from its drain until it is back`() {
    let maintenance = MaintenanceSpec(
      of: .cluster, at: .zero + .hours(1), target: TargetSelector(region: "r"), drain: .minutes(5),
      down: .minutes(20))
    let actions = FailureSpec.maintenance(maintenance).actions(in: fleet([1, 1]))
    #expect(actions.map { $0.at.seconds / 60 } == [60, 85, 85, 110])
    #expect(actions.map(\.target.cluster) == ["c0", "c0", "c1", "c1"])
    #expect(actions.first?.kind == .taint(Taint(key: "maintenance", effect: .noExecute)))
    #expect(actions.last?.kind == .untaint(key: "maintenance", effect: .noExecute))
  }

  // The hub, and regions as wholes

  @Test func `a unit names the regions that it takes as wholes`() {
    func cluster(_ name: String, _ region: String, _ provider: String, _ zones: [String]) -> ClusterSpec {
      ClusterSpec(name: name, provider: provider, region: region, zones: zones, pools: [pool(nodes: 2)])
    }
    let fleet = Fleet(clusters: [
      cluster("a", "r", "p", ["z"]), cluster("b", "r", "q", ["z"]), cluster("c", "s", "p", ["z", "y"]),
    ])
    func regions(_ target: TargetSelector, nodes: NodeAmount? = nil) -> [String] {
      inputs(fleet, [.scripted(ScriptedFailureSpec(at: .zero, target: target, nodes: nodes))]).units[0].regions
    }
    #expect(regions(TargetSelector(region: "r")) == ["r"])
    #expect(regions(TargetSelector(provider: "p")) == ["s"])
    #expect(regions(TargetSelector(provider: "q")) == [])
    #expect(regions(TargetSelector(zone: "z")) == ["r"])
    #expect(regions(TargetSelector()) == ["r", "s"])
    #expect(regions(TargetSelector(cluster: "c")) == [])
    #expect(regions(TargetSelector(region: "r"), nodes: .share(0.9)) == [])
    func laws(_ level: FailureProcessSpec.Level) -> [[String]] {
      inputs(fleet, [.process(FailureProcessSpec(level: level, up: .constant(.hours(1)), down: .constant(.hours(1))))])
        .units.map(\.regions)
    }
    #expect(laws(.region) == [["r"], ["s"]])
    #expect(laws(.provider) == [["s"], []])
    #expect(laws(.zone) == [["r"], [], []])
    #expect(laws(.cluster) == [[], [], []])
  }

  @Test func `the hub fails by script and by law`() {
    let law = FailureProcessSpec(
      level: .hub, up: .exponential(mean: .hours(100)), down: .constant(.minutes(10)), hub: .store)
    var inputs = inputs(
      fleet([1]),
      [.scripted(ScriptedFailureSpec(at: .zero + .hours(1), span: .hours(1), hub: .scheduler)), .process(law)])
    #expect(inputs.units.map(\.label) == ["hub scheduler", "hub store"])
    #expect(inputs.units.map(\.hub) == [.scheduler, .store])
    #expect(inputs.units.allSatisfy { $0.clusters.isEmpty })
    #expect(windows(&inputs, of: 1, count: 3).count == 3)
  }

  @Test func `a scripted node is one node`() {
    let inputs = inputs(
      fleet([3]), [.scripted(ScriptedFailureSpec(at: .zero, target: TargetSelector(cluster: "c0"), ordinal: 2))])
    #expect(inputs.units[0].label == "node 2 of c0")
    #expect(inputs.units[0].nodes?.ordinal == 2)
  }
}
