// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

@testable import FailoverAnalysis

/// What is predicted without a simulation, held against simulated runs over many seeds: every moment lies in its window,
/// and where a window is made by chance, runs come near both of its ends.
@Suite struct ForecastAgainstRunsTests {
  typealias Bench = LossBench

  static let lostAt = SimulationTime.zero + .hours(1)
  static let horizon = SimulationDuration.minutes(75)

  /// A contender as it is raced: profile, policy, and who reports for the members.
  struct Racer: CustomTestStringConvertible, Sendable {
    var name: String
    var profile: ControlPlaneProfile
    var policy: NativePolicy
    var mode = ClusterSpec.SyncMode.push
    var testDescription: String { name }
  }

  static let racers: [Racer] = {
    let optedIn = Bench.optedIn(ProfileCatalog.karmada118)
    let notReadyAndUnreachable = ["cluster.karmada.io/not-ready", "cluster.karmada.io/unreachable"].map {
      Toleration(key: $0, operator: .exists, effect: .noExecute, tolerationSeconds: 300)
    }
    var consecutive = ProfileCatalog.kubeFed010
    consecutive.detection.hysteresis = .consecutive(failureProbes: 3, successProbes: 1)
    let kubeFed = Federations.kubeFed(replicas: 6, rebalance: false)
    let kubeAdmiral = NativePolicy.kubeAdmiral(KubeAdmiralPolicy(divides: true))
    return [
      Racer(name: "karmada-1.18 push", profile: optedIn, policy: Bench.karmada()),
      Racer(name: "karmada-1.18 pull", profile: optedIn, policy: Bench.karmada(), mode: .pull),
      Racer(
        name: "karmada-1.18 push, 300 s", profile: optedIn,
        policy: Bench.karmada(.dynamicWeight, tolerations: notReadyAndUnreachable)),
      Racer(
        name: "karmada-1.18 duplicated", profile: optedIn, policy: Bench.karmada(.duplicated)),
      Racer(
        name: "karmada-1.16 aggregated", profile: Bench.optedIn(ProfileCatalog.karmada116),
        policy: Bench.karmada(.aggregated)),
      Racer(
        name: "karmada-1.15 push", profile: Bench.optedIn(ProfileCatalog.karmada115), policy: Bench.karmada()),
      Racer(
        name: "karmada-1.13 push", profile: Bench.optedIn(ProfileCatalog.karmada113), policy: Bench.karmada()),
      Racer(
        name: "karmada-1.13 pull", profile: Bench.optedIn(ProfileCatalog.karmada113), policy: Bench.karmada(),
        mode: .pull),
      Racer(name: "karmada-1.18 stock", profile: ProfileCatalog.karmada118, policy: Bench.karmada()),
      Racer(name: "kubefed", profile: ProfileCatalog.kubeFed010, policy: kubeFed),
      Racer(name: "kubefed, in a row", profile: consecutive, policy: kubeFed),
      Racer(name: "federation-v1", profile: ProfileCatalog.federationV1, policy: .federationV1(FederationV1Policy())),
      Racer(name: "kubeadmiral", profile: ProfileCatalog.kubeAdmiral, policy: kubeAdmiral),
      Racer(name: "kubeadmiral, operator", profile: Federations.kubeAdmiralWithOperator, policy: kubeAdmiral),
    ]
  }()

  /// The failure that a kind of question is about.
  static func effect(_ kind: FailureKind) -> FaultEffect {
    switch kind {
    case .dead: FaultEffect(.all)
    case .refused: FaultEffect(.api)
    case .blackholed: FaultEffect(.all, connections: .blackholed)
    case .partition: FaultEffect(.hub, connections: .blackholed)
    case .agent: FaultEffect(.agent)
    }
  }

  static func scenario(_ racer: Racer, _ kind: FailureKind, workloads: Int = 1) -> Scenario {
    var scenario = Bench.scenario(
      racer.profile, policy: racer.policy, workloads: workloads, fleet: Bench.fleet { $0.syncMode = racer.mode },
      taintPolicies: Federations.taintPolicies(for: racer.profile),
      failures: [
        .scripted(
          ScriptedFailureSpec(at: lostAt, target: TargetSelector(cluster: "A"), effect: effect(kind)))
      ])
    scenario.horizon = horizon
    return scenario
  }

  /// Moments of one workload in one run, in seconds after the failure; infinity: never.
  struct Moments {
    var published = Double.infinity
    var decided = Double.infinity
    var ready = Double.infinity

    init(of workload: Int, in found: [Observation], forecast: WorkloadForecast) {
      func seconds(_ observation: Observation?) -> Double {
        observation.map { ($0.time - lostAt).seconds } ?? .infinity
      }
      let after = found.filter { $0.time >= lostAt }
      published = seconds(after.of(.readinessPublished, cluster: 0).first)
      // The decision that takes it off the cluster.
      decided = seconds(after.of(.decided, workload: workload).first { $0.value == 1 })
      ready =
        forecast.outcome == .covered
        ? 0 : seconds(after.of(.servingChanged, workload: workload).last { $0.cluster != 0 && $0.value > 0 })
    }
  }

  /// Fails where a value is outside of the window, but for `slack` seconds.
  static func check(
    _ values: [Double], _ window: TimeWindow, _ what: String, slack: Double = 1e-6, reaches: Bool = true,
    place: SourceLocation = #_sourceLocation
  ) {
    let (least, most) = (values.min() ?? .infinity, values.max() ?? .infinity)
    guard !window.isNever else {
      return #expect(least == .infinity, "\(what): predicted never, seen \(least)", sourceLocation: place)
    }
    let (low, high) = (window.earliest.seconds, window.latest.seconds)
    #expect(
      least >= low - slack && most <= high + slack, "\(what): predicted \(low) to \(high), seen \(least) to \(most)",
      sourceLocation: place)
    guard reaches else { return }
    let margin = max(0.5, (high - low) * 0.2)
    #expect(
      least <= low + margin && most >= high - margin,
      "\(what): predicted \(low) to \(high), seen only \(least) to \(most)", sourceLocation: place)
  }

  @Test(arguments: racers, FailureKind.allCases)
  func `each moment of a run lies in its predicted window, and runs reach both ends`(
    racer: Racer, kind: FailureKind
  ) throws {
    let scenario = Self.scenario(racer, kind)
    let forecast = Bench.forecast(scenario, failure: kind, plane: Self.effect(kind).plane)
    let workload = try #require(forecast.workloads.first)
    let detection = DetectionSteps(
      scenario: scenario, detection: racer.profile.detection, cluster: scenario.fleet.clusters[0],
      question: FailoverQuestion(cluster: ClusterIndex(0), failure: kind, plane: Self.effect(kind).plane))
    var timeline = Timeline(system: racer.profile.system) { _, _ in nil }
    detection.add(to: &timeline)
    let moments = (0..<60 as Range<UInt64>).map { seed in
      Moments(of: 0, in: Runs.observations(scenario, seed: seed), forecast: workload)
    }
    Self.check(moments.map(\.published), timeline.now, "published")
    Self.check(moments.map(\.decided), workload.decided, "decided")
    Self.check(moments.map(\.ready), workload.ready, "ready")
  }

  /// Without those that do not move; a duplicated workload is asked about by each taint, too.
  static let moving = racers.filter {
    !["karmada-1.18 stock", "karmada-1.18 duplicated", "kubeadmiral"].contains($0.name)
  }

  @Test(arguments: moving)
  func `each of 40 workloads is decided about and ready in its own window, in the order of the queue`(
    racer: Racer
  ) throws {
    let scenario = Self.scenario(racer, .dead, workloads: 40)
    let forecast = Bench.forecast(scenario)
    for seed in 0..<4 as Range<UInt64> {
      let found = Runs.observations(scenario, seed: seed)
      let there = (0..<40).filter { found.bound(at: Self.lostAt - .seconds(1), workload: $0, cluster: 0) > 0 }
      #expect(there.count >= 36 && forecast.workloads.map(\.place).sorted() == there)
      for workload in forecast.workloads {
        let moments = Moments(of: workload.place, in: found, forecast: workload)
        let name = "\(racer.name), \(workload.workload), seed \(seed)"
        Self.check([moments.decided], workload.decided, name + " decided", reaches: false)
        Self.check([moments.ready], workload.ready, name + " ready", reaches: false)
      }
    }
  }

  @Test(arguments: [true, false])
  func `with purge mode Directly a new target is ready within the predicted window, and only at its end`(
    isNew: Bool
  ) throws {
    let affinities = [
      KarmadaPolicy.ClusterAffinity(name: "first", clusterNames: isNew ? ["A"] : ["A", "B"]),
      KarmadaPolicy.ClusterAffinity(name: "second", clusterNames: ["B"]),
    ]
    let racer = Racer(
      name: "directly", profile: Bench.optedIn(ProfileCatalog.karmada118),
      policy: Bench.karmada(purgeMode: .directly, affinities: affinities))
    let scenario = Self.scenario(racer, .dead)
    let forecast = try #require(Bench.forecast(scenario).workloads.first)
    let ready = (0..<20 as Range<UInt64>).map { seed in
      Moments(of: 0, in: Runs.observations(scenario, seed: seed), forecast: forecast).ready
    }
    Self.check(ready, forecast.ready, "ready", reaches: false)
    #expect(ready.allSatisfy { isNew ? $0 > 600 : $0 < 70 }, "\(ready)")
  }

  @Test func `the predicted loss bounds what runs lose`() throws {
    for racer in Self.racers {
      let scenario = Self.scenario(racer, .dead, workloads: 10)
      let forecast = Bench.forecast(scenario, outage: .minutes(15))
      let end = SimulationTime.zero + Self.horizon
      for seed in 0..<4 as Range<UInt64> {
        let lost = Runs.observations(scenario, seed: seed).of(.lossChanged).reduce(0.0) { sum, change in
          sum + Double(change.value) * (end - change.time).seconds
        }
        #expect(
          lost >= forecast.loss.earliest - 1e-3 && lost <= forecast.loss.latest + 1e-3,
          "\(racer.name), seed \(seed): predicted \(forecast.loss), lost \(lost)")
      }
    }
  }
}
