// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Reads the neutral intent out of a system's own policy, so that other systems can run what was written for one.
public enum IntentReader {
  /// The intent that `policy` says for `workload`, and a note for each part of the policy that an intent cannot hold.
  ///
  /// `fleet` resolves what an intent has no words for (exclusions, zones, weights by selector) into names, and tells
  /// bounds that bound nothing. O(clusters x rules).
  public static func read(
    policy: NativePolicy, workload: WorkloadSpec, fleet: Fleet = Fleet(clusters: [])
  ) -> (intent: Intent, notes: [TranslationNote]) {
    var reading = IntentReading(workload: workload, fleet: fleet)
    switch policy {
    case .karmada(let policy): reading.read(policy)
    case .kubeFed(let policy): reading.read(policy)
    case .kubeAdmiral(let policy): reading.read(policy)
    case .federationV1(let policy): reading.read(policy)
    }
    return (reading.intent, reading.notes)
  }
}

/// One reading under way.
struct IntentReading {
  let workload: WorkloadSpec
  let fleet: Fleet
  var intent = Intent()
  private(set) var notes: [TranslationNote] = []

  init(workload: WorkloadSpec, fleet: Fleet) {
    self.workload = workload
    self.fleet = fleet
  }

  mutating func lose(_ field: String, _ mark: TranslationNote.Mark, _ how: String) {
    notes.append(TranslationNote(workload: workload.key, field: field, mark: mark, how: how))
  }

  /// Shares and division from preferences by cluster, as KubeFed and Federation v1 write them.
  mutating func read(_ preferences: [ClusterPreference]) {
    let preferences = preferences.isEmpty ? [ClusterPreference(cluster: "*", weight: 1)] : preferences
    let isEven = preferences.allSatisfy { $0.weight == 1 } && preferences.contains { $0.cluster == "*" }
    intent.division = isEven ? .even : .weights
    let wildcard = preferences.first { $0.cluster == "*" }
    let isFree = wildcard.map { $0.minimum == 0 && $0.maximum == nil } ?? true
    intent.clusters = preferences.sorted { $0.cluster < $1.cluster }.compactMap { preference in
      let share = Intent.ClusterShare(
        cluster: preference.cluster, minimum: Self.int(preference.minimum), maximum: preference.maximum.map(Self.int),
        weight: isEven ? nil : Self.int(preference.weight))
      return isEven && isFree && share.minimum == 0 && share.maximum == nil ? nil : share
    }
  }

  static func int(_ value: Int64) -> Int { Int(clamping: value) }
}

// MARK: KubeFed and Federation v1

extension IntentReading {
  mutating func read(_ policy: KubeFedPolicy) {
    guard let scheduling = policy.scheduling else { return readPlacement(policy) }
    read(scheduling.clusters)
    if scheduling.intersectWithClusterSelector { intent.eligible.labelSelector = policy.clusterSelector?.nonEmpty }
    intent.onClusterLoss = Intent.ClusterLoss(move: true, after: .seconds(60))
    if scheduling.totalReplicas != Int64(workload.replicas) {
      lose(
        "totalReplicas", .approximated,
        "the ReplicaSchedulingPreference has \(scheduling.totalReplicas) replicas, the workload \(workload.replicas)")
    }
    if scheduling.rebalance { lose("rebalance", .dropped, "an intent does not say whether running replicas move") }
  }

  private mutating func readPlacement(_ policy: KubeFedPolicy) {
    intent.division = .duplicate
    intent.onClusterLoss.move = false
    if let names = policy.placementClusters {
      intent.eligible.names = names.sorted()
      if names.isEmpty { lose("placement.clusters", .dropped, "an intent cannot say that no cluster is eligible") }
    } else if let selector = policy.clusterSelector {
      intent.eligible.labelSelector = selector.nonEmpty
    } else {
      lose("placement", .dropped, "an intent cannot say that no cluster is eligible")
    }
    if !policy.replicaOverrides.isEmpty {
      lose("overrides", .dropped, "replicas fixed for single clusters have no place in an intent")
    }
  }

  mutating func read(_ policy: FederationV1Policy) {
    read(policy.clusters)
    intent.onClusterLoss = Intent.ClusterLoss(move: true, after: .seconds(60))
    intent.eligible.labelSelector = LabelSelector(requirements: policy.clusterSelector).nonEmpty
    if policy.rebalance { lose("rebalance", .dropped, "an intent does not say whether running replicas move") }
  }
}

// MARK: KubeAdmiral

extension IntentReading {
  mutating func read(_ policy: KubeAdmiralPolicy) {
    readEligibility(policy)
    if !policy.divides {
      intent.division = .duplicate
    } else if policy.packs {
      intent.division = .pack
    } else if policy.placements.allSatisfy({ $0.weight == nil }) {
      intent.division = .capacity
    } else {
      intent.division = policy.placements.allSatisfy { $0.weight == 1 } ? .even : .weights
    }
    if policy.divides { intent.clusters = policy.placements.compactMap(share) }
    if let maximum = policy.maximumClusters {
      intent.spread.cluster = Intent.SpreadRange(minimum: 1, maximum: Self.int(maximum))
    }
    let anyEviction = Taint(key: "lost", effect: .noExecute)
    intent.onClusterLoss.move = !policy.tolerations.tolerate(anyEviction)
    if policy.autoMigration != nil {
      lose("autoMigration", .dropped, "an intent says nothing of unschedulable replicas")
    }
    if policy.isSticky { lose("disableRescheduling", .dropped, "an intent cannot forbid rescheduling") }
    if !policy.avoidsDisruption {
      lose("avoidDisruption", .dropped, "an intent does not say whether running replicas move")
    }
  }

  private func share(_ placement: KubeAdmiralPolicy.Placement) -> Intent.ClusterShare? {
    let weight: Int64? =
      switch intent.division {
      case .weights: placement.weight ?? 0
      case .pack: placement.priority
      default: nil
      }
    if intent.division != .weights && weight == nil && placement.minimum == 0 && placement.maximum == nil { return nil }
    return Intent.ClusterShare(
      cluster: placement.cluster, minimum: Self.int(placement.minimum), maximum: placement.maximum.map(Self.int),
      weight: weight.map(Self.int))
  }

  private mutating func readEligibility(_ policy: KubeAdmiralPolicy) {
    var selector = policy.clusterSelector
    let terms = policy.clusterAffinityTerms
    let isPlain = terms.count == 1 && !terms[0].isEmpty && terms[0].matchExpressions.allSatisfy { !$0.isOfName }
    if isPlain {
      selector.matchExpressions += terms[0].matchLabels.entries.map {
        LabelSelector.Requirement(key: $0.key, operator: .isIn, values: [$0.value])
      }
      selector.matchExpressions += terms[0].matchExpressions
    }
    intent.eligible.labelSelector = selector.nonEmpty
    var admitted = fleet.clusters.filter { selector.matches($0.labels) }
    if !terms.isEmpty && !isPlain {
      admitted = admitted.filter { cluster in terms.contains { $0.matchesTerm(of: cluster) } }
      intent.eligible.names = admitted.map(\.name).sorted()
      let found = !admitted.isEmpty
      lose(
        "clusterAffinity", found ? .approximated : .dropped,
        found ? "the clusters that match one of the terms now, by name" : "no cluster of the fleet matches a term")
    }
    guard !policy.placements.isEmpty else { return }
    let placed = Set(policy.placements.map(\.cluster))
    if fleet.clusters.isEmpty || !admitted.allSatisfy({ placed.contains($0.name) }) {
      intent.eligible.names = policy.placements.map(\.cluster).sorted()
    }
  }
}

extension LabelSelector.Requirement {
  /// Whether it is about a cluster's name rather than a label (`matchFields` of a KubeAdmiral term).
  fileprivate var isOfName: Bool { key == "metadata.name" }
}

extension LabelSelector {
  /// Whether, as a term of KubeAdmiral's cluster affinity, it matches `cluster`; an empty term matches none.
  func matchesTerm(of cluster: ClusterSpec) -> Bool {
    let name: Labels = ["metadata.name": cluster.name]
    return !isEmpty && matchLabels.entries.allSatisfy { cluster.labels[$0.key] == $0.value }
      && matchExpressions.allSatisfy { $0.matches($0.isOfName ? name : cluster.labels) }
  }

  /// The selector; nil where it asks for nothing.
  var nonEmpty: LabelSelector? { isEmpty ? nil : self }

  /// A selector of `requirements`: the first `In` with a single value of each key becomes a label.
  init(requirements: [Requirement]) {
    self.init()
    for requirement in requirements {
      if requirement.operator == .isIn, requirement.values.count == 1, matchLabels[requirement.key] == nil {
        matchLabels[requirement.key] = requirement.values[0]
      } else {
        matchExpressions.append(requirement)
      }
    }
  }
}
