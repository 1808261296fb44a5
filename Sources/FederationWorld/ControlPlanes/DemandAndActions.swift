// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Scheduling
import SimulationEngine

// What users and operators do.

extension FederationRun {
  mutating func scheduleNextDemand(of workload: Int) {
    guard let next = demand.next(of: WorkloadIndex(workload), after: now) else { return }
    _ = schedule(.demandChanges(workload: Int32(workload), replicas: next.replicas), at: next.at, priority: .high)
  }

  mutating func changeDemand(of workload: Int, to replicas: Int32) {
    setWanted(replicas, of: workload)
    scheduleNextDemand(of: workload)
  }

  /// Users want `replicas` from now on, and the template is edited to match.
  private mutating func setWanted(_ replicas: Int32, of workload: Int) {
    guard replicas != wanted[workload] else { return }
    wanted[workload] = replicas
    observe(.demandChanged, workload: workload, value: Int64(replicas))
    editTemplate(of: workload)
  }

  /// Writes what is wanted into the hub's template, now or when the store can be written again.
  private mutating func editTemplate(of workload: Int) {
    guard isStoreUp, hubWorkloads[workload].replicas != wanted[workload] else { return }
    hubWorkloads[workload].replicas = wanted[workload]
    enqueue(workload, .replicasChanged)
  }

  /// The store can be written again: what people did meanwhile is done.
  mutating func applyDelayedEdits() {
    for workload in hubWorkloads.indices { editTemplate(of: workload) }
    let actions = delayedActions
    delayedActions = []
    for action in actions { perform(Int(action)) }
  }

  /// Does what a person does, now or when the store can be written again.
  mutating func perform(_ action: Int) {
    // What users want changes at once; the template follows when it can be written.
    if case .scale = scenario.actions[action].kind { return perform(scenario.actions[action]) }
    if isStoreUp { perform(scenario.actions[action]) } else { delayedActions.append(Int32(action)) }
  }

  private mutating func perform(_ action: ActionSpec) {
    switch action.kind {
    case .scale(let key, let replicas):
      for workload in hubWorkloads.indices where isCalled(workload, key) {
        setWanted(Int32(clamping: replicas), of: workload)
      }
    case .rebalance(let key):
      for workload in hubWorkloads.indices where key.map({ isCalled(workload, $0) }) ?? true {
        hubWorkloads[workload].wantsFresh = true
        enqueue(workload, .rebalanceRequested)
      }
    case .edit:
      break
    case .taint, .untaint, .cordon, .uncordon, .join, .leave:
      for cluster in clusters.indices where action.target.selects(scenario.fleet.clusters[cluster]) {
        perform(action.kind, on: cluster)
      }
    }
  }

  /// Whether `key` names the workload, as `namespace/name` or `name`.
  private func isCalled(_ workload: Int, _ key: String) -> Bool {
    scenario.workloads[workload].key == key || scenario.workloads[workload].name == key
  }

  private mutating func perform(_ kind: ActionSpec.Kind, on cluster: Int) {
    let cordonTaint = Taint(key: "regatta.dev/cordoned", effect: .noSchedule)
    switch kind {
    case .taint(let taint):
      guard !snapshot.clusters[cluster].taints.contains(taint) else { return }
      snapshot.clusters[cluster].taints.append(taint)
      taintsChanged(on: cluster)
    case .untaint(let key, let effect):
      snapshot.clusters[cluster].taints.removeAll { $0.key == key && (effect == nil || $0.effect == effect) }
      taintsChanged(on: cluster)
    case .cordon:
      perform(.taint(cordonTaint), on: cluster)
    case .uncordon:
      perform(.untaint(key: cordonTaint.key, effect: nil), on: cluster)
    case .join, .leave:
      snapshot.clusters[cluster].isJoined = kind == .join
      membershipChanged(of: cluster)
      for workload in workloadsOfCluster[cluster] { enqueue(Int(workload), .membershipChanged) }
    case .scale, .rebalance, .edit:
      preconditionFailure("\(kind) is not done to clusters")
    }
  }
}
