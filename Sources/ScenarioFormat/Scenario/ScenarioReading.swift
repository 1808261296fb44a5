// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// Reads one scenario document, with the manifests beside it, into the model.
final class ScenarioReading {
  private let context: ScenarioContext
  private let options: LoadOptions
  private let hasOnlyManifests: Bool
  private var collector: DiagnosticCollector { context.collector }
  /// The Kubernetes objects of the input.
  private(set) var inventory = ManifestInventory.empty

  init(context: ScenarioContext, options: LoadOptions, hasOnlyManifests: Bool) {
    self.context = context
    self.options = options
    self.hasOnlyManifests = hasOnlyManifests
  }

  /// The scenario; nil where faults leave nothing to build.
  func read(_ document: DocumentNode, name: String, manifests: [DocumentNode]) -> Scenario? {
    guard let root = FieldReader(document, section: "the scenario", collector: collector) else { return nil }
    if !hasOnlyManifests { checkHeader(root) }
    _ = root.node("apiVersion")
    _ = root.node("kind")
    let metadata = root.mapping("metadata", section: "metadata")
    let ownName = metadata?.string("name")
    let summary = metadata?.string("description")
    metadata?.finish("metadata")
    let horizon = root.has("horizon") ? context.positiveDuration(root, "horizon") : .hours(24)
    _ = root.node("horizon")
    let start = root.word("start", as: Scenario.Start.self) ?? .placed
    let load = root.double("load", in: 0.000_001...1000)
    let clusters = self.clusters(root, manifests: manifests)
    let names = FleetNames(clusters)
    let network = context.network(root, fleet: names)
    let users = context.users(root, fleet: names)
    let entries = context.workloads(root, known: inventory.workloads)
    let drafts = context.contenders(root)
    context.checkPriorities(drafts)
    let failures = context.failures(root, fleet: names, horizon: horizon ?? .hours(24))
    let sized = options.fleetSize.map { FleetSizing(clusters: clusters, failures: failures).sized($0) }
    let fleet = Fleet(clusters: sized?.clusters ?? clusters)
    let checks = ScenarioChecks(context: context, fleet: fleet, names: names)
    checks.check(entries)
    let workloads = joined(context.expand(entries, fleet: fleet)).map { $0.naming(copiesOf: sized?.models ?? [:]) }
    let keys = Set(workloads.map(\.key))
    let written = context.actions(
      root, fleet: names, workloadKeys: keys, contenders: contenderNames(drafts), horizon: horizon ?? .hours(24))
    let actions =
      inventory.rebalances(of: workloads, collector: collector).map { ActionDraft(spec: $0, position: root.position) }
      + written + failures.flatMap { $0.actions(in: fleet) }.map { ActionDraft(spec: $0, position: root.position) }
    let goals = context.goals(root, metrics: options.metrics)
    root.finish("scenario")
    context.warnOfUnsimulated()
    checks.check(workloads, at: root.position(of: "workloads"))
    guard checks.checkFleet(at: root.position(of: "fleet")), !collector.hasErrors, let horizon else { return nil }
    // The load is that of the fleet as written, whatever size is asked for: the demand is what stays.
    let wish = LoadWish(inventory: inventory, fleet: Fleet(clusters: clusters), collector: collector)
    let scaled = load.map { wish.scale(workloads, to: $0, at: root.position(of: "load")) } ?? workloads
    var contenders = ContenderResolution(inventory: inventory, fleet: fleet, before: workloads, after: scaled)
      .contenders(drafts, hasOnlyManifests: hasOnlyManifests)
    if contenders.isEmpty {
      collector.error(
        .emptyContenders, at: root.position, "the input has neither a propagation policy nor an intent to race with",
        fix: "add a policy of Karmada, KubeFed or KubeAdmiral, or write a scenario that names contenders")
    }
    inventory.warnOfDanglingReferences(in: fleet, workloads: scaled, collector: collector)
    inventory.warnOfIdleEvictions(contenders, collector: collector)
    checks.check(contenders, over: scaled, at: root.position)
    let resolution = ActionResolution(
      context: context, inventory: inventory, fleet: fleet, names: names, entries: entries,
      nodes: root.node("workloads")?.elements ?? [])
    let edits = resolution.apply(actions, to: &contenders, drafts: drafts, over: scaled)
    let scenario = Scenario(
      name: ownName ?? name, summary: summary ?? "", horizon: horizon, start: start, fleet: fleet, network: network,
      users: users, workloads: scaled, contenders: contenders, failures: failures, actions: actions.map(\.spec),
      workloadEdits: edits, goals: goals)
    let arePeaksKnown = checks.checkPeaks(of: scenario, at: root.position(of: "workloads"))
    return checks.checkResizings(of: scenario, at: root.position(of: "actions")) && arePeaksKnown ? scenario : nil
  }

  /// The names that the contenders will have. With manifests alone some of these may not race.
  private func contenderNames(_ drafts: [ContenderDraft]?) -> [String] {
    drafts?.map(\.name) ?? (ContenderResolution.defaultProfiles + [ProfileCatalog.federationV1]).map(\.name)
  }

  private func checkHeader(_ root: FieldReader) {
    let version = root.node("apiVersion")
    if version?.text != "regatta/v1alpha1" {
      collector.error(
        .notAScenario, at: version?.position ?? root.position,
        "apiVersion is \(version?.summary ?? "missing")", fix: "write apiVersion: regatta/v1alpha1")
    }
    let kind = root.node("kind")
    if kind?.text != "Scenario" {
      collector.error(
        .notAScenario, at: kind?.position ?? root.position, "kind is \(kind?.summary ?? "missing")",
        fix: "write kind: Scenario")
    }
  }

  /// The clusters of the scenario and of the manifests; reads the manifests on the way.
  private func clusters(_ root: FieldReader, manifests: [DocumentNode]) -> [ClusterSpec] {
    var documents = manifests
    for (place, node) in (root.list("manifests") ?? []).enumerated() {
      guard let path = context.value.string(node, "manifests[\(place)]") else { continue }
      for file in context.files.files(at: context.resolve(path), askedAt: node.position) {
        documents += context.files.documents(ofFile: file, askedAt: node.position)
      }
    }
    let drafts = context.fleet(root)
    let members = drafts.filter { !$0.nodeFiles.isEmpty }.map { draft in
      let nodes = draft.nodeFiles.flatMap { path in
        context.files.files(at: path, askedAt: draft.position).flatMap {
          context.files.documents(ofFile: $0, askedAt: draft.position)
        }
      }
      return (cluster: draft.spec.name, documents: nodes)
    }
    inventory = ManifestReader.read(documents: documents, members: members, collector: collector)
    var clusters = inventory.clusters
    var places: [String: Int] = [:]
    for (place, cluster) in clusters.enumerated() { places[cluster.name] = place }
    for draft in drafts {
      if let place = places[draft.spec.name], place < inventory.clusters.count {
        clusters[place] = draft.joined(with: clusters[place])
      } else {
        clusters.append(draft.spec)
      }
    }
    return clusters
  }

  /// The workloads of the manifests, in their order, with those the scenario says more of in their place; then
  /// the rest.
  private func joined(_ own: [WorkloadSpec]) -> [WorkloadSpec] {
    var workloads = inventory.workloads
    var places: [String: Int] = [:]
    for (place, workload) in workloads.enumerated() where places[workload.key] == nil {
      places[workload.key] = place
    }
    for workload in own {
      if let place = places[workload.key] { workloads[place] = workload } else { workloads.append(workload) }
    }
    // An own workload of which nobody says how it is to be placed takes the default intent.
    let known = Set(inventory.workloads.map(\.key))
    for place in workloads.indices where workloads[place].intent == nil && !known.contains(workloads[place].key) {
      workloads[place].intent = Intent()
    }
    return workloads
  }
}

extension MemberDraft {
  /// The cluster of the manifests with what the scenario says of it in addition.
  func joined(with known: ClusterSpec) -> ClusterSpec {
    var cluster = known
    if !spec.provider.isEmpty { cluster.provider = spec.provider }
    if !spec.region.isEmpty { cluster.region = spec.region }
    if !spec.zones.isEmpty { cluster.zones = spec.zones }
    for entry in spec.labels.entries { cluster.labels[entry.key] = entry.value }
    cluster.taints += spec.taints.filter { !cluster.taints.contains($0) }
    if hasOwnPools { cluster.pools = (nodeFiles.isEmpty ? [] : cluster.pools) + spec.pools }
    if spec.reserved != .zero { cluster.reserved = spec.reserved }
    return cluster
  }
}
