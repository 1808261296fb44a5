// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel
import Randomness
import Scheduling

/// KubeAdmiral's scheduler: filter, score, select, divide.
///
/// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/{schedulingtriggers, core/generic_scheduler}.go`. Readiness
/// moves nothing: an unready cluster keeps what it holds, and only an untolerated NoExecute taint drives it out.
public struct KubeAdmiralScheduler: ReplicaScheduler {
  private let planningFleet: PlanningFleet
  private let fleet: Fleet
  private let switches: ControlPlaneProfile.Switches
  private let memory: DecisionMemory<Attempt>

  /// The scheduler of one run over `fleet`. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(profile.system == .kubeAdmiral, "profile \(profile.name) of \(profile.system), not of KubeAdmiral")
    planningFleet = PlanningFleet(fleet: fleet)
    memory = DecisionMemory(Attempt(fleetCount: fleet.clusters.count))
    self.fleet = fleet
    switches = profile.switches
  }

  /// Neither readiness nor resources are among them.
  public var triggers: SchedulingTriggers {
    [
      .created, .replicasChanged, .policyChanged, .taintsChanged, .membershipChanged, .unschedulableReplicas,
      .evicted, .retry,
    ]
  }

  /// A policy and a kind decide alone.
  public var candidatesFollowPolicyAndKind: Bool { true }

  /// What API resources, placements, selector and affinity leave.
  public func candidates(for policy: NativePolicy, workload: WorkloadSpec, in fleet: Fleet) -> [ClusterIndex] {
    let policy = Self.policy(of: policy)
    return planningFleet.indices { index in
      fleet.clusters[index].serves(kind: workload.kind)
        && KubeAdmiralFilters.exclusion(of: fleet.clusters[index], policy: policy) == nil
    }
  }

  /// O(n) for n candidates, O(n log n) where they are scored. Clusters without replicas are not named in the answer.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let policy = Self.policy(of: request.policy)
    if policy.isSticky, !request.current.isEmpty { return stay(policy, request) }
    guard isDue(policy, request, snapshot) else { return SchedulingDecision(.keep) }
    return memory.use { attempt in
      filter(&attempt, policy, request, snapshot)
      let outcome = place(&attempt, policy, request, snapshot)
      guard request.wantsExplanation else { return SchedulingDecision(outcome) }
      return SchedulingDecision(outcome, explanations: explain(attempt, outcome, policy, request, snapshot))
    }
  }

  /// What one decision finds out on its way.
  private struct Attempt: ~Copyable {
    /// Per candidate.
    var verdicts = Column<KubeAdmiralFilters.Verdict>()
    /// Clusters that passed the filters, ascending.
    var feasible: ClusterPlaces
    /// What selection sorted by, per feasible cluster; empty when nothing asked for it.
    var scores: [Int64] = []
    /// The selected clusters and the input of the planner.
    var replicas: KubeAdmiralReplicas
    /// Whether replicas were divided.
    var isDivided = false

    init(fleetCount: Int) {
      feasible = ClusterPlaces(fleetCount: fleetCount)
      replicas = KubeAdmiralReplicas(fleetCount: fleetCount)
    }
  }

  /// Duplicated replicas follow the template although the clusters are fixed.
  private func stay(_ policy: KubeAdmiralPolicy, _ request: SchedulingRequest) -> SchedulingDecision {
    if policy.divides || request.current.allSatisfy({ $0.replicas == request.replicas }) {
      return SchedulingDecision(.keep)
    }
    return SchedulingDecision(
      .assign(request.current.map { AssignedReplicas(cluster: $0.cluster, replicas: request.replicas) }))
  }

  /// Whether the change that is reported runs the scheduler at all.
  ///
  /// A cluster that left counts when it holds replicas; the others' leaving cannot be told from a joining here.
  private func isDue(
    _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> Bool {
    if request.trigger.isEmpty { return true }
    var counted = request.trigger.intersection(triggers)
    if policy.autoMigration == nil { counted.remove(.unschedulableReplicas) }
    let written = policy.rescheduleWhen
    guard let when = switches.missingRescheduleWhenIgnoresTaints ? written : written ?? .init() else {
      return !counted.subtracting([.policyChanged, .taintsChanged, .membershipChanged]).isEmpty
    }
    if !when.policyContentChanged { counted.remove(.policyChanged) }
    if counted.contains(.membershipChanged), !when.clusterJoined,
      request.current.allSatisfy({ snapshot.clusters[$0.cluster.index].isJoined })
    {
      counted.remove(.membershipChanged)
    }
    return !counted.isEmpty
  }

  private func filter(
    _ attempt: inout Attempt, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) {
    // The list of selected clusters, which is not made yet, says meanwhile which are placed.
    attempt.replicas.selected.removeAll()
    for entry in request.current where attempt.replicas.selected.place(of: entry.cluster) == nil {
      attempt.replicas.selected.append(entry.cluster)
    }
    attempt.feasible.removeAll()
    attempt.scores = []
    attempt.isDivided = false
    let verdicts = attempt.verdicts.reserve(request.candidates.count)
    for (position, cluster) in request.candidates.enumerated() {
      let isEvicting = !request.evicting.isEmpty && request.evicting.ascendingPosition(of: cluster) != nil
      let verdict = KubeAdmiralFilters.verdict(
        on: snapshot.clusters[cluster.index], isPlaced: attempt.replicas.selected.place(of: cluster) != nil,
        isEvicting: isEvicting, tolerations: policy.tolerations)
      verdicts[position] = verdict
      if verdict == .feasible { attempt.feasible.append(cluster) }
    }
  }

  private func place(
    _ attempt: inout Attempt, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) -> SchedulingOutcome {
    if attempt.feasible.count == 0 {
      return .unschedulable(
        message: "no feasible cluster among \(planningFleet.count)", kind: .noClusterFit,
        clearsAssignment: switches.persistsEmptyPlacement, retries: !switches.persistsEmptyPlacement)
    }
    if let maximum = policy.maximumClusters, maximum < 0 {
      return .unschedulable(message: "max cluster is less than 0", clearsAssignment: false, retries: true)
    }
    select(&attempt, policy, request, snapshot)
    let count = attempt.replicas.selected.count
    if policy.divides {
      attempt.replicas.collect(policy, request, snapshot, planningFleet)
      attempt.isDivided = true
      do {
        try attempt.replicas.divide(policy: policy, request: request)
      } catch {
        return .unschedulable(message: error.description, clearsAssignment: false, retries: false)
      }
    }
    var assigned: [AssignedReplicas] = []
    assigned.reserveCapacity(count)
    var isAscending = true
    for place in 0..<count {
      let cluster = attempt.replicas.selected[place]
      let replicas = policy.divides ? attempt.replicas.replicas.elements[place] : request.replicas
      if policy.divides, replicas <= 0 { continue }
      isAscending = isAscending && (assigned.last.map { $0.cluster < cluster } ?? true)
      assigned.append(AssignedReplicas(cluster: cluster, replicas: replicas))
    }
    if !isAscending { assigned.sort { $0.cluster < $1.cluster } }
    return .assign(assigned)
  }

  /// By priority if there are any or replicas are packed, else by score; descending, names ascending; the first few.
  /// Where nothing depends on the order, nothing is scored or sorted.
  private func select(
    _ attempt: inout Attempt, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) {
    attempt.replicas.selected.removeAll()
    let packs = policy.divides && policy.packs
    let count = attempt.feasible.count
    if policy.maximumClusters == nil, !packs, !request.wantsExplanation {
      for place in 0..<count { attempt.replicas.selected.append(attempt.feasible[place]) }
      return
    }
    if packs || policy.placements.contains(where: { $0.priority != nil }) {
      var priorities = [Int64](repeating: 0, count: count)
      for placement in policy.placements {
        guard let priority = placement.priority, let cluster = planningFleet.index(of: placement.cluster),
          let place = attempt.feasible.place(of: cluster)
        else { continue }
        priorities[place] = priority
      }
      attempt.scores = priorities
    } else {
      var clusters: [KubeAdmiralScores.Cluster] = []
      for cluster in attempt.feasible.clusters {
        clusters.append(snapshot.clusters[Int(cluster)].scored(tolerations: policy.tolerations))
      }
      attempt.scores = KubeAdmiralScores.totals(of: clusters)
    }
    let (scores, feasible) = (attempt.scores, attempt.feasible.clusters)
    let order = (0..<count).sorted { first, second in
      if scores[first] != scores[second] { return scores[first] > scores[second] }
      return planningFleet.nameRanks[Int(feasible[first])] < planningFleet.nameRanks[Int(feasible[second])]
    }
    for place in order.prefix(Int(clamping: policy.maximumClusters ?? .max)) {
      attempt.replicas.selected.append(attempt.feasible[place])
    }
  }

  private func explain(
    _ attempt: borrowing Attempt, _ outcome: SchedulingOutcome, _ policy: KubeAdmiralPolicy,
    _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> [ClusterExplanation] {
    var assigned: [AssignedReplicas] = []
    if case .assign(let replicas) = outcome { assigned = replicas }
    var explanations: [ClusterExplanation] = []
    for index in snapshot.clusters.indices {
      let cluster = ClusterIndex(index)
      var explanation = ClusterExplanation(cluster: cluster, isFeasible: false)
      explanation.assigned = assigned.first { $0.cluster == cluster }?.replicas ?? 0
      explain(attempt, policy, request, snapshot, in: &explanation)
      explanations.append(explanation)
    }
    return explanations
  }

  private func explain(
    _ attempt: borrowing Attempt, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot, in explanation: inout ClusterExplanation
  ) {
    let (cluster, index) = (explanation.cluster, explanation.cluster.index)
    guard let position = request.candidates.ascendingPosition(of: cluster) else {
      let reason = KubeAdmiralFilters.exclusion(of: fleet.clusters[index], policy: policy)
      explanation.reasons = [reason ?? KubeAdmiralFilters.unservedKind]
      return
    }
    let isPlaced = request.current.contains { $0.cluster == cluster }
    if let reason = KubeAdmiralFilters.reason(
      for: attempt.verdicts.elements[position], view: snapshot.clusters[index], isPlaced: isPlaced,
      tolerations: policy.tolerations)
    {
      explanation.reasons = [reason]
      return
    }
    explanation.isFeasible = true
    if let place = attempt.feasible.place(of: cluster), !attempt.scores.isEmpty {
      explanation.score = attempt.scores[place]
    }
    if attempt.isDivided, let place = attempt.replicas.selected.place(of: cluster) {
      attempt.replicas.explain(at: place, packs: policy.packs, in: &explanation)
    }
  }

  private static func policy(of policy: NativePolicy) -> KubeAdmiralPolicy {
    guard case .kubeAdmiral(let policy) = policy else {
      preconditionFailure("a policy of \(policy.system) for the scheduler of KubeAdmiral")
    }
    return policy
  }
}

extension ClusterView {
  /// What the score plugins look at. A policy has no preferred affinity terms, and GPUs are not modelled.
  fileprivate func scored(tolerations: [Toleration]) -> KubeAdmiralScores.Cluster {
    let (allocated, allocating) = (capacity.allocated, capacity.allocating)
    let avoided = taints.filter { $0.effect == .preferNoSchedule && !tolerations.tolerate($0) }
    return KubeAdmiralScores.Cluster(
      resources: [
        .init(
          allocatable: capacity.allocatable.cpuMillicores, used: allocated.cpuMillicores &+ allocating.cpuMillicores),
        .init(allocatable: capacity.allocatable.memoryBytes, used: allocated.memoryBytes &+ allocating.memoryBytes),
      ],
      preferNoScheduleTaints: Int64(avoided.count))
  }
}
