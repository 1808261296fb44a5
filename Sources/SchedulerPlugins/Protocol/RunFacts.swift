// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat
import Scheduling

/// What a program is told once: of the run, its clusters, and each workload. Names are written as JSON once.
struct RunFacts: Sendable {
  let contender: ContenderSpec
  let scenario: Scenario
  let seed: Int
  let clusterNames: [[UInt8]]
  let workloadNames: [[UInt8]]
  /// Clusters by name.
  let indices: [String: ClusterIndex]
  /// Beyond this age a report is said to be stale.
  let freshFor: SimulationDuration

  init(scenario: Scenario, contender: Int, seed: Int) {
    self.scenario = scenario
    self.contender = scenario.contenders[contender]
    self.seed = seed
    clusterNames = scenario.fleet.clusters.map { LineWriter.quoted($0.name) }
    indices = Dictionary(
      scenario.fleet.clusters.enumerated().map { ($1.name, ClusterIndex($0)) }, uniquingKeysWith: { first, _ in first })
    workloadNames = scenario.workloads.map { LineWriter.quoted($0.key) }
    // A report that is a period old is about to be renewed; what is older than two was missed.
    freshFor = SimulationDuration(nanoseconds: 2 * self.contender.profile.propagation.statusPeriod.nanoseconds)
  }

  /// The fields of `run`.
  func writeRun(_ line: inout LineWriter) {
    line.key("scenario")
    line.text(scenario.name)
    line.key("contender")
    line.text(contender.name)
    line.key("system")
    line.text(contender.profile.system.rawValue)
    line.key("profile")
    line.text(contender.profile.name)
    line.key("seed")
    line.number(seed)
    line.key("horizonNanoseconds")
    line.number(scenario.horizon.nanoseconds)
    line.key("freshForNanoseconds")
    line.number(freshFor.nanoseconds)
    line.key("clusters")
    line.object { line in
      for (place, cluster) in scenario.fleet.clusters.enumerated() {
        line.key(quoted: clusterNames[place])
        line.object { write(cluster, &$0) }
      }
    }
  }

  private func write(_ cluster: ClusterSpec, _ line: inout LineWriter) {
    if !cluster.provider.isEmpty {
      line.key("provider")
      line.text(cluster.provider)
    }
    if !cluster.region.isEmpty {
      line.key("region")
      line.text(cluster.region)
    }
    if !cluster.zones.isEmpty {
      line.key("zones")
      line.texts(cluster.zones)
    }
    writeLabels(cluster.labels, &line)
    line.key("pools")
    line.list { line in
      for pool in cluster.pools {
        line.object { line in
          line.key("name")
          line.text(pool.name)
          line.key("nodes")
          line.number(pool.nodeCount)
          line.key("perNode")
          Self.write(pool.allocatable, &line)
        }
      }
    }
  }

  private func writeLabels(_ labels: Labels, _ line: inout LineWriter) {
    guard !labels.entries.isEmpty else { return }
    line.key("labels")
    line.object { Self.write(labels, &$0) }
  }

  /// Each label as a field.
  static func write(_ labels: Labels, _ line: inout LineWriter) {
    for label in labels.entries {
      line.key(quoted: LineWriter.quoted(label.key))
      line.text(label.value)
    }
  }

  static func write(_ resources: Resources, _ line: inout LineWriter) {
    line.object { line in
      line.key("cpuMillicores")
      line.number(resources.cpuMillicores)
      line.key("memoryBytes")
      line.number(resources.memoryBytes)
      line.key("pods")
      line.number(resources.pods)
    }
  }

  /// The field `about`: what is so of a workload until it is said again.
  func writeAbout(_ request: SchedulingRequest, _ line: inout LineWriter) {
    let workload = scenario.workloads[request.workload.index]
    line.key("about")
    line.object { line in
      line.key("kind")
      line.text(workload.kind)
      line.key("uid")
      line.text(request.uid)
      writeLabels(workload.labels, &line)
      if workload.priority != 0 {
        line.key("priority")
        line.number(workload.priority)
      }
      line.key("division")
      line.raw((request.policy.divides ? "\"divide\"" : "\"duplicate\"").utf8)
      line.key("requests")
      if request.hasRequests {
        line.object { line in
          line.key("cpuMillicores")
          line.number(request.requests.cpuMillicores)
          line.key("memoryBytes")
          line.number(request.requests.memoryBytes)
        }
      } else {
        line.null()
      }
      if let intent = workload.intent {
        line.key("intent")
        line.object { Self.write(intent, &$0) }
      }
      line.key("native")
      line.list { line in
        for object in NativeObjectWriter.policyJSON(of: request.policy, for: workload) { line.raw(object.utf8) }
      }
    }
  }
}

extension NativePolicy {
  /// Whether the wanted replicas are shared out; else every cluster that is named gets all of them.
  var divides: Bool {
    switch self {
    case .karmada(let policy): policy.scheduling != .duplicated
    case .kubeFed(let policy): policy.scheduling != nil
    case .kubeAdmiral(let policy): policy.divides
    case .federationV1: true
    }
  }

  /// The most clusters that may be used; nil: no bound.
  var mostClusters: Int? {
    switch self {
    case .karmada(let policy):
      policy.spreadConstraints.last { $0.field == .cluster }.map(\.maximumGroups)
    case .kubeAdmiral(let policy): policy.maximumClusters.map { Int(clamping: $0) }
    case .kubeFed, .federationV1: nil
    }
  }
}
