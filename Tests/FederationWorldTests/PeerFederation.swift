// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SchedulingPolicies
import SimulationEngine
import TestSupport

@testable import FederationWorld

/// One workload of a peer's in a few clusters, and what hub and members hold at a time.
struct PeerFederation {
  var profile: ControlPlaneProfile
  var policy: NativePolicy
  var fleet: Fleet
  var workload: WorkloadSpec
  var failures: [FailureSpec] = []
  var actions: [ActionSpec] = []
  var network = NetworkSpec()
  var initial: [ClusterReplicas]?
  var start = Scenario.Start.placed

  /// What is at a moment, by cluster name.
  struct State {
    /// What the hub has recorded; clusters without an entry are absent.
    var assigned: [String: Int32] = [:]
    /// `spec.replicas` of the objects that members hold.
    var spec: [String: Int32] = [:]
    var ready: [String: Int32] = [:]
    var observations: [Observation] = []
  }

  init(
    _ profile: ControlPlaneProfile, _ policy: NativePolicy, clusters: [String], replicas: Int,
    namespace: String = "shop",
    name: String = "web", failures: [FailureSpec] = [], actions: [ActionSpec] = []
  ) {
    self.profile = profile
    self.policy = policy
    fleet = Federations.fleet(named: clusters)
    workload = Federations.workload(name, replicas: replicas)
    workload.namespace = namespace
    self.failures = failures
    self.actions = actions
  }

  var scenario: Scenario {
    var contender = Federations.contender(profile.name, profile: profile, workloads: 1, policy: policy)
    contender.initialAssignments = [initial]
    return Scenario(
      name: "peer", horizon: .hours(4), start: start, fleet: fleet, network: network,
      workloads: [workload], contenders: [contender],
      failures: failures, actions: actions)
  }

  /// Gives the cluster called `name` one node of `cores` cores.
  mutating func shrink(_ name: String, cores: Int64) {
    let small = Federations.fleet(named: [name], nodes: 1, cores: cores).clusters
    fleet = Fleet(clusters: fleet.clusters.map { $0.name == name ? small[0] : $0 })
  }

  /// Runs to `time` and says what is then.
  func state(at time: SimulationDuration, seed: UInt64 = 1) -> State {
    let scenario = scenario
    var run = FederationRun(
      scenario: scenario, contender: 0, seed: seed,
      scheduler: PolicyCatalog.scheduler(for: scenario.contenders[0], fleet: scenario.fleet), checksInvariants: true)
    while let next = run.simulation.peekTime, next <= .zero + time { guard run.step() else { break } }
    run.checkInvariants()
    var state = State(observations: run.observations)
    for entry in run.hubWorkloads[0].assignment { state.assigned[fleet[entry.cluster].name] = entry.replicas }
    for cohort in run.cohorts where cohort.exists {
      let name = fleet.clusters[Int(cohort.cluster)].name
      state.spec[name] = cohort.desired
      state.ready[name] = cohort.ready
    }
    return state
  }

  /// An action that puts a taint on a cluster.
  static func taint(_ cluster: String, _ effect: Taint.Effect, at time: SimulationDuration) -> ActionSpec {
    ActionSpec(
      at: .zero + time, kind: .taint(Taint(key: "maintenance", effect: effect)),
      target: TargetSelector(cluster: cluster))
  }

  /// KubeAdmiral: divided by equal weights unless others are given.
  static func kubeAdmiral(
    weights: KeyValuePairs<String, Int64?> = [:], migration: KubeAdmiralPolicy.AutoMigration? = nil,
    avoidsDisruption: Bool = true
  ) -> NativePolicy {
    .kubeAdmiral(
      KubeAdmiralPolicy(
        divides: true, placements: weights.map { .init(cluster: $0.key, weight: $0.value) }, autoMigration: migration,
        avoidsDisruption: avoidsDisruption))
  }

  /// The same with weight 1 in each of `clusters`.
  static func kubeAdmiral(
    even clusters: [String], migration: KubeAdmiralPolicy.AutoMigration? = nil, avoidsDisruption: Bool = true
  ) -> NativePolicy {
    .kubeAdmiral(
      KubeAdmiralPolicy(
        divides: true, placements: clusters.map { .init(cluster: $0, weight: 1) }, autoMigration: migration,
        avoidsDisruption: avoidsDisruption))
  }
}
