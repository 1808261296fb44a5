// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import Scheduling

/// WorkloadRebalancers that do less than they seem to.
extension FailoverLint {
  mutating func checkRebalancers() {
    guard profile.system == .karmada else { return }
    let rebalancers = scenario.actions.compactMap(Rebalancer.init)
    guard !rebalancers.isEmpty else { return }
    for forecast in loss.forecasts {
      let spec = scenario.workloads[forecast.place]
      let spent = ScheduledTimes(of: forecast, in: loss).spent(rebalancers)
      for (place, rebalancer) in rebalancers.enumerated() {
        let field = "WorkloadRebalancer at \(rebalancer.at)"
        if !rebalancer.lists(spec) {
          report.add(.rebalanceNotListed, forecast.workload, field: field)
        } else if karmadaPolicy(of: forecast.place)?.scheduling == .duplicated {
          report.add(.rebalanceChangesNothing, forecast.workload, field: field)
        } else if let scheduled = spent[place] {
          report.add(
            .rebalanceTooEarly, forecast.workload, field: field,
            "the rebalancer does nothing: it is made at \(rebalancer.createdAt), and the workload is scheduled at "
              + "\(scheduled), before it is listed")
        } else if isTooEarly(rebalancer.createdAt, forecast) {
          report.add(.rebalanceTooEarly, forecast.workload, field: field)
        } else {
          report.add(.rebalanceNotGraceful, forecast.workload, field: field)
        }
      }
    }
  }

  /// Whether the rebalancer is made before the scenario's own loss of this cluster is decided about.
  private func isTooEarly(_ createdAt: SimulationTime, _ forecast: WorkloadForecast) -> Bool {
    guard !forecast.decided.isNever else { return false }
    let losses = loss.lossesInScenario
    return losses.contains { createdAt < $0 + forecast.decided.latest }
      && !losses.contains { createdAt >= $0 + forecast.decided.latest }
  }
}

/// A rebalancer as the scenario has it.
private struct Rebalancer {
  let workload: String?
  /// When it lists the workload.
  let at: SimulationTime
  /// When it was made.
  let createdAt: SimulationTime

  init?(_ action: ActionSpec) {
    guard case .rebalance(let workload, let createdAt) = action.kind else { return nil }
    self.workload = workload
    at = action.at
    self.createdAt = createdAt ?? action.at
  }

  func lists(_ spec: WorkloadSpec) -> Bool { workload == nil || workload == spec.key || workload == spec.name }
}

/// When a workload is scheduled, as far as the scenario says: after its losses, when its number of replicas or its policy
/// changes, and by rebalancers that count.
private struct ScheduledTimes {
  private let spec: WorkloadSpec
  /// But for rebalancers; ascending.
  private let times: [SimulationTime]

  init(of forecast: WorkloadForecast, in loss: ClusterLoss) {
    let scenario = loss.scenario
    spec = scenario.workloads[forecast.place]
    var times: [SimulationTime] = []
    if !forecast.decided.isNever { times = loss.lossesInScenario.map { $0 + forecast.decided.latest } }
    let demand = DemandInputs(scenario: scenario)
    var time = SimulationTime.zero
    while let change = demand.next(of: WorkloadIndex(forecast.place), after: time), change.at < .zero + scenario.horizon
    {
      times.append(change.at)
      time = change.at
    }
    for (place, action) in scenario.actions.enumerated() {
      switch action.kind {
      case .scale(let key, _) where key == spec.key || key == spec.name: times.append(action.at)
      case .edit(let key, let path, _) where key == spec.key || key == spec.name:
        let policy = loss.start.contender.policyEdits.first { $0.action == place && $0.workload == forecast.place }
        if path == "replicas" || policy?.policy != nil { times.append(action.at) }
      default: break
      }
    }
    self.times = times.sorted()
  }

  /// For each of `rebalancers` the scheduling that makes it count for nothing when it lists the workload; nil: it counts,
  /// or does not list it.
  func spent(_ rebalancers: [Rebalancer]) -> [SimulationTime?] {
    var spent = [SimulationTime?](repeating: nil, count: rebalancers.count)
    var byRebalancers = SimulationTime(nanoseconds: .min)
    let inTurn = rebalancers.indices.sorted { (rebalancers[$0].at, $0) < (rebalancers[$1].at, $1) }
    for place in inTurn where rebalancers[place].lists(spec) {
      let rebalancer = rebalancers[place]
      let before = times.last { $0 < rebalancer.at } ?? SimulationTime(nanoseconds: .min)
      let last = max(before, byRebalancers)
      guard last > SimulationTime(nanoseconds: .min), rebalancer.createdAt < rebalancer.at,
        !RescheduleTrigger.isRequired(triggeredAt: rebalancer.createdAt, lastScheduled: last)
      else {
        byRebalancers = rebalancer.at
        continue
      }
      spent[place] = last
    }
    return spent
  }
}

extension ClusterLoss {
  /// When the scenario's own scripted failures take this cluster.
  var lossesInScenario: [SimulationTime] {
    scenario.failures.compactMap { failure in
      guard case .scripted(let loss) = failure, loss.effect.plane.breaksConnections, !loss.target.selectsNodes,
        loss.hub == nil, loss.target.selects(cluster)
      else { return nil }
      return loss.at
    }
  }
}
