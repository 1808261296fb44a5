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

  /// What one value of the metric is made from.
  public enum Sampling: String, Hashable, Sendable, Codable, CaseIterable {
    /// A state, weighted by how long it lasted: an exact integral over events, never samples.
    case timeWeighted = "time-weighted"
    /// One number per event or episode.
    case perEvent = "per event"
    /// The state at one moment, named in the formula.
    case snapshot
  }

  /// The key in records, as `time_to_recover_p99`.
  public var id: String
  /// Its place in the catalogue, as `R1`; ids that are parts or quantiles of one thing share it.
  public var code: String
  /// A short title for tables.
  public var title: String
  /// The unit: `1` for shares, `s`, `replica-s`, `replicas`, `$`, `count`.
  public var unit: String
  /// Which way is better.
  public var direction: Direction
  /// What one value is made from.
  public var sampling: Sampling
  /// The formula, in one line.
  public var formula: String
  /// The smallest difference that matters, in the unit.
  public var smallestEffect: Double
  /// Where the metric comes from.
  public var source: String
  /// Whether it is one of the few that verdicts are about, and over which they are corrected; the others explore.
  public var isPrimary: Bool
  /// What a scenario has to have for it, as `prices`; without, it has no value. Empty: nothing.
  public var inputs: [String]

  /// A descriptor; the code is its family's.
  public init(
    id: String, code: String = "", title: String, unit: String, direction: Direction, sampling: Sampling,
    formula: String, smallestEffect: Double, source: String, isPrimary: Bool = false, inputs: [String] = []
  ) {
    self.id = id
    self.code = code
    self.title = title
    self.unit = unit
    self.direction = direction
    self.sampling = sampling
    self.formula = formula
    self.smallestEffect = smallestEffect
    self.source = source
    self.isPrimary = isPrimary
    self.inputs = inputs
  }
}
