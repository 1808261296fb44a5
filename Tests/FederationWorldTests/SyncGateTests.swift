// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// One ready member that has not been listed stops all decisions of KubeFed and Federation v1.
struct SyncGateTests {
  /// `a` is away from 30 to 40 min, at `roundTrip` from the hub; users want more at 40 min and 30 s.
  private func federation(
    _ profile: ControlPlaneProfile, roundTrip: SimulationDuration, editedAt edit: SimulationDuration
  ) -> PeerFederation {
    let policy: NativePolicy =
      switch profile.system {
      case .kubeFed: Federations.kubeFed(replicas: 9, rebalance: false)
      case .federationV1: .federationV1(FederationV1Policy())
      case .kubeAdmiral, .karmada: PeerFederation.kubeAdmiral(even: ["a", "b", "c"])
      }
    // Probes take the round trip too.
    var profile = profile
    profile.detection.requestTimeout = .minutes(10)
    var federation = PeerFederation(
      profile, policy, clusters: ["a", "b", "c"], replicas: 9,
      failures: [Federations.loss(of: "a", at: .minutes(30), for: .minutes(10), plane: .hub)],
      actions: [ActionSpec(at: .zero + edit, kind: .scale(workload: "web", replicas: 18))])
    federation.network = NetworkSpec(links: [.init(from: "hub", to: "a", roundTrip: roundTrip)])
    return federation
  }

  private func returned(_ observations: [Observation]) -> SimulationTime {
    observations.of(.readinessPublished).last?.time ?? .zero
  }

  @Test(arguments: [ProfileCatalog.kubeFed010, ProfileCatalog.federationV1])
  func `while the list of a is under way an edit waits, and looks again every 20 s`(stock: ControlPlaneProfile) {
    var profile = stock
    profile.reaction.memberEventDelay = nil
    // The list takes three round trips: 45 s.
    var probe = federation(profile, roundTrip: .seconds(15), editedAt: .hours(2))
    let back = returned(probe.state(at: .minutes(50)).observations)
    probe.actions = [
      ActionSpec(at: back + .seconds(1), kind: .scale(workload: "web", replicas: 18))
    ]
    let found = probe.state(at: .minutes(50)).observations
    let edited = found.of(.demandChanged).last?.time ?? .zero
    #expect(edited == back + .seconds(1))
    let decided = found.of(.decided).first { $0.time > edited }?.time ?? .zero
    let pace = profile.scheduling.decisionTime
    // Its turns at 1, 21 and 41 s come too early; the one at 61 s is after the list.
    #expect(decided == edited + .seconds(60) + pace * 4)
  }

  @Test func `without the gate the edit is decided at once`() {
    for profile in [ProfileCatalog.kubeFed010, ProfileCatalog.kubeAdmiral] {
      var open = profile
      open.reaction.syncGateRecheck = nil
      var probe = federation(open, roundTrip: .seconds(15), editedAt: .hours(2))
      let back = returned(probe.state(at: .minutes(50)).observations)
      probe.actions = [ActionSpec(at: back + .seconds(1), kind: .scale(workload: "web", replicas: 18))]
      let decided = probe.state(at: .minutes(50)).observations.of(.decided).first { $0.time > back }?.time
      #expect(decided == back + .seconds(1) + profile.scheduling.decisionTime)
    }
  }

  @Test func `KubeFed's manager exits after 5 min of waiting for a list, Federation v1's waits for ever`() {
    // Lists of 10 min.
    func exits(_ profile: ControlPlaneProfile) -> [SimulationDuration] {
      let found = federation(profile, roundTrip: .seconds(200), editedAt: .hours(2)).state(at: .minutes(90))
        .observations
      let back = returned(found)
      return found.of(.managerExited).map { $0.time - back }
    }
    let exits = (kubeFed: exits(ProfileCatalog.kubeFed010), v1: exits(ProfileCatalog.federationV1))
    #expect(exits.v1.isEmpty)
    #expect(exits.kubeFed.first == .minutes(5))
    // Each new manager (a lease of 15 s and some tries later) waits its own 5 min for a list that would take 10.
    let second = exits.kubeFed.dropFirst().first ?? .zero
    #expect(second > .minutes(10) + .seconds(15) && second < .minutes(10) + .seconds(45), "\(second)")
    #expect(exits.kubeFed.count > 5)
    var patient = ProfileCatalog.kubeFed010
    patient.reaction.syncGateExit = nil
    let found = federation(patient, roundTrip: .seconds(200), editedAt: .hours(2)).state(at: .hours(3))
    #expect(found.observations.of(.managerExited).isEmpty && found.observations.serving(at: .zero + .hours(3)) == 18)
  }

  @Test func `a manager that exits again and again decides nothing`() {
    let federation = federation(ProfileCatalog.kubeFed010, roundTrip: .seconds(200), editedAt: .hours(2))
    let state = federation.state(at: .hours(4))
    #expect(state.observations.of(.decided).allSatisfy { $0.time < .zero + .minutes(40) })
    #expect(state.observations.serving(at: .zero + .hours(4)) == 12)
  }

  @Test func `a member that is lost again while it is being listed opens the gate once that is published`() {
    var federation = federation(ProfileCatalog.kubeFed010, roundTrip: .minutes(1), editedAt: .hours(2))
    federation.failures.append(Federations.loss(of: "a", at: .minutes(42), for: nil, plane: .hub))
    let state = federation.state(at: .hours(3))
    #expect(state.observations.of(.managerExited).isEmpty)
    #expect(state.assigned == ["b": 9, "c": 9])
  }

  @Test func `a member that joins is listed first`() {
    var federation = federation(ProfileCatalog.kubeFed010, roundTrip: .seconds(15), editedAt: .hours(2))
    federation.failures = []
    federation.actions = [
      ActionSpec(at: .zero + .hours(1), kind: .join, target: TargetSelector(cluster: "a")),
      ActionSpec(at: .zero + .hours(1) + .seconds(1), kind: .scale(workload: "web", replicas: 18)),
    ]
    let found = federation.state(at: .hours(2)).observations
    let first = found.of(.decided).first { $0.time > .zero + .minutes(30) }?.time
    // Asked by the joining at 0 s, waiting in steps of 20 s for a list of 45 s.
    #expect(first == .zero + .hours(1) + .seconds(60) + .milliseconds(80))
  }
}
