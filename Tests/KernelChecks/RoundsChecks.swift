// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Columns for weighted rounds, mostly in range.
private struct RoundsDraw {
  var total: Int32
  var weights: [Int32]
  var minimums: [Int32]?
  var maximums: [Int32]?
  var limits: [Int32]?
  var capacities: [Int32]?
  var currents: [Int32]?

  init(_ draw: inout CheckDraw) {
    let count = max(1, draw.length(most: 600))
    total = draw.isOne(in: 10) ? RoundsInput.largestTotal : Int32(draw.upTo(Int64(RoundsInput.largestTotal)))
    let heaviest = draw.isOne(in: 2) ? 10 : RoundsInput.largestWeightSum / Int64(count)
    let kinds = draw.below(4)
    weights = (0..<count).map { _ in kinds == 0 ? 1 : draw.isOne(in: 8) ? 0 : Int32(draw.upTo(heaviest)) }
    if draw.isOne(in: 20) {
      weights = weights.map { _ in 0 }
      weights[draw.below(count)] = Int32(RoundsInput.largestWeightSum)
    }
    if draw.isOne(in: 2) { weights.sort(by: >) }
    let usual = Int64(total) * 3 / Int64(count) + 2
    func column(absentOne chances: Int) -> [Int32] {
      (0..<count).map { _ in draw.isOne(in: chances) ? .max : Int32(min(draw.upTo(usual), Int64(Int32.max))) }
    }
    if draw.isOne(in: 2) { maximums = column(absentOne: 3) }
    if draw.isOne(in: 2) {
      minimums = (0..<count).map { min(Int32(draw.upTo(usual)), maximums?[$0] ?? .max) }
    }
    if draw.isOne(in: 3) { limits = column(absentOne: 3) }
    if draw.isOne(in: 2) { capacities = column(absentOne: 3) }
    if draw.isOne(in: 2) { currents = column(absentOne: 9).map { $0 == .max ? .min : $0 } }
    if draw.isOne(in: 30) { spoil(draw.below(count), &draw) }
  }

  /// Puts one number out of range, or to the end of it.
  private mutating func spoil(_ place: Int, _ draw: inout CheckDraw) {
    switch draw.below(6) {
    case 0: total = draw.isOne(in: 2) ? -1 : RoundsInput.largestTotal + 1
    case 1: weights[place] = draw.isOne(in: 2) ? -1 : .max
    case 2: minimums?[place] = draw.isOne(in: 2) ? -1 : .max
    case 3: maximums?[place] = draw.isOne(in: 2) ? -1 : 0
    case 4: capacities?[place] = draw.isOne(in: 2) ? .min : 0
    default: limits?[place] = -7
    }
  }

  /// What is left, replicas and overflow; nothing for numbers out of range.
  func divided(by kernels: Kernels, _ kind: RoundsKind) -> [Int64] {
    var overflow = [Int32](repeating: -1, count: weights.count)
    let planned = answer { columns, plan, scratch in
      overflow.withUnsafeMutableBufferPointer { overflow in
        kernels.rounds(kind, total: total, columns, plan: plan, overflow: overflow, scratch: &scratch)
      }
    }
    return planned.isEmpty ? [] : planned + overflow.map(Int64.init)
  }

  func dividedByRemainders(by kernels: Kernels) -> [Int64] {
    answer { kernels.largestRemainders(total: total, $0, plan: $1, scratch: &$2) }
  }

  private func answer(
    _ divide: (RoundsColumns, UnsafeMutableBufferPointer<Int32>, inout KernelScratch) -> Int64?
  ) -> [Int64] {
    var scratch = KernelScratch()
    var plan = [Int32](repeating: -1, count: weights.count)
    let remaining = weights.withUnsafeBufferPointer { weights in
      RoundsDraw.view(minimums) { minimums in
        RoundsDraw.view(maximums) { maximums in
          RoundsDraw.view(limits) { limits in
            RoundsDraw.view(capacities) { capacities in
              RoundsDraw.view(currents) { currents in
                plan.withUnsafeMutableBufferPointer {
                  divide(
                    RoundsColumns(
                      weights: weights, minimums: minimums, maximums: maximums, limits: limits,
                      capacities: capacities, currents: currents), $0, &scratch)
                }
              }
            }
          }
        }
      }
    }
    return remaining.map { [$0] + plan.map(Int64.init) } ?? []
  }

  private static func view<Answer>(_ column: [Int32]?, _ body: (UnsafeBufferPointer<Int32>?) -> Answer) -> Answer {
    guard let column else { return body(nil) }
    return column.withUnsafeBufferPointer { body($0) }
  }

  var input: String {
    "\(total) over \(weights), minimums \(text(minimums)), maximums \(text(maximums)), limits \(text(limits)), "
      + "capacities \(text(capacities)), currents \(text(currents))"
  }

  private func text(_ column: [Int32]?) -> String { column.map { "\($0)" } ?? "none" }
}

extension KernelCheck {
  /// KubeFed's rounds, with and without currents.
  static let kubeFedRounds = KernelCheck("KubeFed rounds") { kernels, reference, draw in
    let input = RoundsDraw(&draw)
    return difference(input.divided(by: kernels, .kubeFed), input.divided(by: reference, .kubeFed), input.input)
  }

  /// KubeAdmiral's rounds.
  static let kubeAdmiralRounds = KernelCheck("KubeAdmiral rounds") { kernels, reference, draw in
    let input = RoundsDraw(&draw)
    return difference(
      input.divided(by: kernels, .kubeAdmiral), input.divided(by: reference, .kubeAdmiral), input.input)
  }

  /// Largest remainders.
  static let largestRemainders = KernelCheck("largest remainders") { kernels, reference, draw in
    let input = RoundsDraw(&draw)
    return difference(
      input.dividedByRemainders(by: kernels), input.dividedByRemainders(by: reference), input.input)
  }
}
