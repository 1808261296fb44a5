// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// A cluster that may receive replicas.
public struct KarmadaCandidate: Equatable, Sendable {
  /// The cluster's name, unique in the list.
  public var name: String
  /// The estimators' answer: further replicas that fit.
  public var allocatable: Int32
  /// `allocatable` plus what the workload has there.
  public var available: Int64
  /// Overflow tier, 0 is the primary one.
  public var tier: Int32

  /// A candidate.
  public init(name: String, allocatable: Int32 = 0, available: Int64 = 0, tier: Int32 = 0) {
    self.name = name
    self.allocatable = allocatable
    self.available = available
    self.tier = tier
  }
}

/// Replicas that a cluster has been assigned.
public struct KarmadaTarget: Equatable, Sendable {
  /// The cluster's name.
  public var name: String
  /// Its replicas.
  public var replicas: Int32

  /// A target.
  public init(name: String, replicas: Int32) {
    self.name = name
    self.replicas = replicas
  }
}

/// Replicas per candidate.
public struct KarmadaAssignmentResult: Equatable, Sendable {
  /// In the order of the candidates.
  public var replicas: [Int32]
  /// The object has no replicas to divide: it goes to every candidate, with 0 replicas.
  public var isPropagationOnly: Bool

  /// Whether the candidate at `index` is a target.
  public func isTarget(_ index: Int) -> Bool { isPropagationOnly || replicas[index] > 0 }
}

/// Karmada's replica assignment, bit for bit.
///
/// Source: Karmada `pkg/scheduler/core/{common,assignment,division_algorithm}.go` (commit f8fdd02df376), and for
/// ``KarmadaDivision/floorThenHeaviest`` the dispenser of v1.14.
/// Kept oddities: static weights ignore capacity and the previous assignment; dynamic division is all or nothing; sums
/// of available replicas wrap in 32 bits; Webster may exceed a cluster's available replicas.
public enum KarmadaAssignment {
  /// Everything that decides an assignment. Clusters are numbers: positions in the candidate list.
  public struct Problem: Sendable {
    /// Replicas of the binding.
    public var replicas: Int32
    /// The workload states resource requirements (an object with neither is propagated as it is).
    public var hasRequirements: Bool
    /// How to divide.
    public var strategy: KarmadaStrategy
    /// Steady or fresh.
    public var mode: KarmadaAssignmentMode
    /// Webster or the older rule.
    public var division: KarmadaDivision
    /// Turns the order of names round in ties: ``prefersHighestName(uid:)``.
    public var prefersHighestName: Bool
    /// Tier by tier (the placement uses overflow affinities).
    public var usesOverflowTiers: Bool
    /// Further replicas that fit, per candidate.
    public var allocatable: [Int32]
    /// Allocatable and previous replicas, per candidate; used with tiers alone.
    public var available: [Int64]
    /// Overflow tier per candidate.
    public var tiers: [Int32]
    /// Any distinct numbers in the order of the candidates' names.
    public var nameRanks: [Int32]
    /// Largest weight of the rules matching each candidate, at least 0; read by static weights alone.
    public var staticWeights: [Int64]
    /// Previous assignment to candidates, in its own order.
    public var previous: [(candidate: Int, replicas: Int32)]

    /// A steady Webster problem from numbers, for callers that keep ranks and resolved weights; the rest of the
    /// properties can be set afterwards. All columns are of one length.
    public init(
      replicas: Int32, strategy: KarmadaStrategy, allocatable: [Int32], available: [Int64], tiers: [Int32],
      nameRanks: [Int32], staticWeights: [Int64], previous: [(candidate: Int, replicas: Int32)]
    ) {
      let counts = [available.count, tiers.count, nameRanks.count, staticWeights.count]
      precondition(
        counts.allSatisfy { $0 == allocatable.count }, "\(allocatable.count) candidates, columns of \(counts)")
      self.replicas = replicas
      self.hasRequirements = false
      self.strategy = strategy
      self.mode = .steady
      self.division = .webster
      self.prefersHighestName = false
      self.usesOverflowTiers = false
      self.allocatable = allocatable
      self.available = available
      self.tiers = tiers
      self.nameRanks = nameRanks
      self.staticWeights = staticWeights
      self.previous = previous
    }

    /// A problem from names. Previous targets that are not candidates fall away.
    /// O(n log n + m log n) for n candidates and m names in previous targets and rules.
    public init(
      replicas: Int32, hasRequirements: Bool = false, strategy: KarmadaStrategy,
      mode: KarmadaAssignmentMode = .steady, division: KarmadaDivision = .webster, uid: String = "",
      usesOverflowTiers: Bool = false, candidates: [KarmadaCandidate], previous: [KarmadaTarget] = []
    ) {
      let names = NameIndex(names: candidates.map(\.name))
      self.replicas = replicas
      self.hasRequirements = hasRequirements
      self.strategy = strategy
      self.mode = mode
      self.division = division
      self.prefersHighestName = KarmadaAssignment.prefersHighestName(uid: uid)
      self.usesOverflowTiers = usesOverflowTiers
      self.allocatable = candidates.map(\.allocatable)
      self.available = candidates.map(\.available)
      self.tiers = candidates.map(\.tier)
      self.nameRanks = names.ranks
      self.staticWeights = KarmadaAssignment.staticWeights(of: strategy, names: names)
      self.previous = previous.compactMap { target in
        names.position(of: target.name).map { (candidate: $0, replicas: target.replicas) }
      }
    }
  }

  /// The tie break of Webster's method: from the highest name when the UID's FNV-1a is odd.
  public static func prefersHighestName(uid: String) -> Bool {
    !uid.isEmpty && FNVHash.fnv1a(uid.utf8) & 1 == 1
  }

  /// The largest weight of the rules that match each name, at least 0; all 0 when there are no rules.
  public static func staticWeights(of strategy: KarmadaStrategy, names: NameIndex) -> [Int64] {
    var weights = [Int64](repeating: 0, count: names.names.count)
    guard case .staticWeight(let rules?) = strategy else { return weights }
    for rule in rules where rule.weight > 0 {
      if rule.clusters.isEmpty {
        for index in weights.indices { weights[index] = max(weights[index], rule.weight) }
      }
      for cluster in rule.clusters {
        if let index = names.position(of: cluster) { weights[index] = max(weights[index], rule.weight) }
      }
    }
    return weights
  }

  /// Assigns the replicas. O(n log n + r log n) for n candidates and r replicas, with r at most about n (see
  /// `WebsterSeats`).
  public static func assign(_ problem: Problem) throws(KarmadaAssignmentError) -> KarmadaAssignmentResult {
    let count = problem.allocatable.count
    if count == 0 { throw .noClusters }
    var result = KarmadaAssignmentResult(
      replicas: Array(repeating: 0, count: count), isPropagationOnly: false)
    guard problem.replicas > 0 || problem.hasRequirements else {
      result.isPropagationOnly = true
      return result
    }
    guard problem.usesOverflowTiers else {
      result.replicas = try divide(problem)
      return result
    }
    let order = (0..<count).sorted { (problem.tiers[$0], $0) < (problem.tiers[$1], $1) }
    var left = Int64(problem.replicas)
    var start = 0
    while start < count, left > 0 || start == 0 {
      let tier = problem.tiers[order[start]]
      var end = start
      while end < count, problem.tiers[order[end]] == tier { end += 1 }
      let members = Array(order[start..<end])
      var available: Int64 = 0
      for member in members { available &+= problem.available[member] }
      let share = min(left, available)
      let part = try divide(problem.restricted(to: members, replicas: Int32(truncatingIfNeeded: share)))
      for (place, member) in members.enumerated() { result.replicas[member] = part[place] }
      left &-= share
      start = end
    }
    if left > 0 { throw .notEnoughReplicasInAllTiers }
    return result
  }

  /// One division over all candidates of the problem; entries of 0 or less are no targets.
  private static func divide(_ problem: Problem) throws(KarmadaAssignmentError) -> [Int32] {
    switch problem.strategy {
    case .duplicated:
      return Array(repeating: problem.replicas, count: problem.allocatable.count)
    case .staticWeight:
      return try divideByStaticWeights(problem)
    case .dynamicWeight:
      return try KarmadaDynamicDivision(problem: problem, aggregates: false).divide()
    case .aggregated:
      return try KarmadaDynamicDivision(problem: problem, aggregates: true).divide()
    case .unsupported(let type, let division):
      throw .unsupportedStrategy(type: type, division: division)
    }
  }

  private static func divideByStaticWeights(_ problem: Problem) throws(KarmadaAssignmentError) -> [Int32] {
    let all = Array(problem.staticWeights.indices)
    var parties = all.filter { problem.staticWeights[$0] > 0 }
    var weights = parties.gathered(from: problem.staticWeights)
    if weights.reduce(0, &+) == 0 {
      parties = all
      weights = Array(repeating: 1, count: all.count)
    }
    var previous = [Int32](repeating: 0, count: all.count)
    for target in problem.previous.reversed() { previous[target.candidate] = target.replicas }
    let seats = try dispense(problem.replicas, to: parties, weights: weights, previous: previous, problem)
    var result = [Int32](repeating: 0, count: all.count)
    for (place, party) in parties.enumerated() { result[party] = seats[place] }
    return result
  }

  /// Divides replicas from zero over some candidates; previous replicas matter to the older rule's ties alone.
  static func dispense(
    _ replicas: Int32, to parties: [Int], weights: [Int64], previous: [Int32], _ problem: Problem
  ) throws(KarmadaAssignmentError) -> [Int32] {
    let ranks = parties.gathered(from: problem.nameRanks)
    switch problem.division {
    case .webster:
      let none = [Int32](repeating: 0, count: parties.count)
      if weights.reduce(0, &+) == 0 { return none }
      let seats = WebsterSeats.divide(
        seats: replicas, votes: weights, initialSeats: none, nameRanks: ranks,
        prefersHighestName: problem.prefersHighestName)
      guard let seats else { throw .refused(.tooManySeats(seats: replicas)) }
      return seats
    case .floorThenHeaviest:
      return FloorThenHeaviest.divide(
        replicas: replicas, weights: weights, previousReplicas: parties.gathered(from: previous), nameRanks: ranks)
    }
  }
}

extension KarmadaAssignment.Problem {
  /// The same problem over some of the candidates and another number of replicas.
  fileprivate func restricted(to members: [Int], replicas: Int32) -> Self {
    var part = self
    part.replicas = replicas
    part.allocatable = members.gathered(from: allocatable)
    part.available = members.gathered(from: available)
    part.tiers = members.gathered(from: tiers)
    part.nameRanks = members.gathered(from: nameRanks)
    part.staticWeights = members.gathered(from: staticWeights)
    var places = [Int](repeating: -1, count: allocatable.count)
    for (place, member) in members.enumerated() { places[member] = place }
    part.previous = previous.compactMap { target in
      places[target.candidate] < 0 ? nil : (places[target.candidate], target.replicas)
    }
    return part
  }
}

extension [Int] {
  /// The elements of `values` at these positions.
  func gathered<Value>(from values: [Value]) -> [Value] { map { values[$0] } }
}
