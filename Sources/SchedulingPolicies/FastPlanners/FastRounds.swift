// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The weighted rounds of KubeFed and KubeAdmiral over columns: the answers of ``WeightedRounds``.
///
/// As long as there is enough for everyone who is due, what a cluster gets does not depend on who came before it. So each
/// part of the plan - minimums, kept replicas, every round - is calculated for all clusters at once as if there were
/// enough. Where there is not, it is the last clusters in planner order that miss something, and only for these the
/// order is made and the part done again one by one, as the original does it.
///
/// O(n) for n clusters and each round. Numbers of 2^31 and more, with which the original's products could wrap, are not
/// covered, nor are the rarer cases in which a shortage meets clusters that give replicas back.
struct FastRounds: ~Copyable {
  /// Whose rules.
  enum Rules {
    case kubeFed, kubeAdmiral
  }

  /// The question beside the columns.
  struct Question {
    var rules: Rules
    var total: Int64
    /// Replicas stay where they run (KubeFed without rebalancing).
    var keepsCurrent = false
    /// The workload's `namespace/name`.
    var key: UnsafeBufferPointer<UInt8>
    /// KubeAdmiral: the order of clusters of equal weight and hash.
    var tieRanks: UnsafePointer<Int32>?
  }

  private var state = RoundState()
  private var tail = PlannerTail()
  private var remaining = 0.0
  private var weightSum = 0.0
  private var largestWeight = 0.0
  private var keeps = false
  /// What clusters have beyond their bounds, in all: the next round takes it back.
  private var excess = 0.0

  /// Minimums, kept replicas and rounds; false where the numbers are not covered, and nothing is calculated.
  mutating func run(_ question: Question, _ columns: WeightedColumns) -> Bool {
    guard question.total >= 0, question.total < 1 << 31, state.load(columns) else { return false }
    (remaining, keeps, excess) = (Double(question.total), false, 0)
    tail.start()
    sumWeights()
    guard setMinimums(question, columns) else { return false }
    if question.keepsCurrent, let currents = columns.currents {
      guard state.loadCurrents(currents, columns) else { return false }
      keepCurrents(question, columns)
    }
    noteExcess()
    // The original's rounds are bounded; close to that bound it is asked itself.
    var visits = WeightedRounds.visitLimit
    while remaining > 0, weightSum > 0 {
      visits -= state.count
      guard visits >= 0, remaining < RoundState.limit else { return false }
      guard remaining * largestWeight + weightSum < RoundShares.limit else { return false }
      switch round(question, columns) {
      case .placed: break
      case .onlyEaten(let shares): skipIdleRounds(shares)
      case .nothing: return true
      case .notCovered: return false
      }
    }
    return true
  }

  private mutating func sumWeights() {
    let weights = state.weights
    var (sum, largest) = (RoundLanes(repeating: 0), RoundLanes(repeating: 0))
    for group in 0..<(state.count + 3) / 4 {
      let weight = weights.lanes[group]
      sum += weight
      largest = largest.replacing(with: weight, where: weight .> largest)
    }
    (weightSum, largestWeight) = (sum.sum(), largest.max())
  }
}

// MARK: - Results

extension FastRounds {
  /// What the overflow entries come to.
  enum Overflow {
    case none
    /// As they are.
    case whole
    /// Each at most what no cluster took.
    case bounded
  }

  /// Plan and overflow together by place, within `Int32` and not negative; 0 where a cluster takes no part.
  mutating func write(_ columns: WeightedColumns, adding overflow: Overflow, to result: UnsafeMutablePointer<Int32>) {
    let (plan, count) = (state.plan, state.count)
    let most = Double(Int32.max)
    func clamped(_ value: Double) -> Int32 {
      let value = value < 0 ? 0 : value > most ? most : value
      return Int32(truncatingIfNeeded: (value + 0x1.8p52).bitPattern)
    }
    let made = state.hasCapacities ? state.overflow : nil
    let bound = remaining
    func sum(_ position: Int) -> Double {
      guard let made else { return plan[position] }
      switch overflow {
      case .none: return plan[position]
      case .whole: return plan[position] + made[position]
      case .bounded: return plan[position] + max(min(made[position], bound), 0)
      }
    }
    if let participants = columns.participants {
      result.update(repeating: 0, count: columns.count)
      for position in 0..<count { result[Int(participants[position])] = clamped(sum(position)) }
    } else if made == nil {
      for position in 0..<count { result[position] = clamped(plan[position]) }
    } else {
      for position in 0..<count { result[position] = clamped(sum(position)) }
    }
  }

  /// The plan by place.
  mutating func writePlan(_ columns: WeightedColumns, to result: UnsafeMutablePointer<Int64>) {
    write(state.plan, columns, to: result)
  }

  /// The overflow by place, 0 is no entry.
  mutating func writeOverflow(
    _ columns: WeightedColumns, isBounded: Bool, to result: UnsafeMutablePointer<Int64>
  ) {
    guard state.hasCapacities else {
      result.update(repeating: 0, count: columns.count)
      return
    }
    write(state.overflow, columns, to: result)
    guard isBounded else { return }
    let bound = Int64(remaining)
    for place in 0..<columns.count { result[place] = max(min(result[place], bound), 0) }
  }

  private func write(
    _ values: UnsafePointer<Double>, _ columns: WeightedColumns, to result: UnsafeMutablePointer<Int64>
  ) {
    func whole(_ value: Double) -> Int64 {
      Int64(bitPattern: (value + 0x1.8p52).bitPattern &- (0x1.8p52 as Double).bitPattern)
    }
    if let participants = columns.participants {
      result.update(repeating: 0, count: columns.count)
      for position in 0..<state.count { result[Int(participants[position])] = whole(values[position]) }
    } else {
      for position in 0..<state.count { result[position] = whole(values[position]) }
    }
  }
}

// MARK: - Before the rounds

extension FastRounds {
  /// KubeFed cuts minimums by capacity without overflow, KubeAdmiral by limit, and by capacity with overflow.
  private mutating func setMinimums(_ question: Question, _ columns: WeightedColumns) -> Bool {
    let isKubeFed = question.rules == .kubeFed
    let cut = isKubeFed ? columns.capacities : columns.limits
    if columns.minimums == nil, cut == nil, columns.capacities == nil { return true }
    guard state.loadMinimums(columns.minimums, columns) else { return false }
    let (count, wanted, plan) = (state.count, state.minimums, state.plan)
    if cut != nil {
      // A maximum does not cut minimums.
      guard isKubeFed || state.loadLimits(cut, columns) else { return false }
      let bounds = isKubeFed ? state.capacities : state.limits
      for position in 0..<count { wanted[position] = min(wanted[position], bounds[position]) }
    }
    var (sum, least) = (0.0, 0.0)
    for position in 0..<count {
      sum += max(wanted[position], 0)
      least = min(least, wanted[position])
    }
    if sum > remaining {
      // With replicas given back, or cut off later, it depends on more than the sum.
      guard least >= 0, isKubeFed || columns.capacities == nil else { return false }
      takeBack(sum - remaining, from: wanted, question, columns)
      remaining = 0
      plan.update(from: wanted, count: count)
      return true
    }
    let capacities = state.capacities
    var given = 0.0
    if !isKubeFed, columns.capacities != nil {
      let overflow = state.overflow
      for position in 0..<count {
        overflow[position] = max(wanted[position] - capacities[position], 0)
        wanted[position] = min(wanted[position], capacities[position])
        given += wanted[position]
      }
    } else {
      for position in 0..<count { given += wanted[position] }
    }
    plan.update(from: wanted, count: count)
    remaining -= given
    return true
  }

  /// What runs beyond the minimum stays as long as there is enough; later it counts against a cluster's share.
  private mutating func keepCurrents(_ question: Question, _ columns: WeightedColumns) {
    keeps = true
    let (count, plan, kept) = (state.count, state.plan, state.kept)
    let (currents, upper) = (state.currents, state.upper)
    kept.update(repeating: 0, count: (count + 3) & ~3)
    var sum = 0.0
    for position in 0..<count {
      kept[position] = max(min(currents[position], upper[position]) - plan[position], 0)
      sum += kept[position]
    }
    if sum > remaining {
      takeBack(sum - remaining, from: kept, question, columns)
      remaining = 0
    } else {
      remaining -= sum
    }
    for position in 0..<count { plan[position] += kept[position] }
  }

  /// Amounts are handed out in planner order until nothing is left: the last ones miss what is too much.
  private mutating func takeBack(
    _ missing: Double, from amounts: UnsafeMutablePointer<Double>, _ question: Question, _ columns: WeightedColumns
  ) {
    var missing = missing
    let last = tail.tail(
      reaching: missing, of: amounts, membership: amounts, count: state.count, question, columns)
    for position in last.reversed() where missing > 0 {
      let amount = min(amounts[Int(position)], missing)
      amounts[Int(position)] -= amount
      missing -= amount
    }
  }

  private mutating func noteExcess() {
    guard state.hasBounds else { return }
    let (plan, upper) = (state.plan, state.upper)
    for position in 0..<state.count { excess += max(plan[position] - upper[position], 0) }
  }
}

// MARK: - Rounds

extension FastRounds {
  private enum RoundOutcome {
    case placed
    /// Kept replicas ate every share.
    case onlyEaten(RoundShares)
    case nothing
    case notCovered
  }

  private mutating func round(_ question: Question, _ columns: WeightedColumns) -> RoundOutcome {
    let shares = RoundShares(replicas: remaining, sum: weightSum)
    let sums = pass(shares)
    if remaining - (sums.given + excess) < shares.share(largestWeight) {
      return excess > 0 ? .notCovered : lastRound(shares, sums, question, columns)
    }
    addOverflow(shares)
    state.advance(keeps: keeps)
    let outcome = outcome(of: shares, grown: sums.given + excess, eaten: sums.eaten, weights: sums.weights)
    (remaining, weightSum, excess) = (remaining - sums.given, sums.weights, 0)
    return outcome
  }

  /// The original goes on while somebody grows or has a share eaten.
  private func outcome(
    of shares: RoundShares, grown: Double, eaten: Double, weights: Double
  ) -> RoundOutcome {
    if grown > 0 { return .placed }
    guard eaten > 0 else { return .nothing }
    return excess > 0 || weights != weightSum ? .placed : .onlyEaten(shares)
  }

  /// The round in which it runs out: the last clusters one by one.
  private mutating func lastRound(
    _ shares: RoundShares, _ sums: RoundPass.Sums, _ question: Question, _ columns: WeightedColumns
  ) -> RoundOutcome {
    let count = state.count
    let (plan, nextPlan, amounts) = (state.plan, state.nextPlan, state.amounts)
    for position in 0..<count { amounts[position] = nextPlan[position] - plan[position] }
    // Everyone before the tail finds the largest share still there.
    let missing = shares.share(largestWeight) + sums.given - remaining
    let last = tail.tail(
      reaching: missing, of: amounts, membership: state.weights, count: count, question, columns)
    let changed = handOut(shares, sums, to: last)
    addOverflow(shares)
    state.advance(keeps: keeps)
    let outcome = outcome(
      of: shares, grown: remaining - changed.left, eaten: changed.eaten, weights: changed.weights)
    (remaining, weightSum) = (changed.left, changed.weights)
    return outcome
  }

  /// What is left for the tail, one by one, as the original does it; the rest of the next state stays as calculated.
  private mutating func handOut(
    _ shares: RoundShares, _ sums: RoundPass.Sums, to last: UnsafeBufferPointer<Int32>
  ) -> (left: Double, weights: Double, eaten: Double) {
    let (plan, weights, amounts) = (state.plan, state.weights, state.amounts)
    let (nextPlan, nextWeights) = (state.nextPlan, state.nextWeights)
    let (upper, ceiling) = (state.upper, state.ceiling)
    let overflow = state.hasCapacities ? (capacities: state.capacities, entries: state.overflow) : nil
    let kept = keeps ? (before: state.kept, after: state.nextKept) : nil
    var (left, weightSum, eaten) = (remaining - sums.given, sums.weights, sums.eaten)
    for position in last { left += amounts[Int(position)] }
    for position in last {
      let position = Int(position)
      let weight = weights[position]
      var extra = min(shares.share(weight), left)
      if let kept {
        let used = min(extra, kept.before[position])
        eaten += used - (kept.before[position] - kept.after[position])
        kept.after[position] = kept.before[position] - used
        extra -= used
      }
      let wanted = plan[position] + extra
      let target = min(wanted, upper[position])
      let weightLeft = wanted > upper[position] ? 0 : weight
      if let overflow {
        overflow.entries[position] += max(min(wanted, ceiling[position]) - overflow.capacities[position], 0)
      }
      weightSum += weightLeft - nextWeights[position]
      left -= target - plan[position]
      (nextPlan[position], nextWeights[position]) = (target, weightLeft)
      // Done: the pass for everyone's overflow finds nothing here.
      weights[position] = 0
    }
    return (left, weightSum, eaten)
  }

  /// Takes the rounds in closed form in which kept replicas eat every share: see ``WeightedRounds``.
  private mutating func skipIdleRounds(_ shares: RoundShares) {
    guard keeps else { return }
    let (weights, kept) = (state.weights, state.kept)
    var idleRounds = Double.infinity
    for position in 0..<state.count {
      let extra = min(shares.share(weights[position]), remaining)
      if extra > 0 { idleRounds = min(idleRounds, (kept[position] / extra).rounded(.down)) }
    }
    guard idleRounds > 0, idleRounds < .infinity else { return }
    for position in 0..<state.count {
      kept[position] -= idleRounds * min(shares.share(weights[position]), remaining)
    }
  }

  private mutating func pass(_ shares: RoundShares) -> RoundPass.Sums {
    let (plan, weights, upper) = (state.plan, state.weights, state.upper)
    if keeps {
      return RoundPass.keeping(
        shares, count: state.count, plan: plan, weights: weights, kept: state.kept, upper: upper,
        nextPlan: state.nextPlan, nextWeights: state.nextWeights, nextKept: state.nextKept)
    }
    return RoundPass.plain(
      shares, count: state.count, plan: plan, weights: weights, upper: upper, nextPlan: state.nextPlan,
      nextWeights: state.nextWeights)
  }

  private mutating func addOverflow(_ shares: RoundShares) {
    guard state.hasCapacities else { return }
    RoundPass.addOverflow(
      shares, count: state.count, plan: state.plan, weights: state.weights, kept: keeps ? state.kept : nil,
      ceiling: state.ceiling, capacities: state.capacities, overflow: state.overflow)
  }
}
