// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds how far one can go on a ladder of whole levels before something stops to hold.
///
/// Holding need not be monotone (a fuller fleet may round better), and a planner asks for a level below which nothing
/// breaks. So the ladder is first climbed in coarse steps from the easy end, and only between the last coarse level that
/// holds and the first that does not is it bisected: the answer is a level that holds, the next one up does not, and
/// every coarse level before it holds. Levels that are never visited are not claimed.
public struct LevelSearch: Sendable {
  /// The levels, easy end first.
  public var levels: Range<Int>
  /// How many levels a coarse step takes.
  public var coarseStep: Int

  /// A search; traps on an empty ladder or a step below 1.
  public init(levels: Range<Int>, coarseStep: Int) {
    precondition(!levels.isEmpty && coarseStep >= 1, "levels \(levels), coarse step \(coarseStep)")
    self.levels = levels
    self.coarseStep = coarseStep
  }

  /// The last level that holds, counted from the easy end; nil when not even the first does.
  /// - Complexity: O(levels / coarseStep + log coarseStep) calls of `holds`, each level at most once.
  public func last(where holds: (Int) throws -> Bool) rethrows -> Int? {
    guard try holds(levels.lowerBound) else { return nil }
    let top = levels.upperBound - 1
    var good = levels.lowerBound
    var bad = levels.upperBound
    while good < top {
      let next = min(good + coarseStep, top)
      guard try holds(next) else {
        bad = next
        break
      }
      good = next
    }
    while bad - good > 1 {
      let middle = good + (bad - good) / 2
      if try holds(middle) { good = middle } else { bad = middle }
    }
    return good
  }
}
