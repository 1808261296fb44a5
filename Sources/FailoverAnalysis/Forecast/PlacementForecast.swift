// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies

/// Where a contender's own planner puts everything at the start, and what it answers later: no clock, only questions.
///
/// Each answer takes its room, node by node where the planner sees resource models, before the next question. Cost of a
/// question: the policy's, and per cluster that changed O(pools), with resource models O(nodes x grades).
struct PlacementForecast {
  let scenario: Scenario
  let contender: ContenderSpec
  private let scheduler: any ReplicaScheduler

  /// Where replicas of one workload are in one cluster.
  private struct NodePlaces {
    var cluster: ClusterIndex
    var nodes: [Int32]
  }

  private let usesGrades: Bool
  private let demand: DemandInputs
  /// What the control plane knows.
  var snapshot: FederationSnapshot
  /// By workload: the control plane's record.
  private(set) var assignments: [[AssignedReplicas]]
  /// By workload: the affinity group in use.
  private(set) var groups: [Int]
  /// By workload: why it was not placed at the start.
  private(set) var refusals: [String?]
  /// By workload: what the policy can ever use.
  let candidates: [[ClusterIndex]]
  private var used: [Resources]
  /// By cluster, while the planner sees resource models; else empty.
  private var nodes: [NodeFilling] = []
  /// By workload: the nodes of its replicas in each cluster where it has had any, in the order in which they came.
  private var places: [[NodePlaces]]

  /// Places everything, in the scenario's order.
  init(scenario: Scenario, contender: ContenderSpec) {
    self.scenario = scenario
    self.contender = contender
    let scheduler = PolicyCatalog.scheduler(for: contender, fleet: scenario.fleet)
    self.scheduler = scheduler
    demand = DemandInputs(scenario: scenario)
    usesGrades = contender.profile.system == .karmada && contender.profile.switches.usesResourceModels
    used = scenario.fleet.clusters.map(\.reserved)
    places = Array(repeating: [], count: scenario.workloads.count)
    if usesGrades { nodes = scenario.fleet.clusters.map(NodeFilling.init) }
    snapshot = FederationSnapshot(
      time: .zero, clusters: scenario.fleet.clusters.map { ClusterView(taints: $0.taints) })
    assignments = Array(repeating: [], count: scenario.workloads.count)
    groups = Array(repeating: 0, count: scenario.workloads.count)
    refusals = Array(repeating: nil, count: scenario.workloads.count)
    candidates = zip(scenario.workloads, contender.policies).map { workload, policy in
      policy.map { scheduler.candidates(for: $0, workload: workload, in: scenario.fleet) } ?? []
    }
    for cluster in scenario.fleet.clusters.indices { report(cluster) }
    for workload in scenario.workloads.indices where contender.policies[workload] != nil { placeAtStart(workload) }
  }

  private mutating func placeAtStart(_ workload: Int) {
    if let prescribed = contender.initialAssignments[workload] {
      let fleet = scenario.fleet
      return adopt(prescribed.compactMap { AssignedReplicas($0, in: fleet) }, for: workload)
    }
    let decision = ask(workload, trigger: .created)
    switch decision.outcome {
    case .assign(let answer):
      groups[workload] = decision.affinityGroup
      adopt(answer, for: workload)
    case .keep: break
    case .unschedulable(let failure, _, _): refusals[workload] = failure.message
    }
  }

  /// Replicas wanted at the start.
  func wanted(_ workload: Int) -> Int32 { demand.initial(of: WorkloadIndex(workload)) }

  /// Puts the question to the policy with what is known now; `evicting` are barred, `current` nil is the record.
  func ask(
    _ workload: Int, trigger: SchedulingTriggers, current: [AssignedReplicas]? = nil, evicting: [ClusterIndex] = []
  ) -> SchedulingDecision {
    guard let policy = contender.policies[workload] else { return SchedulingDecision(.keep) }
    let spec = scenario.workloads[workload]
    let held = current ?? assignments[workload]
    let observed = held.sorted { $0.cluster < $1.cluster }.map {
      ObservedReplicas(cluster: $0.cluster, desired: $0.replicas, ready: $0.replicas, unschedulable: 0)
    }
    let request = SchedulingRequest(
      workload: WorkloadIndex(workload), policy: policy, key: spec.key, uid: spec.uid, replicas: wanted(workload),
      requests: spec.requests, hasRequests: spec.hasRequests, candidates: candidates[workload], current: held,
      observed: contender.profile.system == .karmada ? [] : observed, evicting: evicting,
      affinityGroup: groups[workload], trigger: trigger)
    var stream = RandomStream(seed: 0, purpose: .scheduler, entity: EntityKey.of("workload", spec.key))
    return scheduler.decide(request, on: snapshot, random: &stream)
  }

  /// Takes `assignment` as the record of `workload`, with the room it needs.
  mutating func adopt(_ assignment: [AssignedReplicas], for workload: Int) {
    let requests = scenario.workloads[workload].requests
    let previous = assignments[workload]
    for entry in previous { used[entry.cluster.index] -= requests * Int64(count(entry, of: workload)) }
    for entry in assignment { used[entry.cluster.index] += requests * Int64(count(entry, of: workload)) }
    let changed = previous + assignment
    assignments[workload] = assignment
    if usesGrades {
      for entry in previous where !assignment.contains(where: { $0.cluster == entry.cluster }) {
        fill(entry.cluster, to: 0, with: workload)
      }
      for entry in assignment { fill(entry.cluster, to: count(entry, of: workload), with: workload) }
    }
    for entry in changed { report(entry.cluster.index) }
  }

  /// Brings the replicas of a workload that have a node of `cluster` to `count`, as far as there is room; the newest go
  /// first.
  private mutating func fill(_ cluster: ClusterIndex, to count: Int, with workload: Int) {
    let spec = scenario.workloads[workload]
    let known = places[workload].firstIndex { $0.cluster == cluster }
    let place = known ?? places[workload].count
    if known == nil { places[workload].append(NodePlaces(cluster: cluster, nodes: [])) }
    let present = places[workload][place].nodes.count
    if count > present {
      places[workload][place].nodes += nodes[cluster.index].place(
        count - present, of: spec, in: scenario.fleet[cluster])
    } else if count < present {
      nodes[cluster.index].remove(spec, from: places[workload][place].nodes[count...])
      places[workload][place].nodes.removeSubrange(count...)
    }
  }

  /// Brings the view of a cluster up to date; a lost one keeps its last report.
  private mutating func report(_ cluster: Int) {
    guard snapshot.clusters[cluster].readiness == .ready else { return }
    let spec = scenario.fleet.clusters[cluster]
    snapshot.clusters[cluster].capacity = ReportedCapacity(
      allocatable: spec.allocatable, allocated: used[cluster],
      nodesPerGrade: usesGrades ? nodes[cluster].counts(by: spec.resourceGrades ?? ResourceGrade.defaults) : [])
  }

  /// Whether more is asked of `cluster` than its nodes have.
  func isOverfull(_ cluster: ClusterIndex) -> Bool {
    let room = scenario.fleet[cluster].allocatable
    let asked = used[cluster.index]
    return asked.cpuMillicores > room.cpuMillicores || asked.memoryBytes > room.memoryBytes || asked.pods > room.pods
  }

  /// Replicas of `workload` in `cluster`, as overrides make them.
  func replicas(of workload: Int, in cluster: ClusterIndex) -> Int {
    guard let entry = assignments[workload].first(where: { $0.cluster == cluster }) else { return 0 }
    return count(entry, of: workload)
  }

  /// What an entry comes to in the member.
  func count(_ entry: AssignedReplicas, of workload: Int) -> Int {
    contender.policies[workload]?.overriddenReplicas(
      in: scenario.fleet[entry.cluster], scheduled: Int(entry.replicas)) ?? Int(entry.replicas)
  }
}
