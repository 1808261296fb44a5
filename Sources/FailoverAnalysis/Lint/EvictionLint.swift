// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// Tolerations, the pace of evictions, purge modes, and the return.
extension FailoverLint {
  mutating func checkEvictionPace() {
    let eviction = profile.eviction
    let moving = loss.forecasts.filter { !$0.decided.isNever }.count
    guard profile.system == .karmada, moving > 0 else { return }
    guard let rate = eviction.ratePerSecond else {
      if moving > 1 {
        report.add(
          .notPaced, "control plane", field: upstream("evictionRatePerSecond"),
          "all \(moving) bindings of the cluster are evicted at once")
      }
      return
    }
    let together = rate * Double(eviction.workers)
    let bucket = eviction.queueRate?.perSecond ?? .infinity
    if moving > eviction.workers {
      let code = timeToEvict(moving, atRate: together)
      let documented = timeToEvict(moving, atRate: rate)
      report.add(
        .evictionPace, "control plane", field: upstream("evictionRatePerSecond"),
        "\(moving) bindings take about \(code): \(eviction.workers) workers at \(rate)/s each; one limiter, as the "
          + "documentation says, would take \(documented)")
    }
    if together > bucket {
      report.add(.rateAboveBucket, "control plane", field: upstream("evictionRatePerSecond"))
    }
  }

  /// How long `count` evictions take at `rate` a second, the queue's bucket with its burst heeded, in whole seconds.
  private func timeToEvict(_ count: Int, atRate rate: Double) -> SimulationDuration {
    let count = Double(count)
    guard let bucket = profile.eviction.queueRate, rate > bucket.perSecond else {
      return SimulationDuration(seconds: (count / rate).rounded())
    }
    // The burst covers what the workers are ahead of the bucket.
    let coveredTime = bucket.burst / (rate - bucket.perSecond)
    let seconds = min(count / rate, coveredTime) + max(count - coveredTime * rate, 0) / bucket.perSecond
    return SimulationDuration(seconds: seconds.rounded())
  }

  mutating func checkEviction(_ forecast: WorkloadForecast) {
    guard let policy = karmadaPolicy(of: forecast.place), !loss.evictionTaints.isEmpty else { return }
    let field = "spec.placement.clusterTolerations"
    for taint in loss.evictionTaints {
      let matching = policy.tolerations.filter { $0.tolerates(taint) }
      if matching.count > 1, Set(matching.map(\.tolerationSeconds)).count > 1 {
        let first = matching[0].tolerationSeconds.map { "\($0) s" } ?? "for ever"
        report.add(
          .secondToleration, forecast.workload, field: field,
          "\(taint.key) is tolerated \(matching.count) times; only the first toleration counts (\(first))")
      }
    }
    if loss.toleration(of: forecast.place).isInjected {
      report.add(
        .injectedToleration, forecast.workload, field: upstream("defaultTolerationSeconds"),
        "the webhook injects a toleration of \(profile.eviction.defaultTolerationSeconds ?? 0) s")
    }
    guard !forecast.decided.isNever else { return }
    if loss.purgeMode(of: forecast.place) == .directly, profile.eviction.directRecheck != nil {
      report.add(
        .directBlocks, forecast.workload, field: "spec.failover.cluster.purgeMode",
        "purge mode Directly blocks the new copy for up to \(profile.eviction.gracefulTimeout) while the cluster is away"
      )
    }
    checkStaleHealth(forecast)
    if policy.scheduling == .dynamicWeight || policy.scheduling == .aggregated, sharesReport(forecast) {
      report.add(.sharedEstimates, forecast.workload, field: upstream("statusPeriod"))
    }
  }

  private mutating func checkStaleHealth(_ forecast: WorkloadForecast) {
    guard profile.switches.trustsStaleHealth, loss.purgeMode(of: forecast.place) == .gracefully else { return }
    let before = loss.start.assignments[forecast.place]
    let targets = loss.after.assignments[forecast.place].filter { $0.cluster != loss.question.cluster }
    if !targets.isEmpty, targets.allSatisfy({ target in before.contains { $0.cluster == target.cluster } }) {
      report.add(.oldCopyGoesEarly, forecast.workload, field: upstream("trustsStaleHealth"))
    }
  }

  /// Whether another decision falls into the same period of status reports. O(log of the decisions).
  private func sharesReport(_ forecast: WorkloadForecast) -> Bool {
    guard !profile.switches.protectsFromOvercommit else { return false }
    let period = profile.propagation.statusPeriod
    let moment = forecast.decided.earliest
    var (low, high) = (0, decisions.count)
    while low < high {
      let middle = (low + high) / 2
      if decisions[middle] < moment { low = middle + 1 } else { high = middle }
    }
    // It stands at `low` itself: its neighbours are the nearest others.
    return low > 0 && moment - decisions[low - 1] < period
      || low + 1 < decisions.count && decisions[low + 1] - moment < period
  }

  // Return

  mutating func checkReturn(_ forecast: WorkloadForecast) {
    guard !forecast.decided.isNever else { return }
    if !loss.question.plane.losesReplicas, forecast.outcome == .moves || forecast.outcome == .movesInPart {
      report.add(.falseFailover, forecast.workload, field: "plane")
    }
    switch profile.system {
    case .karmada:
      guard let policy = karmadaPolicy(of: forecast.place), policy.scheduling != .duplicated else { return }
      report.add(.noFailback, forecast.workload, field: "WorkloadRebalancer")
      let limit = min(loss.question.outage, profile.propagation.deletionRetryLimit)
      report.add(
        .staleCopies, forecast.workload, field: upstream("deletionRetryLimit"),
        "after the return stale copies run beside the new ones for up to \(limit)")
    case .kubeFed, .federationV1:
      if !isRebalancing(forecast.place) { report.add(.noFailback, forecast.workload, field: "rebalance") }
      if profile.reaction.deletesOnReturn > 0 {
        report.add(.deletesOnReturn, forecast.workload, field: "deletesOnReturn")
      }
    case .kubeAdmiral: break
    }
  }

  private func isRebalancing(_ workload: Int) -> Bool {
    switch loss.start.contender.policies[workload] {
    case .kubeFed(let policy)?: policy.scheduling?.rebalance ?? false
    case .federationV1(let policy)?: policy.rebalance
    default: false
    }
  }
}
