// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SimulationEngine

// A member comes back with the copies that it ran when it was lost. Federation v1's planner sees them and plans on with
// them. KubeFed's has meanwhile written a placement without the member: whichever of two controllers runs first decides
// whether the copy is adopted or deleted.
//
// Source: kubefed d6f10d2 `pkg/controller/sync/controller.go` (deletes from ready clusters that are not in the
// placement), `pkg/controller/schedulingpreference/controller.go`; both are woken by the same list and wait 10 s.

extension StreamPurpose {
  /// Which controller first sees a copy that came back; entity: workload, second: cluster, third: which return.
  static let returnRace = StreamPurpose(rawValue: 41)
}

extension FederationRun {
  /// To be called when the published readiness of `cluster` has changed.
  mutating func readinessFlipped(of cluster: Int) {
    if hubClusters[cluster].isPublishedReady {
      hubClusters[cluster].returns += 1
      for cohort in clusters[cluster].cohorts { noteReturn(of: Int(cohort)) }
      beginListing(cluster)
    } else {
      stopListing(cluster)
    }
  }

  /// A copy that stands in a member that returned is to be dealt with. O(such copies of the workload).
  mutating func noteReturn(of cohort: Int) {
    let (workload, cluster) = (Int(cohorts[cohort].workload), cohorts[cohort].cluster)
    guard profile.system == .kubeFed, cohorts[cohort].settledReturn != hubClusters[Int(cluster)].returns else { return }
    let copies = hubWorkloads[workload].unsettledCopies
    let place = copies.firstIndex { cohorts[Int($0)].cluster >= cluster } ?? copies.count
    guard place == copies.count || copies[place] != Int32(cohort) else { return }
    hubWorkloads[workload].unsettledCopies.insert(Int32(cohort), at: place)
  }

  /// To be called when `cluster` has joined or left.
  mutating func membershipChanged(of cluster: Int) {
    if isReadyMember(cluster) { beginListing(cluster) } else { stopListing(cluster) }
  }

  /// Deletes copies in members that are back and not in the placement, where the sync controller comes before the
  /// planner; once for each return. An edit wakes the planner alone.
  mutating func settleStaleCopies(of workload: Int, _ trigger: SchedulingTriggers) {
    guard profile.system == .kubeFed, facts[workload].isPlannedByPreference,
      !hubWorkloads[workload].unsettledCopies.isEmpty
    else { return }
    var copies: [Int32] = []
    swap(&copies, &hubWorkloads[workload].unsettledCopies)
    let isRace = trigger.isDisjoint(with: [.created, .replicasChanged, .policyChanged])
    for place in copies {
      let cohort = Int(place)
      let cluster = Int(cohorts[cohort].cluster)
      guard isReadyMember(cluster), hubClusters[cluster].isListed else {
        hubWorkloads[workload].unsettledCopies.append(place)
        continue
      }
      cohorts[cohort].settledReturn = hubClusters[cluster].returns
      let isAssigned = hubWorkloads[workload].assignment.contains { $0.cluster.index == cluster }
      if isRace, cohorts[cohort].exists, !isAssigned, deletionWins(workload, cluster) { send(-1, to: cohort) }
    }
  }

  private func deletionWins(_ workload: Int, _ cluster: Int) -> Bool {
    var stream = RandomStream(
      seed: seed, purpose: .returnRace, entity: workloadKeys[workload], second: clusterKeys[cluster],
      third: UInt64(hubClusters[cluster].returns))
    return stream.chance(reaction.deletesOnReturn)
  }
}
