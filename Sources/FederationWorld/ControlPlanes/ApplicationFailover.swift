// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// Karmada's application failover: a workload that stays unhealthy on a cluster leaves it.
//
// Source: karmada `pkg/controllers/applicationfailover/rb_application_failover_controller.go`. The memory of who is
// unhealthy since when is the controller's own; a cluster that reports nothing keeps its last health, so that an outage
// of the cluster itself sets off nothing here.

extension FederationRun {
  /// What the policy of `workload` says of it; nil: nothing.
  func applicationFailover(of workload: Int) -> KarmadaPolicy.ApplicationFailover? {
    guard facts[workload].hasApplicationFailover, case .karmada(let policy)? = policies[workload] else { return nil }
    return policy.applicationFailover
  }

  /// Takes what was heard of a cohort: the clock starts, goes on, or is forgotten.
  mutating func watchApplication(_ cohort: Int) {
    let workload = Int(cohorts[cohort].workload)
    guard let failover = applicationFailover(of: workload) else { return }
    let isEvicting = hubWorkloads[workload].evictions.contains { $0.cluster.index == Int(cohorts[cohort].cluster) }
    guard knownHealth(of: cohort) == .unhealthy, !isEvicting, holds(workload, Int(cohorts[cohort].cluster)) else {
      _ = simulation.cancel(cohortRecords[cohort].applicationTimer)
      cohortRecords[cohort].applicationTimer = .none
      return
    }
    // Without seconds nobody comes back to look (`bindingChanged`).
    guard cohortRecords[cohort].applicationTimer == .none, failover.tolerationSeconds > 0 else { return }
    cohortRecords[cohort].applicationTimer = schedule(
      .applicationFailoverDue(cohort: Int32(cohort)), after: .seconds(failover.tolerationSeconds))
  }

  /// It has been unhealthy for long enough, if it still is.
  mutating func failApplicationOver(_ cohort: Int) {
    cohortRecords[cohort].applicationTimer = .none
    let workload = Int(cohorts[cohort].workload)
    guard isWatched(Int(cohorts[cohort].cluster)), let failover = applicationFailover(of: workload),
      knownHealth(of: cohort) == .unhealthy
    else { return }
    evict(
      workload, from: Int(cohorts[cohort].cluster), mode: failover.purgeMode,
      grace: failover.gracePeriodSeconds.map { .seconds($0) } ?? profile.eviction.gracefulTimeout)
  }

  /// The binding of `workload` was written: with `tolerationSeconds: 0`, which sets no timer, this is when what was found
  /// unhealthy before is evicted.
  mutating func bindingChanged(_ workload: Int) {
    guard let failover = applicationFailover(of: workload), failover.tolerationSeconds <= 0 else { return }
    for cohort in cohortsOfWorkload[workload] {
      let health = cohortRecords[Int(cohort)].health
      guard health.present == .unhealthy, health.frozen == nil, holds(workload, Int(cohorts[Int(cohort)].cluster)),
        now - health.changedAt > profile.propagation.feedbackDelay
      else { continue }
      failApplicationOver(Int(cohort))
    }
  }
}
