// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Testing

@testable import ScenarioFormat

/// What an intent comes to for one cluster, however it is written.
private struct EffectiveShare: Equatable {
  var weight: Int
  var minimum: Int
  var maximum: Int?
}

/// Weights and bounds count per cluster: an even division is weight 1 for each, and under weights an unnamed cluster
/// without `*` has none.
private func effectiveShares(_ intent: Intent) -> [String: EffectiveShare] {
  var shares: [String: EffectiveShare] = [:]
  let wildcard = intent.clusters.first { $0.cluster == "*" }
  for cluster in testFleet.clusters {
    let own = intent.clusters.first { $0.cluster == cluster.name }
    let share = own ?? wildcard
    let isNamed = share != nil || intent.clusters.isEmpty
    var weight = 1
    if intent.division == .weights { weight = isNamed ? share?.weight ?? 1 : 0 }
    let counts = intent.eligible.admits(cluster) && (intent.division != .weights || isNamed)
    shares[cluster.name] =
      counts
      ? EffectiveShare(weight: weight, minimum: share?.minimum ?? 0, maximum: share?.maximum)
      : EffectiveShare(weight: 0, minimum: 0, maximum: nil)
  }
  return shares
}

private func isStatic(_ division: Intent.Division) -> Bool { division == .weights || division == .even }

@Suite struct IntentRoundTripTests {
  @Test(arguments: FederationSystem.allCases)
  func `exact fields of 2000 random intents come back from the native policy as they were`(
    system: FederationSystem
  ) {
    var intents = RandomIntents(seed: 42)
    var compared = [0, 0, 0, 0]
    for _ in 0..<2000 {
      let intent = intents.next()
      let options = intents.options()
      let workload = WorkloadSpec(namespace: "shop", name: "web", replicas: 12, intent: intent)
      // A set of clusters that is empty at the start cannot be listed by name.
      guard testFleet.clusters.contains(where: intent.eligible.admits) else { continue }
      let made = IntentTranslator.translate(
        intent: intent, workload: workload, system: system, options: options, fleet: testFleet)
      let back = IntentReader.read(policy: made.policy, workload: workload, fleet: testFleet).intent
      let loose = made.notes.filter { $0.mark != .exact }.map(\.field)
      let exact = made.notes.filter { $0.mark == .exact }.map(\.field)
      // Shares of clusters of which none is eligible have no exact words anywhere.
      if loose.contains("clusters") { continue }
      let isEligibleExact = !loose.contains { $0.hasPrefix("eligible") }

      if isEligibleExact && !isStatic(intent.division) {
        compared[0] += 1
        let expected = testFleet.clusters.filter(intent.eligible.admits).map(\.name)
        #expect(testFleet.clusters.filter(back.eligible.admits).map(\.name) == expected)
      }
      if exact.contains("division"), !loose.contains("division") {
        #expect(isStatic(intent.division) ? isStatic(back.division) : back.division == intent.division)
        let weighs = isStatic(intent.division) && !loose.contains { $0.hasSuffix(".weight") || $0 == "clusters" }
        if isEligibleExact, weighs {
          compared[1] += 1
          #expect(
            effectiveShares(back).mapValues(\.weight) == effectiveShares(intent).mapValues(\.weight),
            "\(intent) \(made.policy)")
        }
        let isBounded = !loose.contains { $0.hasPrefix("clusters") } && intent.division != .duplicate
        if isEligibleExact, isBounded, system != .karmada {
          compared[1] += 1
          #expect(effectiveShares(back) == effectiveShares(intent), "\(intent) \(made.policy)")
        }
      }
      if exact.contains("spread.region") { #expect(back.spread.region == intent.spread.region) }
      if exact.contains("spread.cluster"), intent.spread.cluster?.maximum != nil || intent.spread.cluster?.minimum != 1
      {
        compared[2] += 1
        let wished = intent.spread.cluster.flatMap { $0 == Intent.SpreadRange() ? nil : $0 }
        #expect(back.spread.cluster == wished)
      }
      if exact.contains("spread.cluster.max") {
        compared[2] += 1
        #expect(back.spread.cluster?.maximum == intent.spread.cluster?.maximum)
      }
      if exact.contains("onUnhealthy.move") { #expect(back.onUnhealthy.move) }
      if exact.contains("onUnhealthy.after") { #expect(back.onUnhealthy.after == intent.onUnhealthy.after) }
      #expect(exact.contains("onUnhealthy.after") == (system == .karmada && intent.onUnhealthy.move))
      if exact.contains("onClusterLoss.move"), options.optsIntoFailover {
        compared[3] += 1
        #expect(back.onClusterLoss.move == intent.onClusterLoss.move)
        if exact.contains("onClusterLoss.after"), system == .karmada {
          #expect(back.onClusterLoss.after == intent.onClusterLoss.after)
        }
      }
    }
    #expect(compared[1] > 100 && compared[3] > 100)
    #expect(compared[2] > 100 || system == .kubeFed || system == .federationV1)
  }

  @Test(arguments: FederationSystem.allCases)
  func `every field that an intent uses has exactly one note`(system: FederationSystem) {
    var intents = RandomIntents(seed: 7)
    for _ in 0..<500 {
      let intent = intents.next()
      let workload = WorkloadSpec(name: "web", replicas: 12)
      let notes = IntentTranslator.translate(
        intent: intent, workload: workload, system: system, options: intents.options(), fleet: testFleet
      ).notes
      var used: Set<String> = ["division", "onClusterLoss.move"]
      if intent.eligible.labelSelector != nil { used.insert("eligible.labelSelector") }
      if !intent.eligible.names.isEmpty { used.insert("eligible.names") }
      if !intent.eligible.regions.isEmpty { used.insert("eligible.regions") }
      for share in intent.clusters {
        if share.minimum > 0 { used.insert("clusters.\(share.cluster).min") }
        if share.maximum != nil { used.insert("clusters.\(share.cluster).max") }
        if share.weight != nil, intent.division == .weights || intent.division == .pack {
          used.insert("clusters.\(share.cluster).weight")
        }
      }
      if intent.onClusterLoss.move { used.insert("onClusterLoss.after") }
      if intent.onUnhealthy.move { used.formUnion(["onUnhealthy.move", "onUnhealthy.after"]) }
      let named = notes.map(\.field).filter { !$0.hasPrefix("spread") && $0 != "onClusterLoss.after" }
      #expect(Set(named).isSuperset(of: used.subtracting(["onClusterLoss.after"])))
      #expect(Set(named).subtracting(["clusters"]).isSubset(of: used))
      #expect(Set(notes.map(\.field)).count == notes.count, "a field has two notes")
    }
  }
}
