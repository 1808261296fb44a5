// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// KubeFed's failureThreshold reads as "so many failures in a row" and is not: it counts probes since the last change.
/// `countsConsecutiveFailures` is what it seems to say.
struct ThresholdTrapTests {
  private static let lostAt = SimulationTime.zero + .hours(1)

  /// What `countsConsecutiveFailures: true` makes of the profile.
  private static var consecutive: ControlPlaneProfile {
    var profile = ProfileCatalog.kubeFed010
    profile.detection.hysteresis = .consecutive(failureProbes: 3, successProbes: 1)
    return profile
  }

  private func found(_ profile: ControlPlaneProfile, losing span: SimulationDuration?, seed: UInt64) -> [Observation] {
    let workloads = [Federations.workload(replicas: 9)]
    return Runs.observations(
      Scenario(
        name: "threshold", horizon: .hours(2), fleet: Federations.fleet(named: ["a", "b", "c"]), workloads: workloads,
        contenders: [Federations.contender(of: profile, over: workloads)],
        failures: [Federations.loss(of: "a", at: .hours(1), for: span)]), seed: seed)
  }

  /// Seconds after the loss at which the first observation of `kind` comes, over the seeds.
  private func delays(_ profile: ControlPlaneProfile, to kind: Observation.Kind) -> [Double] {
    (0..<300 as Range<UInt64>).compactMap { seed in
      found(profile, losing: nil, seed: seed).of(kind).first { $0.time > Self.lostAt }.map {
        ($0.time - Self.lostAt).seconds
      }
    }
  }

  private func expect(
    _ delays: [Double], within low: Double, _ high: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (least, most) = (delays.min() ?? .infinity, delays.max() ?? -.infinity)
    #expect(least >= low && most <= high, "\(least) to \(most)", sourceLocation: sourceLocation)
    #expect(least <= low + 0.5 && most >= high - 0.5, "\(least) to \(most)", sourceLocation: sourceLocation)
  }

  @Test func `KubeFed publishes the first failed probe and decides after 63 to 73 s`() {
    expect(delays(ProfileCatalog.kubeFed010, to: .readinessPublished), within: 0, 10)
    expect(delays(ProfileCatalog.kubeFed010, to: .moved).map { $0 - 0.02 }, within: 63, 73)
  }

  @Test func `counting consecutive failures it would publish the third and decide after 83 to 93 s`() {
    expect(delays(Self.consecutive, to: .readinessPublished), within: 20, 30)
    expect(delays(Self.consecutive, to: .moved).map { $0 - 0.02 }, within: 83, 93)
  }

  @Test func `one failed probe of a healthy member is published; counted in a row it would be damped`() {
    var published = 0
    for seed in 0..<100 as Range<UInt64> {
      // 10 s long: exactly one probe falls into it.
      let stock = found(ProfileCatalog.kubeFed010, losing: .seconds(10), seed: seed).of(.readinessPublished)
      #expect(stock.map(\.value) == [0, 1], "seed \(seed)")
      published += stock.count
      #expect(found(Self.consecutive, losing: .seconds(10), seed: seed).of(.readinessPublished).isEmpty)
    }
    #expect(published == 200)
  }
}
