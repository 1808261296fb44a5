// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Labels, selectors, taints, tolerations and targets.
extension ScenarioContext {
  func labels(_ reader: FieldReader, _ key: String) -> Labels? {
    reader.stringMapping(key).map { pairs in Labels(pairs.map { ($0.key, $0.value) }) }
  }

  func labelSelector(_ reader: FieldReader, _ key: String) -> LabelSelector? {
    guard let selector = reader.mapping(key, section: "a label selector") else { return nil }
    var result = LabelSelector(matchLabels: labels(selector, "matchLabels") ?? [:])
    for requirement in selector.mappings("matchExpressions", section: "a label requirement") {
      let name = requirement.required("key").flatMap { value.string($0, "key") }
      let relation = requirement.required("operator").flatMap {
        value.word($0, "operator", as: LabelSelector.Requirement.Operator.self)
      }
      let values = requirement.strings("values") ?? []
      requirement.finish("labelRequirement")
      if let name, let relation {
        result.matchExpressions.append(.init(key: name, operator: relation, values: values))
      }
    }
    selector.finish("labelSelector")
    return result
  }

  func taints(_ reader: FieldReader, _ key: String) -> [Taint]? {
    guard reader.has(key) else {
      _ = reader.node(key)
      return nil
    }
    return reader.mappings(key, section: "a taint").compactMap { taint in
      let name = taint.required("key").flatMap { value.string($0, "key") }
      let text = taint.string("value") ?? ""
      let effect = taint.required("effect").flatMap { value.word($0, "effect", as: Taint.Effect.self) }
      taint.finish("taint")
      guard let name, let effect else { return nil }
      return Taint(key: name, value: text, effect: effect)
    }
  }

  func tolerations(_ reader: FieldReader, _ key: String) -> [Toleration]? {
    guard reader.has(key) else {
      _ = reader.node(key)
      return nil
    }
    return reader.mappings(key, section: "a toleration").map { toleration in
      let result = Toleration(
        key: toleration.string("key") ?? "",
        operator: toleration.word("operator", as: Toleration.Operator.self) ?? .equal,
        value: toleration.string("value") ?? "", effect: toleration.word("effect", as: Taint.Effect.self),
        tolerationSeconds: toleration.int64("tolerationSeconds"))
      toleration.finish("toleration")
      return result
    }
  }

  /// The keys of a target beside the others of a failure or an action.
  func target(_ reader: FieldReader) -> TargetSelector {
    TargetSelector(
      cluster: reader.string("cluster"), zone: reader.string("zone"), region: reader.string("region"),
      provider: reader.string("provider"), nodePool: reader.string("nodePool"),
      labelSelector: labelSelector(reader, "labelSelector"))
  }

  /// Reports names in `target` that the fleet does not have, and a target that matches nothing.
  func check(_ target: TargetSelector, of what: String, in fleet: FleetNames, at reader: FieldReader) {
    var areKnown = true
    let parts: [(key: String, name: String?, names: [String])] = [
      ("cluster", target.cluster, fleet.clusters), ("zone", target.zone, fleet.zones),
      ("region", target.region, fleet.regions), ("provider", target.provider, fleet.providers),
      ("nodePool", target.nodePool, fleet.nodePools),
    ]
    for (key, name, names) in parts {
      guard let name else { continue }
      let what = key == "nodePool" ? "node pool" : key
      areKnown = checkName(name, among: names, what: what, at: reader.position(of: key)) && areKnown
    }
    if areKnown, !fleet.specs.contains(where: target.selects) {
      collector.warning(
        .selectsNothing, at: reader.position, "\(what) selects no cluster", fix: "check the names and labels")
    }
  }
}

/// The names in a fleet, for checks.
struct FleetNames {
  let specs: [ClusterSpec]
  let clusters: [String]
  let zones: [String]
  let regions: [String]
  let providers: [String]
  let nodePools: [String]

  init(_ specs: [ClusterSpec]) {
    self.specs = specs
    clusters = specs.map(\.name)
    zones = Self.distinct(specs.flatMap { $0.zones + $0.pools.compactMap(\.zone) })
    regions = Self.distinct(specs.map(\.region))
    providers = Self.distinct(specs.map(\.provider))
    nodePools = Self.distinct(specs.flatMap { $0.pools.map(\.name) })
  }

  private static func distinct(_ names: [String]) -> [String] {
    var result: [String] = []
    for name in names.sorted() where !name.isEmpty && result.last != name { result.append(name) }
    return result
  }
}
