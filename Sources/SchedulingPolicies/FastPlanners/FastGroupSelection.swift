// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// Karmada's choice of groups without walking all combinations: the answers of ``KarmadaGroupSelection``, which can be
/// read and has the sources.
///
/// Upstream records a combination (in ascending order of value, weight descending, name) as soon as it has the fewest
/// groups and enough value, and does not extend it. With values that are not negative that says of a recorded combination:
/// it has enough value, and it has just the fewest groups or too little value without its last one. Of these the heaviest
/// is taken, then the one of most value, then the first one found, which is the lexicographically first. If the heaviest
/// few of its groups are a recorded combination themselves, the fewest such are taken.
///
/// Where any fewest groups suffice that is a sort; otherwise a table over groups, length and value up to the target, as
/// for a knapsack: polynomial, since values are numbers of clusters. The memory is kept between calls.
public struct FastGroupSelection: ~Copyable {
  /// Groups in the order of their names: clusters and score of each.
  public struct Groups {
    /// How many there are.
    public var count: Int
    /// Clusters of each.
    public var values: UnsafePointer<Int64>
    /// Score of each.
    public var weights: UnsafePointer<Int64>

    /// Columns of one length, which have to outlive the call.
    public init(count: Int, values: UnsafePointer<Int64>, weights: UnsafePointer<Int64>) {
      (self.count, self.values, self.weights) = (count, values, weights)
    }
  }

  /// What a combination has to have.
  private struct Wanted {
    var fewest: Int
    var most: Int
    var target: Int64
  }

  /// Largest table; beyond it the search by the letter decides, or gives up.
  private static let tableLimit = 1 << 24
  /// Values, and values times weights, that are covered are below these.
  private static let (valueLimit, scoreLimit): (Int64, Int64) = (1 << 31, 1 << 61)
  /// Less than any sum.
  private static let nothing = Int64.min / 2

  /// Positions by value ascending, weight descending, name.
  private var order = Column<Int32>()
  /// The chosen groups.
  private var chosen = Column<Int32>()
  private var best = Column<Int64>()
  private var takes = Column<Bool>()
  /// Sums of the first values in order.
  private var prefixes = Column<Int>()

  /// Nothing reserved yet.
  public init() {}

  /// The chosen groups, weight descending and then by name; empty when nothing fits. Valid until the next call.
  ///
  /// - Throws: ``PlannerRefusal/tooManyGroupCombinations(groups:visited:)``.
  public mutating func select(
    _ groups: Groups, minimum: Int64, maximum: Int64, target: Int64
  ) throws(PlannerRefusal) -> UnsafeBufferPointer<Int32> {
    let count = groups.count
    let chosen = self.chosen.reserve(count)
    let none = UnsafeBufferPointer<Int32>(start: nil, count: 0)
    // The root of the search: it is recorded, or it is as long as allowed.
    if count == 0 || maximum <= 0 || (target <= 0 && minimum <= 0) || minimum > Int64(count) { return none }
    guard let scale = scale(of: groups) else {
      return try selectByTheLetter(groups, minimum: minimum, maximum: maximum, target: target)
    }
    sortGroups(groups)
    let wanted = Wanted(
      fewest: Int(max(minimum, 0)), most: Int(min(maximum, Int64(count))), target: max(target, 0))
    if minimum == Int64(count) {
      // Only the combination of all groups is looked at.
      guard wanted.fewest <= wanted.most, sum(of: groups.values, first: count) >= wanted.target else { return none }
      for place in 0..<count { chosen[place] = Int32(place) }
      return inOrder(chosen, count, groups)
    }
    if wanted.fewest > wanted.most { return none }
    if wanted.fewest > 0, sum(of: groups.values, first: wanted.fewest) >= wanted.target {
      return heaviest(wanted.fewest, groups)
    }
    guard let length = searchTable(groups, wanted, scale: scale, into: chosen) else {
      return try selectByTheLetter(groups, minimum: minimum, maximum: maximum, target: target)
    }
    return shortened(inOrder(chosen, length, groups), groups, wanted)
  }

  /// What a weight is multiplied with so that values decide among equals; nil where numbers are not covered.
  private func scale(of groups: Groups) -> Int64? {
    var (values, weights): (Int64, Int64) = (0, 0)
    for group in 0..<groups.count {
      guard groups.values[group] >= 0, groups.values[group] < Self.valueLimit else { return nil }
      values += groups.values[group]
      let weight = groups.weights[group]
      let (sum, overflows) = weights.addingReportingOverflow(weight < 0 ? ~weight : weight)
      if overflows { return nil }
      weights = sum
    }
    let (product, overflows) = (weights + 1).multipliedReportingOverflow(by: values + 1)
    return overflows || product >= Self.scoreLimit ? nil : values + 1
  }

  private mutating func sortGroups(_ groups: Groups) {
    let order = self.order.reserve(groups.count)
    for place in 0..<groups.count { order[place] = Int32(place) }
    var list = UnsafeMutableBufferPointer(start: order, count: groups.count)
    list.sort { first, second in
      let (a, b) = (Int(first), Int(second))
      if groups.values[a] != groups.values[b] { return groups.values[a] < groups.values[b] }
      if groups.weights[a] != groups.weights[b] { return groups.weights[a] > groups.weights[b] }
      return a < b
    }
  }

  private mutating func sum(of values: UnsafePointer<Int64>, first count: Int) -> Int64 {
    let order = self.order.reserve(count)
    var sum: Int64 = 0
    for place in 0..<count { sum += values[Int(order[place])] }
    return sum
  }

  /// Weight descending, then by name.
  private func inOrder(
    _ chosen: UnsafeMutablePointer<Int32>, _ count: Int, _ groups: Groups
  ) -> UnsafeBufferPointer<Int32> {
    var list = UnsafeMutableBufferPointer(start: chosen, count: count)
    list.sort { first, second in
      let (a, b) = (groups.weights[Int(first)], groups.weights[Int(second)])
      return a != b ? a > b : first < second
    }
    return UnsafeBufferPointer(list)
  }

  /// The heaviest `count` groups, of equal weights those of more value, then the first in order.
  private mutating func heaviest(_ count: Int, _ groups: Groups) -> UnsafeBufferPointer<Int32> {
    let chosen = self.chosen.reserve(groups.count)
    for place in 0..<groups.count { chosen[place] = Int32(place) }
    var list = UnsafeMutableBufferPointer(start: chosen, count: groups.count)
    list.sort { first, second in
      let (a, b) = (Int(first), Int(second))
      if groups.weights[a] != groups.weights[b] { return groups.weights[a] > groups.weights[b] }
      if groups.values[a] != groups.values[b] { return groups.values[a] > groups.values[b] }
      return a < b
    }
    return inOrder(chosen, count, groups)
  }

  /// The best recorded combination into `chosen`, its length (0 is none); nil where the table would be too large.
  ///
  /// best[length][value] is the most that the groups from some position on add to an unrecorded combination of that
  /// length and value, both cut at what matters.
  private mutating func searchTable(
    _ groups: Groups, _ wanted: Wanted, scale: Int64, into chosen: UnsafeMutablePointer<Int32>
  ) -> Int? {
    let (width, overflows) = (Int(wanted.target) + 1).multipliedReportingOverflow(by: wanted.most)
    if overflows || width > Self.tableLimit / groups.count { return nil }
    let row = Int(wanted.target) + 1
    let (best, takes) = (self.best.reserve(width), self.takes.reserve(width * groups.count))
    let order = self.order.reserve(groups.count)
    let prefixes = self.prefixes.reserve(groups.count + 1)
    prefixes[0] = 0
    for place in 0..<groups.count { prefixes[place + 1] = prefixes[place] + Int(groups.values[Int(order[place])]) }
    best.update(repeating: Self.nothing, count: width)
    for place in stride(from: groups.count - 1, through: 0, by: -1) {
      let group = Int(order[place])
      let (value, gain) = (Int(groups.values[group]), groups.weights[group] * scale + groups.values[group])
      let decisions = takes + place * width
      // Ascending lengths: the row above still holds what comes after this place.
      for length in 0...min(place, wanted.most - 1) {
        // No other value can be reached with so many of the groups before.
        let (lowest, highest) = (
          min(prefixes[length], row - 1), min(prefixes[place] - prefixes[place - length], row - 1)
        )
        let (here, above) = (best + length * row, best + (length + 1) * row)
        let isLongEnough = length + 1 >= wanted.fewest
        let mayExtend = length + 1 < wanted.most
        for sum in lowest...highest {
          let reached = min(sum + value, row - 1)
          var taking = Self.nothing
          if reached == row - 1, isLongEnough {
            taking = gain
          } else if mayExtend {
            taking = max(above[reached] + gain, Self.nothing)
          }
          // Of equals the one that takes the earlier group is found first.
          let isTaken = taking > Self.nothing / 2 && taking >= here[sum]
          decisions[length * row + sum] = isTaken
          if isTaken { here[sum] = taking }
        }
      }
    }
    guard best[0] > Self.nothing / 2 else { return 0 }
    var (length, sum, place) = (0, 0, 0)
    while true {
      let group = Int(order[place])
      if takes[place * width + length * row + sum] {
        chosen[length] = Int32(group)
        length += 1
        sum = min(sum + Int(groups.values[group]), row - 1)
        if sum == row - 1, length >= wanted.fewest { return length }
      }
      place += 1
    }
  }

  /// The fewest of the first groups of a combination that are a recorded combination themselves.
  private func shortened(
    _ combination: UnsafeBufferPointer<Int32>, _ groups: Groups, _ wanted: Wanted
  ) -> UnsafeBufferPointer<Int32> {
    var (sum, last) = (Int64(0), -1)
    for length in 1...max(combination.count, 1) where length <= combination.count {
      let group = Int(combination[length - 1])
      sum += groups.values[group]
      if last < 0 || isLater(group, than: last, groups) { last = group }
      if length < wanted.fewest || sum < wanted.target { continue }
      if length == wanted.fewest || sum - groups.values[last] < wanted.target {
        return UnsafeBufferPointer(rebasing: combination[..<length])
      }
    }
    return combination
  }

  private func isLater(_ group: Int, than other: Int, _ groups: Groups) -> Bool {
    if groups.values[group] != groups.values[other] { return groups.values[group] > groups.values[other] }
    if groups.weights[group] != groups.weights[other] { return groups.weights[group] < groups.weights[other] }
    return group > other
  }

  private mutating func selectByTheLetter(
    _ groups: Groups, minimum: Int64, maximum: Int64, target: Int64
  ) throws(PlannerRefusal) -> UnsafeBufferPointer<Int32> {
    let list = (0..<groups.count).map { group in
      // Names of one length whose order is that of the numbers.
      KarmadaGroupSelection.Group(
        name: String(1_000_000_000 + group), value: groups.values[group], weight: groups.weights[group])
    }
    let answer = try KarmadaGroupSelection.select(list, minimum: minimum, maximum: maximum, target: target)
    let chosen = self.chosen.reserve(answer.count)
    for (place, group) in answer.enumerated() { chosen[place] = Int32(group) }
    return UnsafeBufferPointer(start: chosen, count: answer.count)
  }
}
