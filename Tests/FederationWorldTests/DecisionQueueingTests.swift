// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// Who is asked first.
struct DecisionQueueingTests {
  private static let hour = SimulationTime.zero + .hours(1)

  /// The order in which 20 workloads that are there at once are decided about; later ones have the higher priority, two
  /// and two the same.
  private func order(_ queue: ControlPlaneProfile.SchedulingPace.Queue) -> [Int32] {
    var profile = ProfileCatalog.karmada118
    profile.scheduling.queue = queue
    let workloads = (0..<20).map { Federations.workload("w\($0)", replicas: 2) }
    var contender = Federations.contender(
      "k", profile: profile, workloads: 20, policy: .karmada(KarmadaPolicy(scheduling: .dynamicWeight)))
    for place in 0..<20 {
      contender.policies[place] = .karmada(KarmadaPolicy(scheduling: .dynamicWeight, priority: place / 2))
    }
    return Runs.observations(
      Scenario(
        name: "priorities", horizon: .hours(1), start: .empty, fleet: Federations.fleet(named: ["a", "b"]),
        workloads: workloads, contenders: [contender])
    ).of(.decided).map(\.workload)
  }

  @Test func `the prioritised queue takes higher priorities first and equal ones in their order`() {
    let expected: [Int32] = (0..<10).reversed().flatMap { (pair: Int32) -> [Int32] in [pair * 2, pair * 2 + 1] }
    #expect(order(.prioritised) == expected)
  }

  @Test func `the plain queue knows no priorities`() {
    #expect(order(.rateLimited) == Array(0..<20))
  }

  /// One cluster with room for 320 of half a core: 300 are wanted by each of two workloads that lose their cluster.
  private func survivor(_ queue: ControlPlaneProfile.SchedulingPace.Queue, important: Int) -> Int? {
    var profile = Federations.karmadaWithFailover
    profile.scheduling.queue = queue
    profile.eviction.ratePerSecond = nil
    // With the protection the second sees that the room is gone.
    profile.switches.protectsFromOvercommit = true
    profile.switches.usesResourceModels = false
    let workloads = (0..<2).map { Federations.workload("w\($0)", replicas: 300, startup: .zero) }
    var contender = Federations.contender(
      "k", profile: profile, workloads: 2, policy: .karmada(KarmadaPolicy(scheduling: .aggregated)))
    for place in 0..<2 {
      contender.policies[place] = .karmada(
        KarmadaPolicy(scheduling: .aggregated, priority: place == important ? 10 : 0))
    }
    contender.initialAssignments = workloads.map { _ in [ClusterReplicas(cluster: "a", replicas: 300)] }
    let fleet = Fleet(
      clusters: Federations.fleet(named: ["a"], nodes: 20).clusters
        + Federations.fleet(named: ["b"], nodes: 10).clusters)
    let found = Runs.observations(
      Scenario(
        name: "shortage", horizon: .minutes(70), fleet: fleet, workloads: workloads, contenders: [contender],
        failures: [Federations.loss(of: "a", at: .hours(1), for: nil)]))
    return (0..<2).first { found.serving(at: .zero + .minutes(69), workload: $0, cluster: 1) == 300 }
  }

  @Test func `under shortage the priority decides who fails over, without it the order of eviction`() {
    #expect(survivor(.prioritised, important: 0) == 0 && survivor(.prioritised, important: 1) == 1)
    #expect(survivor(.rateLimited, important: 0) == 0 && survivor(.rateLimited, important: 1) == 0)
  }

  // How long failures wait

  /// 200 replicas are wanted from 1 h on where 64 fit, and 201 from 70 min on; when decisions failed, in seconds from
  /// each.
  private func failures(
    _ change: (inout ControlPlaneProfile) -> Void = { _ in }, failures: [FailureSpec] = [], again: Bool = true
  ) -> (first: [Double], second: [Double]) {
    var profile = ProfileCatalog.karmada118
    change(&profile)
    let workloads = [Federations.workload(replicas: 5)]
    let scales = [(60, 200), (70, 201)].prefix(again ? 2 : 1).map { minutes, replicas in
      ActionSpec(at: .zero + .minutes(Int64(minutes)), kind: .scale(workload: "web", replicas: replicas))
    }
    let failed = Runs.observations(
      Scenario(
        name: "waits", horizon: .minutes(80), fleet: Federations.fleet(named: ["a"], nodes: 4), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)], failures: failures, actions: Array(scales))
    ).of(.decided).filter { $0.value == 2 }.map { ($0.time - Self.hour).seconds }
    return (failed.filter { $0 < 600 }, failed.filter { $0 >= 600 }.map { $0 - 600 })
  }

  @Test func `in the rate-limited queue an event asks again and forgets no failure`() {
    let (first, second) = failures()
    #expect(first.count > 10)
    // Failed 17 times: the next wait is 5 ms x 2^17 = 655 s.
    #expect(second.count == 1, "\(second)")
  }

  @Test func `in the prioritised queue an event forgets the failures before it`() {
    var profile = ProfileCatalog.karmada118
    profile.scheduling.queue = .prioritised
    profile.components.refusedWrites = 1
    let workloads = [Federations.workload(replicas: 5)]
    let found = Runs.observations(
      Scenario(
        name: "waits", horizon: .minutes(80), fleet: Federations.fleet(named: ["a"]), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        actions: [(60, 6), (70, 7)].map { minutes, replicas in
          ActionSpec(at: .zero + .minutes(minutes), kind: .scale(workload: "web", replicas: replicas))
        }))
    let decided = found.of(.decided).map { ($0.time - Self.hour).seconds }.filter { $0 >= 0 }
    let gaps = zip(decided, decided.dropFirst()).map { ($1 - $0).rounded() }
    let place = decided.firstIndex { $0 >= 600 } ?? 0
    #expect(Array(gaps.prefix(5)) == [1, 2, 4, 8, 10])
    #expect(Array(gaps[place..<place + 5]) == [1, 2, 4, 8, 10], "\(gaps)")
  }

  @Test func `controllers that start anew leave the waits of the scheduler alone, a scheduler that does forgets them`()
  {
    func after(_ component: HubComponent) -> Int {
      let stop = FailureSpec.scripted(
        ScriptedFailureSpec(at: .zero + .minutes(70), span: .seconds(1), hub: component))
      return failures(failures: [stop], again: false).second.filter { $0 < 50 }.count
    }
    // The next try would be 655 s after the first.
    #expect(after(.controllers) == 0)
    #expect(after(.scheduler) > 8)
  }

  // A worker that waits for its requests

  /// The first of two workloads is scaled at 1 h and costs five requests at one a second; the second is scaled `later`.
  private func second(after later: Int64, _ change: (inout ControlPlaneProfile) -> Void = { _ in }) -> Double? {
    var profile = ProfileCatalog.karmada118
    profile.scheduling.apiRate = .init(perSecond: 1, burst: 1)
    profile.scheduling.decisionTime = .seconds(2)
    change(&profile)
    let workloads = ["w0", "w1"].map { Federations.workload($0, replicas: 2) }
    let found = Runs.observations(
      Scenario(
        name: "idle", horizon: .hours(2), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        actions: [("w0", 0), ("w1", later)].map { name, seconds in
          ActionSpec(at: .zero + .hours(1) + .seconds(seconds), kind: .scale(workload: name, replicas: 4))
        }))
    return found.of(.decided, workload: 1).first { $0.time > .zero + .hours(1) }.map {
      ($0.time - Self.hour).seconds
    }
  }

  @Test func `what comes while the worker waits for its requests is decided about no sooner than that takes`() {
    // Decided at 2 s, granted at 6; queued at 5 s.
    #expect(second(after: 5) == 7)
    let hung = second(after: 7) {
      $0.switches.usesAccurateEstimator = true
      $0.components.failingEstimators = ["b"]
      $0.components.failingEstimatorsHang = true
    }
    // 2 + 3 s for each; decided at 5 s, granted at 9; queued at 7 s.
    #expect(hung == 12)
  }
}
