// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@testable import AllocationKernels

@Suite struct RoundsTests {
  /// Columns as arrays, to be viewed for one call.
  private struct Columns {
    let weights: [Int32]
    var minimums: [Int32]?
    var maximums: [Int32]?
    var limits: [Int32]?
    var capacities: [Int32]?
    var currents: [Int32]?

    func divide(_ kind: RoundsKind, _ total: Int32, _ level: KernelLevel) -> WeightedRoundsResult? {
      let views = [weights, minimums, maximums, limits, capacities, currents].map { column in
        column.map { column in
          let view = UnsafeMutableBufferPointer<Int32>.allocate(capacity: column.count)
          _ = view.initialize(from: column)
          return view
        }
      }
      defer { for view in views { view?.deallocate() } }
      let known = views.map { $0.map { UnsafeBufferPointer($0) } }
      let columns = RoundsColumns(
        weights: known[0]!, minimums: known[1], maximums: known[2], limits: known[3], capacities: known[4],
        currents: known[5])
      var (plan, overflow) = (
        [Int32](repeating: -1, count: weights.count), [Int32](repeating: -1, count: weights.count)
      )
      var scratch = KernelScratch()
      let kernels = TestedLevels.kernels(level)
      let remaining = plan.withUnsafeMutableBufferPointer { plan in
        overflow.withUnsafeMutableBufferPointer { overflow in
          kernels.rounds(kind, total: total, columns, plan: plan, overflow: overflow, scratch: &scratch)
        }
      }
      return remaining.map {
        WeightedRoundsResult(plan: plan.map(Int64.init), overflow: overflow.map(Int64.init), remaining: $0)
      }
    }

    /// What the rounds over exact numbers answer.
    func expected(_ kind: RoundsKind, _ total: Int32) -> WeightedRoundsResult? {
      func wide(_ column: [Int32]?, absent: Int64, isAbsent: (Int32) -> Bool) -> [Int64] {
        column.map { $0.map { isAbsent($0) ? absent : Int64($0) } } ?? weights.map { _ in absent }
      }
      let bounds = { (column: [Int32]?) in wide(column, absent: .max) { $0 == .max } }
      let least = wide(minimums, absent: 0) { _ in false }
      return kind == .kubeFed
        ? WeightedRounds.kubeFed(
          total: Int64(total), keepsCurrent: currents != nil, weights: weights.map(Int64.init), minimums: least,
          maximums: bounds(maximums), currents: wide(currents, absent: .min) { $0 < 0 }, capacities: bounds(capacities))
        : WeightedRounds.kubeAdmiral(
          total: Int64(total), weights: weights.map(Int64.init), minimums: least, maximums: bounds(maximums),
          limits: bounds(limits), capacities: bounds(capacities))
    }
  }

  @Test("10 replicas over weights 3:1 give 8:2, rounded up in order", arguments: TestedLevels.all)
  func roundedUp(level: KernelLevel) {
    let result = Columns(weights: [3, 1]).divide(.kubeFed, 10, level)
    #expect(result == WeightedRoundsResult(plan: [8, 2], overflow: [0, 0], remaining: 0))
  }

  @Test(
    "a maximum of 2 and a capacity of 3 leave 5 of 10, and overflow beyond the capacity", arguments: TestedLevels.all)
  func bounds(level: KernelLevel) {
    let columns = Columns(weights: [1, 1], maximums: [2, .max], capacities: [.max, 3])
    let result = columns.divide(.kubeFed, 10, level)
    #expect(result == WeightedRoundsResult(plan: [2, 3], overflow: [0, 2], remaining: 5))
  }

  @Test("minimums beyond the total go to the first", arguments: TestedLevels.all)
  func minimums(level: KernelLevel) {
    let result = Columns(weights: [5, 5, 5], minimums: [3, 3, 3]).divide(.kubeFed, 5, level)
    #expect(result == WeightedRoundsResult(plan: [3, 2, 0], overflow: [0, 0, 0], remaining: 0))
  }

  @Test("KubeAdmiral counts what a capacity takes off a minimum", arguments: TestedLevels.all)
  func minimumOverflow(level: KernelLevel) {
    let columns = Columns(weights: [0, 1], minimums: [4, 0], capacities: [1, .max])
    #expect(columns.divide(.kubeAdmiral, 9, level)?.overflow == [3, 0])
    #expect(columns.divide(.kubeFed, 9, level)?.overflow == [0, 0])
  }

  @Test("no weights place nothing beyond the minimums", arguments: TestedLevels.all)
  func noWeights(level: KernelLevel) {
    let result = Columns(weights: [0, 0], minimums: [1, 0]).divide(.kubeFed, 7, level)
    #expect(result == WeightedRoundsResult(plan: [1, 0], overflow: [0, 0], remaining: 6))
  }

  @Test("out of range is said: negative numbers, minimums above maximums, large totals", arguments: TestedLevels.all)
  func outOfRange(level: KernelLevel) {
    #expect(Columns(weights: [1, -1]).divide(.kubeFed, 1, level) == nil)
    #expect(Columns(weights: [1], minimums: [3], maximums: [2]).divide(.kubeFed, 1, level) == nil)
    #expect(Columns(weights: [1], capacities: [-1]).divide(.kubeFed, 1, level) == nil)
    #expect(Columns(weights: [1], limits: [-1]).divide(.kubeAdmiral, 1, level) == nil)
    #expect(Columns(weights: [1]).divide(.kubeFed, RoundsInput.largestTotal + 1, level) == nil)
    #expect(Columns(weights: [1 << 27, 1 << 27]).divide(.kubeFed, 1, level) == nil)
    #expect(Columns(weights: [1]).divide(.kubeFed, -1, level) == nil)
    #expect(Columns(weights: [1], limits: [-1]).divide(.kubeFed, 1, level) != nil, "KubeFed knows no limits")
  }

  @Test("300 drawn divisions agree with the rounds over exact numbers", arguments: TestedLevels.all)
  func againstExact(level: KernelLevel) {
    var random = SplitMix(seed: 11)
    func column(_ count: Int, below bound: UInt64, absent: Int32) -> [Int32]? {
      random.next() % 3 == 0
        ? nil : (0..<count).map { _ in random.next() % 3 == 0 ? absent : Int32(random.next() % bound) }
    }
    for number in 0..<(level == .base ? 60 : 300) {
      let count = 1 + Int(random.next() % 40)
      let total = Int32(random.next() % UInt64(20 * count))
      let kind: RoundsKind = number % 2 == 0 ? .kubeFed : .kubeAdmiral
      var columns = Columns(weights: (0..<count).map { _ in Int32(random.next() % 20) })
      columns.maximums = column(count, below: 40, absent: .max)
      columns.minimums = column(count, below: 12, absent: 0)?.enumerated().map {
        min($1, columns.maximums?[$0] ?? .max)
      }
      columns.capacities = column(count, below: 40, absent: .max)
      if kind == .kubeAdmiral { columns.limits = column(count, below: 40, absent: .max) }
      if kind == .kubeFed { columns.currents = column(count, below: 40, absent: -1) }
      let (result, expected) = (columns.divide(kind, total, level), columns.expected(kind, total))
      #expect(result == expected, "\(total) over \(columns)")
    }
  }
}
