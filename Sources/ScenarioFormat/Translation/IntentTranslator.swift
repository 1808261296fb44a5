// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Writes a neutral intent in a system's own terms, and says of each field used how faithfully.
///
/// What an intent means where it leaves room: under `weights` a cluster that is not named (and no `*` is) gets nothing;
/// under every other division the names only carry bounds and the rest is unbounded. Under `pack` a weight is an order:
/// higher first.
public enum IntentTranslator {
  /// The policy of `system` for `workload`, and a note for each field that `intent` uses.
  ///
  /// `fleet` is what the writer of the objects knows at the start: names that an object must list are taken from it.
  /// O(clusters + shares).
  public static func translate(
    intent: Intent, workload: WorkloadSpec, system: FederationSystem, options: ContenderOptions, fleet: Fleet
  ) -> (policy: NativePolicy, notes: [TranslationNote]) {
    translate(
      intent: intent, workload: workload, system: system, options: options, among: EligibleClusters(fleet: fleet))
  }

  /// The same, with lists of clusters that other translations have found already.
  static func translate(
    intent: Intent, workload: WorkloadSpec, system: FederationSystem, options: ContenderOptions,
    among clusters: EligibleClusters
  ) -> (policy: NativePolicy, notes: [TranslationNote]) {
    var translation = Translation(intent: intent, workload: workload, options: options, clusters: clusters)
    let policy: NativePolicy =
      switch system {
      case .karmada: .karmada(translation.karmadaPolicy())
      case .kubeFed: .kubeFed(translation.kubeFedPolicy())
      case .kubeAdmiral: .kubeAdmiral(translation.kubeAdmiralPolicy())
      case .federationV1: .federationV1(translation.federationV1Policy())
      }
    return (policy, translation.notes)
  }

  /// The ClusterTaintPolicies that an opted-in Karmada of 1.14 and later needs: since then nothing but such a policy, or
  /// a person, puts a NoExecute taint on a lost cluster.
  ///
  /// A cluster whose Ready condition is not True gets `cluster.karmada.io/not-ready:NoExecute`; Ready again takes it
  /// off. Source: karmada `pkg/apis/policy/v1alpha1/clustertaint_types.go` (v1.14).
  public static let clusterTaintPolicies = [
    KarmadaClusterTaintPolicy(
      name: "not-ready-evicts",
      addOn: [.init(type: "Ready", isIn: false, statusValues: ["True"])],
      removeOn: [.init(type: "Ready", isIn: true, statusValues: ["True"])],
      taints: [Taint(key: KarmadaTaintKey.notReady, effect: .noExecute)])
  ]
}

/// One translation under way: the inputs, what is derived from them, and the notes so far.
struct Translation {
  let intent: Intent
  let workload: WorkloadSpec
  let options: ContenderOptions
  let clusters: EligibleClusters
  var fleet: Fleet { clusters.fleet }
  /// The division in force: the contender's, else the intent's; `duplicate` where the system cannot divide the kind.
  private(set) var division: Intent.Division
  /// Why the kind cannot be divided; nil where it can.
  private(set) var indivisibleReason: String?
  private(set) var notes: [TranslationNote] = []
  /// The workload's key, once for all of its notes.
  private let key: String

  init(intent: Intent, workload: WorkloadSpec, options: ContenderOptions, clusters: EligibleClusters) {
    self.intent = intent
    self.workload = workload
    self.options = options
    self.clusters = clusters
    key = workload.key
    division = options.division ?? intent.division
  }

  /// Whether the contender divides otherwise than the intent says.
  var overridesDivision: Bool { division != intent.division }

  /// Whether a cluster without a share of its own gets nothing.
  var onlyNamedClustersCount: Bool {
    division == .weights && !intent.clusters.isEmpty && wildcard == nil
      && !(overridesDivision && intent.clusters.allSatisfy { $0.weight == nil })
  }

  /// The share of every cluster not named.
  var wildcard: Intent.ClusterShare? { intent.clusters.first { $0.cluster == "*" } }

  /// The shares with a name, ascending.
  var namedShares: [Intent.ClusterShare] {
    intent.clusters.filter { $0.cluster != "*" }.sorted { $0.cluster < $1.cluster }
  }

  private lazy var eligible = clusters.list(for: intent.eligible)
  /// The clusters eligible at the start, ascending by name.
  var eligibleClusters: [ClusterSpec] { mutating get { eligible.clusters } }
  /// The names of these.
  var eligibleNames: [String] { mutating get { eligible.names } }

  /// Whether any cluster that is eligible at the start is to hold replicas.
  mutating func hasReceiver() -> Bool {
    let names = eligible.nameSet
    guard onlyNamedClustersCount else { return !names.isEmpty }
    return intent.clusters.contains { names.contains($0.cluster) }
  }

  /// Whether some bound or weight must be written per cluster.
  var hasBounds: Bool { intent.clusters.contains { $0.minimum > 0 || $0.maximum != nil } }

  mutating func note(_ field: String, _ mark: TranslationNote.Mark, _ how: String) {
    notes.append(TranslationNote(workload: key, field: field, mark: mark, how: how))
  }

  /// Says which kinds the system can divide: every other one is duplicated, as upstream does.
  mutating func divisibleKinds(_ kinds: [String], _ reason: String) {
    guard !kinds.contains(workload.kind), division != .duplicate else { return }
    indivisibleReason = reason
    division = .duplicate
  }

  /// Notes the division: one that the contender put in the intent's place is never exact.
  mutating func noteDivision(_ mark: TranslationNote.Mark, _ how: String) {
    if let indivisibleReason {
      return note("division", .dropped, "\(indivisibleReason): every cluster holds all of them")
    }
    guard overridesDivision else { return note("division", mark, how) }
    let chosen = "the contender divides by \(division.rawValue), not by \(intent.division.rawValue): \(how)"
    note("division", mark == .dropped ? .dropped : .approximated, chosen)
  }

  /// Notes the bounds of every share alike.
  mutating func noteBounds(_ mark: TranslationNote.Mark, minimum: String, maximum: String) {
    for share in intent.clusters {
      if share.minimum > 0 { note("clusters.\(share.cluster).min", mark, minimum) }
      if share.maximum != nil { note("clusters.\(share.cluster).max", mark, maximum) }
    }
  }

  /// Notes the weights of every share that has one, where the division uses them.
  mutating func noteWeights(_ mark: TranslationNote.Mark, _ how: String) {
    guard division == .weights || division == .pack else { return }
    for share in intent.clusters where share.weight != nil {
      note("clusters.\(share.cluster).weight", mark, how)
    }
  }

  /// Each range of the spread that asks for something, with its field's name.
  var usedSpread: [(field: String, range: Intent.SpreadRange)] {
    [
      ("cluster", intent.spread.cluster), ("region", intent.spread.region), ("zone", intent.spread.zone),
      ("provider", intent.spread.provider),
    ].compactMap { field, range in
      guard let range, range.minimum > 1 || range.maximum != nil else { return nil }
      return (field, range)
    }
  }
}
