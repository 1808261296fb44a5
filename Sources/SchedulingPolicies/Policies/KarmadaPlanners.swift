// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import FederationModel
import Scheduling

/// What Karmada's selection and assignment work in: the planners over columns, and the columns of one decision.
struct KarmadaPlanners: ~Copyable {
  /// Clusters that are selected, by place in selection order.
  var chosen: ClusterPlaces
  private var selection = FastKarmadaSelection()
  private var assignment = FastKarmadaAssignment()
  private var available = Column<Int64>()
  private var scores = Column<Int64>()
  private var tiers = Column<Int32>()
  private var nameRanks = Column<Int32>()
  private var regions = Column<Int32>()
  private var allocatable = Column<Int32>()
  private var weights = Column<Int64>()
  private var held = Column<HeldReplicas>()
  private var replicas = Column<Int32>()
  private var selected = Column<Int32>()

  init(fleetCount: Int) { chosen = ClusterPlaces(fleetCount: fleetCount) }

  /// Selects among feasible clusters, which `choices` describes by place.
  mutating func select(
    _ question: KarmadaSelectionQuestion, _ choices: [KarmadaSelection.Choice], _ clusters: [KarmadaFeasibleCluster],
    _ feasible: [ClusterIndex], _ fleet: borrowing PlanningFleet
  ) throws(KarmadaSelectionError) -> [KarmadaSelection.Choice] {
    let count = choices.count
    let (available, scores, tiers) = (available.reserve(count), scores.reserve(count), tiers.reserve(count))
    let (ranks, regions) = (nameRanks.reserve(count), regions.reserve(count))
    var hasScores = false
    for place in 0..<count {
      available[place] = choices[place].available
      scores[place] = clusters[place].score
      hasScores = hasScores || clusters[place].score != 0
      tiers[place] = clusters[place].tier
      ranks[place] = fleet.nameRanks[feasible[place].index]
      regions[place] = fleet.regions[feasible[place].index]
    }
    let columns = KarmadaFeasibleColumns(
      count: count, available: available, scores: hasScores ? UnsafePointer(scores) : nil, nameRanks: ranks,
      rankBound: fleet.count, tiers: tiers, regions: regions, regionBound: fleet.regionNames.count)
    let selected = selected.reserve(count)
    let taken = try selection.select(question, over: columns, into: selected)
    return (0..<taken).map { choices[Int(selected[$0])] }
  }

  /// Assigns replicas to ``chosen``; `choices` and `weights` are in its order. Nobody has a weight where `weights` is
  /// empty.
  mutating func assign(
    _ question: KarmadaAssignmentQuestion, _ choices: [KarmadaSelection.Choice], weights given: [Int64],
    tiers givenTiers: [Int32]?, current: [AssignedReplicas], _ fleet: borrowing PlanningFleet
  ) throws(KarmadaAssignmentError) -> KarmadaAssignmentResult {
    let count = choices.count
    let (allocatable, available) = (allocatable.reserve(count), available.reserve(count))
    let (ranks, tiers, weights) = (nameRanks.reserve(count), tiers.reserve(count), weights.reserve(count))
    for place in 0..<count {
      allocatable[place] = choices[place].allocatable
      available[place] = choices[place].available
      ranks[place] = fleet.nameRanks[chosen[place].index]
      weights[place] = given.isEmpty ? 0 : given[place]
      tiers[place] = givenTiers?[place] ?? 0
    }
    let held = held.reserve(current.count)
    var holders = 0
    for entry in current {
      guard let place = chosen.place(of: entry.cluster) else { continue }
      held[holders] = HeldReplicas(candidate: Int32(place), replicas: entry.replicas)
      holders += 1
    }
    let columns = KarmadaCandidateColumns(
      count: count, allocatable: allocatable, nameRanks: ranks, rankBound: fleet.count, staticWeights: weights,
      held: UnsafeBufferPointer(start: held, count: holders), available: available, tiers: tiers)
    let replicas = replicas.reserve(count)
    let isPropagationOnly = try assignment.assign(question, over: columns, into: replicas)
    return KarmadaAssignmentResult(
      replicas: Array(UnsafeBufferPointer(start: replicas, count: count)), isPropagationOnly: isPropagationOnly)
  }
}
