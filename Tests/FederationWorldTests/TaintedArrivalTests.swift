// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// What Karmada's looks at tainted clusters find: arrivals, edited tolerations, taints of the start, and what they cost.
struct TaintedArrivalTests {
  private static let maintenance = Taint(key: "maintenance", effect: .noExecute)
  private static let hour = SimulationTime.zero + .hours(1)

  private func tolerating(_ seconds: Int64?, onlyIn names: [String]? = nil, key: String = "maintenance")
    -> NativePolicy
  {
    .karmada(
      KarmadaPolicy(
        clusterAffinity: names.map { KarmadaPolicy.ClusterAffinity(clusterNames: $0) },
        tolerations: [Toleration(key: key, operator: .exists, tolerationSeconds: seconds)],
        scheduling: .dynamicWeight))
  }

  private func act(_ kind: ActionSpec.Kind, at time: SimulationTime, cluster: String = "a") -> ActionSpec {
    ActionSpec(at: time, kind: kind, target: TargetSelector(cluster: cluster))
  }

  private func scenario(
    _ policies: [NativePolicy], profile: ControlPlaneProfile = Federations.karmadaWithFailover,
    taints: [Taint] = [], actions: [ActionSpec] = [], failures: [FailureSpec] = []
  ) -> Scenario {
    let workloads = policies.indices.map { Federations.workload("w\($0)", replicas: 4) }
    let clusters = Federations.fleet(named: ["a", "b"], nodes: 20).clusters.map { cluster in
      var cluster = cluster
      if cluster.name == "a" { cluster.taints = taints }
      return cluster
    }
    return Scenario(
      name: "arrival", horizon: .hours(4), fleet: Fleet(clusters: clusters), workloads: workloads,
      contenders: [ContenderSpec(name: "k", profile: profile, policies: policies)], failures: failures,
      actions: actions)
  }

  /// `first` as it is at the start, and from 2 h on `then`.
  private func edited(
    _ first: NativePolicy, _ then: NativePolicy, actions: [ActionSpec] = [], failures: [FailureSpec] = []
  ) -> Scenario {
    let edit = ActionSpec(
      at: .zero + .hours(2), kind: .edit(workload: "shop/w0", path: "intent.onClusterLoss", value: ""))
    var scenario = scenario([first], actions: [edit] + actions, failures: failures)
    scenario.contenders[0].policyEdits = [PolicyEdit(action: 0, workload: 0, policy: then)]
    return scenario
  }

  @Test func `what comes to a tainted cluster is found by the next look, every 10 s since the taint`() {
    let taint = act(.taint(Self.maintenance), at: Self.hour + .seconds(3))
    let found = Runs.observations(
      edited(tolerating(300, onlyIn: ["b"]), tolerating(300, onlyIn: ["a"]), actions: [taint]))
    #expect(found.of(.assigned, cluster: 0).first?.time.seconds.rounded() == 7200)
    #expect(found.of(.evicted).first?.time == Self.hour + .hours(1) + .seconds(3))
  }

  @Test func `what comes while its toleration runs leaves at its end`() {
    let taint = act(.taint(Self.maintenance), at: .zero + .minutes(118))
    let found = Runs.observations(
      edited(tolerating(300, onlyIn: ["b"]), tolerating(300, onlyIn: ["a"]), actions: [taint]))
    #expect(found.of(.evicted).first?.time == .zero + .minutes(123))
  }

  @Test func `a toleration that is shortened during an outage counts from the next look on`() throws {
    let taint = act(.taint(Self.maintenance), at: Self.hour)
    let found = Runs.observations(edited(tolerating(nil), tolerating(600), actions: [taint]))
    #expect(found.of(.evicted).map(\.time) == [.zero + .hours(2) + .seconds(10)])
    let lengthened = Runs.observations(edited(tolerating(3630), tolerating(nil), actions: [taint]))
    #expect(lengthened.of(.evicted).isEmpty)
  }

  @Test func `without looks neither is found`() {
    var scenario = edited(
      tolerating(nil), tolerating(600), actions: [act(.taint(Self.maintenance), at: Self.hour)])
    scenario.contenders[0].profile.eviction.relistPeriod = .zero
    #expect(Runs.observations(scenario).of(.evicted).isEmpty)
  }

  @Test func `a NoExecute taint that a cluster object has from the start evicts when its toleration ends`() {
    let found = Runs.observations(scenario([tolerating(300)], taints: [Self.maintenance]))
    #expect(found.of(.evicted, cluster: 0).map(\.time) == [.zero + .seconds(300)])
    #expect(Runs.observations(scenario([tolerating(nil)], taints: [Self.maintenance])).of(.evicted).isEmpty)
    #expect(
      Runs.observations(scenario([tolerating(300)], profile: ProfileCatalog.karmada118, taints: [Self.maintenance]))
        .of(.evicted).isEmpty)
  }

  @Test func `a toleration that begins anew goes on when the first one would have ended`() {
    // Lost at 30 min; tainted 60 to 62 min, and again from 63 min on: tolerated for 2 min, then for 5.
    let found = Runs.observations(
      scenario(
        [tolerating(300)],
        actions: [
          act(.taint(Self.maintenance), at: Self.hour),
          act(.untaint(key: "maintenance", effect: nil), at: Self.hour + .minutes(2)),
          act(.taint(Self.maintenance), at: Self.hour + .minutes(3)),
        ], failures: [Federations.loss(of: "a", at: .minutes(30), for: nil)]))
    let end = Self.hour + .minutes(8)
    #expect(found.of(.evicted).map(\.time) == [end])
    #expect(found.of(.reactionDue).map(\.time) == [end])
    let tolerated = found.of(.lossChanged).filter { $0.cause == .tolerated }
    #expect(tolerated.map { ($0.time - Self.hour).seconds / 60 } == [0, 2, 3, 8])
    #expect(tolerated.map(\.value) == [2, -2, 2, -2])
  }

  @Test(arguments: [true, false])
  func `early releases queue what tolerates for ever anew with each look, and hold up what is due`(
    queuesTolerating: Bool
  ) throws {
    var profile = Federations.karmadaWithFailover
    profile.eviction.queuesTolerating = queuesTolerating
    let policies = Array(repeating: tolerating(nil), count: 30) + [tolerating(60)]
    let found = Runs.observations(
      scenario(policies, profile: profile, actions: [act(.taint(Self.maintenance), at: Self.hour)]))
    let evicted = try #require(found.of(.evicted).first)
    #expect(found.of(.evicted).count == 1 && evicted.workload == 30)
    // All 30 are queued again at 50 s; 15 of them are left at 60 s, and take another 10 s.
    #expect((evicted.time - Self.hour).seconds == (queuesTolerating ? 70 : 60))
  }
}
