// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The weighted rounds of KubeFed and KubeAdmiral over columns: the answers of ``WeightedRounds``.
///
/// As long as there is enough left for everyone who is due, what a cluster gets does not depend on who came before it.
/// So a round is first calculated without an order; only when it runs out - nearly always the last round alone - are the
/// clusters that are still in put into planner order and handed out to one by one. Shares are divided in float64 and put
/// right, which is exact below 2^51.
struct FastRounds: ~Copyable {
  /// Whose rules.
  enum Rules {
    case kubeFed, kubeAdmiral
  }

  /// What came of the rounds.
  enum Outcome {
    case divided
    /// The rounds do not end.
    case endless
    /// Numbers so large or so negative that the original's products could wrap: nothing is calculated.
    case notCovered
  }

  /// The question beside the columns.
  struct Question {
    var rules: Rules
    var total: Int64
    /// Replicas stay where they run (KubeFed without rebalancing).
    var keepsCurrent = false
    /// The workload's `namespace/name`.
    var key: UnsafeBufferPointer<UInt8>
    /// Clusters of equal weight and hash, KubeAdmiral's alone.
    var tieRanks: UnsafePointer<Int32>?
  }

  /// Weights and replicas that are covered are below this.
  private static let limit: Int64 = 1 << 31
  /// Sums of numbers below this are exact.
  private static let exactLimit: Int64 = 1 << 42

  /// What no cluster took.
  private(set) var remaining: Int64 = 0
  private var planColumn = Column<Int64>()
  private var overflowColumn = Column<Int64>()
  private var upperColumn = Column<Int64>()
  private var keptColumn = Column<Int64>()
  private var targetColumn = Column<Int64>()
  private var listColumn = Column<Int32>()
  private var order = KeyedPlannerOrder()

  /// How many clusters are in the list still, the list's order, and what bounds its clusters.
  private var active = 0
  private var isOrdered = false
  private var hasBounds = false
  private var hasKept = false
  private var mayExceedBounds = false
  private var weightSum: Int64 = 0
  private var largestWeight: Int64 = 0

  /// Replicas by place, of the last call over `count` clusters; 0 where a cluster takes no part.
  mutating func plan(_ count: Int) -> UnsafeMutablePointer<Int64> { planColumn.reserve(count) }

  /// Replicas beyond the capacity by place, 0 is no entry; meaningful with capacities alone.
  mutating func overflow(_ count: Int) -> UnsafeMutablePointer<Int64> { overflowColumn.reserve(count) }

  /// Minimums, kept replicas and rounds.
  mutating func run(_ question: Question, _ columns: WeightedColumns) -> Outcome {
    guard question.total >= 0, question.total < Self.limit, start(columns) else { return .notCovered }
    remaining = question.total
    order.start(question.key)
    setMinimums(question, columns)
    if question.keepsCurrent { keepCurrents(question, columns) }
    noteExcess(columns)
    var fuel = WeightedRounds.Fuel(clusters: columns.participantCount)
    var modified = true
    while modified, remaining > 0 {
      guard remaining < Self.limit else { return .notCovered }
      guard fuel.burn(active) else { return .endless }
      guard weightSum > 0 else { break }
      let shares = Shares(replicas: remaining, sum: weightSum, largestWeight: largestWeight)
      var placed = false
      if let outcome = unorderedRound(shares, question, columns) {
        (modified, placed) = outcome
      } else {
        putInOrder(question, columns)
        (modified, placed) = orderedRound(shares, question, columns)
      }
      if modified, !placed { skipIdleRounds(shares, columns) }
    }
    return .divided
  }
}

// MARK: - Before the rounds

extension FastRounds {
  /// Lists who takes part and reads the weights; false where one is not covered.
  private mutating func start(_ columns: WeightedColumns) -> Bool {
    let list = listColumn.reserve(columns.participantCount + 1)
    if let participants = columns.participants {
      active = participants.count
      if let start = participants.baseAddress { list.update(from: start, count: active) }
    } else {
      active = columns.count
      for place in 0..<active { list[place] = Int32(truncatingIfNeeded: place) }
    }
    planColumn.reserve(columns.count).update(repeating: 0, count: columns.count)
    if columns.capacities != nil { overflowColumn.reserve(columns.count).update(repeating: 0, count: columns.count) }
    (isOrdered, hasKept) = (false, false)
    boundFromAbove(columns)
    var (all, sum, largest): (Int64, Int64, Int64) = (0, 0, 0)
    for position in 0..<active {
      let weight = columns.weights[Int(list[position])]
      all |= weight
      sum &+= weight
      largest = max(largest, weight)
    }
    (weightSum, largestWeight) = (sum, largest)
    return all >= 0 && all < Self.limit && columns.count < 1 << 20
  }

  /// The least of maximum, limit and capacity.
  private mutating func boundFromAbove(_ columns: WeightedColumns) {
    hasBounds = false
    func cut(by bound: UnsafePointer<Int64>?, _ upper: UnsafeMutablePointer<Int64>) {
      guard let bound else { return }
      if hasBounds {
        for place in 0..<columns.count { upper[place] = min(upper[place], bound[place]) }
      } else {
        upper.update(from: bound, count: columns.count)
        hasBounds = true
      }
    }
    let upper = upperColumn.reserve(columns.count)
    cut(by: columns.maximums, upper)
    cut(by: columns.limits, upper)
    cut(by: columns.capacities, upper)
  }

  /// KubeFed cuts minimums by capacity without overflow, KubeAdmiral by limit, and by capacity with overflow.
  private mutating func setMinimums(_ question: Question, _ columns: WeightedColumns) {
    let (isKubeFed, count) = (question.rules == .kubeFed, active)
    let (list, plan) = (listColumn.reserve(count), planColumn.reserve(columns.count))
    func wanted(_ place: Int) -> Int64 {
      let cut = isKubeFed ? columns.capacities : columns.limits
      return min(columns.minimums?[place] ?? 0, cut?[place] ?? .max)
    }
    if columns.minimums == nil, columns.limits == nil, columns.capacities == nil { return }
    var (sum, magnitude): (Int64, Int64) = (0, 0)
    for position in 0..<count {
      let wanted = wanted(Int(list[position]))
      sum &+= max(wanted, 0)
      magnitude |= wanted ^ (wanted >> 63)
    }
    let isEnough = magnitude < Self.exactLimit && sum <= remaining
    if !isEnough { putInOrder(question, columns) }
    for position in 0..<count {
      let place = Int(list[position])
      var minimum = min(wanted(place), remaining)
      if !isKubeFed, let capacity = columns.capacities?[place], capacity < minimum {
        overflowColumn.reserve(columns.count)[place] = minimum &- capacity
        minimum = capacity
      }
      remaining &-= minimum
      plan[place] = minimum
    }
  }

  /// What runs beyond the minimum stays as long as there is enough; later it counts against a cluster's share.
  private mutating func keepCurrents(_ question: Question, _ columns: WeightedColumns) {
    guard let currents = columns.currents else { return }
    hasKept = true
    let count = active
    let (list, plan) = (listColumn.reserve(count), planColumn.reserve(columns.count))
    let (kept, upper) = (keptColumn.reserve(columns.count), upperColumn.reserve(columns.count))
    let isBounded = hasBounds
    func wanted(_ place: Int) -> Int64 {
      guard currents[place] > plan[place] else { return 0 }
      return max((isBounded ? min(currents[place], upper[place]) : currents[place]) &- plan[place], 0)
    }
    var (sum, magnitude): (Int64, Int64) = (0, 0)
    for position in 0..<count {
      let wanted = wanted(Int(list[position]))
      sum &+= wanted
      magnitude |= wanted
    }
    let isEnough = magnitude < Self.exactLimit && sum <= remaining
    if !isEnough { putInOrder(question, columns) }
    for position in 0..<count {
      let place = Int(list[position])
      let extra = max(min(wanted(place), remaining), 0)
      remaining &-= extra
      kept[place] = extra
      plan[place] &+= extra
    }
  }

  /// Whether somebody has more than a bound allows: then a round gives replicas back, even when nothing is left.
  private mutating func noteExcess(_ columns: WeightedColumns) {
    mayExceedBounds = false
    guard hasBounds else { return }
    let (plan, upper) = (planColumn.reserve(columns.count), upperColumn.reserve(columns.count))
    var exceeds = false
    for place in 0..<columns.count { exceeds = exceeds || plan[place] > upper[place] }
    mayExceedBounds = exceeds
  }
}

// MARK: - Rounds

extension FastRounds {
  /// A share of the replicas of one round, rounded up.
  private struct Shares {
    let replicas: Int64
    let sum: Int64
    let largest: Int64
    private let isSmall: Bool
    private let inverse: Double

    init(replicas: Int64, sum: Int64, largestWeight: Int64) {
      self.replicas = replicas
      self.sum = sum
      isSmall = replicas &* largestWeight &+ sum < 1 << 50
      inverse = 1 / Double(sum)
      largest = (replicas &* largestWeight &+ sum &- 1) / sum
    }

    @inline(__always)
    func share(_ weight: Int64) -> Int64 {
      let dividend = replicas &* weight &+ sum &- 1
      guard isSmall else { return dividend / sum }
      let rounded = (Double(dividend) * inverse + 0x1.8p52).bitPattern
      let quotient = Int64(bitPattern: rounded &- (0x1.8p52 as Double).bitPattern)
      return quotient &+ ((dividend &- quotient &* sum) &>> 63)
    }
  }

  /// A round in which everyone gets the whole share or what is missing up to a bound; nil, with nothing changed, when that
  /// may be more than there is.
  private mutating func unorderedRound(
    _ shares: Shares, _ question: Question, _ columns: WeightedColumns
  ) -> (modified: Bool, placed: Bool)? {
    // Shares that are rounded up add up to everything, so unless somebody is held back it runs out.
    guard hasBounds || hasKept else { return nil }
    let (count, isBounded, isKept) = (active, hasBounds, hasKept)
    let (list, plan, targets) = (
      listColumn.reserve(count), planColumn.reserve(columns.count), targetColumn.reserve(count)
    )
    let (kept, upper) = (keptColumn.reserve(columns.count), upperColumn.reserve(columns.count))
    var (given, all): (Int64, Int64) = (0, 0)
    for position in 0..<count {
      let place = Int(list[position])
      var extra = shares.share(columns.weights[place])
      if isKept { extra &-= min(extra, kept[place]) }
      var target = plan[place] &+ extra
      if isBounded { target = min(target, upper[place]) }
      targets[position] = target
      let change = target &- plan[place]
      given &+= max(change, 0)
      all |= change ^ (change >> 63)
    }
    guard all < Self.exactLimit, remaining - given >= shares.largest else { return nil }
    return take(targets, shares, question, columns)
  }

  /// Makes the targets of a round the plan, and takes those that are full off the list.
  private mutating func take(
    _ targets: UnsafePointer<Int64>, _ shares: Shares, _ question: Question, _ columns: WeightedColumns
  ) -> (modified: Bool, placed: Bool) {
    let (count, isBounded, isKept) = (active, hasBounds, hasKept)
    let (list, plan) = (listColumn.reserve(count), planColumn.reserve(columns.count))
    let (kept, upper) = (keptColumn.reserve(columns.count), upperColumn.reserve(columns.count))
    var (modified, placed, next) = (false, false, 0)
    var left = remaining
    for position in 0..<count {
      let place = Int(list[position])
      let (start, target) = (plan[place], targets[position])
      var extra = shares.share(columns.weights[place])
      if isKept {
        let used = min(extra, kept[place])
        kept[place] &-= used
        extra &-= used
        modified = modified || used > 0
      }
      let isFull = isBounded && start &+ extra > upper[place]
      if isFull { remove(place, reaching: start &+ extra, question.rules, columns) }
      list[next] = Int32(truncatingIfNeeded: place)
      next &+= isFull ? 0 : 1
      placed = placed || isFull || target != start
      modified = modified || target > start
      left &-= target &- start
      plan[place] = target
    }
    (remaining, active) = (left, next)
    return (modified, placed)
  }

  /// A round in planner order, as the original does it.
  private mutating func orderedRound(
    _ shares: Shares, _ question: Question, _ columns: WeightedColumns
  ) -> (modified: Bool, placed: Bool) {
    let (count, isBounded, isKept) = (active, hasBounds, hasKept)
    let (list, plan) = (listColumn.reserve(count), planColumn.reserve(columns.count))
    let (kept, upper) = (keptColumn.reserve(columns.count), upperColumn.reserve(columns.count))
    var (modified, placed, next) = (false, false, 0)
    var left = remaining
    for position in 0..<count {
      if left == 0, !mayExceedBounds {
        // Nobody else changes, and the rounds are over.
        remaining = 0
        return (modified, placed)
      }
      let place = Int(list[position])
      let start = plan[place]
      var extra = min(shares.share(columns.weights[place]), left)
      if isKept {
        let used = min(extra, kept[place])
        kept[place] &-= used
        extra &-= used
        modified = modified || used > 0
      }
      var target = start &+ extra
      let isFull = isBounded && target > upper[place]
      if isFull {
        remove(place, reaching: target, question.rules, columns)
        target = upper[place]
      }
      list[next] = Int32(truncatingIfNeeded: place)
      next &+= isFull ? 0 : 1
      placed = placed || isFull || target != start
      modified = modified || target > start
      left &-= target &- start
      plan[place] = target
    }
    (remaining, active) = (left, next)
    return (modified, placed)
  }

  /// A cluster is full: its weight counts no more, and what its capacity cuts off is overflow.
  @inline(__always)
  private mutating func remove(_ place: Int, reaching target: Int64, _ rules: Rules, _ columns: WeightedColumns) {
    weightSum &-= columns.weights[place]
    guard let capacity = columns.capacities?[place] else { return }
    let wanted = min(target, columns.maximums?[place] ?? .max, columns.limits?[place] ?? .max)
    guard wanted > capacity else { return }
    let overflow = overflowColumn.reserve(columns.count)
    switch rules {
    case .kubeFed: overflow[place] = wanted &- capacity
    case .kubeAdmiral: overflow[place] &+= wanted &- capacity
    }
  }

  /// Rounds in closed form in which kept replicas eat every share: see `WeightedRounds`.
  private mutating func skipIdleRounds(_ shares: Shares, _ columns: WeightedColumns) {
    guard hasKept else { return }
    let (list, kept) = (listColumn.reserve(active), keptColumn.reserve(columns.count))
    var idleRounds = Int64.max
    for position in 0..<active {
      let place = Int(list[position])
      let extra = min(shares.share(columns.weights[place]), remaining)
      if extra > 0 { idleRounds = min(idleRounds, kept[place] / extra) }
    }
    guard idleRounds > 0, idleRounds != .max else { return }
    for position in 0..<active {
      let place = Int(list[position])
      let extra = min(shares.share(columns.weights[place]), remaining)
      if extra > 0 { kept[place] &-= idleRounds &* extra }
    }
  }

  private mutating func putInOrder(_ question: Question, _ columns: WeightedColumns) {
    if isOrdered { return }
    isOrdered = true
    order.sort(listColumn.reserve(active), count: active, question, columns)
  }
}
