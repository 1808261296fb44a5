// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels
import SchedulingPolicies

/// Memory for the columns of a benchmark, which lives as long as the case.
final class BenchmarkColumn<Element: BitwiseCopyable> {
  let start: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    start = .allocate(capacity: max(count, 1))
    start.initialize(from: elements, count: count)
  }

  deinit { start.deallocate() }

  var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }
}

/// A fleet of interned clusters and a workload of ten replicas a cluster, with a new key for every call.
///
/// Weights of 1 to 10; every fourth cluster has a minimum, every fourth a maximum; room for 1 to 50 replicas each; half of
/// the clusters hold replicas already; 16 regions.
final class PlannerInput {
  static let regionCount = 16

  let count: Int
  let replicas: Int32
  let names: [String]
  let regionNames: [String]
  let nameHashes: BenchmarkColumn<UInt32>
  let nameRanks: BenchmarkColumn<Int32>
  let regions: BenchmarkColumn<Int32>
  let weights: BenchmarkColumn<Int64>
  let minimums: BenchmarkColumn<Int64>
  let maximums: BenchmarkColumn<Int64>
  let currents: BenchmarkColumn<Int64>
  let estimates: BenchmarkColumn<Int32>
  let held: BenchmarkColumn<HeldReplicas>
  let available: BenchmarkColumn<Int64>
  /// Answers of the last call.
  let result: BenchmarkColumn<Int32>
  private let keyBytes: BenchmarkColumn<UInt8>
  private var calls: UInt64 = 0

  init(count: Int) {
    self.count = count
    var numbers = BenchmarkNumbers(seed: UInt64(count))
    names = (0..<count).map { "cluster-\($0)" }
    regionNames = (0..<Self.regionCount).map { "region-\(100 + $0)" }
    replicas = Int32(10 * count + 7)
    nameHashes = BenchmarkColumn(names.map { FNVHash.fnv1($0.utf8) })
    nameRanks = BenchmarkColumn(NameOrder.ranks(of: names))
    regions = BenchmarkColumn((0..<count).map { _ in Int32(numbers.below(Self.regionCount)) })
    weights = BenchmarkColumn((0..<count).map { _ in Int64(1 + numbers.below(10)) })
    minimums = BenchmarkColumn((0..<count).map { $0 % 4 == 1 ? Int64(numbers.below(5)) : 0 })
    maximums = BenchmarkColumn((0..<count).map { $0 % 4 == 2 ? Int64(5 + numbers.below(20)) : .max })
    let holding = (0..<count).map { $0 % 2 == 0 ? Int64(numbers.below(20)) : 0 }
    currents = BenchmarkColumn(holding)
    let estimates = (0..<count).map { _ in Int32(1 + numbers.below(50)) }
    self.estimates = BenchmarkColumn(estimates)
    let held = stride(from: 0, to: count, by: 2).map {
      HeldReplicas(candidate: Int32($0), replicas: Int32(holding[$0]))
    }
    self.held = BenchmarkColumn(held)
    available = BenchmarkColumn((0..<count).map { Int64(estimates[$0]) + holding[$0] })
    result = BenchmarkColumn(Array(repeating: 0, count: count))
    keyBytes = BenchmarkColumn(Array("namespace-7/workload-00000000".utf8))
  }

  /// Another key than ever before, of the same length.
  func nextKey() -> UnsafeBufferPointer<UInt8> {
    calls += 1
    return key(calls)
  }

  /// The key of a number.
  func key(_ number: UInt64) -> UnsafeBufferPointer<UInt8> {
    var rest = number
    for digit in 0..<8 {
      keyBytes.start[keyBytes.count - 1 - digit] = UInt8(48 + rest % 10)
      rest /= 10
    }
    return keyBytes.elements
  }

  /// Whether ties are broken from the highest name, as the key's hash says: the part of a binding's UID.
  func prefersHighestName(_ key: UnsafeBufferPointer<UInt8>) -> Bool { FNVHash.fnv1a(key) & 1 == 1 }

  /// The columns of KubeFed's and KubeAdmiral's planners.
  func weighted(hasCurrents: Bool) -> WeightedColumns {
    var columns = WeightedColumns(count: count, nameHashes: nameHashes.start, weights: weights.start)
    columns.minimums = UnsafePointer(minimums.start)
    columns.maximums = UnsafePointer(maximums.start)
    columns.ownMaximums = columns.maximums
    if hasCurrents { columns.currents = UnsafePointer(currents.start) }
    return columns
  }

  /// The same for the planners by the letter.
  func plannerColumns(key: UnsafeBufferPointer<UInt8>, hasCurrents: Bool) -> PlannerColumns {
    let unbounded = [Int64](repeating: .max, count: count)
    return PlannerColumns(
      names: names, hashes: nameHashes.elements.map { FNVHash.fnv1(key, after: $0) },
      participates: Array(repeating: true, count: count), weights: Array(weights.elements),
      minimums: Array(minimums.elements), maximums: Array(maximums.elements), ownMaximums: Array(maximums.elements),
      currents: hasCurrents ? Array(currents.elements) : Array(repeating: .min, count: count), capacities: unbounded,
      limits: unbounded)
  }

  /// Clusters by name, as the planners by the letter take them.
  func plannerClusters() -> [PlannerCluster] {
    names.indices.map {
      PlannerCluster(
        name: names[$0],
        preference: ReplicaPreference(
          minimum: minimums.start[$0], maximum: maximums.start[$0] == .max ? nil : maximums.start[$0],
          weight: weights.start[$0]))
    }
  }

  /// The columns of Karmada's assignment.
  func candidates(hasHeld: Bool) -> KarmadaCandidateColumns {
    KarmadaCandidateColumns(
      count: count, allocatable: estimates.start, nameRanks: nameRanks.start, rankBound: count,
      staticWeights: weights.start, held: hasHeld ? held.elements : UnsafeBufferPointer(start: nil, count: 0))
  }

  /// The same for the assignment by the letter.
  func problem(_ question: KarmadaAssignmentQuestion, hasHeld: Bool) -> KarmadaAssignment.Problem {
    var problem = KarmadaAssignment.Problem(
      replicas: question.replicas, strategy: question.strategy, allocatable: Array(estimates.elements),
      available: Array(repeating: 0, count: count), tiers: Array(repeating: 0, count: count),
      nameRanks: Array(nameRanks.elements), staticWeights: Array(weights.elements),
      previous: hasHeld ? held.elements.map { (candidate: Int($0.candidate), replicas: $0.replicas) } : [])
    problem.hasRequirements = question.hasRequirements
    problem.mode = question.mode
    problem.prefersHighestName = question.prefersHighestName
    return problem
  }
}
