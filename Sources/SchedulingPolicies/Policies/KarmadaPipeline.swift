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
        KarmadaFeasibleCluster(name: directory.names[cluster.index], score: isTarget ? 100 : 0, tier: tier))
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
    if policy.spreadConstraints.isEmpty || strategy.ignoresSpreadConstraints {
      let choices = choices(attempt, request)
      attempt.selected =
        policy.ignoresOrder
        ? choices
        : KarmadaSelection.order(choices, attempt.clusters, nameRanks(of: attempt.feasible, request))
      return
    }
    var previous: [KarmadaTarget] = []
    for place in attempt.feasible.indices {
      attempt.clusters[place].region = fleet.clusters[request.candidates[attempt.feasible[place]].index].region
      guard request.isWorkload, attempt.clusters[place].score > 0 else { continue }
      previous.append(KarmadaTarget(name: attempt.clusters[place].name, replicas: attempt.held[place]))
    }
    do {
      attempt.selected = try KarmadaSelection.select(
        replicas: request.replicas, strategy: strategy, constraints: policy.plannerConstraints,
        clusters: attempt.clusters, previous: previous
      ).selected
    } catch {
      let message = "failed to select clusters: \(error)"
      switch error {
      case .refused: throw .neverAnswers(message: message)
      case .notEnoughResource(let clusters):
        let available = choices(attempt, request).map(\.available).sorted(by: >).prefix(Int(max(0, clusters)))
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

  /// Source: `pkg/scheduler/core/util.go`, calAvailableReplicas.
  private func choices(_ attempt: KarmadaAttempt, _ request: SchedulingRequest) -> [KarmadaSelection.Choice] {
    attempt.clusters.indices.map { place in
      let estimate = attempt.clusters[place].estimate ?? .max
      let allocatable = estimate == .max && request.replicas != 0 ? request.replicas : estimate
      let held = request.isWorkload ? Int64(attempt.held[place]) : 0
      return KarmadaSelection.Choice(
        index: place, available: Int64(allocatable) + held, allocatable: allocatable)
    }
  }

  private func nameRanks(of positions: [Int], _ request: SchedulingRequest) -> [Int32] {
    positions.map { directory.nameRanks[request.candidates[$0].index] }
  }

  private func assign(
    _ attempt: inout KarmadaAttempt, _ policy: KarmadaPolicy, _ request: SchedulingRequest
  ) throws(KarmadaFailure) -> [AssignedReplicas] {
    let selected = attempt.selected
    let clusters = selected.map { request.candidates[attempt.feasible[$0.index]] }
    let places = Places(of: clusters)
    var previous: [(candidate: Int, replicas: Int32)] = []
    for target in request.current {
      if let place = places[target.cluster] { previous.append((candidate: place, replicas: target.replicas)) }
    }
    if case .staticWeight(let rules) = policy.scheduling {
      attempt.weights = staticWeights(of: clusters, places: places, rules: rules ?? [])
    }
    let strategy = policy.strategy
    let group = policy.groupToMatch(attempt.group)
    var problem = KarmadaAssignment.Problem(
      replicas: request.replicas, strategy: strategy, allocatable: selected.map(\.allocatable),
      available: selected.map(\.available), tiers: selected.map { attempt.clusters[$0.index].tier },
      nameRanks: clusters.map { directory.nameRanks[$0.index] },
      staticWeights: attempt.weights.isEmpty ? Array(repeating: 0, count: clusters.count) : attempt.weights,
      previous: previous)
    problem.hasRequirements = request.hasRequests
    problem.mode = request.isFresh ? .fresh : .steady
    problem.division = division
    problem.prefersHighestName = KarmadaAssignment.prefersHighestName(uid: request.uid)
    problem.usesOverflowTiers = switches.overflowAffinities && (group.map { !$0.overflow.isEmpty } ?? false)
    do {
      let result = try KarmadaAssignment.assign(problem)
      return targets(of: result, clusters: clusters, problem: problem)
    } catch {
      let message = "failed to assign replicas: \(error)"
      if case .refused = error { throw .neverAnswers(message: message) }
      guard error.isUnschedulable else { throw .schedulerError(message: message) }
      throw .unschedulable(message: message, placeable: placeable(selected.map(\.available), of: request))
    }
  }

  /// The largest weight of the rules that match each cluster; 0 without a match.
  private func staticWeights(
    of clusters: [ClusterIndex], places: Places, rules: [KarmadaPolicy.StaticWeight]
  ) -> [Int64] {
    var weights = [Int64](repeating: 0, count: clusters.count)
    for rule in rules where rule.weight > 0 {
      if rule.target.isNamesOnly {
        for name in rule.target.clusterNames {
          guard let cluster = directory.index(of: name), let place = places[cluster] else { continue }
          weights[place] = max(weights[place], rule.weight)
        }
      } else {
        for (place, cluster) in clusters.enumerated() where rule.target.matches(fleet.clusters[cluster.index]) {
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
    of result: KarmadaAssignmentResult, clusters: [ClusterIndex], problem: KarmadaAssignment.Problem
  ) -> [AssignedReplicas] {
    let order = order(of: result, clusters: clusters, problem: problem)
    guard switches.propagatesEmptyWorkloads, order.count < clusters.count else { return order }
    let empty = clusters.indices.filter { !result.isTarget($0) }
    return order + empty.map { AssignedReplicas(cluster: clusters[$0], replicas: 0) }
  }

  /// The targets in the order that Karmada records: duplicated as selected, unchanged as before, else by name. (After
  /// an aggregated scale-up the original's order has a random part.)
  private func order(
    of result: KarmadaAssignmentResult, clusters: [ClusterIndex], problem: KarmadaAssignment.Problem
  ) -> [AssignedReplicas] {
    func named(_ order: [Int]) -> [AssignedReplicas] {
      order.map { AssignedReplicas(cluster: clusters[$0], replicas: result.replicas[$0]) }
    }
    let order = clusters.indices.filter { result.isTarget($0) }
    if result.isPropagationOnly || !problem.strategy.divides { return named(order) }
    if problem.keepsPrevious { return named(problem.previous.map(\.candidate).filter { result.isTarget($0) }) }
    return named(order.sorted { problem.nameRanks[$0] < problem.nameRanks[$1] })
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
  /// Whether names alone decide.
  fileprivate var isNamesOnly: Bool {
    labelSelector == nil && fieldSelector.isEmpty && exclude.isEmpty && !clusterNames.isEmpty
  }
}

extension KarmadaAssignment.Problem {
  /// Whether there is nothing to place and nothing to remove.
  fileprivate var keepsPrevious: Bool {
    guard strategy == .dynamicWeight || strategy == .aggregated, mode == .steady, !usesOverflowTiers else {
      return false
    }
    return previous.reduce(Int32(0)) { $0 &+ $1.replicas } == replicas
  }
}
