// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling

/// KubeAdmiral's scheduler: filter, score, select, divide.
///
/// Source: kubeadmiral 19de01c `pkg/controllers/scheduler/{schedulingtriggers, core/generic_scheduler}.go`. Readiness
/// moves nothing: an unready cluster keeps what it holds, and only an untolerated NoExecute taint drives it out.
public struct KubeAdmiralScheduler: ReplicaScheduler {
  private let directory: ClusterDirectory
  private let fleet: Fleet
  private let switches: ControlPlaneProfile.Switches

  /// The scheduler of one run over `fleet`. O(n log n).
  public init(fleet: Fleet, profile: ControlPlaneProfile) {
    precondition(profile.system == .kubeAdmiral, "profile \(profile.name) of \(profile.system), not of KubeAdmiral")
    directory = ClusterDirectory(fleet: fleet)
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
    return directory.indices { index in
      fleet.clusters[index].serves(kind: workload.kind)
        && KubeAdmiralFilters.exclusion(of: fleet.clusters[index], policy: policy) == nil
    }
  }

  /// O(n log n) for n candidates. Clusters without replicas are not named in the answer.
  public func decide(
    _ request: SchedulingRequest, on snapshot: FederationSnapshot, random: inout RandomStream
  ) -> SchedulingDecision {
    let policy = Self.policy(of: request.policy)
    if policy.isSticky, !request.current.isEmpty { return stay(policy, request) }
    guard isDue(policy, request, snapshot) else { return SchedulingDecision(.keep) }
    let verdicts = filter(policy, request, snapshot)
    var attempt = Attempt(verdicts: verdicts)
    attempt.feasible = request.candidates.indices.filter { verdicts[$0] == .feasible }.map { request.candidates[$0] }
    let outcome = place(&attempt, policy, request, snapshot)
    guard request.wantsExplanation else { return SchedulingDecision(outcome) }
    return SchedulingDecision(outcome, explanations: explain(attempt, outcome, policy, request, snapshot))
  }

  /// What one decision found out on its way.
  private struct Attempt {
    /// Per candidate.
    var verdicts: [KubeAdmiralFilters.Verdict]
    /// Clusters that passed the filters, ascending.
    var feasible: [ClusterIndex] = []
    /// What selection sorted by, per feasible cluster; empty when nothing asked for it.
    var scores: [Int64] = []
    /// The input of the planner.
    var replicas: KubeAdmiralReplicas?
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
    _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> [KubeAdmiralFilters.Verdict] {
    var isPlaced = [Bool](repeating: false, count: request.candidates.count)
    for entry in request.current {
      if let position = request.candidates.ascendingPosition(of: entry.cluster) { isPlaced[position] = true }
    }
    return request.candidates.indices.map { position in
      let cluster = request.candidates[position]
      let isEvicting =
        !request.evicting.isEmpty && request.evicting.ascendingPosition(of: cluster) != nil
      return KubeAdmiralFilters.verdict(
        on: snapshot.clusters[cluster.index], isPlaced: isPlaced[position], isEvicting: isEvicting,
        tolerations: policy.tolerations)
    }
  }

  private func place(
    _ attempt: inout Attempt, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) -> SchedulingOutcome {
    if attempt.feasible.isEmpty {
      return .unschedulable(
        message: "no feasible cluster among \(directory.count)", kind: .noClusterFit,
        clearsAssignment: switches.persistsEmptyPlacement, retries: !switches.persistsEmptyPlacement)
    }
    if let maximum = policy.maximumClusters, maximum < 0 {
      return .unschedulable(message: "max cluster is less than 0", clearsAssignment: false, retries: true)
    }
    let selected = select(&attempt, policy, request, snapshot)
    guard policy.divides else {
      return .assign(selected.sorted().map { AssignedReplicas(cluster: $0, replicas: request.replicas) })
    }
    let planning = KubeAdmiralReplicas(
      selected: selected, policy: policy, request: request, snapshot: snapshot, directory: directory)
    if request.wantsExplanation { attempt.replicas = planning }
    do {
      let replicas = try planning.divide(policy: policy, request: request)
      var assigned: [AssignedReplicas] = []
      assigned.reserveCapacity(selected.count)
      for (place, cluster) in selected.enumerated() where replicas[place] > 0 {
        assigned.append(AssignedReplicas(cluster: cluster, replicas: Int32(clamping: replicas[place])))
      }
      assigned.sort { $0.cluster < $1.cluster }
      return .assign(assigned)
    } catch {
      return .unschedulable(message: error.description, clearsAssignment: false, retries: false)
    }
  }

  /// By priority if there are any or replicas are packed, else by score; descending, names ascending; the first few.
  /// Where nothing depends on the order, nothing is scored or sorted.
  private func select(
    _ attempt: inout Attempt, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) -> [ClusterIndex] {
    let packs = policy.divides && policy.packs
    if policy.maximumClusters == nil, !packs, !request.wantsExplanation { return attempt.feasible }
    if packs || policy.placements.contains(where: { $0.priority != nil }) {
      var priorities = [Int64](repeating: 0, count: attempt.feasible.count)
      for placement in policy.placements {
        guard let priority = placement.priority, let cluster = directory.index(of: placement.cluster),
          let position = attempt.feasible.ascendingPosition(of: cluster)
        else { continue }
        priorities[position] = priority
      }
      attempt.scores = priorities
    } else {
      attempt.scores = KubeAdmiralScores.totals(
        of: attempt.feasible.map { snapshot.clusters[$0.index].scored(tolerations: policy.tolerations) })
    }
    let (scores, feasible) = (attempt.scores, attempt.feasible)
    let order = feasible.indices.sorted { first, second in
      if scores[first] != scores[second] { return scores[first] > scores[second] }
      return directory.nameRanks[feasible[first].index] < directory.nameRanks[feasible[second].index]
    }
    let count = Int(clamping: min(policy.maximumClusters ?? .max, Int64(order.count)))
    return order.prefix(count).map { feasible[$0] }
  }

  private func explain(
    _ attempt: Attempt, _ outcome: SchedulingOutcome, _ policy: KubeAdmiralPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) -> [ClusterExplanation] {
    var assigned: [AssignedReplicas] = []
    if case .assign(let replicas) = outcome { assigned = replicas }
    let weights = attempt.replicas.map { $0.weights(policy: policy) } ?? []
    let places = attempt.replicas.map { Places(of: $0.selected) }
    return snapshot.clusters.indices.map { index in
      let cluster = ClusterIndex(index)
      var explanation = ClusterExplanation(cluster: cluster, isFeasible: false)
      explanation.assigned = assigned.first { $0.cluster == cluster }?.replicas ?? 0
      guard let position = request.candidates.ascendingPosition(of: cluster) else {
        let reason = KubeAdmiralFilters.exclusion(of: fleet.clusters[index], policy: policy)
        explanation.reasons = [reason ?? KubeAdmiralFilters.unservedKind]
        return explanation
      }
      let isPlaced = request.current.contains { $0.cluster == cluster }
      if let reason = KubeAdmiralFilters.reason(
        for: attempt.verdicts[position], view: snapshot.clusters[index], isPlaced: isPlaced,
        tolerations: policy.tolerations)
      {
        explanation.reasons = [reason]
        return explanation
      }
      explanation.isFeasible = true
      if let place = attempt.feasible.ascendingPosition(of: cluster), !attempt.scores.isEmpty {
        explanation.score = attempt.scores[place]
      }
      guard let place = places?[cluster], let replicas = attempt.replicas else { return explanation }
      let planned = replicas.clusters[place]
      explanation.weight = policy.packs ? nil : weights[place]
      explanation.minimum = planned.preference?.minimum
      explanation.maximum = planned.preference?.maximum
      explanation.capacity = planned.capacity
      if replicas.resources[place].hasUntoleratedNoScheduleTaint {
        explanation.maximum = min(explanation.maximum ?? .max, planned.current ?? 0)
        explanation.reasons = ["an untolerated NoSchedule taint holds it at \(planned.current ?? 0) replicas"]
      }
      return explanation
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
