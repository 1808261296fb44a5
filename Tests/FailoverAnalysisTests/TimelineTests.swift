// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat
import TestSupport
import Testing

@testable import FailoverAnalysis

/// The published timelines of each system, as windows.
@Suite struct TimelineTests {
  typealias Bench = LossBench

  @Test func `Karmada push refused: not ready after 30 to 40 s, replicas made elsewhere after 31 to 43`() throws {
    let forecast = Bench.forecast(Bench.scenario(Bench.optedIn(ProfileCatalog.karmada118), policy: Bench.karmada()))
    #expect(forecast.at("threshold, cluster not ready") == TimeWindow(seconds: 30, 40))
    let made = try #require(forecast.at("propagation"))
    #expect(made.earliest >= .seconds(30) && made.latest <= .seconds(43))
    #expect(forecast.verdict == "all")
  }

  @Test func `Karmada with a toleration of 300 s decides after five minutes more`() {
    let policy = Bench.karmada(tolerations: Bench.tolerating(300))
    let forecast = Bench.forecast(Bench.scenario(Bench.optedIn(ProfileCatalog.karmada118), policy: policy))
    #expect(forecast.at("toleration") == TimeWindow(seconds: 330, 340))
  }

  @Test func `Karmada push black-holed: 70 to 84 s`() {
    let scenario = Bench.scenario(Bench.optedIn(ProfileCatalog.karmada118), policy: Bench.karmada())
    #expect(
      Bench.forecast(scenario, failure: .blackholed).at("threshold, cluster not ready") == TimeWindow(seconds: 70, 84))
  }

  @Test func `Karmada pull: Unknown after 30 to 45 s; a refused API as in push`() {
    let scenario = Bench.scenario(
      Bench.optedIn(ProfileCatalog.karmada118), policy: Bench.karmada(), fleet: Bench.fleet { $0.syncMode = .pull })
    #expect(Bench.forecast(scenario).at("lease runs out, cluster Unknown") == TimeWindow(seconds: 30, 45))
    #expect(
      Bench.forecast(scenario, failure: .refused).at("threshold, cluster not ready") == TimeWindow(seconds: 30, 40))
  }

  @Test func `Karmada 1.13 with the gate: eviction after 10 min 30 to 45 s, pull after 9 min 50 to 10 min 5`() {
    let profile = Bench.optedIn(ProfileCatalog.karmada113)
    let push = Bench.scenario(profile, policy: Bench.karmada())
    #expect(Bench.forecast(push).at("toleration") == TimeWindow(seconds: 630, 645))
    let pull = Bench.scenario(profile, policy: Bench.karmada(), fleet: Bench.fleet { $0.syncMode = .pull })
    #expect(Bench.forecast(pull).at("toleration") == TimeWindow(seconds: 590, 605))
  }

  @Test func `Karmada by default moves nothing`() {
    let forecast = Bench.forecast(Bench.scenario(ProfileCatalog.karmada118, policy: Bench.karmada()))
    #expect(forecast.verdict == "none")
    #expect(forecast.decided.isNever)
    #expect(forecast.loss.earliest == 2 * 3600)
  }

  @Test func `Directly with a new target adds up to 600 s`() throws {
    let first = KarmadaPolicy.ClusterAffinity(name: "first", clusterNames: ["A"])
    let second = KarmadaPolicy.ClusterAffinity(name: "second", clusterNames: ["B"])
    let policy = Bench.karmada(purgeMode: .directly, affinities: [first, second])
    let forecast = Bench.forecast(Bench.scenario(Bench.optedIn(ProfileCatalog.karmada118), policy: policy))
    let steps = try #require(forecast.workloads.first?.steps)
    #expect(steps.first { $0.name == "old copy blocks the new one" }?.adds == TimeWindow(seconds: 0, 600))
  }

  @Test(arguments: [(0.5, 660.0, 668.0), (5.0, 85.0, 135.0)])
  func `1,000 bindings: the last eviction by rate`(rate: Double, low: Double, high: Double) {
    var eviction = ProfileCatalog.karmada118.eviction
    eviction.ratePerSecond = rate
    let items = (0..<1000).map { QueueForecast.Item(workload: $0, at: .zero) }
    let last = QueueForecast.evictions(of: items, by: eviction).last?.at.seconds ?? 0
    #expect(last >= low && last <= high, "\(last)")
  }

  @Test(arguments: [
    (ProfileCatalog.kubeFed010, FailureKind.dead, Int64(63), Int64(73)),
    (ProfileCatalog.kubeFed010, .blackholed, 66, 76),
    (ProfileCatalog.federationV1, .dead, 63, 103), (ProfileCatalog.federationV1, .blackholed, 123, 163),
  ])
  func `KubeFed and Federation v1 re-plan in their windows`(
    profile: ControlPlaneProfile, failure: FailureKind, low: Int64, high: Int64
  ) {
    let workload = Federations.workload(replicas: 6)
    let policy = Federations.contender(of: profile, over: [workload]).policies[0]
    let forecast = Bench.forecast(Bench.scenario(profile, policy: policy), failure: failure)
    #expect(forecast.at("re-planning at the latest") == TimeWindow(seconds: low, high))
    #expect(forecast.verdict == "all")
  }

  @Test(arguments: [(FailureKind.dead, Int64(120), Int64(150)), (.blackholed, 135, 165)])
  func `KubeAdmiral publishes and then does nothing`(failure: FailureKind, low: Int64, high: Int64) {
    let policy = NativePolicy.kubeAdmiral(KubeAdmiralPolicy(divides: true))
    let idle = Bench.forecast(Bench.scenario(ProfileCatalog.kubeAdmiral, policy: policy), failure: failure)
    #expect(idle.at("threshold, cluster not ready") == TimeWindow(seconds: low, high))
    #expect(idle.verdict == "none" && idle.has(.nobodyTaints))
    let operated = Bench.forecast(
      Bench.scenario(Federations.kubeAdmiralWithOperator, policy: policy), failure: failure)
    #expect(operated.at("operator taints NoExecute") == TimeWindow(seconds: low + 300, high + 300))
    #expect(operated.verdict == "all" && !operated.has(.nobodyTaints))
  }

  @Test func `1,000 bindings of 10 with 300 s of toleration lose about 1,860 replica-hours`() {
    let policy = Bench.karmada(
      tolerations: Bench.tolerating(300),
      affinities: [
        KarmadaPolicy.ClusterAffinity(name: "first", clusterNames: ["A"]), KarmadaPolicy.ClusterAffinity(name: "rest"),
      ])
    let scenario = Bench.scenario(
      Bench.optedIn(ProfileCatalog.karmada118), policy: policy, workloads: 1000, replicas: 10)
    let loss = Bench.forecast(scenario).loss
    let hours = (loss.earliest / 3600, loss.latest / 3600)
    #expect(hours.0 > 1800 && hours.1 < 1960, "\(hours)")
  }

  @Test func `every set name behind a step is a name that scenarios know`() {
    let names = ProfileOverride.table.map(\.name)
    for profile in ProfileCatalog.profiles.map(Bench.optedIn) + [Federations.kubeAdmiralWithOperator] {
      let policy = Federations.contender(of: profile, over: [Federations.workload(replicas: 6)]).policies[0]
      for failure in FailureKind.allCases {
        for step in Bench.forecast(Bench.scenario(profile, policy: policy), failure: failure).workloads.flatMap(\.steps)
        {
          for setting in step.settings {
            if let name = setting.set { #expect(names.contains(name), "\(name)") }
          }
        }
      }
    }
  }

  @Test func `what tolerates for ever is queued anew with each look, and holds up what is due`() {
    var eviction = ProfileCatalog.karmada118.eviction
    let due = [QueueForecast.Item(workload: 30, at: .seconds(60))]
    let at = { QueueForecast.evictions(of: due, beside: Array(0..<30), by: eviction).map(\.at.seconds) }
    #expect(QueueForecast.evictions(of: due, by: eviction) == due)
    #expect(at() == [70])
    eviction.relistPeriod = .zero
    #expect(at() == [60])
  }

  @Test func `windows add up end by end`() {
    #expect(TimeWindow(seconds: 1, 2) + TimeWindow(seconds: 10, 20) == TimeWindow(seconds: 11, 22))
    #expect((TimeWindow(seconds: 1, 2) + .never).isNever)
  }
}
