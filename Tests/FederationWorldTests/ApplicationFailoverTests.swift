// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// A workload that is unhealthy on a cluster which is itself well: Karmada's application failover, without any other
/// opt-in.
struct ApplicationFailoverTests {
  private static let brokenAt = SimulationTime.zero + .hours(1)
  /// When the member itself finds the nodes lost (kubernetes node-monitor-grace-period) and no longer says that all is
  /// well.
  private static let noticedAt = brokenAt + .seconds(40)

  /// Eight replicas, all in a; its nodes of the pool `default` die at 1 h (the cluster's API is well).
  private func found(
    _ failover: KarmadaPolicy.ApplicationFailover?, profile: ControlPlaneProfile = ProfileCatalog.karmada118,
    failures: [FailureSpec]? = nil, actions: [ActionSpec] = [], kind: String = "Deployment"
  ) -> [Observation] {
    var workload = Federations.workload(replicas: 8)
    workload.kind = kind
    var contender = Federations.contender(
      "k", profile: profile, workloads: 1,
      policy: .karmada(KarmadaPolicy(scheduling: .aggregated, applicationFailover: failover)))
    contender.initialAssignments = [[ClusterReplicas(cluster: "a", replicas: 8)]]
    return Runs.observations(
      Scenario(
        name: "application failover", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b"]),
        workloads: [workload], contenders: [contender],
        failures: failures ?? [nodes(at: .hours(1), for: nil)], actions: actions))
  }

  private func nodes(at time: SimulationDuration, for span: SimulationDuration?) -> FailureSpec {
    .scripted(
      at: .zero + time, span: span, target: TargetSelector(cluster: "a", nodePool: "default"), plane: .all)
  }

  @Test func `what stays unhealthy for its seconds leaves the cluster, the gate Failover on or off`() {
    for profile in [ProfileCatalog.karmada118, Federations.karmadaWithFailover, ProfileCatalog.karmada113] {
      let found = found(.init(tolerationSeconds: 120), profile: profile)
      // Heard of half a second later.
      #expect(found.of(.evicted).map(\.time) == [Self.noticedAt + .milliseconds(120_500)])
      #expect(found.serving(at: .zero + .hours(2), cluster: 1) == 8)
    }
  }

  @Test func `a policy without failover.application stays where it is`() {
    let found = found(nil)
    #expect(found.of(.evicted).isEmpty && found.serving(at: .zero + .hours(3)) == 0)
  }

  @Test func `by default it is tolerated for 300 s`() {
    #expect(found(.init()).of(.evicted).map(\.time) == [Self.noticedAt + .milliseconds(300_500)])
  }

  @Test func `a cluster that is lost as a whole reports nothing and keeps its health: nothing fires`() {
    for plane in [FailurePlane.all, .hub, .api] {
      let loss = Federations.loss(of: "a", at: .hours(1), for: nil, plane: plane)
      #expect(found(.init(tolerationSeconds: 60), failures: [loss]).of(.evicted).isEmpty, "\(plane)")
    }
  }

  @Test func `a flap starts the clock anew`() {
    // Back after 100 s and starting for 10: broken again at 130 s.
    let flaps = [nodes(at: .hours(1), for: .seconds(100)), nodes(at: .seconds(3730), for: nil)]
    let found = found(.init(tolerationSeconds: 120), failures: flaps)
    #expect(found.of(.evicted).map(\.time) == [Self.noticedAt + .milliseconds(250_500)])
    // Well before its seconds are over and for good: nothing fires.
    #expect(
      self.found(.init(tolerationSeconds: 120), failures: [nodes(at: .hours(1), for: .seconds(100))])
        .of(.evicted).isEmpty)
  }

  @Test func `nodes that are back before the member finds them lost restart what ran there, and nothing fires`() {
    // 39 s away and 10 s of starting: unhealthy for 10 s.
    let blip = found(.init(tolerationSeconds: 11), failures: [nodes(at: .hours(1), for: .seconds(39))])
    #expect(blip.of(.evicted).isEmpty)
    let short = found(.init(tolerationSeconds: 9), failures: [nodes(at: .hours(1), for: .seconds(39))])
    #expect(short.of(.evicted).first?.time == Self.brokenAt + .milliseconds(48_500))
  }

  @Test func `tolerationSeconds 0 is not queued again: the next change of the binding evicts`() {
    let alone = found(.init(tolerationSeconds: 0))
    #expect(alone.of(.evicted).isEmpty)
    // The nodes come back and go again an hour later: a health event of its own.
    let again = found(
      .init(tolerationSeconds: 0),
      actions: [ActionSpec(at: .zero + .minutes(90), kind: .scale(workload: "web", replicas: 9))])
    #expect(again.of(.evicted).map(\.time).allSatisfy { $0 >= .zero + .minutes(90) && $0 < .zero + .minutes(91) })
    #expect(again.of(.evicted).count == 1)
  }

  @Test func `a Job has no health rule, counts as healthy and is never evicted`() {
    #expect(found(.init(tolerationSeconds: 60), kind: "Job").of(.evicted).isEmpty)
    #expect(found(.init(tolerationSeconds: 60), kind: "StatefulSet").of(.evicted).count == 1)
  }

  @Test
  func `Gracefully keeps the old copy for its grace, Directly blocks the new one until it is gone, Never keeps both`() {
    // Half of the nodes are lost: the old copy still serves where it was.
    func run(_ mode: KarmadaPolicy.PurgeMode) -> [Observation] {
      let half = FailureSpec.scripted(
        ScriptedFailureSpec(
          at: Self.brokenAt, target: TargetSelector(cluster: "a", nodePool: "default"), nodes: .count(9)))
      return found(.init(tolerationSeconds: 60, purgeMode: mode), failures: [half])
    }
    let evictedAt = Self.noticedAt + .milliseconds(60_500)
    for mode in KarmadaPolicy.PurgeMode.allCases {
      let found = run(mode)
      #expect(found.of(.evicted).map(\.time) == [evictedAt], "\(mode)")
      let started = found.of(.servingChanged, cluster: 1).first { $0.value > 0 }?.time ?? .distantFuture
      switch mode {
      case .gracefully:
        #expect(started < evictedAt + .seconds(12))
        #expect(found.serving(at: .zero + .hours(3), cluster: 0) == 0)
      case .directly:
        // The old copy is deleted first (0.7 s) and looked for every 5 s.
        #expect(started >= evictedAt + .seconds(15) && started < evictedAt + .seconds(17))
        #expect(found.serving(at: .zero + .hours(3), cluster: 0) == 0)
      case .never:
        #expect(started < evictedAt + .seconds(12))
        #expect(found.serving(at: .zero + .hours(3), cluster: 0) > 0)
      }
      #expect(found.serving(at: .zero + .hours(3), cluster: 1) == 8, "\(mode)")
    }
  }

  @Test func `with 0 s a write that only takes a cluster out of the binding evicts too`() {
    func policy(_ names: [String]) -> NativePolicy {
      .karmada(
        KarmadaPolicy(
          clusterAffinity: .init(clusterNames: names), scheduling: .duplicated,
          applicationFailover: .init(tolerationSeconds: 0)))
    }
    var contender = Federations.contender(
      "k", profile: ProfileCatalog.karmada118, workloads: 1, policy: policy(["a", "b", "c"]))
    contender.policyEdits = [PolicyEdit(action: 0, workload: 0, policy: policy(["a", "b"]))]
    let edit = ActionSpec(
      at: .zero + .hours(2), kind: .edit(workload: "shop/web", path: "intent", value: ""))
    let found = Runs.observations(
      Scenario(
        name: "removal", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b", "c"]),
        workloads: [Federations.workload(replicas: 8)], contenders: [contender],
        failures: [nodes(at: .hours(1), for: nil)], actions: [edit]))
    #expect(found.of(.unassigned, cluster: 2).map(\.time) == [.zero + .hours(2) + .milliseconds(15)])
    // All other targets are healthy, so that it is added again at once: it comes back as ill as it was.
    #expect(found.of(.evicted, cluster: 0).first?.time == .zero + .hours(2) + .milliseconds(15))
  }
}
