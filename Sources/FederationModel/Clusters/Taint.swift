// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// A taint on a node or on a whole cluster.
public struct Taint: Hashable, Sendable, Codable {
  /// What an untolerated taint does.
  public enum Effect: String, Hashable, Sendable, Codable, CaseIterable {
    /// Nothing new comes.
    case noSchedule = "NoSchedule"
    /// New replicas go elsewhere if they can.
    case preferNoSchedule = "PreferNoSchedule"
    /// Nothing new comes and what is there leaves.
    case noExecute = "NoExecute"
  }
  /// The key.
  public var key: String
  /// The value, often empty.
  public var value: String
  /// What it does.
  public var effect: Effect

  /// The taint `key=value:effect`.
  public init(key: String, value: String = "", effect: Effect) {
    self.key = key
    self.value = value
    self.effect = effect
  }
}

/// What a workload accepts in a taint.
///
/// Source: k8s.io/api `core/v1/toleration.go` ToleratesTaint: an empty effect matches every effect, an empty key with
/// `Exists` every key.
public struct Toleration: Hashable, Sendable, Codable {
  /// How key and value are compared.
  public enum Operator: String, Hashable, Sendable, Codable, CaseIterable {
    /// The value must be equal.
    case equal = "Equal"
    /// Any value does.
    case exists = "Exists"
  }
  /// The taint's key; empty with `exists` means every key.
  public var key: String
  /// How to compare.
  public var `operator`: Operator
  /// The taint's value, for `equal`.
  public var value: String
  /// The taint's effect; nil means every effect.
  public var effect: Taint.Effect?
  /// How long a NoExecute taint is tolerated; nil means for ever, negative counts as zero.
  public var tolerationSeconds: Int64?

  /// A toleration.
  public init(
    key: String = "", operator: Operator = .equal, value: String = "", effect: Taint.Effect? = nil,
    tolerationSeconds: Int64? = nil
  ) {
    self.key = key
    self.operator = `operator`
    self.value = value
    self.effect = effect
    self.tolerationSeconds = tolerationSeconds
  }

  /// Whether it accepts `taint`.
  public func tolerates(_ taint: Taint) -> Bool {
    if let effect, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    switch `operator` {
    case .equal: return !key.isEmpty && value == taint.value
    case .exists: return true
    }
  }
}

extension Sequence<Toleration> {
  /// Whether any of them accepts `taint`.
  public func tolerate(_ taint: Taint) -> Bool { contains { $0.tolerates(taint) } }
}
