// SPDX-License-Identifier: GPL-3.0-or-later

/// Karmada's choice of groups (regions): the combination of the largest weight that has enough clusters.
///
/// Source: Karmada `pkg/scheduler/core/spreadconstraint/select_groups.go`.
public enum KarmadaGroupSelection {
  /// A group of clusters.
  public struct Group: Equatable, Sendable {
    /// Its name, unique in the list.
    public var name: String
    /// How many clusters it has.
    public var value: Int64
    /// Its score.
    public var weight: Int64

    /// A group.
    public init(name: String, value: Int64, weight: Int64) {
      self.name = name
      self.value = value
      self.weight = weight
    }
  }

  /// The search is given up after this many visited combinations. It is exponential in the number of groups: 20 groups
  /// have a million combinations.
  public static let visitLimit = 1 << 21

  /// A combination in the order of finding; its groups are a slice of the shared list of members.
  private struct Path {
    var start: Int
    var count: Int
    var value: Int64
    var weight: Int64
  }

  /// Positions of the chosen groups, weight descending and then name ascending; empty when nothing fits.
  ///
  /// - Throws: ``PlannerRefusal/tooManyGroupCombinations(groups:visited:)``.
  public static func select(
    _ groups: [Group], minimum: Int64, maximum: Int64, target: Int64
  ) throws(PlannerRefusal) -> [Int] {
    if groups.isEmpty { return [] }
    let order = groups.indices.sorted { first, second in
      let (a, b) = (groups[first], groups[second])
      if a.value != b.value { return a.value < b.value }
      if a.weight != b.weight { return a.weight > b.weight }
      return NameOrder.precedes(a.name, b.name)
    }
    var members: [Int32] = []
    let paths = try search(
      groups, order: order, minimum: minimum, maximum: maximum, target: target, members: &members)
    func names(of path: Path) -> [Int] {
      members[path.start..<(path.start + path.count)].map { Int($0) }.sorted { first, second in
        if groups[first].weight != groups[second].weight { return groups[first].weight > groups[second].weight }
        return NameOrder.precedes(groups[first].name, groups[second].name)
      }
    }
    guard paths.count > 1 else { return paths.first.map(names(of:)) ?? [] }
    let ranked = paths.indices.sorted { first, second in
      let (a, b) = (paths[first], paths[second])
      if a.weight != b.weight { return a.weight > b.weight }
      if a.value != b.value { return a.value > b.value }
      return first < second
    }
    var chosen = names(of: paths[ranked[0]])
    for id in ranked.dropFirst() where paths[id].count < chosen.count {
      let candidate = names(of: paths[id])
      if chosen.starts(with: candidate) { chosen = candidate }
    }
    return chosen
  }

  /// Depth-first over combinations in ascending positions. A combination that suffices is recorded and not extended;
  /// with as many groups as the minimum only the combination of all groups is tried.
  private static func search(
    _ groups: [Group], order: [Int], minimum: Int64, maximum: Int64, target: Int64, members: inout [Int32]
  ) throws(PlannerRefusal) -> [Path] {
    var paths: [Path] = []
    let triesFirstOnly = Int64(groups.count) == minimum
    var stack: [(place: Int, value: Int64, weight: Int64)] = []
    var visited = 0
    // The next place to try below the node on top of the stack.
    var next = 0
    var (value, weight): (Int64, Int64) = (0, 0)
    var isNew = true
    while true {
      let length = Int64(stack.count)
      if isNew {
        visited += 1
        if visited + members.count > visitLimit {
          throw .tooManyGroupCombinations(groups: groups.count, visited: visited)
        }
        if value >= target, minimum <= length, length <= maximum {
          paths.append(Path(start: members.count, count: stack.count, value: value, weight: weight))
          for node in stack { members.append(Int32(order[node.place])) }
          next = order.count
        } else if length >= maximum {
          next = order.count
        }
      } else if triesFirstOnly {
        next = order.count
      }
      if next < order.count {
        stack.append((next, value, weight))
        let group = groups[order[next]]
        value &+= group.value
        weight &+= group.weight
        next += 1
        isNew = true
      } else {
        guard let node = stack.popLast() else { return paths }
        (value, weight) = (node.value, node.weight)
        next = node.place + 1
        isNew = false
      }
    }
  }
}
