// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import ScenarioFormat
import Scheduling
import SchedulingPolicies

/// A made-up federation in which a program is asked about states that a race may come to.
struct TestFleet: Sendable {
  /// How the workloads of a fleet are divided.
  enum Kind: String, CaseIterable {
    /// Karmada, by static weights.
    case weights
    /// Karmada, by free room.
    case capacity
    /// KubeFed, with minimums and maximums.
    case bounds

    var system: FederationSystem { self == .bounds ? .kubeFed : .karmada }
  }

  /// One state of the federation and a question about it.
  struct Case: Sendable {
    var request: SchedulingRequest
    var snapshot: FederationSnapshot
  }

  let kind: Kind
  let scenario: Scenario
  private let candidates: [[ClusterIndex]]

  /// Of `clusters` clusters and `workloads` workloads.
  init(_ kind: Kind, clusters: Int, workloads: Int) {
    self.kind = kind
    // Generated names are numbers of one width.
    func name(_ number: Int) -> String {
      "c-" + String(repeating: "0", count: "\(clusters)".count - 1) + "\(number)"
    }
    let intent =
      switch kind {
      case .weights:
        """
        division: weights, clusters: {\(name(1)): {weight: 5}, \(name(2)): {weight: 3}, \(name(3)): {weight: 3}, \
        '*': {weight: 1}}
        """
      case .capacity: "division: capacity"
      case .bounds:
        """
        division: weights, clusters: {\(name(1)): {min: 2, max: 6, weight: 2}, '*': {min: 0, max: 40, weight: 1}}
        """
      }
    let profile = kind == .bounds ? "kubefed-0.10" : "karmada-1.18"
    let text = """
      apiVersion: regatta/v1alpha1
      kind: Scenario
      metadata: {name: plugin-test}
      horizon: 1h
      fleet:
        generate:
          regions: {c: {zones: 1}}
          clusters: \(clusters)
          nodePools: [{nodes: 4, cpu: "16", memory: 64Gi, pods: 110}]
      workloads:
      - {name: w, namespace: test, count: \(workloads), replicas: 10, requests: {cpu: 500m, memory: 1Gi}, intent: {\(intent)}}
      contenders:
      - {name: program, profile: \(profile)}
      """
    let loaded = ScenarioLoader.load(text: text, file: "plugin-test")
    guard let scenario = loaded.scenario else {
      preconditionFailure("the test's own scenario does not load: \(loaded.diagnostics.map(\.description))")
    }
    self.scenario = scenario
    let contender = scenario.contenders[0]
    let own = PolicyCatalog.scheduler(for: contender, fleet: scenario.fleet)
    candidates = zip(scenario.workloads, contender.policies).map { workload, policy in
      policy.map { own.candidates(for: $0, workload: workload, in: scenario.fleet) } ?? []
    }
  }

  /// The case of a number; equal numbers give equal cases.
  func makeCase(_ number: Int) -> Case {
    var stream = RandomStream(seed: 0, purpose: .scheduler, entity: UInt64(number))
    let workload = number % scenario.workloads.count
    let sizes: [Int32] = [10, 1, 0, 3, 7, 40, 100, 1000]
    var views = scenario.fleet.clusters.map { cluster in
      var capacity = ReportedCapacity(ofNodesOf: cluster)
      capacity.nodesPerGrade = []
      capacity.allocated.cpuMillicores = Int64(stream.uniformInteger(below: 9)) * 8000
      return ClusterView(capacity: capacity)
    }
    // One in eight is lost, and one in eight refuses what is new.
    for place in views.indices {
      switch stream.uniformInteger(below: 8) {
      case 0: views[place].readiness = .notReady
      case 1: views[place].taints = [Taint(key: "maintenance", effect: .noSchedule)]
      default: break
      }
    }
    let spec = scenario.workloads[workload]
    guard let policy = scenario.contenders[0].policies[workload] else {
      preconditionFailure("the test's own workload \(spec.key) has no policy")
    }
    let request = SchedulingRequest(
      workload: WorkloadIndex(workload), policy: policy, key: spec.key, uid: spec.uid,
      replicas: sizes[Int(stream.uniformInteger(below: UInt64(sizes.count)))], requests: spec.requests,
      candidates: candidates[workload], trigger: .created)
    // Each case has a moment to itself, so that none can be taken for another.
    let time = SimulationTime(nanoseconds: Int64(number + 1) * 1_000_000_000)
    for place in views.indices { views[place].reportedAt = time }
    return Case(request: request, snapshot: FederationSnapshot(time: time, clusters: views))
  }
}
