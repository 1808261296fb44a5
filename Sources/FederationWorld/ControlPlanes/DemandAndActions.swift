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
  mutating func setWanted(_ replicas: Int32, of workload: Int) {
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

  /// Does what the action at `place` of the scenario says, now or when the store can be written again. What users want
  /// changes at once, and the template follows when it can be written; who resizes node pools asks the provider, not the
  /// hub.
  mutating func perform(_ place: Int) {
    switch scenario.actions[place].kind {
    case .scale, .resize: carryOut(place)
    default: if isStoreUp { carryOut(place) } else { delayedActions.append(Int32(place)) }
    }
  }

  private mutating func carryOut(_ place: Int) {
    let action = scenario.actions[place]
    switch action.kind {
    case .scale(let key, let replicas):
      for workload in hubWorkloads.indices where isCalled(workload, key) {
        setWanted(Int32(clamping: replicas), of: workload)
      }
    case .rebalance(let key, let createdAt):
      for workload in hubWorkloads.indices where key.map({ isCalled(workload, $0) }) ?? true {
        rebalance(workload, createdAt: createdAt ?? now)
      }
    case .edit: applyEdits(ofAction: place)
    case .setFlag: changeProfile(byAction: place)
    case .taint, .untaint, .cordon, .uncordon, .join, .leave, .resize:
      for cluster in clusters.indices where action.target.selects(scenario.fleet.clusters[cluster]) {
        perform(action.kind, on: cluster, pool: action.target.nodePool)
      }
    }
  }

  /// Whether `key` names the workload, as `namespace/name` or `name`.
  private func isCalled(_ workload: Int, _ key: String) -> Bool {
    scenario.workloads[workload].key == key || scenario.workloads[workload].name == key
  }

  /// Asks for a full recomputation.
  ///
  /// Source: karmada `pkg/controllers/workloadrebalancer`, `pkg/util/binding.go` RescheduleRequired: a WorkloadRebalancer
  /// leaves its creation time in the binding unless a later one is there; the scheduler heeds it only where it is later,
  /// in whole seconds, than the last scheduling, and never before a first one. The other systems plan anew.
  private mutating func rebalance(_ workload: Int, createdAt: SimulationTime) {
    guard policies[workload] != nil else { return }
    if profile.system == .karmada {
      let hub = hubWorkloads[workload]
      guard RescheduleTrigger.isRequired(triggeredAt: createdAt, lastScheduled: hub.lastScheduledTime),
        hub.rescheduleTriggeredAt.map({ createdAt > $0 }) ?? true
      else {
        observe(.rebalanceIgnored, workload: workload, value: 1)
        return
      }
      hubWorkloads[workload].rescheduleTriggeredAt = createdAt
    }
    hubWorkloads[workload].wantsFresh = true
    enqueue(workload, .rebalanceRequested)
  }

  private mutating func perform(_ kind: ActionSpec.Kind, on cluster: Int, pool: String? = nil) {
    let cordonTaint = profile.system.cordonTaint
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
    case .join: join(cluster)
    case .leave: leave(cluster)
    case .resize(let count): resize(pool, of: cluster, to: count)
    case .scale, .rebalance, .edit, .setFlag:
      preconditionFailure("\(kind) is not done to clusters")
    }
  }
}
