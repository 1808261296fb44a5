// SPDX-License-Identifier: GPL-3.0-or-later

/// A Kubernetes label selector: every label and every expression must match; an empty one matches everything.
///
/// Source: k8s.io/apimachinery `pkg/apis/meta/v1/types.go` LabelSelector, `labels/selector.go`.
public struct LabelSelector: Hashable, Sendable, Codable {
  /// Labels that must be there with these values.
  public var matchLabels: Labels
  /// Further requirements, ANDed.
  public var matchExpressions: [Requirement]

  /// One expression.
  public struct Requirement: Hashable, Sendable, Codable {
    /// What is asked of the value under the key.
    public enum Operator: String, Hashable, Sendable, Codable, CaseIterable {
      /// The key is there with one of the values.
      case isIn = "In"
      /// The key is missing, or has none of the values.
      case notIn = "NotIn"
      /// The key is there.
      case exists = "Exists"
      /// The key is missing.
      case doesNotExist = "DoesNotExist"
    }
    /// The label's key.
    public var key: String
    /// What is asked.
    public var `operator`: Operator
    /// The values, for `In` and `NotIn`.
    public var values: [String]

    /// The requirement `key operator values`.
    public init(key: String, operator: Operator, values: [String] = []) {
      self.key = key
      self.operator = `operator`
      self.values = values
    }

    /// Whether `labels` satisfy it.
    public func matches(_ labels: Labels) -> Bool {
      let value = labels[key]
      switch `operator` {
      case .isIn: return value.map(values.contains) ?? false
      case .notIn: return value.map { !values.contains($0) } ?? true
      case .exists: return value != nil
      case .doesNotExist: return value == nil
      }
    }
  }

  /// A selector of labels and expressions.
  public init(matchLabels: Labels = [:], matchExpressions: [Requirement] = []) {
    self.matchLabels = matchLabels
    self.matchExpressions = matchExpressions
  }

  /// Whether it asks for nothing, and so matches everything.
  public var isEmpty: Bool { matchLabels.entries.isEmpty && matchExpressions.isEmpty }

  /// Whether `labels` satisfy every part.
  public func matches(_ labels: Labels) -> Bool {
    matchLabels.entries.allSatisfy { labels[$0.key] == $0.value }
      && matchExpressions.allSatisfy { $0.matches(labels) }
  }
}
