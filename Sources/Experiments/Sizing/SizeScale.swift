// SPDX-License-Identifier: GPL-3.0-or-later

/// What a size is measured in.
public enum SizeMeasure: String, Hashable, Sendable, CaseIterable {
  /// Requested over allocatable of the binding resource; the most of it is sought.
  case load
  /// Clusters; the fewest are sought.
  case clusters
  /// Nodes in all clusters; the fewest are sought.
  case nodes

  /// Whether more of it is better.
  public var seeksMost: Bool { self == .load }
}

/// The ladder of sizes that a study climbs, the easiest size at level 0.
public struct SizeScale: Hashable, Sendable {
  /// What is measured.
  public let measure: SizeMeasure
  /// The easiest size, in tenths of a percent for a load, in whole clusters or nodes else.
  public let easiest: Int
  /// The hardest size.
  public let hardest: Int
  /// How far two levels are apart.
  public let step: Int

  /// Loads from `low` to `high` in steps of `step`, all in tenths of a percent.
  public static func load(from low: Int, to high: Int, step: Int) -> SizeScale {
    precondition(low > 0 && low <= high && step > 0, "loads from \(low) to \(high) by \(step) tenths of a percent")
    return SizeScale(measure: .load, easiest: low, hardest: high, step: step)
  }

  /// Whole clusters or nodes from `most` down to `fewest`.
  public static func count(_ measure: SizeMeasure, from most: Int, downTo fewest: Int) -> SizeScale {
    precondition(measure != .load && fewest > 0 && fewest <= most, "\(measure.rawValue) from \(most) to \(fewest)")
    return SizeScale(measure: measure, easiest: most, hardest: fewest, step: 1)
  }

  /// The levels.
  public var levels: Range<Int> { 0..<(abs(hardest - easiest) / step + 1) }

  /// The size of a level, in the scale's own unit.
  public func size(at level: Int) -> Int { measure.seeksMost ? easiest + level * step : easiest - level * step }

  /// The size of a level as a number for people: a share of 1 for a load.
  public func value(at level: Int) -> Double {
    measure == .load ? Double(size(at: level)) / 1000 : Double(size(at: level))
  }

  /// The size of a level in words, as `66.5 %` or `15`.
  public func text(at level: Int) -> String {
    let size = size(at: level)
    return measure == .load ? "\(size / 10).\(size % 10) %" : "\(size)"
  }
}
