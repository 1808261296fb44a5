// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Replicas that a workload has in one of the candidates.
@frozen
public struct HeldReplicas: Equatable, Sendable {
  /// Place in the list of candidates.
  public var candidate: Int32
  /// How many.
  public var replicas: Int32

  /// `replicas` at a place.
  public init(candidate: Int32, replicas: Int32) {
    self.candidate = candidate
    self.replicas = replicas
  }
}

/// The candidates of one assignment as columns over interned clusters: no names, no lists.
///
/// The memory belongs to the caller and has to outlive the call.
public struct KarmadaCandidateColumns {
  /// How many candidates there are; each column is as long.
  public var count: Int
  /// Further replicas that fit.
  public var allocatable: UnsafePointer<Int32>
  /// Places of the names in byte order, distinct, from 0 to below `rankBound`.
  public var nameRanks: UnsafePointer<Int32>
  /// The number of ranks there are, such as the clusters of the fleet.
  public var rankBound: Int
  /// The largest weight of the rules that match, at least 0; read by static weights, nil is no rule at all.
  public var staticWeights: UnsafePointer<Int64>?
  /// What the workload has, in the order of its record.
  public var held: UnsafeBufferPointer<HeldReplicas>
  /// Allocatable and held replicas; read with overflow tiers alone.
  public var available: UnsafePointer<Int64>?
  /// Overflow tiers; nil is one tier.
  public var tiers: UnsafePointer<Int32>?

  /// Columns in which only the required ones are there.
  public init(
    count: Int, allocatable: UnsafePointer<Int32>, nameRanks: UnsafePointer<Int32>, rankBound: Int,
    staticWeights: UnsafePointer<Int64>? = nil,
    held: UnsafeBufferPointer<HeldReplicas> = UnsafeBufferPointer(start: nil, count: 0),
    available: UnsafePointer<Int64>? = nil, tiers: UnsafePointer<Int32>? = nil
  ) {
    self.count = count
    self.allocatable = allocatable
    self.nameRanks = nameRanks
    self.rankBound = rankBound
    self.staticWeights = staticWeights
    self.held = held
    self.available = available
    self.tiers = tiers
  }
}

/// What is asked about the candidates.
public struct KarmadaAssignmentQuestion: Sendable {
  /// Replicas of the binding.
  public var replicas: Int32
  /// The workload states resource requirements.
  public var hasRequirements: Bool
  /// How to divide; the rules in it are not read.
  public var strategy: KarmadaStrategy
  /// Steady or fresh.
  public var mode: KarmadaAssignmentMode
  /// Webster or the older rule.
  public var division: KarmadaDivision
  /// Turns the order of names round in ties.
  public var prefersHighestName: Bool
  /// Tier by tier.
  public var usesOverflowTiers: Bool

  /// A steady question of Webster's method.
  public init(
    replicas: Int32, hasRequirements: Bool = false, strategy: KarmadaStrategy, mode: KarmadaAssignmentMode = .steady,
    division: KarmadaDivision = .webster, prefersHighestName: Bool = false, usesOverflowTiers: Bool = false
  ) {
    self.replicas = replicas
    self.hasRequirements = hasRequirements
    self.strategy = strategy
    self.mode = mode
    self.division = division
    self.prefersHighestName = prefersHighestName
    self.usesOverflowTiers = usesOverflowTiers
  }
}

extension KarmadaAssignment.Problem {
  /// The question in the words of the planner by the letter.
  init(_ question: KarmadaAssignmentQuestion, _ candidates: KarmadaCandidateColumns) {
    func column<Element>(_ start: UnsafePointer<Element>) -> [Element] {
      Array(UnsafeBufferPointer(start: start, count: candidates.count))
    }
    self.init(
      replicas: question.replicas, strategy: question.strategy, allocatable: column(candidates.allocatable),
      available: candidates.available.map(column) ?? Array(repeating: 0, count: candidates.count),
      tiers: candidates.tiers.map(column) ?? Array(repeating: 0, count: candidates.count),
      nameRanks: column(candidates.nameRanks),
      staticWeights: candidates.staticWeights.map(column) ?? Array(repeating: 0, count: candidates.count),
      previous: candidates.held.map { (candidate: Int($0.candidate), replicas: $0.replicas) })
    hasRequirements = question.hasRequirements
    mode = question.mode
    division = question.division
    prefersHighestName = question.prefersHighestName
    usesOverflowTiers = question.usesOverflowTiers
  }
}
