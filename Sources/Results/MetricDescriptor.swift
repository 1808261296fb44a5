// SPDX-License-Identifier: GPL-3.0-or-later

/// What a metric means, in what unit, and which way is better.
public struct MetricDescriptor: Hashable, Sendable, Codable {
  /// Which way is better.
  public enum Direction: String, Hashable, Sendable, Codable {
    case higherIsBetter = "higher"
    case lowerIsBetter = "lower"
    /// Neither: it describes.
    case neutral
  }
  /// The key in records, as `time_to_recover_p99`.
  public var id: String
  /// A short title for tables.
  public var title: String
  /// The unit: `1` for shares, `s`, `replica-s`, `replicas`, `$`, `count`.
  public var unit: String
  /// Which way is better.
  public var direction: Direction
  /// The formula, in one line.
  public var formula: String
  /// The smallest difference that matters, in the unit.
  public var smallestEffect: Double
  /// Where the metric comes from.
  public var source: String

  /// A descriptor.
  public init(
    id: String, title: String, unit: String, direction: Direction, formula: String, smallestEffect: Double,
    source: String
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.direction = direction
    self.formula = formula
    self.smallestEffect = smallestEffect
    self.source = source
  }
}
