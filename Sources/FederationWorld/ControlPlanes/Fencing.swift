// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// What no federation does: stop the old copy in a member that is out of the hub's reach. A switch shows what it would
// change: without it a partition leaves replicas running twice.

extension FederationRun {
  /// To be called when the hub gives a copy up: with fencing, a member out of reach stops it by itself.
  /// - Returns: Whether it was stopped.
  @discardableResult
  mutating func fence(_ cohort: Int) -> Bool {
    guard switches.fencesLostMembers, !clusters[Int(cohorts[cohort].cluster)].isReachable else { return false }
    cohorts[cohort].sent = -1
    hubWorkloads[Int(cohorts[cohort].workload)].hasUnsent = true
    cohortRecords[cohort].undeliveredSince = .distantFuture
    setDesired(-1, of: cohort)
    return true
  }
}
