// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The planners over columns for callers that have names and lists: vectors, and whoever asks once.
///
/// Each call makes the columns, asks and gives the answer in the words of the planners by the letter.
public enum FastPlannersByName {
  /// ``FastKubeFedPlanner``; `key` is the workload's, from which the columns' hashes come.
  public static func kubeFed(
    total: Int64, rebalance: Bool, key: String, columns: PlannerColumns
  ) throws(PlannerRefusal) -> ReplicaPlan {
    var planner = FastKubeFedPlanner()
    let memory = ColumnsByName(columns)
    var plan = Column<Int64>()
    var overflow = Column<Int64>()
    let count = columns.names.count
    let (replicas, beyond) = (plan.reserve(count), overflow.reserve(count))
    try key.withPlannerKey { key throws(PlannerRefusal) in
      try planner.plan(
        total: total, rebalance: rebalance, key: key, over: memory.columns, into: replicas, overflow: beyond)
    }
    return ReplicaPlan(
      replicas: (0..<count).map { replicas[$0] }, overflow: (0..<count).map { beyond[$0] == 0 ? nil : beyond[$0] })
  }

  /// ``FastKubeAdmiralPlanner``.
  public static func kubeAdmiral(
    total: Int64, avoidDisruption: Bool, keepUnschedulable: Bool, key: String, columns: PlannerColumns
  ) throws(PlannerRefusal) -> ReplicaPlan {
    var planner = FastKubeAdmiralPlanner()
    let memory = ColumnsByName(columns)
    var plan = Column<Int64>()
    var overflow = Column<Int64>()
    let count = columns.names.count
    let (replicas, beyond) = (plan.reserve(count), overflow.reserve(count))
    let flags = FastKubeAdmiralPlanner.Flags(avoidDisruption: avoidDisruption, keepUnschedulable: keepUnschedulable)
    try key.withPlannerKey { key throws(PlannerRefusal) in
      try planner.plan(
        total: total, flags: flags, key: key, over: memory.columns, into: replicas, overflow: beyond)
    }
    return ReplicaPlan(
      replicas: (0..<count).map { columns.participates[$0] ? replicas[$0] : nil },
      overflow: (0..<count).map { beyond[$0] == 0 ? nil : beyond[$0] })
  }

  /// ``FastKarmadaAssignment``.
  public static func karmadaAssignment(
    _ problem: KarmadaAssignment.Problem
  ) throws(KarmadaAssignmentError) -> KarmadaAssignmentResult {
    let count = problem.allocatable.count
    var planner = FastKarmadaAssignment()
    var held = Column<HeldReplicas>()
    var allocatable = Column<Int32>()
    var available = Column<Int64>()
    var tiers = Column<Int32>()
    var ranks = Column<Int32>()
    var weights = Column<Int64>()
    var result = Column<Int32>()
    let entries = held.reserve(problem.previous.count)
    for (place, target) in problem.previous.enumerated() {
      entries[place] = HeldReplicas(candidate: Int32(target.candidate), replicas: target.replicas)
    }
    // Ranks are any distinct numbers there, and from 0 on here.
    let order = problem.nameRanks.indices.sorted { problem.nameRanks[$0] < problem.nameRanks[$1] }
    let dense = ranks.reserve(count)
    for (rank, place) in order.enumerated() { dense[place] = Int32(rank) }
    let columns = KarmadaCandidateColumns(
      count: count, allocatable: allocatable.filled(problem.allocatable), nameRanks: dense, rankBound: count,
      staticWeights: weights.filled(problem.staticWeights),
      held: UnsafeBufferPointer(start: entries, count: problem.previous.count),
      available: available.filled(problem.available), tiers: tiers.filled(problem.tiers))
    let question = KarmadaAssignmentQuestion(
      replicas: problem.replicas, hasRequirements: problem.hasRequirements, strategy: problem.strategy,
      mode: problem.mode, division: problem.division, prefersHighestName: problem.prefersHighestName,
      usesOverflowTiers: problem.usesOverflowTiers)
    let replicas = result.reserve(count)
    let isPropagationOnly = try planner.assign(question, over: columns, into: replicas)
    return KarmadaAssignmentResult(
      replicas: (0..<count).map { replicas[$0] }, isPropagationOnly: isPropagationOnly)
  }

  /// ``FastKarmadaSelection``.
  public static func karmadaSelection(
    replicas: Int32, strategy: KarmadaStrategy, constraints: [KarmadaSpreadConstraint],
    clusters: [KarmadaFeasibleCluster], previous: [KarmadaTarget]
  ) throws(KarmadaSelectionError) -> KarmadaSelection.Result {
    let names = NameIndex(names: clusters.map(\.name))
    let choices = KarmadaSelection.choices(replicas: replicas, clusters: clusters, previous: previous, names: names)
    let fleet = PlanningFleet(names: clusters.map(\.name), regions: clusters.map(\.region))
    var planner = FastKarmadaSelection()
    let memory = FeasibleByName(choices, clusters, fleet)
    var selected = Column<Int32>()
    let places = selected.reserve(clusters.count)
    let question = KarmadaSelectionQuestion(replicas: replicas, strategy: strategy, constraints: constraints)
    let taken = try planner.select(question, over: memory.columns, into: places)
    var regions: [KarmadaSelection.Region] = []
    if case .byRegion = question.way {
      regions = planner.regionScores().map {
        KarmadaSelection.Region(name: fleet.regionNames[Int($0.region)], score: $0.score, members: [])
      }
    }
    return KarmadaSelection.Result(selected: (0..<taken).map { choices[Int(places[$0])] }, regions: regions)
  }

  /// ``FastGroupSelection``.
  public static func karmadaGroups(
    _ groups: [KarmadaGroupSelection.Group], minimum: Int64, maximum: Int64, target: Int64
  ) throws(PlannerRefusal) -> [Int] {
    var selection = FastGroupSelection()
    let order = NameIndex(names: groups.map(\.name)).sorted
    var values = Column<Int64>()
    var weights = Column<Int64>()
    let columns = FastGroupSelection.Groups(
      count: groups.count, values: values.filled(order.map { groups[Int($0)].value }),
      weights: weights.filled(order.map { groups[Int($0)].weight }))
    let chosen = try selection.select(columns, minimum: minimum, maximum: maximum, target: target)
    return chosen.map { Int(order[Int($0)]) }
  }

  /// The selection by given regions.
  public static func karmadaRegions(
    _ regions: [KarmadaSelection.Region], region: KarmadaSpreadConstraint, cluster: KarmadaSpreadConstraint?,
    clusters: [KarmadaFeasibleCluster]
  ) throws(KarmadaSelectionError) -> [KarmadaSelection.Choice] {
    let fleet = PlanningFleet(names: clusters.map(\.name), regions: clusters.map(\.region))
    if regions.contains(where: { $0.members.isEmpty }) {
      // Columns have no region without clusters: no original ever sees one.
      return try KarmadaSelection.selectByRegion(
        regions, region: region, cluster: cluster, clusters: clusters, nameRanks: fleet.nameRanks)
    }
    var choices = clusters.indices.map { KarmadaSelection.Choice(index: $0, available: 0, allocatable: 0) }
    for member in regions.flatMap(\.members) { choices[member.index] = member }
    let given = regions.map { region in
      let first = Int32(region.members[0].index)
      return (
        region: fleet.regions[Int(first)], first: first, size: Int64(region.members.count), score: region.score
      )
    }.sorted { $0.region < $1.region }
    let memory = FeasibleByName(choices, clusters, fleet)
    var planner = FastKarmadaSelection()
    var selected = Column<Int32>()
    let places = selected.reserve(clusters.count)
    let taken = try planner.selectByRegion(
      given, region: region, cluster: cluster, over: memory.columns, into: places)
    return (0..<taken).map { choices[Int(places[$0])] }
  }
}

extension Column {
  /// The memory, filled with `elements`.
  mutating func filled(_ elements: [Element]) -> UnsafePointer<Element> {
    let memory = reserve(elements.count)
    for (place, element) in elements.enumerated() { memory[place] = element }
    return UnsafePointer(memory)
  }
}

/// ``PlannerColumns`` as the planners over columns read them. Hashes are the names', without the key.
private struct ColumnsByName: ~Copyable {
  private var hashes = Column<UInt32>()
  private var participants = Column<Int32>()
  private var weights = Column<Int64>()
  private var minimums = Column<Int64>()
  private var maximums = Column<Int64>()
  private var ownMaximums = Column<Int64>()
  private var currents = Column<Int64>()
  private var capacities = Column<Int64>()
  private var limits = Column<Int64>()
  private var desiredRanks = Column<Int32>()
  private var movingRanks = Column<Int32>()
  let columns: WeightedColumns

  init(_ given: PlannerColumns) {
    let taking = given.names.indices.filter { given.participates[$0] }.map { Int32($0) }
    let byName = given.desiredTieRanks.isEmpty ? NameOrder.ranks(of: given.names) : []
    var columns = WeightedColumns(
      count: given.names.count, nameHashes: hashes.filled(given.names.map { FNVHash.fnv1($0.utf8) }),
      weights: weights.filled(given.weights))
    columns.participants = UnsafeBufferPointer(start: participants.filled(taking), count: taking.count)
    columns.minimums = minimums.filled(given.minimums)
    columns.maximums = maximums.filled(given.maximums)
    columns.ownMaximums = ownMaximums.filled(given.ownMaximums)
    columns.currents = currents.filled(given.currents)
    columns.capacities = capacities.filled(given.capacities)
    columns.limits = limits.filled(given.limits)
    columns.desiredTieRanks = desiredRanks.filled(byName.isEmpty ? given.desiredTieRanks : byName)
    columns.movingTieRanks = movingRanks.filled(byName.isEmpty ? given.movingTieRanks : byName)
    self.columns = columns
  }
}

/// Feasible clusters as the selection over columns reads them.
private struct FeasibleByName: ~Copyable {
  private var available = Column<Int64>()
  private var scores = Column<Int64>()
  private var tiers = Column<Int32>()
  private var ranks = Column<Int32>()
  private var regions = Column<Int32>()
  let columns: KarmadaFeasibleColumns

  init(_ choices: [KarmadaSelection.Choice], _ clusters: [KarmadaFeasibleCluster], _ fleet: PlanningFleet) {
    columns = KarmadaFeasibleColumns(
      count: clusters.count, available: available.filled(choices.map(\.available)),
      scores: scores.filled(clusters.map(\.score)), nameRanks: ranks.filled(fleet.nameRanks), rankBound: fleet.count,
      tiers: tiers.filled(clusters.map(\.tier)), regions: regions.filled(fleet.regions),
      regionBound: fleet.regionNames.count)
  }
}
