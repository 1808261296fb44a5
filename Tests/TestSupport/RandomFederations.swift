// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness

/// Small federations drawn at random, with misfortunes of every kind.
public struct RandomFederation {
  private var random: RandomStream

  /// The draws of `seed`.
  public init(seed: UInt64) {
    random = RandomStream(seed: seed, purpose: .fleetGeneration, entity: 0)
  }

  private mutating func below(_ bound: Int) -> Int { Int(random.uniformInteger(below: UInt64(bound))) }
  private mutating func number(in range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }
  private mutating func chance(_ probability: Double) -> Bool { random.chance(probability) }
  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
  private mutating func moment(within span: SimulationDuration) -> SimulationTime {
    SimulationTime(nanoseconds: Int64(random.uniformInteger(below: UInt64(span.nanoseconds))))
  }

  /// 2 to 8 clusters, some with pools that grow, 1 to 6 workloads, failures of all levels and planes, demand, and actions
  /// of every kind over six hours, under one contender of `profile`.
  public mutating func scenario(profile: ControlPlaneProfile) -> Scenario {
    let horizon = SimulationDuration.hours(6)
    let fleet = Fleet(clusters: (0..<number(in: 2...8)).map { cluster($0) })
    let workloads = (0..<number(in: 1...6)).map { workload($0) }
    let names = fleet.clusters.map(\.name)
    let failures = (0..<number(in: 0...5)).map { _ in failure(horizon, clusters: names) }
    var scenario = Scenario(
      name: "random", horizon: horizon, start: chance(0.2) ? .empty : .placed, fleet: fleet,
      network: NetworkSpec(hub: HubSpec(region: chance(0.5) ? "r" : nil)), workloads: workloads,
      contenders: [contender(profile, workloads, clusters: names)],
      failures: failures,
      actions: (0..<number(in: 0...6)).map { _ in action(horizon, workloads: workloads.count, clusters: names) }
        + failures.flatMap { $0.actions(in: fleet) })
    resolve(&scenario, clusters: names)
    return scenario
  }

  /// What the edits and changes of flags among the actions come to, as reading a scenario would say.
  private mutating func resolve(_ scenario: inout Scenario, clusters: [String]) {
    let order = scenario.actions.indices.sorted { (scenario.actions[$0].at, $0) < (scenario.actions[$1].at, $1) }
    var profile = scenario.contenders[0].profile
    var edited = scenario.workloads
    for place in order {
      switch scenario.actions[place].kind {
      case .edit(let name, let path, _):
        guard let workload = edited.firstIndex(where: { $0.name == name }) else { continue }
        if path == "replicas" { edited[workload].replicas = number(in: 0...20) }
        if path == "requests" {
          edited[workload].requests.cpuMillicores = Int64(number(in: 0...6)) * 250
          edited[workload].requests.memoryBytes = Int64(number(in: 0...8)) << 27
        }
        scenario.workloadEdits.append(WorkloadEdit(action: place, workload: workload, spec: edited[workload]))
        if path == "intent", scenario.contenders[0].policies[workload] != nil {
          scenario.contenders[0].policyEdits.append(
            PolicyEdit(
              action: place, workload: workload,
              policy: policy(profile.system, edited[workload], clusters: clusters)))
        }
      case .setFlag:
        profile.eviction.isEnabled = chance(0.7)
        profile.eviction.ratePerSecond = Double(number(in: 1...10))
        profile.eviction.workers = number(in: 1...4)
        profile.detection.period = .seconds(Int64(number(in: 1...60)))
        profile.propagation.statusPeriod = .seconds(Int64(number(in: 1...60)))
        scenario.contenders[0].profileChanges.append(ProfileChange(action: place, profile: profile))
      default: break
      }
    }
  }

  private mutating func cluster(_ place: Int) -> ClusterSpec {
    let zones = Array(["z0", "z1"].prefix(number(in: 0...2)))
    return ClusterSpec(
      name: "c\(place)", provider: pick(["p", "q"]), region: pick(["r", "s", "t"]), zones: zones,
      pools: (0..<number(in: 1...2)).map { pool in
        NodePoolSpec(
          name: "pool\(pool)", nodeCount: number(in: 0...4),
          allocatable: Resources(
            cpuMillicores: Int64(number(in: 1...16)) * 500, memoryBytes: Int64(number(in: 1...16)) << 30,
            pods: Int64(number(in: 1...20))),
          zone: chance(0.2) ? "z1" : nil, isCordoned: chance(0.05), pricePerHour: 0.1,
          minimumNodes: chance(0.3) ? number(in: 0...2) : nil, maximumNodes: chance(0.3) ? number(in: 2...8) : nil,
          leadTime: .minutes(Int64(number(in: 0...5))), stockOutProbability: chance(0.5) ? 0.3 : 0)
      },
      syncMode: chance(0.3) ? .pull : .push,
      reserved: chance(0.3) ? Resources(cpuMillicores: 700, memoryBytes: 1 << 29, pods: 3) : .zero)
  }

  private mutating func workload(_ place: Int) -> WorkloadSpec {
    let replicas = number(in: 0...20)
    let demand: DemandSpec
    switch below(4) {
    case 0:
      demand = .steps([
        .init(at: .zero + .minutes(70), replicas: number(in: 0...20)),
        .init(at: .zero + .minutes(200), replicas: number(in: 0...20)),
      ])
    case 1: demand = .diurnal(mean: 8, amplitude: number(in: 0...10), period: .hours(3), phase: .minutes(20))
    default: demand = .constant
    }
    let startup: DistributionSpec = pick([
      .constant(.zero), .constant(.seconds(10)), .lognormal(median: .seconds(20), percentile95: .minutes(5)),
      .exponential(mean: .minutes(2)),
    ])
    return WorkloadSpec(
      namespace: "n", name: "w\(place)", replicas: replicas,
      requests: Resources(
        cpuMillicores: Int64(number(in: 0...6)) * 250, memoryBytes: Int64(number(in: 0...8)) << 27, pods: 1),
      startup: startup, termination: pick([.zero, .seconds(2), .minutes(3)]), demand: demand,
      minimumAvailable: chance(0.5) ? number(in: 0...20) : nil)
  }

  private mutating func contender(
    _ profile: ControlPlaneProfile, _ workloads: [WorkloadSpec], clusters: [String]
  ) -> ContenderSpec {
    var profile = profile
    if profile.system == .karmada { profile.eviction.isEnabled = chance(0.7) }
    if profile.system == .kubeAdmiral, chance(0.6) { profile.eviction.taintDelay = .seconds(300) }
    return ContenderSpec(
      name: profile.name, profile: profile,
      policies: workloads.map { chance(0.05) ? nil : policy(profile.system, $0, clusters: clusters) },
      taintPolicies: Federations.taintPolicies(for: profile))
  }

  private mutating func policy(
    _ system: FederationSystem, _ workload: WorkloadSpec, clusters: [String]
  ) -> NativePolicy {
    switch system {
    case .federationV1: return .federationV1(FederationV1Policy(rebalance: chance(0.5)))
    case .kubeFed:
      guard chance(0.8) else { return .kubeFed(KubeFedPolicy(clusterSelector: LabelSelector())) }
      return Federations.kubeFed(replicas: workload.replicas, rebalance: chance(0.5))
    case .kubeAdmiral:
      return .kubeAdmiral(
        KubeAdmiralPolicy(
          divides: chance(0.8), packs: chance(0.3), autoMigration: chance(0.4) ? .init() : nil,
          isSticky: chance(0.1), avoidsDisruption: chance(0.7)))
    case .karmada:
      let weights = [KarmadaPolicy.StaticWeight(target: .init(clusterNames: [pick(clusters)]), weight: 3)]
      let scheduling: KarmadaPolicy.Scheduling = pick([
        .duplicated, .staticWeight(nil), .staticWeight(weights), .dynamicWeight, .aggregated,
      ])
      let tolerations = [Toleration(operator: .exists, effect: .noExecute, tolerationSeconds: pick([nil, 0, 300]))]
      return .karmada(KarmadaPolicy(tolerations: chance(0.5) ? tolerations : [], scheduling: scheduling))
    }
  }

  private mutating func target(_ clusters: [String]) -> TargetSelector {
    switch below(6) {
    case 0: return TargetSelector(region: pick(["r", "s", "t"]))
    case 1: return TargetSelector(provider: pick(["p", "q"]))
    case 2: return TargetSelector(zone: pick(["z0", "z1"]))
    case 3: return TargetSelector(nodePool: "pool0")
    default: return TargetSelector(cluster: pick(clusters))
    }
  }

  private mutating func failure(_ horizon: SimulationDuration, clusters: [String]) -> FailureSpec {
    let effect = FaultEffect(
      pick([.all, .all, .all, .hub, .user, .api, .agent, .slow]), connections: pick(FailedConnections.allCases),
      slowness: Slowness(latency: .seconds(7), startFactor: 4, hangsLists: chance(0.5)))
    let amounts: [NodeAmount?] = [nil, nil, nil, .share(0.3), .count(2)]
    switch below(10) {
    case 0...4:
      let spans: [SimulationDuration?] = [nil, .zero, .seconds(5), .seconds(70), .minutes(7), .hours(1), .hours(2)]
      return .scripted(
        ScriptedFailureSpec(
          at: moment(within: horizon), span: pick(spans), target: target(clusters), effect: effect,
          nodes: pick(amounts), jitter: pick([.zero, .minutes(3)]), entry: below(9)))
    case 5:
      return .scripted(
        ScriptedFailureSpec(
          at: moment(within: horizon), span: pick([nil, .minutes(20)]), hub: pick(HubComponent.allCases)))
    case 6...7:
      return .maintenance(
        MaintenanceSpec(
          of: pick(MaintenanceSpec.Unit.allCases), at: moment(within: horizon), target: target(clusters),
          drain: pick([.zero, .minutes(3)]), down: pick([.zero, .minutes(10)]), gap: .seconds(30),
          atOnce: number(in: 1...3)))
    default: return process(effect, amounts)
    }
  }

  private mutating func process(_ effect: FaultEffect, _ amounts: [NodeAmount?]) -> FailureSpec {
    let level = pick(FailureProcessSpec.Level.allCases)
    let parts = [FailureProcessSpec.Level.node, .rack, .cluster].filter(level.contains)
    let groups = [FailureProcessSpec.Level.rack, .cluster, .zone, .region, .provider].filter { $0.contains(level) }
    let isShared = level == .node || level == .cluster
    return .process(
      FailureProcessSpec(
        level: level, effect: effect, nodes: level == .cluster || level == .region ? pick(amounts) : nil,
        up: pick([.exponential(mean: .hours(2)), .weibull(shape: 0.6, scale: .hours(1))]),
        down: pick([.constant(.minutes(10)), .lognormal(median: .minutes(5), percentile95: .hours(1))]),
        rackNodes: number(in: 1...3),
        hits: !parts.isEmpty && chance(0.5) ? SharedShock(each: pick(parts), share: 0.4) : nil,
        commonCause: isShared && chance(0.5) ? CommonCause(beta: pick([0, 0.37, 1]), group: pick(groups)) : nil,
        hub: pick(HubComponent.allCases)))
  }

  private mutating func action(
    _ horizon: SimulationDuration, workloads: Int, clusters: [String]
  ) -> ActionSpec {
    let taint = Taint(key: pick(["k", "l"]), effect: pick(Taint.Effect.allCases))
    let kind: ActionSpec.Kind = pick([
      .taint(taint), .untaint(key: "k", effect: nil), .cordon, .uncordon, .join, .leave, .rebalance(workload: nil),
      .rebalance(workload: nil, createdAt: moment(within: horizon)), .resize(nodes: number(in: 0...6)),
      .setFlag(contender: nil, flag: "any", value: "any"),
      .edit(workload: "w\(below(workloads))", path: pick(["replicas", "requests", "intent"]), value: "any"),
      .scale(workload: "w\(below(workloads))", replicas: below(25)),
    ])
    return ActionSpec(at: moment(within: horizon), kind: kind, target: TargetSelector(cluster: pick(clusters)))
  }
}
