// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

/// The regions of feasible clusters and the selection by region.
///
/// Source: Karmada `pkg/scheduler/core/spreadconstraint/{group_clusters,select_clusters_by_region}.go`.
struct RegionGroups: ~Copyable {
  private var groups = FastGroupSelection()
  private var ends = Column<Int32>()
  private var members = Column<Int32>()
  private var regions = Column<Int32>()
  private var sizes = Column<Int64>()
  private var weights = Column<Int64>()
  private var firsts = Column<Int32>()
  private var firstOfChosen = Column<Int32>()
  private var regionCount = 0

  /// Number and score of each region with clusters, in the order of their names.
  mutating func scores() -> [(region: Int32, score: Int64)] {
    let (regions, weights) = (regions.reserve(regionCount), weights.reserve(regionCount))
    return (0..<regionCount).map { (region: regions[$0], score: weights[$0]) }
  }

  /// Puts the clusters of `list`, which are in selection order, into their regions and scores these. O(n + regions).
  mutating func group(
    _ list: UnsafePointer<Int32>, _ question: KarmadaSelectionQuestion, region: KarmadaSelectionQuestion.Bounds,
    cluster: KarmadaSelectionQuestion.Bounds?, _ columns: KarmadaFeasibleColumns
  ) {
    regionCount = 0
    guard let regionOf = columns.regions else { return }
    let (count, bound) = (columns.count, columns.regionBound)
    // One more than there are regions: clusters without a region are counted in front.
    let ends = self.ends.reserve(bound + 2)
    ends.update(repeating: 0, count: bound + 2)
    for place in 0..<count { ends[Int(regionOf[place]) &+ 1] &+= 1 }
    var start: Int32 = 0
    for region in 0...bound {
      let size = ends[region]
      ends[region] = start
      start &+= size
    }
    let members = self.members.reserve(count)
    for position in 0..<count {
      let place = list[position]
      let region = Int(regionOf[Int(place)]) &+ 1
      members[Int(ends[region])] = place
      ends[region] &+= 1
    }
    let (regions, sizes, weights) = (
      regions.reserve(bound + 1), sizes.reserve(bound + 1), weights.reserve(bound + 1)
    )
    let firsts = self.firsts.reserve(bound + 1)
    let scoring = KarmadaGroupScore(
      replicas: question.replicas, divides: question.divides, minimumGroups: region.minimum,
      minimumClusters: cluster?.minimum ?? 0)
    for region in 0..<bound {
      let (start, end) = (Int(ends[region]), Int(ends[region + 1]))
      guard start < end else { continue }
      regions[regionCount] = Int32(truncatingIfNeeded: region)
      firsts[regionCount] = members[start]
      sizes[regionCount] = Int64(end - start)
      weights[regionCount] = scoring.score(
        of: UnsafeBufferPointer(start: members + start, count: end - start), columns)
      regionCount += 1
    }
  }

  /// Takes regions as they are, in the order of their names: the first cluster, the number of clusters and the score.
  mutating func take(_ given: [(region: Int32, first: Int32, size: Int64, score: Int64)]) {
    regionCount = given.count
    let (regions, firsts) = (regions.reserve(regionCount), firsts.reserve(regionCount))
    let (sizes, weights) = (sizes.reserve(regionCount), weights.reserve(regionCount))
    for (group, entry) in given.enumerated() {
      (regions[group], firsts[group]) = (entry.region, entry.first)
      (sizes[group], weights[group]) = (entry.size, entry.score)
    }
  }

  /// The first cluster of each chosen region, then the best of their other clusters.
  mutating func select(
    _ list: UnsafePointer<Int32>, region: KarmadaSelectionQuestion.Bounds, cluster: KarmadaSelectionQuestion.Bounds?,
    _ columns: KarmadaFeasibleColumns, into selected: UnsafeMutablePointer<Int32>
  ) throws(KarmadaSelectionError) -> Int {
    if Int64(regionCount) < region.minimum { throw .tooFewRegions }
    let (sizes, weights, firsts) = (
      sizes.reserve(regionCount), weights.reserve(regionCount), firsts.reserve(regionCount)
    )
    let chosen: UnsafeBufferPointer<Int32>
    do {
      chosen = try groups.select(
        FastGroupSelection.Groups(count: regionCount, values: sizes, weights: weights), minimum: region.minimum,
        maximum: region.maximum, target: cluster?.minimum ?? 0)
    } catch {
      throw .refused(error)
    }
    if chosen.isEmpty { throw .tooFewClustersInRegions }
    // By region: its first cluster, which is selected already; -1 where all are, since the region is not chosen.
    let (regions, firstOf) = (regions.reserve(regionCount), firstOfChosen.reserve(columns.regionBound + 1))
    firstOf.update(repeating: -1, count: columns.regionBound + 1)
    var (taken, all) = (0, Int64(0))
    for group in chosen {
      let first = firsts[Int(group)]
      selected[taken] = first
      taken += 1
      all += sizes[Int(group)]
      firstOf[Int(regions[Int(group)]) + 1] = first
    }
    let wanted = min(all, cluster?.maximum ?? 0)
    guard wanted > Int64(taken), let regionOf = columns.regions else { return taken }
    for position in 0..<columns.count where Int64(taken) < wanted {
      let place = list[position]
      let first = firstOf[Int(regionOf[Int(place)]) + 1]
      guard first >= 0, first != place else { continue }
      selected[taken] = place
      taken += 1
    }
    return taken
  }
}

extension KarmadaGroupScore {
  /// `members` are places in selection order.
  func score(of members: UnsafeBufferPointer<Int32>, _ columns: KarmadaFeasibleColumns) -> Int64 {
    divides ? dividedScore(of: members, columns) : duplicatedScore(of: members, columns)
  }

  private func duplicatedScore(of members: UnsafeBufferPointer<Int32>, _ columns: KarmadaFeasibleColumns) -> Int64 {
    var (valid, sum): (Int64, Int64) = (0, 0)
    for member in members where columns.available[Int(member)] >= Int64(replicas) {
      valid += 1
      sum &+= columns.scores?[Int(member)] ?? 0
    }
    return valid == 0 ? 0 : valid &* 1000 &+ sum / valid
  }

  private func dividedScore(of members: UnsafeBufferPointer<Int32>, _ columns: KarmadaFeasibleColumns) -> Int64 {
    let (target, fewest) = bounds
    var (available, score, count): (Int64, Int64, Int64) = (0, 0, 0)
    for member in members {
      available &+= columns.available[Int(member)]
      score &+= columns.scores?[Int(member)] ?? 0
      count += 1
      if count >= fewest, available >= target { break }
    }
    if available < target { return available &* 1000 &+ score / Int64(members.count) }
    return target &* 1000 &+ score / count
  }
}
