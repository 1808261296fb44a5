// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// A cluster that passed the filters, before selection.
public struct KarmadaFeasibleCluster: Equatable, Sendable {
  /// The cluster's name, unique in the list.
  public var name: String
  /// Sum of the score plug-ins: 100 where the workload is already, else 0.
  public var score: Int64
  /// The estimators' answer; nil or -1 is no answer.
  public var estimate: Int32?
  /// Region; empty is none.
  public var region: String
  /// Overflow tier, 0 is the primary one.
  public var tier: Int32

  /// A cluster.
  public init(name: String, score: Int64 = 0, estimate: Int32? = nil, region: String = "", tier: Int32 = 0) {
    self.name = name
    self.score = score
    self.estimate = estimate
    self.region = region
    self.tier = tier
  }
}

/// Karmada's choice of clusters under spread constraints, bit for bit.
///
/// Source: Karmada `pkg/scheduler/core/{common,util}.go` and `pkg/scheduler/core/spreadconstraint/*.go` (commit
/// f8fdd02df376). Kept oddities: constraints by zone and provider are never enforced as counts; a maximum of 0 selects
/// nothing; by region, available replicas are not checked against need.
public enum KarmadaSelection {
  /// A cluster with the numbers that order it.
  public struct Choice: Equatable, Sendable {
    /// Position in the list of feasible clusters.
    public var index: Int
    /// Allocatable and previous replicas.
    public var available: Int64
    /// Further replicas that fit.
    public var allocatable: Int32

    /// A choice.
    public init(index: Int, available: Int64, allocatable: Int32) {
      self.index = index
      self.available = available
      self.allocatable = allocatable
    }
  }

  /// A region, its clusters in selection order.
  public struct Region: Equatable, Sendable {
    /// The region's name.
    public var name: String
    /// Its score.
    public var score: Int64
    /// Its clusters, the best first.
    public var members: [Choice]

    /// A region.
    public init(name: String, score: Int64, members: [Choice]) {
      self.name = name
      self.score = score
      self.members = members
    }
  }

  /// The selected clusters in order, and the regions that were built on the way (in the order of their names).
  public struct Result: Equatable, Sendable {
    /// Selected clusters, the best first.
    public var selected: [Choice]
    /// All regions, with scores.
    public var regions: [Region]
  }

  /// Selects clusters for a workload of `replicas`.
  ///
  /// - Parameter previous: what each cluster has been assigned; names that are not feasible fall away.
  /// O(n log n) for n clusters; by cluster, O(k n) more when the first k are short of replicas; by region, exponential
  /// in the number of regions (bounded, see ``KarmadaGroupSelection/visitLimit``).
  public static func select(
    replicas: Int32, strategy: KarmadaStrategy, constraints: [KarmadaSpreadConstraint],
    clusters: [KarmadaFeasibleCluster], previous: [KarmadaTarget]
  ) throws(KarmadaSelectionError) -> Result {
    let names = NameIndex(names: clusters.map(\.name))
    let ordered = order(
      choices(replicas: replicas, clusters: clusters, previous: previous, names: names), clusters, names.ranks)
    if constraints.isEmpty || strategy.ignoresSpreadConstraints { return Result(selected: ordered, regions: []) }
    let byField = Constraints(constraints)
    if let region = byField.region {
      let scoring = KarmadaGroupScore(
        replicas: replicas, divides: strategy.divides, minimumGroups: region.minimumGroups,
        minimumClusters: byField.cluster?.minimumGroups ?? 0)
      let regions = regions(of: ordered, clusters, scoring: scoring)
      let selected = try selectByRegion(
        regions, region: region, cluster: byField.cluster, clusters: clusters, nameRanks: names.ranks)
      return Result(selected: selected, regions: regions)
    }
    guard let cluster = byField.cluster else { throw .unsupportedConstraints }
    let selected = try selectByCluster(ordered, constraint: cluster, need: strategy.divides ? replicas : nil)
    return Result(selected: selected, regions: [])
  }

  /// The constraints that count; a repeated field's last one wins.
  struct Constraints {
    var cluster: KarmadaSpreadConstraint?
    var region: KarmadaSpreadConstraint?

    init(_ constraints: [KarmadaSpreadConstraint]) {
      cluster = constraints.last { $0.field == .cluster }
      region = constraints.last { $0.field == .region }
    }
  }

  /// Available replicas per cluster. Source: `pkg/scheduler/core/util.go`, `calAvailableReplicas`.
  static func choices(
    replicas: Int32, clusters: [KarmadaFeasibleCluster], previous: [KarmadaTarget], names: NameIndex
  ) -> [Choice] {
    var result = clusters.enumerated().map { index, cluster in
      var allocatable = Int32.max
      if replicas != 0 {
        if let estimate = cluster.estimate, estimate != -1 { allocatable = estimate }
        if allocatable == .max { allocatable = replicas }
      }
      return Choice(index: index, available: Int64(allocatable), allocatable: allocatable)
    }
    for target in previous.reversed() {
      guard let index = names.position(of: target.name) else { continue }
      result[index].available = Int64(result[index].allocatable) + Int64(target.replicas)
    }
    return result
  }

  /// What clusters are ordered by, apart from their names, so that sorting touches no strings.
  private struct SortKey {
    var tier: Int32
    var nameRank: Int32
    var score: Int64
    var choice: Choice

    func precedes(_ other: SortKey) -> Bool {
      if tier != other.tier { return tier < other.tier }
      if score != other.score { return score > other.score }
      if choice.available != other.choice.available { return choice.available > other.choice.available }
      return nameRank < other.nameRank
    }
  }

  /// Tier ascending, score descending, available descending, name ascending.
  static func order(_ choices: [Choice], _ clusters: [KarmadaFeasibleCluster], _ nameRanks: [Int32]) -> [Choice] {
    var keys = choices.map { choice in
      SortKey(
        tier: clusters[choice.index].tier, nameRank: nameRanks[choice.index], score: clusters[choice.index].score,
        choice: choice)
    }
    GoSort.sort(&keys) { $0.precedes($1) }
    return keys.map(\.choice)
  }

  /// Source: `select_clusters_by_cluster.go`. A nil `need` is "do not care" (duplicated replicas).
  static func selectByCluster(
    _ ordered: [Choice], constraint: KarmadaSpreadConstraint, need: Int32?
  ) throws(KarmadaSelectionError) -> [Choice] {
    let count = Int64(ordered.count)
    if count < constraint.minimumGroups { throw .tooFewClusters }
    let wanted = min(count, constraint.maximumGroups)
    if wanted < 0 { throw .refused(.crashesUpstream(reason: "maxGroups \(wanted) is negative")) }
    var selected = Array(ordered.prefix(Int(wanted)))
    guard let need else { return selected }
    var rest = Array(ordered.dropFirst(Int(wanted)))
    var sum = selected.reduce(Int64(0)) { $0 &+ $1.available }
    var position = selected.count - 1
    while sum < Int64(need), position >= 0 {
      var best: Int?
      for candidate in rest.indices
      where rest[candidate].available > (best.map { rest[$0].available } ?? selected[position].available) {
        best = candidate
      }
      if let best {
        sum = sum &- selected[position].available &+ rest[best].available
        swap(&selected[position], &rest[best])
      }
      position -= 1
    }
    if sum < Int64(need) || selected.isEmpty { throw .notEnoughResource(clusters: wanted) }
    return selected
  }

  /// Clusters grouped by region, in the order of the regions' names. Source: `group_clusters.go`.
  private static func regions(
    of ordered: [Choice], _ clusters: [KarmadaFeasibleCluster], scoring: KarmadaGroupScore
  ) -> [Region] {
    let located = ordered.indices.filter { !clusters[ordered[$0].index].region.isEmpty }
    let byRegion = located.sorted { first, second in
      let (a, b) = (clusters[ordered[first].index].region, clusters[ordered[second].index].region)
      return NameOrder.isSame(a, b) ? first < second : NameOrder.precedes(a, b)
    }
    var regions: [Region] = []
    for place in byRegion {
      let choice = ordered[place]
      let name = clusters[choice.index].region
      if let last = regions.last, NameOrder.isSame(last.name, name) {
        regions[regions.count - 1].members.append(choice)
      } else {
        regions.append(Region(name: name, score: 0, members: [choice]))
      }
    }
    for index in regions.indices { regions[index].score = scoring.score(of: regions[index].members, clusters) }
    return regions
  }

  /// Source: `select_clusters_by_region.go`.
  public static func selectByRegion(
    _ regions: [Region], region: KarmadaSpreadConstraint, cluster: KarmadaSpreadConstraint?,
    clusters: [KarmadaFeasibleCluster], nameRanks: [Int32]
  ) throws(KarmadaSelectionError) -> [Choice] {
    if Int64(regions.count) < region.minimumGroups { throw .tooFewRegions }
    let groups = regions.map {
      KarmadaGroupSelection.Group(name: $0.name, value: Int64($0.members.count), weight: $0.score)
    }
    let chosen: [Int]
    do {
      chosen = try KarmadaGroupSelection.select(
        groups, minimum: region.minimumGroups, maximum: region.maximumGroups, target: cluster?.minimumGroups ?? 0)
    } catch {
      throw .refused(error)
    }
    if chosen.isEmpty { throw .tooFewClustersInRegions }
    var selected: [Choice] = []
    var candidates: [Choice] = []
    for index in chosen {
      guard let first = regions[index].members.first else {
        throw .refused(.crashesUpstream(reason: "region \(regions[index].name) has no clusters"))
      }
      selected.append(first)
      candidates += regions[index].members.dropFirst()
    }
    let wanted = min(Int64(selected.count + candidates.count), cluster?.maximumGroups ?? 0)
    let missing = wanted - Int64(selected.count)
    if missing > 0 { selected += order(candidates, clusters, nameRanks).prefix(Int(missing)) }
    return selected
  }
}

/// The score of a group of clusters. Source: `group_clusters.go`, `calcGroupScore`.
struct KarmadaGroupScore {
  var replicas: Int32
  var divides: Bool
  var minimumGroups: Int64
  var minimumClusters: Int64

  /// `members` in selection order.
  func score(of members: [KarmadaSelection.Choice], _ clusters: [KarmadaFeasibleCluster]) -> Int64 {
    divides ? dividedScore(of: members, clusters) : duplicatedScore(of: members, clusters)
  }

  private func duplicatedScore(
    of members: [KarmadaSelection.Choice], _ clusters: [KarmadaFeasibleCluster]
  ) -> Int64 {
    var (valid, sum): (Int64, Int64) = (0, 0)
    for member in members where member.available >= Int64(replicas) {
      valid += 1
      sum &+= clusters[member.index].score
    }
    return valid == 0 ? 0 : valid &* 1000 &+ sum / valid
  }

  /// The room and the clusters that a region is judged by.
  var bounds: (room: Int64, clusters: Int64) {
    (
      GoArithmetic.int64((Double(replicas) / Double(minimumGroups)).rounded(.up)),
      max(minimumClusters, minimumGroups)
    )
  }

  private func dividedScore(of members: [KarmadaSelection.Choice], _ clusters: [KarmadaFeasibleCluster]) -> Int64 {
    let (target, fewest) = bounds
    var (available, score, count): (Int64, Int64, Int64) = (0, 0, 0)
    for member in members {
      available &+= member.available
      score &+= clusters[member.index].score
      count += 1
      if count >= fewest, available >= target { break }
    }
    if available < target { return available &* 1000 &+ score / Int64(members.count) }
    return target &* 1000 &+ score / count
  }
}
