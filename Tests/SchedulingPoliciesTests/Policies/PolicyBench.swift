// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies

/// A fleet, what is known of it, and a scheduler to ask.
struct PolicyBench {
  let fleet: Fleet
  let scheduler: any ReplicaScheduler
  var snapshot: FederationSnapshot

  init(_ profile: ControlPlaneProfile, _ clusters: [ClusterSpec]) {
    let fleet = Fleet(clusters: clusters)
    self.fleet = fleet
    let contender = ContenderSpec(name: profile.name, profile: profile, policies: [])
    scheduler = PolicyCatalog.scheduler(for: contender, fleet: fleet)
    snapshot = FederationSnapshot(
      time: .zero,
      clusters: fleet.clusters.map {
        ClusterView(taints: $0.taints, capacity: ReportedCapacity(allocatable: $0.allocatable))
      })
  }

  init(_ profile: ControlPlaneProfile, named names: [String]) {
    self.init(profile, names.map { cluster($0) })
  }

  subscript(name: String) -> ClusterView {
    get { snapshot.clusters[index(name).index] }
    set { snapshot.clusters[index(name).index] = newValue }
  }

  func index(_ name: String) -> ClusterIndex {
    guard let index = fleet.index(named: name) else { preconditionFailure("no cluster \(name)") }
    return index
  }

  func assigned(_ replicas: KeyValuePairs<String, Int32>) -> [AssignedReplicas] {
    replicas.map { AssignedReplicas(cluster: index($0.key), replicas: $0.value) }
  }

  func request(
    _ policy: NativePolicy, _ replicas: Int32, on current: KeyValuePairs<String, Int32> = [:],
    because trigger: SchedulingTriggers = .created, key: String = "default/web"
  ) -> SchedulingRequest {
    let workload = WorkloadSpec(name: "web", replicas: Int(replicas))
    return SchedulingRequest(
      workload: WorkloadIndex(0), policy: policy, key: key, uid: "", replicas: replicas,
      requests: Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 1),
      candidates: scheduler.candidates(for: policy, workload: workload, in: fleet),
      current: assigned(current), trigger: trigger)
  }

  func decide(_ request: SchedulingRequest) -> SchedulingDecision {
    var random = RandomStream(key: 1)
    return scheduler.decide(request, on: snapshot, random: &random)
  }

  /// Replicas by cluster name; nil when the answer is no assignment.
  func answer(_ request: SchedulingRequest) -> [String: Int32]? {
    names(decide(request).outcome)
  }

  func names(_ outcome: SchedulingOutcome) -> [String: Int32]? {
    guard case .assign(let replicas) = outcome else { return nil }
    return Dictionary(uniqueKeysWithValues: replicas.map { (fleet[$0.cluster].name, $0.replicas) })
  }

  func observation(_ name: String, desired: Int32, ready: Int32, unschedulable: Int32 = 0) -> ObservedReplicas {
    ObservedReplicas(cluster: index(name), desired: desired, ready: ready, unschedulable: unschedulable)
  }
}

/// A cluster with this much room and, unless said otherwise, memory and pods in plenty.
func cluster(
  _ name: String, region: String = "", cores: Int64 = 100, memoryBytes: Int64 = 1 << 40, labels: Labels = [:],
  taints: [Taint] = []
) -> ClusterSpec {
  ClusterSpec(
    name: name, region: region, labels: labels, taints: taints,
    pools: [
      NodePoolSpec(
        name: "pool", nodeCount: 1,
        allocatable: Resources(cpuMillicores: cores * 1000, memoryBytes: memoryBytes, pods: 10_000))
    ])
}

extension SchedulingRequest {
  func with(_ change: (inout SchedulingRequest) -> Void) -> SchedulingRequest {
    var copy = self
    change(&copy)
    return copy
  }
}
