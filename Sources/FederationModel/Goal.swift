// SPDX-License-Identifier: GPL-3.0-or-later

/// A bound on a metric that a contender is to keep, as `availability >= 0.999`.
public struct Goal: Hashable, Sendable, Codable {
  /// Which side is good.
  public enum Relation: String, Hashable, Sendable, Codable, CaseIterable {
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }
  /// The metric's id.
  public var metric: String
  /// Which side is good.
  public var relation: Relation
  /// The bound, in the metric's unit (spans in seconds).
  public var bound: Double
  /// The goal as written.
  public var text: String

  /// A goal.
  public init(metric: String, relation: Relation, bound: Double, text: String) {
    self.metric = metric
    self.relation = relation
    self.bound = bound
    self.text = text
  }

  /// Whether `value` keeps it.
  public func isMet(by value: Double) -> Bool {
    switch relation {
    case .atLeast: value >= bound
    case .atMost: value <= bound
    case .above: value > bound
    case .below: value < bound
    }
  }
}
