// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// What weighted rounds work on: the clusters that take part, by position, as whole numbers in float64.
struct RoundState: ~Copyable {
  /// Numbers that are covered are below this, and not below its negative.
  static let limit = 0x1p31
  /// Stands for no bound: nothing that is covered reaches it.
  static let unbounded = 0x1p40

  /// How many clusters take part.
  private(set) var count = 0
  /// Whether anything bounds them from above, and whether some of that is capacity.
  private(set) var hasBounds = false
  private(set) var hasCapacities = false

  var planColumn = Column<Double>()
  var nextPlanColumn = Column<Double>()
  var weightColumn = Column<Double>()
  var nextWeightColumn = Column<Double>()
  var keptColumn = Column<Double>()
  var nextKeptColumn = Column<Double>()
  var amountColumn = Column<Double>()
  private var minimumColumn = Column<Double>()
  private var currentColumn = Column<Double>()
  private var upperColumn = Column<Double>()
  private var ceilingColumn = Column<Double>()
  private var capacityColumn = Column<Double>()
  private var overflowColumn = Column<Double>()

  /// Whether a number of the columns just read is not covered.
  private var isCovered = true

  private var padded: Int { (count + 3) & ~3 }

  var plan: UnsafeMutablePointer<Double> { mutating get { planColumn.reserve(padded) } }
  var nextPlan: UnsafeMutablePointer<Double> { mutating get { nextPlanColumn.reserve(padded) } }
  /// 0 where a cluster is full.
  var weights: UnsafeMutablePointer<Double> { mutating get { weightColumn.reserve(padded) } }
  var nextWeights: UnsafeMutablePointer<Double> { mutating get { nextWeightColumn.reserve(padded) } }
  var kept: UnsafeMutablePointer<Double> { mutating get { keptColumn.reserve(padded) } }
  var nextKept: UnsafeMutablePointer<Double> { mutating get { nextKeptColumn.reserve(padded) } }
  /// What each cluster would get in the part of the plan at hand.
  var amounts: UnsafeMutablePointer<Double> { mutating get { amountColumn.reserve(padded) } }
  var minimums: UnsafeMutablePointer<Double> { mutating get { minimumColumn.reserve(padded) } }
  var currents: UnsafeMutablePointer<Double> { mutating get { currentColumn.reserve(padded) } }
  /// In the same place: limits are asked for by KubeAdmiral's minimums alone, current counts by KubeFed.
  var limits: UnsafeMutablePointer<Double> { mutating get { currentColumn.reserve(padded) } }
  /// The least of maximum, limit and capacity.
  var upper: UnsafeMutablePointer<Double> { mutating get { upperColumn.reserve(padded) } }
  /// The lesser of maximum and limit.
  var ceiling: UnsafeMutablePointer<Double> { mutating get { ceilingColumn.reserve(padded) } }
  var capacities: UnsafeMutablePointer<Double> { mutating get { capacityColumn.reserve(padded) } }
  var overflow: UnsafeMutablePointer<Double> { mutating get { overflowColumn.reserve(padded) } }

  /// Reads the columns; false where a number is not covered.
  mutating func load(_ columns: WeightedColumns) -> Bool {
    count = columns.participantCount
    isCovered = true
    guard columns.count < 1 << 20 else { return false }
    load(columns.weights, as: .weight, into: weights, columns)
    plan.update(repeating: 0, count: padded)
    hasCapacities = columns.capacities != nil
    hasBounds = hasCapacities || columns.maximums != nil || columns.limits != nil
    load(bound: columns.maximums, and: columns.limits, columns, into: ceiling)
    if let given = columns.capacities {
      let (ceiling, capacities, upper) = (ceiling, capacities, upper)
      load(given, as: .bound, into: capacities, columns)
      for position in 0..<padded { upper[position] = min(ceiling[position], capacities[position]) }
      overflow.update(repeating: 0, count: padded)
    } else {
      upper.update(from: ceiling, count: padded)
    }
    return isCovered
  }

  /// Reads minimums; false where one is not covered.
  mutating func loadMinimums(_ given: UnsafePointer<Int64>?, _ columns: WeightedColumns) -> Bool {
    load(given, as: .minimum, into: minimums, columns)
    return isCovered
  }

  /// Reads current counts; false where one is not covered.
  mutating func loadCurrents(_ given: UnsafePointer<Int64>?, _ columns: WeightedColumns) -> Bool {
    load(given, as: .current, into: currents, columns)
    return isCovered
  }

  /// Reads hard limits by themselves; false where one is not covered.
  mutating func loadLimits(_ given: UnsafePointer<Int64>?, _ columns: WeightedColumns) -> Bool {
    load(given, as: .bound, into: limits, columns)
    return isCovered
  }

  private mutating func load(
    bound first: UnsafePointer<Int64>?, and second: UnsafePointer<Int64>?, _ columns: WeightedColumns,
    into bound: UnsafeMutablePointer<Double>
  ) {
    load(first ?? second, as: .bound, into: bound, columns)
    guard first != nil, second != nil else { return }
    let other = amounts
    load(second, as: .bound, into: other, columns)
    for position in 0..<padded { bound[position] = min(bound[position], other[position]) }
  }

  /// What a column holds: which of its numbers have to be covered, and what an absent one stands for.
  private enum Kind {
    case weight, minimum, bound, current

    var absent: Double {
      switch self {
      case .weight, .minimum: 0
      case .bound: RoundState.unbounded
      case .current: -RoundState.unbounded
      }
    }

    /// Bounds that are large bound nothing, and an absent current count is more negative than any.
    var covered: ClosedRange<Int64> {
      switch self {
      case .weight: 0...(1 << 31 - 1)
      case .minimum: -(1 << 31)...(1 << 31 - 1)
      case .bound: -(1 << 31)...Int64.max
      case .current: Int64.min...(1 << 31 - 1)
      }
    }
  }

  /// Reads one column by position. Positions up to the next whole group are filled up, and so is all of a column that is
  /// nil.
  private mutating func load(
    _ given: UnsafePointer<Int64>?, as kind: Kind, into column: UnsafeMutablePointer<Double>,
    _ columns: WeightedColumns
  ) {
    guard let given else {
      column.update(repeating: kind.absent, count: padded)
      return
    }
    let (lowest, highest) = (-Int64(Self.unbounded), Int64(Self.unbounded))
    var (least, most) = (Int64.max, Int64.min)
    if let participants = columns.participants {
      for position in 0..<count {
        let value = given[Int(participants[position])]
        least = min(least, value)
        most = max(most, value)
        column[position] = Double(min(max(value, lowest), highest))
      }
    } else {
      for position in 0..<count {
        let value = given[position]
        least = min(least, value)
        most = max(most, value)
        column[position] = Double(min(max(value, lowest), highest))
      }
    }
    for position in count..<padded { column[position] = kind.absent }
    if count > 0, least < kind.covered.lowerBound || most > kind.covered.upperBound { isCovered = false }
  }

  /// The next state becomes the state.
  mutating func advance(keeps: Bool) {
    swap(&planColumn, &nextPlanColumn)
    swap(&weightColumn, &nextWeightColumn)
    if keeps { swap(&keptColumn, &nextKeptColumn) }
  }
}
