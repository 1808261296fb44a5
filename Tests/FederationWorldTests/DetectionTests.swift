// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import SchedulingPolicies
import TestSupport
import Testing

/// When a lost member is published as not ready, and when as ready again.
struct DetectionTests {
  private static let seeds: Range<UInt64> = 0..<200
  private let lossTime = SimulationDuration.hours(1)

  /// Publications of cluster `a` under `profile`, as seconds after the first loss, and their values.
  private func publications(
    _ profile: ControlPlaneProfile, seed: UInt64, losses: [(at: SimulationDuration, span: SimulationDuration?)]
  ) -> [(seconds: Double, isReady: Bool)] {
    let workloads = [Federations.workload(replicas: 4)]
    let scenario = Scenario(
      name: "detection", horizon: .hours(4), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: profile, over: workloads)],
      failures: losses.map { Federations.loss(of: "a", at: lossTime + $0.at, for: $0.span, plane: .hub) })
    return Runs.observations(scenario, seed: seed).of(.readinessPublished, cluster: 0).map {
      (($0.time - (.zero + lossTime)).seconds, $0.value == 1)
    }
  }

  /// The publications of one loss for half an hour over many seeds: all of not ready, all of ready after the repair.
  private func delays(_ profile: ControlPlaneProfile) -> (down: [Double], up: [Double]) {
    var down: [Double] = []
    var up: [Double] = []
    for seed in Self.seeds {
      let found = publications(profile, seed: seed, losses: [(.zero, .minutes(30))])
      #expect(found.map(\.isReady) == [false, true])
      if found.count == 2 {
        down.append(found[0].seconds)
        up.append(found[1].seconds - 1800)
      }
    }
    return (down, up)
  }

  private func expect(
    _ delays: [Double], in low: Double, _ high: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(delays.allSatisfy { $0 > low && $0 <= high }, sourceLocation: sourceLocation)
    // The probes' phases are uniform: over 200 seeds the delays fill their window.
    let width = high - low
    #expect((delays.min() ?? high) < low + width * 0.1, sourceLocation: sourceLocation)
    #expect((delays.max() ?? low) > high - width * 0.1, sourceLocation: sourceLocation)
    let mean = delays.reduce(0, +) / Double(delays.count)
    let error = width / 12.0.squareRoot() / Double(delays.count).squareRoot()
    #expect(abs(mean - (low + high) / 2) < 4 * error, sourceLocation: sourceLocation)
  }

  @Test func `Karmada publishes a loss after 30 to 40 s and a return after 30 to 40 s`() {
    let found = delays(ProfileCatalog.karmada118)
    expect(found.down, in: 30, 40)
    expect(found.up, in: 30, 40)
  }

  @Test func `KubeAdmiral publishes a loss after 120 to 150 s, and a return`() {
    let found = delays(ProfileCatalog.kubeAdmiral)
    expect(found.down, in: 120, 150)
    expect(found.up, in: 120, 150)
  }

  @Test func `KubeFed publishes the first probe after a loss or a return`() {
    let found = delays(ProfileCatalog.kubeFed010)
    expect(found.down, in: 0, 10)
    expect(found.up, in: 0, 10)
  }

  @Test func `Federation v1 publishes a loss within 40 s`() {
    let found = delays(ProfileCatalog.federationV1)
    expect(found.down, in: 0, 40)
    expect(found.up, in: 0, 40)
  }

  @Test func `a probe comes at the same phase for every version of Karmada, and for all members of KubeFed`() {
    for seed in 0..<20 as Range<UInt64> {
      let old = publications(ProfileCatalog.karmada113, seed: seed, losses: [(.zero, nil)])
      let new = publications(ProfileCatalog.karmada118, seed: seed, losses: [(.zero, nil)])
      #expect(old.map(\.seconds) == new.map(\.seconds) && old.count == 1, "seed \(seed)")
    }
  }

  @Test func `KubeFed publishes a loss within two probes of a return at the third probe`() {
    for seed in Self.seeds {
      // Back after 30 min; lost again 1 s after the return was published (at the latest 10 s after the repair).
      let first = publications(ProfileCatalog.kubeFed010, seed: seed, losses: [(.zero, .minutes(30))])
      guard let returned = first.last?.seconds else {
        Issue.record("no return published")
        continue
      }
      for probes in 0...4 as ClosedRange<Int64> {
        let again = SimulationDuration(seconds: returned + 1 + Double(probes) * 10)
        let found = publications(
          ProfileCatalog.kubeFed010, seed: seed, losses: [(.zero, .minutes(30)), (again, .minutes(30))])
        #expect(found.map(\.isReady) == [false, true, false, true])
        // The third probe since the return, or the first after the loss when that is later.
        let expected = returned + 10 * Double(max(3, probes + 1))
        #expect(found.count > 2 && abs(found[2].seconds - expected) < 1e-6, "seed \(seed), \(probes) probes")
      }
    }
  }

  @Test(arguments: [ProfileCatalog.karmada118, ProfileCatalog.kubeAdmiral])
  func `a blip shorter than the threshold publishes nothing`(profile: ControlPlaneProfile) {
    let span: SimulationDuration = profile.system == .karmada ? .seconds(29) : .seconds(99)
    for seed in Self.seeds {
      #expect(publications(profile, seed: seed, losses: [(.zero, span)]).isEmpty)
    }
  }

  @Test func `a blip between two probes of KubeFed publishes nothing`() {
    var quiet = 0
    for seed in Self.seeds {
      let found = publications(ProfileCatalog.kubeFed010, seed: seed, losses: [(.zero, .seconds(5))])
      // Seen: the first probe falls into the blip and publishes, the next one takes it back.
      #expect(found.isEmpty || found.map(\.isReady) == [false, true])
      #expect(found.isEmpty || (found[0].seconds <= 5 && abs(found[1].seconds - found[0].seconds - 10) < 1e-6))
      if found.isEmpty { quiet += 1 }
    }
    #expect((70...130).contains(quiet))
  }

  @Test func `a return that a probe saw restarts Karmada's clock, one between two probes does not`() {
    var restarted = 0
    for seed in Self.seeds {
      let steady = publications(ProfileCatalog.karmada118, seed: seed, losses: [(.zero, .minutes(30))])
      // Lost again after 5 s of being back, 15 s into the failure.
      let flap = publications(
        ProfileCatalog.karmada118, seed: seed, losses: [(.zero, .seconds(15)), (.seconds(20), .minutes(30))])
      guard let straight = steady.first?.seconds, let found = flap.first?.seconds else {
        Issue.record("seed \(seed): a loss of half an hour was not published")
        continue
      }
      // Probes come at straight - 30, - 20, ...: the one in (15, 20] sees the return.
      let isSeen = (0..<4).contains { (15.0 + 1e-9..<20).contains(straight - 30 + Double($0) * 10) }
      let firstAfter = straight - 30 + ((20 - (straight - 30)) / 10).rounded(.up) * 10
      #expect(abs(found - (isSeen ? firstAfter + 30 : straight)) < 1e-6, "seed \(seed)")
      if isSeen { restarted += 1 }
    }
    #expect((60...140).contains(restarted))
  }

  @Test func `faults that overlap are one loss`() {
    for seed in 0..<20 as Range<UInt64> {
      let found = publications(
        ProfileCatalog.karmada118, seed: seed,
        losses: [(.zero, .minutes(10)), (.minutes(5), .minutes(10)), (.minutes(15), .minutes(5))])
      #expect(found.map(\.isReady) == [false, true])
      #expect(found.count == 2 && (30...40).contains(found[1].seconds - 1200))
    }
  }

  @Test func `a member whose users alone lost it is never published as lost`() {
    let workloads = [Federations.workload(replicas: 4)]
    let scenario = Scenario(
      name: "user plane", horizon: .hours(2), fleet: Federations.fleet(named: ["a", "b"]), workloads: workloads,
      contenders: [Federations.contender(of: ProfileCatalog.kubeFed010, over: workloads)],
      failures: [Federations.loss(of: "a", at: .minutes(30), for: .minutes(30), plane: .user)])
    #expect(Runs.observations(scenario).of(.readinessPublished).isEmpty)
  }
}
