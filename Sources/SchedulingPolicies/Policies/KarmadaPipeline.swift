// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

extension KarmadaScheduler {
  /// One attempt with one group, from the filters to the targets.
  func schedule(
    _ attempt: inout KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) throws(KarmadaFailure) -> [AssignedReplicas] {
    filter(&attempt, policy, request, snapshot)
    if attempt.feasible.isEmpty {
      throw .noClusterFit(message: fitError(attempt, policy, request, snapshot))
    }
    estimate(&attempt, policy, request, snapshot)
    try select(&attempt, policy, request)
    return try assign(&attempt, policy, request)
  }

  /// A cluster that is already a target passes taints and peers: it keeps its replicas and stays a candidate for more.
  private func filter(
    _ attempt: inout KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) {
    let count = request.candidates.count
    var held = [Int32](repeating: -1, count: count)
    for target in request.current.reversed() {
      if let position = request.candidates.ascendingPosition(of: target.cluster) { held[position] = target.replicas }
    }
    let group = policy.groupToMatch(attempt.group)
    attempt.feasible.reserveCapacity(count)
    attempt.clusters.reserveCapacity(count)
    attempt.held.reserveCapacity(count)
    for position in 0..<count {
      let cluster = request.candidates[position]
      let isTarget = held[position] >= 0
      var tier: Int32 = 0
      let verdict = verdict(on: cluster, isTarget: isTarget, group: group, tier: &tier, policy, request, snapshot)
      attempt.verdicts[position] = verdict
      guard verdict == .feasible else { continue }
      attempt.feasible.append(position)
      attempt.clusters.append(
        KarmadaFeasibleCluster(name: planningFleet.names[cluster.index], score: isTarget ? 100 : 0, tier: tier))
      attempt.held.append(max(0, held[position]))
    }
  }

  /// The first filter that a cluster fails; the original's order is random and decides about words alone.
  private func verdict(
    on cluster: ClusterIndex, isTarget: Bool, group: KarmadaPolicy.ClusterAffinity?, tier: inout Int32,
    _ policy: KarmadaPolicy, _ request: SchedulingRequest, _ snapshot: FederationSnapshot
  ) -> KarmadaFilters.Verdict {
    let index = cluster.index
    if !snapshot.clusters[index].isJoined { return .deleting }
    if !(isTarget && switches.targetsPassTaints),
      KarmadaFilters.rejectingTaint(of: snapshot.clusters[index], tolerations: policy.tolerations) != nil
    {
      return .untoleratedTaint
    }
    if let group {
      let usesOverflow = switches.overflowAffinities && request.isWorkload
      guard let found = KarmadaFilters.tier(of: fleet.clusters[index], in: group, usesOverflow: usesOverflow) else {
        return .affinity
      }
      tier = found
    }
    if !request.evicting.isEmpty, request.evicting.ascendingPosition(of: cluster) != nil { return .evicting }
    if switches.workloadAffinity, !isTarget, let peers = request.peers {
      return KarmadaFilters.verdict(of: peers, on: cluster)
    }
    return .feasible
  }

  private func estimate(
    _ attempt: inout KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest,
    _ snapshot: FederationSnapshot
  ) {
    if request.replicas == 0 || (policy.ignoresRoom && !request.wantsExplanation) { return }
    let requirements = request.hasRequests ? request.requests : nil
    for (place, position) in attempt.feasible.enumerated() {
      let cluster = request.candidates[position]
      attempt.clusters[place].estimate = estimation.maximumReplicas(
        in: cluster, capacity: snapshot.clusters[cluster.index].capacity, request: requirements,
        assumed: request.assumed?[position] ?? [])
    }
    if let accurate = request.accurateEstimates { bound(&attempt, by: accurate) }
  }

  /// The least of the estimators' answers counts; -1 is none. Source: `pkg/scheduler/core/util.go`,
  /// calAvailableReplicas.
  private func bound(_ attempt: inout KarmadaAttempt, by accurate: [Int32]) {
    attempt.boundByNodes = Array(repeating: false, count: attempt.feasible.count)
    for (place, position) in attempt.feasible.enumerated() where accurate[position] >= 0 {
      if let general = attempt.clusters[place].estimate, general <= accurate[position] { continue }
      attempt.clusters[place].estimate = accurate[position]
      attempt.boundByNodes[place] = true
    }
  }

  private func select(
    _ attempt: inout KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest
  ) throws(KarmadaFailure) {
    let strategy = policy.strategy
    let isUnconstrained = policy.spreadConstraints.isEmpty || strategy.ignoresSpreadConstraints
    let choices = choices(attempt, request, readsMinusOne: isUnconstrained)
    if isUnconstrained, policy.ignoresOrder {
      attempt.selected = choices
      return
    }
    let question = KarmadaSelectionQuestion(
      replicas: request.replicas, strategy: strategy, constraints: policy.plannerConstraints)
    let feasible = attempt.feasible.map { request.candidates[$0] }
    do {
      attempt.selected = try memory.use { planners throws(KarmadaSelectionError) in
        try planners.select(question, choices, attempt.clusters, feasible, planningFleet)
      }
    } catch {
      let message = "failed to select clusters: \(error)"
      switch error {
      case .refused: throw .neverAnswers(message: message)
      case .notEnoughResource(let clusters):
        let available = choices.map(\.available).sorted(by: >).prefix(Int(max(0, clusters)))
        throw .schedulerError(message: message, placeable: placeable(available, of: request))
      default: throw .schedulerError(message: message)
      }
    }
  }

  /// How many of the wanted replicas there is room for, what is held included.
  private func placeable(_ available: some Sequence<Int64>, of request: SchedulingRequest) -> Int32 {
    let total = available.reduce(Int64(0)) { $0 + max(0, $1) }
    return Int32(clamping: min(total, Int64(request.replicas)))
  }

  /// Source: `pkg/scheduler/core/util.go`, calAvailableReplicas, where -1 is no answer. Where nothing is selected by
  /// constraints, the estimate counts as it is.
  private func choices(
    _ attempt: KarmadaAttempt, _ request: SchedulingRequest, readsMinusOne: Bool
  ) -> [KarmadaSelection.Choice] {
    attempt.clusters.indices.map { place in
      var estimate = attempt.clusters[place].estimate ?? .max
      if estimate == -1, !readsMinusOne { estimate = .max }
      let allocatable = estimate == .max && request.replicas != 0 ? request.replicas : estimate
      let held = request.isWorkload ? Int64(attempt.held[place]) : 0
      return KarmadaSelection.Choice(
        index: place, available: Int64(allocatable) + held, allocatable: allocatable)
    }
  }

  private func assign(
    _ attempt: inout KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest
  ) throws(KarmadaFailure) -> [AssignedReplicas] {
    let selected = attempt.selected
    let group = policy.groupToMatch(attempt.group)
    let question = KarmadaAssignmentQuestion(
      replicas: request.replicas, hasRequirements: request.hasRequests, strategy: policy.strategy,
      mode: request.isFresh ? .fresh : .steady, division: division,
      prefersHighestName: KarmadaAssignment.prefersHighestName(uid: request.uid),
      usesOverflowTiers: switches.overflowAffinities && (group.map { !$0.overflow.isEmpty } ?? false))
    let clusters = selected.map { request.candidates[attempt.feasible[$0.index]] }
    let tiers = question.usesOverflowTiers ? selected.map { attempt.clusters[$0.index].tier } : nil
    do {
      return try memory.use { planners throws(KarmadaAssignmentError) in
        planners.chosen.removeAll()
        for cluster in clusters { planners.chosen.append(cluster) }
        if case .staticWeight(let rules) = policy.scheduling {
          attempt.weights = staticWeights(of: planners.chosen, rules: rules ?? [])
        }
        let result = try planners.assign(
          question, selected, weights: attempt.weights, tiers: tiers, current: request.current, planningFleet)
        return targets(of: result, chosen: planners.chosen, question, current: request.current)
      }
    } catch {
      let message = "failed to assign replicas: \(error)"
      if case .refused = error { throw .neverAnswers(message: message) }
      guard error.isUnschedulable else { throw .schedulerError(message: message) }
      throw .unschedulable(message: message, placeable: placeable(selected.map(\.available), of: request))
    }
  }

  /// The largest weight of the rules that match each cluster; 0 without a match.
  private func staticWeights(
    of chosen: borrowing ClusterPlaces, rules: [KarmadaPolicy.StaticWeight]
  ) -> [Int64] {
    var weights = [Int64](repeating: 0, count: chosen.count)
    for rule in rules where rule.weight > 0 {
      if rule.target.isNamesOnly {
        for name in rule.target.clusterNames {
          guard let cluster = planningFleet.index(of: name), let place = chosen.place(of: cluster) else { continue }
          weights[place] = max(weights[place], rule.weight)
        }
      } else {
        let isEverywhere = rule.target.isEverywhere
        for place in weights.indices
        where isEverywhere || rule.target.matches(fleet.clusters[chosen[place].index]) {
          weights[place] = max(weights[place], rule.weight)
        }
      }
    }
    return weights
  }

  /// The targets, and after them the selected clusters that got nothing where empty workloads are propagated.
  ///
  /// Source: `pkg/scheduler/core/util.go`, attachZeroReplicasCluster.
  private func targets(
    of result: KarmadaAssignmentResult, chosen: borrowing ClusterPlaces, _ question: KarmadaAssignmentQuestion,
    current: [AssignedReplicas]
  ) -> [AssignedReplicas] {
    var targets: [AssignedReplicas] = []
    targets.reserveCapacity(chosen.count)
    if question.keepsCurrent(current, among: chosen), !result.isPropagationOnly {
      for entry in current {
        guard let place = chosen.place(of: entry.cluster), result.isTarget(place) else { continue }
        targets.append(AssignedReplicas(cluster: chosen[place], replicas: result.replicas[place]))
      }
    } else {
      for place in 0..<chosen.count where result.isTarget(place) {
        targets.append(AssignedReplicas(cluster: chosen[place], replicas: result.replicas[place]))
      }
      // Duplicated as selected, else by name. (After an aggregated scale-up the original's order has a random part.)
      if !result.isPropagationOnly, question.strategy.divides {
        targets.sort { planningFleet.nameRanks[$0.cluster.index] < planningFleet.nameRanks[$1.cluster.index] }
      }
    }
    guard switches.propagatesEmptyWorkloads else { return targets }
    for place in 0..<chosen.count where !result.isTarget(place) {
      targets.append(AssignedReplicas(cluster: chosen[place], replicas: 0))
    }
    return targets
  }
}

extension KarmadaPolicy {
  /// Whether free room has no part in the answer: static weights take every cluster and divide by weight alone.
  fileprivate var ignoresRoom: Bool {
    if case .staticWeight = scheduling { return spreadConstraints.isEmpty || strategy.ignoresSpreadConstraints }
    return false
  }

  /// Whether the order of the selected clusters has no part in the answer, once all of them are selected: weighted
  /// divisions break their ties by name.
  fileprivate var ignoresOrder: Bool {
    switch scheduling {
    case .staticWeight, .dynamicWeight: true
    case .duplicated, .aggregated: false
    }
  }

  /// The group whose affinity still has to be looked at; nil where every candidate matches it anyway.
  func groupToMatch(_ group: Int) -> ClusterAffinity? {
    guard clusterAffinities.count > 1 || clusterAffinities.first.map({ !$0.overflow.isEmpty }) ?? false else {
      return nil
    }
    return clusterAffinities[group]
  }
}

extension KarmadaPolicy.ClusterAffinity {
  /// Whether nothing is asked for.
  fileprivate var isEverywhere: Bool {
    labelSelector == nil && fieldSelector.isEmpty && exclude.isEmpty && clusterNames.isEmpty
  }

  /// Whether names alone decide.
  fileprivate var isNamesOnly: Bool {
    labelSelector == nil && fieldSelector.isEmpty && exclude.isEmpty && !clusterNames.isEmpty
  }
}

extension KarmadaAssignmentQuestion {
  /// Whether there is nothing to place and nothing to remove, so that the record keeps its order.
  fileprivate func keepsCurrent(_ current: [AssignedReplicas], among chosen: borrowing ClusterPlaces) -> Bool {
    guard mode == .steady, !usesOverflowTiers else { return false }
    switch strategy {
    case .dynamicWeight, .aggregated: break
    case .duplicated, .staticWeight, .unsupported: return false
    }
    var sum: Int32 = 0
    for entry in current where chosen.place(of: entry.cluster) != nil { sum &+= entry.replicas }
    return sum == replicas
  }
}
