// SPDX-License-Identifier: GPL-3.0-or-later

/// A static weight rule: the clusters it matches and their weight.
public struct KarmadaWeightRule: Equatable, Sendable {
  /// Names of the matched clusters; none matches every cluster.
  public var clusters: [String]
  /// The weight of each of them.
  public var weight: Int64

  /// A rule.
  public init(clusters: [String], weight: Int64) {
    self.clusters = clusters
    self.weight = weight
  }
}

/// `placement.replicaScheduling.weightPreference` of a Karmada policy.
public struct KarmadaWeightPreference: Equatable, Sendable {
  /// `staticWeightList`.
  public var staticRules: [KarmadaWeightRule]
  /// `dynamicWeight` is set; it then wins over the static list.
  public var isDynamic: Bool

  /// A weight preference, empty by default.
  public init(staticRules: [KarmadaWeightRule] = [], isDynamic: Bool = false) {
    self.staticRules = staticRules
    self.isDynamic = isDynamic
  }
}

/// How a Karmada policy divides replicas.
///
/// Source: Karmada `pkg/scheduler/core/assignment.go`, `newAssignState`; for the spread constraints
/// `pkg/scheduler/core/spreadconstraint/util.go`, `shouldIgnoreSpreadConstraint`.
public enum KarmadaStrategy: Equatable, Sendable {
  /// Every cluster gets all replicas. Also: no replica scheduling at all.
  case duplicated
  /// By given weights. Nil is no weight preference object, an empty list one without rules: both are equal weights, but
  /// only the former ignores spread constraints.
  case staticWeight([KarmadaWeightRule]?)
  /// By available replicas.
  case dynamicWeight
  /// By available replicas over as few clusters as possible.
  case aggregated
  /// Anything else; the assignment fails with these words.
  case unsupported(type: String, division: String)

  /// The strategy of a policy's fields; nil or an empty type is no replica scheduling.
  public init(type: String?, division: String?, weights: KarmadaWeightPreference?) {
    switch (type ?? "", division ?? "") {
    case ("", _), ("Duplicated", _): self = .duplicated
    case ("Divided", "Aggregated"): self = .aggregated
    case ("Divided", "Weighted"):
      if let weights, weights.isDynamic {
        self = .dynamicWeight
      } else {
        self = .staticWeight(weights?.staticRules)
      }
    case (let type, let division): self = .unsupported(type: type, division: division)
    }
  }

  /// Spread constraints do not count for static weights.
  public var ignoresSpreadConstraints: Bool {
    guard case .staticWeight(let rules) = self else { return false }
    return rules.map { !$0.isEmpty } ?? true
  }

  /// False when every cluster gets all replicas.
  public var divides: Bool { self != .duplicated }
}

/// How weights become whole replicas.
public enum KarmadaDivision: Equatable, Sendable {
  /// Karmada 1.16 and later: Webster's method, ties by name, turned round by the binding's UID.
  case webster
  /// Karmada up to 1.15: floor, then one more each to the heaviest. Upstream throws a coin for equals; here the lowest
  /// name wins.
  case floorThenHeaviest
}

/// Whether a scheduling keeps what is assigned.
public enum KarmadaAssignmentMode: Equatable, Sendable {
  /// Only the difference is placed or removed.
  case steady
  /// A reschedule was triggered: everything is assigned anew.
  case fresh
}
