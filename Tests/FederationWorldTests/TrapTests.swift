// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// Behaviour of the originals that a naive model gets wrong: each is a switch, and each side of it is shown.
struct TrapTests {
  private let clusters = ["a", "b", "c"]
  private let loss = Federations.loss(of: "a", at: .hours(1), for: nil)

  private func kubeAdmiral(
    _ failures: [FailureSpec] = [], actions: [ActionSpec] = [], replicas: Int = 6,
    set: (inout ControlPlaneProfile) -> Void = { _ in }
  ) -> PeerFederation {
    var profile = ProfileCatalog.kubeAdmiral
    set(&profile)
    return PeerFederation(
      profile, PeerFederation.kubeAdmiral(even: clusters), clusters: clusters, replicas: replicas, failures: failures,
      actions: actions)
  }

  // 2: KubeAdmiral does not evict on NotReady

  @Test func `KubeAdmiral leaves 2, 2, 2 when a member is not ready; evictsOnNotReady makes 3, 3 of it at once`() {
    let stock = kubeAdmiral([loss]).state(at: .hours(3))
    #expect(stock.observations.of(.readinessPublished).map(\.value) == [0])
    #expect(stock.assigned == ["a": 2, "b": 2, "c": 2])
    #expect(stock.observations.serving(at: .zero + .hours(3)) == 4)
    let evicting = kubeAdmiral([loss]) { $0.switches.evictsOnNotReady = true }.state(at: .hours(3))
    #expect(evicting.assigned == ["b": 3, "c": 3])
    #expect(evicting.observations.serving(at: .zero + .hours(3)) == 6)
    let published = evicting.observations.of(.readinessPublished).first?.time
    let decided = evicting.observations.of(.moved).first?.time
    #expect(decided == published.map { $0 + ProfileCatalog.kubeAdmiral.scheduling.decisionTime })
  }

  // 5: rebalancing leaves more than the total

  private func crowded(keepsOverflow: Bool, rebalance: Bool) -> PeerFederation {
    var profile = ProfileCatalog.kubeFed010
    profile.switches.keepsOverflow = keepsOverflow
    var federation = PeerFederation(
      profile, Federations.kubeFed(replicas: 9, rebalance: rebalance), clusters: ["A", "B"], replicas: 9,
      namespace: "test-ns", name: "test-deployment")
    federation.shrink("B", cores: 1)
    return federation
  }

  @Test func `KubeFed with rebalance keeps 12 of 9 replicas in specs; without keepsOverflow it cuts to 9`() {
    let time = SimulationDuration.seconds(69)
    #expect(crowded(keepsOverflow: true, rebalance: true).state(at: time).spec == ["A": 7, "B": 5])
    #expect(crowded(keepsOverflow: false, rebalance: true).state(at: time).spec == ["A": 7, "B": 2])
    // Without rebalance only what found no place may overflow.
    #expect(crowded(keepsOverflow: true, rebalance: false).state(at: time).spec == ["A": 7, "B": 2])
  }

  @Test func `cut overflow comes back with the next plan, which sees a member without trouble`() {
    let kept = crowded(keepsOverflow: true, rebalance: true).state(at: .minutes(30))
    #expect(kept.spec == ["A": 7, "B": 5])
    let cut = crowded(keepsOverflow: false, rebalance: true).state(at: .minutes(30))
    #expect(cut.observations.of(.moved).count > 5)
  }

  // 6: any event plans around a lost cluster

  @Test(arguments: [ProfileCatalog.kubeFed010, ProfileCatalog.federationV1])
  func `an unrelated change plans around a lost member long before 63 s; memberEventDelay never waits for them`(
    stock: ControlPlaneProfile
  ) {
    var waiting = stock
    waiting.reaction.memberEventDelay = nil
    let policy: NativePolicy =
      stock.system == .kubeFed
      ? Federations.kubeFed(replicas: 9, rebalance: false) : .federationV1(FederationV1Policy())
    for seed in 0..<20 as Range<UInt64> {
      func reaction(_ profile: ControlPlaneProfile) -> Double {
        // Nodes of b fail 5 s after a is published: its object changes.
        let first = PeerFederation(profile, policy, clusters: clusters, replicas: 9, failures: [loss])
        let published = first.state(at: .minutes(65), seed: seed).observations.of(.readinessPublished).first?.time
        guard let published else { return -1 }
        var federation = first
        federation.failures.append(
          .scripted(
            at: published + .seconds(5), span: nil, target: TargetSelector(cluster: "b", nodePool: "default"),
            plane: .all))
        federation.fleet = Fleet(
          clusters: federation.fleet.clusters.map { cluster in
            var cluster = cluster
            cluster.pools.append(cluster.pools[0])
            cluster.pools[1].name = "spare"
            return cluster
          })
        let moved = federation.state(at: .hours(2), seed: seed).observations.of(.moved).first?.time
        return moved.map { ($0 - published).seconds } ?? -1
      }
      let decision = stock.scheduling.decisionTime.seconds
      #expect(abs(reaction(stock) - 15 - decision) < 1e-6, "seed \(seed)")
      #expect(abs(reaction(waiting) - 63 - decision) < 1e-6, "seed \(seed)")
    }
  }

  // 10: nobody fences the lost copy

  @Test(arguments: [
    ProfileCatalog.kubeFed010, ProfileCatalog.federationV1, Federations.kubeAdmiralWithOperator,
    Federations.karmadaWithFailover,
  ])
  func `behind a partition the old copy runs on beside the new one; fencesLostMembers stops it`(
    stock: ControlPlaneProfile
  ) {
    func serving(_ profile: ControlPlaneProfile) -> Int64 {
      let workloads = [Federations.workload(replicas: 9)]
      let scenario = Scenario(
        name: "partition", horizon: .hours(2), fleet: Federations.fleet(named: clusters), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        failures: [Federations.loss(of: "a", at: .minutes(30), for: nil, plane: .hub)])
      return Runs.observations(scenario).serving(at: .zero + .hours(2))
    }
    var fencing = stock
    fencing.switches.fencesLostMembers = true
    #expect((12...13).contains(serving(stock)))
    #expect(serving(fencing) == 9)
  }

  // 13: no feasible cluster stores an empty placement

  private var allTainted: [ActionSpec] { clusters.map { PeerFederation.taint($0, .noExecute, at: .hours(1)) } }

  @Test func `KubeAdmiral removes everything when no cluster fits; without persistsEmptyPlacement all stays`() {
    let stock = kubeAdmiral(actions: allTainted).state(at: .hours(2))
    #expect(stock.assigned.isEmpty && stock.spec.isEmpty)
    #expect(stock.observations.serving(at: .zero + .hours(2)) == 0)
    // Nothing is tried again: only the taint of each cluster asked.
    #expect(stock.observations.of(.decided).count <= 4)
    let kept = kubeAdmiral(actions: allTainted) { $0.switches.persistsEmptyPlacement = false }.state(at: .hours(2))
    #expect(kept.observations.serving(at: .zero + .hours(2)) == 6)
  }

  @Test func `a new workload while no member is ready stays unplaced after they are back`() {
    func assigned(_ persists: Bool) -> [String: Int32] {
      var federation = kubeAdmiral(
        clusters.map { Federations.loss(of: $0, at: .minutes(1), for: .minutes(30)) }, replicas: 0
      ) { $0.switches.persistsEmptyPlacement = persists }
      federation.actions = [ActionSpec(at: .zero + .minutes(20), kind: .scale(workload: "web", replicas: 6))]
      return federation.state(at: .hours(3)).assigned
    }
    #expect(assigned(true).isEmpty)
    // Tried again, it takes the members that are the first to be back.
    #expect(assigned(false).values.reduce(0, +) == 6)
  }

  // 14: a reschedulePolicy without rescheduleWhen

  @Test func `a reschedulePolicy without rescheduleWhen ignores NoExecute, unless the switch gives it the defaults`() {
    func assigned(_ ignores: Bool) -> [String: Int32] {
      var federation = kubeAdmiral(actions: [PeerFederation.taint("a", .noExecute, at: .hours(1))]) {
        $0.switches.missingRescheduleWhenIgnoresTaints = ignores
      }
      guard case .kubeAdmiral(var policy) = federation.policy else { return [:] }
      policy.rescheduleWhen = nil
      federation.policy = .kubeAdmiral(policy)
      return federation.state(at: .hours(2)).assigned
    }
    #expect(assigned(true) == ["a": 2, "b": 2, "c": 2])
    #expect(assigned(false) == ["b": 3, "c": 3])
  }
}
