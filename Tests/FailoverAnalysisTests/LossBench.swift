// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat
import TestSupport

@testable import FailoverAnalysis

/// Three clusters A, B and C, of which A is lost; workloads of 500m.
enum LossBench {
  static let notReady = "cluster.karmada.io/not-ready"

  /// What opting in needs.
  static let taintPolicy = KarmadaClusterTaintPolicy(
    name: "evict", addOn: [.init(type: "Ready", isIn: false, statusValues: ["True"])],
    removeOn: [.init(type: "Ready", isIn: true, statusValues: ["True"])],
    taints: [Taint(key: notReady, effect: .noExecute)])

  static func fleet(_ change: (inout ClusterSpec) -> Void = { _ in }) -> Fleet {
    Fleet(
      clusters: Federations.fleet(named: ["A", "B", "C"]).clusters.map { cluster in
        var cluster = cluster
        change(&cluster)
        return cluster
      })
  }

  static func scenario(
    _ profile: ControlPlaneProfile, policy: NativePolicy?, workloads count: Int = 1, replicas: Int = 6,
    fleet: Fleet = fleet(), network: NetworkSpec = NetworkSpec(),
    taintPolicies: [KarmadaClusterTaintPolicy] = [taintPolicy],
    failures: [FailureSpec] = [], actions: [ActionSpec] = []
  ) -> Scenario {
    let workloads = (0..<count).map { Federations.workload(count == 1 ? "web" : "web-\($0)", replicas: replicas) }
    let contender = ContenderSpec(
      name: "it", profile: profile, policies: workloads.map { _ in policy },
      taintPolicies: profile.system == .karmada ? taintPolicies : [])
    return Scenario(
      name: "loss", horizon: .hours(2), fleet: fleet, network: network, workloads: workloads, contenders: [contender],
      failures: failures, actions: actions)
  }

  static func forecast(
    _ scenario: Scenario, failure: FailureKind = .dead, plane: FailurePlane? = nil, cluster: String = "A",
    outage: SimulationDuration = .hours(1)
  ) -> FailoverForecast {
    FailoverAnalysis(scenario: scenario, contender: 0, upstreamName: ProfileOverride.upstreamName(of:in:)).forecast(
      FailoverQuestion(
        cluster: scenario.fleet.index(named: cluster) ?? ClusterIndex(0), failure: failure, plane: plane, outage: outage
      ))
  }

  /// Karmada with every opt-in.
  static func optedIn(_ profile: ControlPlaneProfile) -> ControlPlaneProfile {
    var profile = profile
    profile.eviction.isEnabled = true
    return profile
  }

  static func karmada(
    _ scheduling: KarmadaPolicy.Scheduling = .staticWeight(nil), tolerations: [Toleration] = [],
    spread: [KarmadaPolicy.SpreadConstraint] = [], purgeMode: KarmadaPolicy.PurgeMode? = nil,
    affinity: KarmadaPolicy.ClusterAffinity? = nil, affinities: [KarmadaPolicy.ClusterAffinity] = []
  ) -> NativePolicy {
    .karmada(
      KarmadaPolicy(
        clusterAffinity: affinity, clusterAffinities: affinities, tolerations: tolerations, spreadConstraints: spread,
        scheduling: scheduling, clusterPurgeMode: purgeMode))
  }

  static func tolerating(_ seconds: Int64?) -> [Toleration] {
    [Toleration(key: notReady, operator: .exists, effect: .noExecute, tolerationSeconds: seconds)]
  }
}

extension FailoverForecast {
  func has(_ code: LintCode) -> Bool { findings.contains { $0.code == code.name } }

  /// When the step called `name` is done, in the first workload's timeline.
  func at(_ name: String) -> TimeWindow? { workloads.first?.steps.first { $0.name == name }?.at }
}

extension TimeWindow {
  /// In whole seconds.
  init(seconds: Int64, _ latest: Int64) { self.init(.seconds(seconds), .seconds(latest)) }
}
