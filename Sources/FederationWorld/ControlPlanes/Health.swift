// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// Health as members report it, which the hub hears a little later and remembers when it hears nothing more.

/// What a member says of one workload.
enum ReportedHealth: UInt8 {
  /// It never said anything.
  case unknown
  /// All replicas of its object are ready.
  case healthy
  /// Some are not.
  case unhealthy
}

/// Health with what was said before.
struct HealthBelief {
  /// When it changed.
  var changedAt = SimulationTime(nanoseconds: .min / 4)
  /// As it is.
  var present = ReportedHealth.unknown
  /// What it was before.
  var previous = ReportedHealth.unknown
  /// What the hub holds on to while it hears nothing; nil: it hears.
  var frozen: ReportedHealth?
}

extension FederationRun {
  /// Whether the member itself finds its object healthy. Replicas on a node of which it has not noticed the loss still
  /// count as ready.
  ///
  /// Source: karmada `pkg/resourceinterpreter/default/native/healthy.go`: available and updated replicas reach
  /// spec.replicas; there are rules for Deployments, StatefulSets, ReplicaSets and others, none for Jobs.
  func isHealthy(_ cohort: Int) -> Bool {
    guard cohorts[cohort].exists else { return false }
    return !facts[Int(cohorts[cohort].workload)].hasHealthRule
      || cohorts[cohort].ready + cohorts[cohort].unnoticedReady >= cohorts[cohort].desired
  }

  /// What the hub holds of a cohort's health now.
  func knownHealth(of cohort: Int) -> ReportedHealth {
    let health = cohortRecords[cohort].health
    if let frozen = health.frozen { return frozen }
    return now - health.changedAt >= profile.propagation.feedbackDelay ? health.present : health.previous
  }

  /// To be called after a cohort's replicas or object changed: the hub will hear of it.
  mutating func noteHealth(ofCohort cohort: Int) {
    let present: ReportedHealth = cohorts[cohort].exists ? (isHealthy(cohort) ? .healthy : .unhealthy) : .unknown
    guard present != cohortRecords[cohort].health.present else { return }
    cohortRecords[cohort].health.previous = knownHealth(of: cohort)
    cohortRecords[cohort].health.present = present
    cohortRecords[cohort].health.changedAt = now
    let workload = Int(cohorts[cohort].workload)
    guard profile.system == .karmada, cohortRecords[cohort].health.frozen == nil,
      !hubWorkloads[workload].evictions.isEmpty || !hubWorkloads[workload].assumedIn.isEmpty
        || facts[workload].hasApplicationFailover
    else { return }
    _ = schedule(.healthReported(cohort: Int32(cohort)), after: profile.propagation.feedbackDelay)
  }

  /// The hub hears how a cohort is.
  mutating func hearHealth(of cohort: Int) {
    let (workload, cluster) = (Int(cohorts[cohort].workload), Int(cohorts[cohort].cluster))
    guard isWatched(cluster), cohortRecords[cohort].health.frozen == nil else { return }
    if knownHealth(of: cohort) == .healthy, cohortRecords[cohort].health.previous != .healthy {
      forgetAssumptions(of: workload) { $0.index == cluster }
    }
    watchApplication(cohort)
    reviewEvictions(of: workload)
  }

  /// Nothing more is heard from the cluster: what is known stays.
  mutating func freezeHealth(in cluster: Int) {
    for cohort in clusters[cluster].cohorts where cohortRecords[Int(cohort)].health.frozen == nil {
      cohortRecords[Int(cohort)].health.frozen = knownHealth(of: Int(cohort))
    }
  }

  /// News comes in again.
  mutating func thawHealth(in cluster: Int) {
    for cohort in clusters[cluster].cohorts where cohortRecords[Int(cohort)].health.frozen != nil {
      let index = Int(cohort)
      cohortRecords[index].health.previous = cohortRecords[index].health.frozen ?? .unknown
      cohortRecords[index].health.frozen = nil
      cohortRecords[index].health.changedAt = now
      guard profile.system == .karmada else { continue }
      _ = schedule(.healthReported(cohort: cohort), after: profile.propagation.feedbackDelay)
    }
  }
}
