// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// An intent, and the sample of clusters that each copy of the workload draws for itself.
struct IntentDraft {
  /// `eligible.sample`.
  struct Sample {
    var clusters: Int
    var seed: UInt64
  }
  /// `eligible.cells`.
  enum CellRule: String, CaseIterable {
    /// The copies of the workload take the cells of the generated fleet in turn.
    case inTurn = "in-turn"
  }
  var intent: Intent
  var sample: Sample?
  var cellRule: CellRule?
  /// Names to check against the fleet.
  var clusterNames: [(name: String, position: SourcePosition)] = []
  var regionNames: [(name: String, position: SourcePosition)] = []
}

/// `workloads[].intent`.
extension ScenarioContext {
  func intent(_ workload: FieldReader) -> IntentDraft? {
    guard let reader = workload.mapping("intent", section: "an intent") else { return nil }
    var draft = IntentDraft(intent: Intent())
    if let eligible = reader.mapping("eligible", section: "eligible") { readEligible(eligible, into: &draft) }
    draft.intent.division = reader.word("division") ?? .even
    for (name, position, share) in reader.namedMappings("clusters", section: "the share of") {
      if name != "*" { draft.clusterNames.append((name, position)) }
      let minimum = share.int("min", in: 0...ScenarioBounds.replicas)
      let maximum = share.int("max", in: 0...ScenarioBounds.replicas)
      checkOrder(minimum, maximum, at: share, "min", "max")
      let weight = share.int("weight", in: 0...1_000_000_000)
      share.finish("clusterShare")
      draft.intent.clusters.append(
        Intent.ClusterShare(cluster: name, minimum: minimum ?? 0, maximum: maximum, weight: weight))
    }
    if let spread = reader.mapping("spread", section: "spread") {
      draft.intent.spread = Intent.Spread(
        cluster: spreadRange(spread, "cluster"), region: spreadRange(spread, "region"),
        zone: spreadRange(spread, "zone"), provider: spreadRange(spread, "provider"))
      spread.finish("spread")
    }
    if let loss = reader.mapping("onClusterLoss", section: "onClusterLoss") {
      draft.intent.onClusterLoss = Intent.ClusterLoss(
        move: loss.bool("move") ?? true, after: loss.duration("after") ?? .seconds(300))
      loss.finish("onClusterLoss")
    }
    if let unhealthy = reader.mapping("onUnhealthy", section: "onUnhealthy") {
      draft.intent.onUnhealthy = Intent.Unhealthiness(
        move: unhealthy.bool("move") ?? true, after: unhealthy.duration("after") ?? .seconds(300))
      unhealthy.finish("onUnhealthy")
    }
    reader.finish("intent")
    return draft
  }

  private func readEligible(_ reader: FieldReader, into draft: inout IntentDraft) {
    draft.intent.eligible.labelSelector = labelSelector(reader, "labelSelector")
    for (key, isCluster) in [("names", true), ("regions", false)] {
      let names = reader.strings(key) ?? []
      let places = reader.node(key)?.elements?.map(\.position) ?? []
      let pairs = zip(names, places).map { (name: $0, position: $1) }
      if isCluster {
        draft.intent.eligible.names = names
        draft.clusterNames += pairs
      } else {
        draft.intent.eligible.regions = names
        draft.regionNames += pairs
      }
    }
    if let sample = reader.mapping("sample", section: "sample") {
      let count = sample.required("clusters").flatMap {
        value.int($0, "clusters", in: 1...ScenarioBounds.clusters)
      }
      let seed = sample.int64("seed", in: 0...Int64.max) ?? 1
      sample.finish("sample")
      if let count { draft.sample = IntentDraft.Sample(clusters: count, seed: UInt64(seed)) }
    }
    draft.cellRule = reader.word("cells", as: IntentDraft.CellRule.self)
    reader.finish("eligible")
  }

  private func spreadRange(_ reader: FieldReader, _ key: String) -> Intent.SpreadRange? {
    guard let range = reader.mapping(key, section: "spread.\(key)") else { return nil }
    let minimum = range.int("min", in: 1...ScenarioBounds.clusters)
    let maximum = range.int("max", in: 1...ScenarioBounds.clusters)
    checkOrder(minimum, maximum, at: range, "min", "max")
    range.finish("spreadRange")
    return Intent.SpreadRange(minimum: minimum ?? 1, maximum: maximum)
  }
}
