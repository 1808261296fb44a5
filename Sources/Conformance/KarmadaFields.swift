// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies

extension CaseFields {
  /// `strategy` of a Karmada case; absent or without a type is no replica scheduling.
  func karmadaStrategy() throws(VectorFault) -> KarmadaStrategy {
    guard let strategy = try optionalObject("strategy") else {
      return KarmadaStrategy(type: nil, division: nil, weights: nil)
    }
    var preference: KarmadaWeightPreference?
    if let weights = try strategy.optionalObject("weights") {
      let rules = try weights.list("static") { rule throws(VectorFault) in
        KarmadaWeightRule(clusters: try rule.strings("clusters"), weight: try rule.optionalInteger("weight") ?? 0)
      }
      preference = KarmadaWeightPreference(
        staticRules: rules, isDynamic: try weights.optionalBoolean("dynamic") ?? false)
    }
    return KarmadaStrategy(
      type: try strategy.optionalString("type"), division: try strategy.optionalString("division"),
      weights: preference)
  }

  /// `previous`: targets in order.
  func karmadaPrevious() throws(VectorFault) -> [KarmadaTarget] {
    let targets = try list("previous") { target throws(VectorFault) in
      KarmadaTarget(
        name: try target.string("name"), replicas: try target.optionalShortInteger("replicas") ?? 0)
    }
    try requireDistinct(targets.map(\.name), in: "previous")
    return targets
  }

  /// `constraints` in order.
  func karmadaConstraints() throws(VectorFault) -> [KarmadaSpreadConstraint] {
    try list("constraints") { constraint throws(VectorFault) in
      let name = try constraint.string("field")
      guard let field = KarmadaSpreadConstraint.Field(rawValue: name) else {
        throw VectorFault("\(constraint.path)field is \"\(name)\", not cluster, region, zone or provider")
      }
      return KarmadaSpreadConstraint(
        field: field, minimumGroups: try constraint.optionalInteger("min") ?? 0,
        maximumGroups: try constraint.optionalInteger("max") ?? 0)
    }
  }
}
