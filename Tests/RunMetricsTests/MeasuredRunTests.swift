// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results
import RunMetrics
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

/// Relations between runs that must hold whatever the numbers.
struct MeasuredRunTests {
  private func measure(
    _ scenario: Scenario, contender: Int = 0, seed: UInt64 = 1, scheduler: (any ReplicaScheduler)? = nil
  ) throws -> RunOutcome {
    try #require(
      MeasuredRun.run(
        scenario: scenario, contender: contender, seed: seed,
        scheduler: scheduler
          ?? PolicyCatalog.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet),
        checksInvariants: true))
  }

  private func scenario(
    profile: ControlPlaneProfile = Federations.karmadaWithFailover, failures: [FailureSpec],
    horizon: SimulationDuration = .hours(6), price: Double = 0.8, startup: SimulationDuration = .seconds(30)
  ) -> Scenario {
    let workloads = (0..<4).map { Federations.workload("w\($0)", replicas: 30, startup: startup) }
    return Scenario(
      name: "relations", horizon: horizon,
      fleet: Federations.fleet(named: ["a", "b", "c"], nodes: 4, price: price), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)], failures: failures)
  }

  /// Karmada that uses the clusters a and b alone.
  private func withoutC(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    let policy = NativePolicy.karmada(
      KarmadaPolicy(clusterAffinity: .init(clusterNames: ["a", "b"]), scheduling: .dynamicWeight))
    scenario.contenders[0].policies = scenario.workloads.map { _ in policy }
    return scenario
  }

  private func loss(
    _ cluster: String = "a", at hours: Int64 = 1, plane: FailurePlane = .all
  ) -> FailureSpec {
    Federations.loss(of: cluster, at: .hours(hours), for: .hours(1), plane: plane)
  }

  @Test func `equal arguments give an equal outcome, another seed another digest`() throws {
    let scenario = scenario(failures: [
      .process(FailureProcessSpec(level: .cluster, up: .exponential(mean: .hours(2)), down: .constant(.minutes(9))))
    ])
    let first = try measure(scenario)
    #expect(try measure(scenario) == first)
    #expect(try measure(scenario, seed: 2).digest != first.digest)
  }

  @Test func `a cancelled run has no outcome`() {
    // It is asked every 65,536 events.
    let scenario = scenario(failures: [
      .process(
        FailureProcessSpec(level: .node, up: .exponential(mean: .seconds(5)), down: .constant(.seconds(1))))
    ])
    let outcome = MeasuredRun.run(scenario: scenario, contender: 0, seed: 1, scheduler: FixedPlaces([1])) { true }
    #expect(outcome == nil)
  }

  @Test func `a fault on an empty cluster changes nothing that users see`() throws {
    for plane in [FailurePlane.all, .hub, .user] {
      let quiet = try measure(withoutC(scenario(failures: [])))
      let failed = try measure(withoutC(scenario(failures: [loss("c", plane: plane)])))
      for id in [
        "availability", "availability_own_promise", "lost_replica_hours", "surplus_replica_hours", "replicas_moved",
        "evictions", "replicas_killed_healthy", "pending_replica_hours", "cost_per_1000_served_replica_hours",
        "time_to_recover_p99",
      ] { #expect(failed.metrics[id] == quiet.metrics[id], "\(id), \(plane)") }
      #expect(failed.metrics["cluster_failures"]?.value == 1)
      #expect(failed.metrics["availability"]?.value == 1)
    }
  }

  @Test func `metrics to a time depend on nothing that happens after it`() throws {
    for profile in ProfileCatalog.profiles + [Federations.karmadaWithFailover] {
      for seed in 0..<3 as Range<UInt64> {
        let early = scenario(profile: profile, failures: [loss(at: 1)], horizon: .hours(3))
        let late = scenario(
          profile: profile, failures: [loss(at: 1), loss("b", at: 4), loss(at: 5)], horizon: .hours(3))
        let short = try measure(early, seed: seed)
        #expect(try measure(late, seed: seed) == short, "\(profile.name)")
        // And a longer run tells the same story up to there.
        let observed = Runs.observations(early, seed: seed)
        let long = scenario(
          profile: profile, failures: [loss(at: 1), loss("b", at: 4), loss(at: 5)], horizon: .hours(6))
        let prefix = Runs.observations(long, seed: seed).filter { $0.time < .zero + .hours(3) }
        #expect(prefix == observed, "\(profile.name)")
      }
    }
  }

  @Test func `a fault without length changes nothing`() throws {
    for profile in ProfileCatalog.profiles {
      let quiet = try measure(scenario(profile: profile, failures: []))
      let faults = [FailurePlane.all, .hub, .user].map {
        Federations.loss(of: "a", at: .hours(1), for: .zero, plane: $0)
      }
      let found = try measure(scenario(profile: profile, failures: faults))
      #expect(found.digest == quiet.digest && found.metrics == quiet.metrics && found.detail == quiet.detail)
    }
  }

  @Test func `a loss shorter than the detection moves nothing`() throws {
    let blip = [Federations.loss(of: "a", at: .hours(1), for: .seconds(25))]
    for profile in [Federations.karmadaWithFailover, Federations.kubeAdmiralWithOperator] {
      for seed in 0..<10 as Range<UInt64> {
        let found = try measure(scenario(profile: profile, failures: blip), seed: seed)
        #expect(found.metrics["replicas_moved"]?.value == 0 && found.metrics["evictions"]?.value == 0)
        #expect(found.metrics["replicas_killed_healthy"]?.value == 0)
        #expect((found.metrics["lost_replica_hours"]?.value ?? 0) > 0)
      }
    }
  }

  @Test func `prices times k make the cost times k and change nothing else`() throws {
    let base = try measure(scenario(failures: [loss()], price: 0.8))
    let dear = try measure(scenario(failures: [loss()], price: 2.4))
    let ids = ["cost_per_1000_served_replica_hours", "cost_per_hour", "provisioned_cost"]
    for id in ids {
      let ratio = (dear.metrics[id]?.value ?? 0) / (base.metrics[id]?.value ?? 1)
      #expect(abs(ratio - 3) < 1e-12)
    }
    for (key, value) in base.metrics where !ids.contains(key) { #expect(dear.metrics[key] == value, "\(key)") }
  }

  @Test func `the same loss an hour later costs the same`() throws {
    // Every period (10, 30, 40 s) divides an hour, so that probes and reports fall alike.
    for profile in ProfileCatalog.profiles {
      if 3600 % Int(profile.detection.period.seconds) != 0 { continue }
      let early = try measure(scenario(profile: profile, failures: [loss(at: 1)], horizon: .hours(8)))
      let late = try measure(scenario(profile: profile, failures: [loss(at: 2)], horizon: .hours(8)))
      for id in ["time_to_recover_p50", "time_to_recover_p99", "replicas_moved", "evictions", "decisions"] {
        #expect(early.metrics[id] == late.metrics[id], "\(id) of \(profile.name)")
      }
      let (first, second) = (early.metrics["lost_replica_hours"]?.value, late.metrics["lost_replica_hours"]?.value)
      #expect(abs((first ?? 0) - (second ?? 1)) < 1e-9, "\(profile.name)")
    }
  }

  @Test func `slower starts serve no more where nothing reacts`() throws {
    let faults = FailureSpec.process(
      FailureProcessSpec(level: .cluster, up: .exponential(mean: .hours(1)), down: .constant(.minutes(5))))
    for seed in 0..<5 as Range<UInt64> {
      var previous = 2.0
      for seconds in [0, 10, 60, 600] as [Int64] {
        let scenario = scenario(
          profile: ProfileCatalog.karmada118, failures: [faults], startup: .seconds(seconds))
        let found = try measure(scenario, seed: seed, scheduler: FixedPlaces([10, 10, 10]))
        let availability = found.metrics["availability"]?.value ?? 2
        #expect(availability < previous, "start-up of \(seconds) s")
        previous = availability
      }
    }
  }

  @Test func `a workload nobody wants changes nothing for the others`() throws {
    var without = scenario(failures: [loss()])
    var with = without
    var unwanted = Federations.workload("z", replicas: 0)
    unwanted.requests = Resources(pods: 1)
    with.workloads.append(unwanted)
    with.contenders = [Federations.contender(of: Federations.karmadaWithFailover, over: with.workloads)]
    without.name = with.name
    let (base, found) = (try measure(without), try measure(with))
    for id in ["availability", "lost_replica_hours", "time_to_recover_p99", "replicas_moved"] {
      #expect(base.metrics[id] == found.metrics[id], "\(id)")
    }
  }

  @Test func `deciding again without a change moves nothing`() throws {
    for scheduling in [KarmadaPolicy.Scheduling.staticWeight(nil), .duplicated, .dynamicWeight] {
      var scenario = scenario(failures: [])
      let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: scheduling))
      scenario.contenders[0].policies = scenario.workloads.map { _ in policy }
      let quiet = try measure(scenario)
      scenario.actions = (1...3).map {
        ActionSpec(at: .zero + .hours($0), kind: .cordon, target: TargetSelector(cluster: "nowhere"))
      }
      #expect(try measure(scenario).digest == quiet.digest)
      scenario.actions.append(
        ActionSpec(at: .zero + .hours(4), kind: .scale(workload: "w0", replicas: 30)))
      #expect(try measure(scenario).metrics["replicas_moved"]?.value == 0)
    }
  }

  @Test func `with failover users lose minutes, without it they lose the outage`() throws {
    let faults = [loss()]
    let opted = try measure(scenario(failures: faults))
    let stock = try measure(scenario(profile: ProfileCatalog.karmada118, failures: faults))
    // 40 of 120 replicas are lost for an hour and 30 s of starting.
    #expect(abs((stock.metrics["lost_replica_hours"]?.value ?? 0) - 40 * 3630.0 / 3600) < 1e-9)
    let lost = opted.metrics["lost_replica_hours"]?.value ?? 99
    // Found after 30 to 40 s, four workloads leave within 2 s, decisions of 100 ms, 0.7 s to arrive, 30 s to start.
    #expect(lost > 40 * 60.0 / 3600 && lost < 40 * 74.0 / 3600, "\(lost)")
    #expect(opted.metrics["recovered_before_repair"]?.value == 1)
    #expect(stock.metrics["recovered_before_repair"]?.value == 0)
    #expect(opted.metrics["replicas_moved"]?.value == 40)
    #expect(opted.metrics["evictions"]?.value == 4)
  }

  @Test func `what finds no cluster is pending, and is no promise kept`() throws {
    // 200 replicas ask for 100 of 64 cores: Karmada assigns none of them.
    var scenario = scenario(failures: [], horizon: .hours(1))
    scenario.fleet = Federations.fleet(named: ["a"], nodes: 4)
    scenario.workloads = [Federations.workload(replicas: 200)]
    scenario.contenders = [Federations.contender(of: Federations.karmadaWithFailover, over: scenario.workloads)]
    let found = try measure(scenario)
    #expect(found.metrics["availability"]?.value == 0)
    #expect(found.metrics["availability_own_promise"]?.value == 0)
    #expect(found.metrics["pending_replica_hours"]?.value == 200)
  }

  @Test func `the hub plane costs nobody availability, and opted-in Karmada a surplus`() throws {
    for profile in ProfileCatalog.profiles + [Federations.karmadaWithFailover] {
      let found = try measure(scenario(profile: profile, failures: [loss(plane: .hub)]))
      #expect(found.metrics["availability"]?.value == 1, "\(profile.name)")
      let surplus = found.metrics["surplus_replica_hours"]?.value ?? -1
      let runsTwice =
        profile.eviction.isEnabled && profile.system == .karmada || profile.reaction.unavailableDelay != nil
      #expect(runsTwice ? surplus > 30 : surplus == 0, "\(profile.name): \(surplus)")
    }
  }

  @Test func `the user plane costs everybody the same, and nobody moves`() throws {
    for profile in ProfileCatalog.profiles + [Federations.karmadaWithFailover] {
      let found = try measure(scenario(profile: profile, failures: [loss(plane: .user)]))
      // 4 workloads of 30, by equal or capacity shares 10 each in the lost cluster, for an hour of six.
      #expect(abs((found.metrics["lost_replica_hours"]?.value ?? 0) - 40) < 1e-9, "\(profile.name)")
      #expect(found.metrics["replicas_moved"]?.value == 0 && found.metrics["evictions"]?.value == 0)
      #expect(found.metrics["surplus_replica_hours"]?.value == 0)
    }
  }
}
