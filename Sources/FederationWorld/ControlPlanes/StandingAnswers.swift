// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

// Answers that stand. KubeFed and Federation v1 plan anew after every change of an object in any member, and most of
// these changes, a replica that starts or becomes ready, change nothing that their planner reads. For a scheduler that
// says what it reads (`SchedulingInputs`), the world follows that, cohort by cohort, and takes the last answer again
// while it stays as it was: such a decision costs what changed and not what there is.

/// What the hub counts of one workload in one member, as a planner by counts reads it.
enum CountedReplicas: Equatable {
  /// There is no object, or it is being deleted.
  case absent
  /// All have a node; so many count.
  case counted(Int32)
  /// Some wait for a node: what that means follows from the time, too.
  case waiting
}

extension FederationRun {
  /// Whether the scheduler has said what it reads.
  var followsCounts: Bool { inputs != .everything }

  /// Takes down what the hub counts of a cohort; if that is news, the last answer for its workload does not stand. O(1).
  mutating func followCount(of cohort: Int) {
    let (before, after) = (countedReplicas[cohort], replicasCounted(of: cohort))
    guard after != before || after == .waiting else { return }
    countedReplicas[cohort] = after
    let workload = Int(cohorts[cohort].workload)
    hubWorkloads[workload].standingAnswer = nil
    hubWorkloads[workload].unsteadyCohorts += (after == .waiting ? 1 : 0) - (before == .waiting ? 1 : 0)
  }

  /// What the hub counts of a cohort now.
  private func replicasCounted(of cohort: Int) -> CountedReplicas {
    guard let observed = observedReplicas(ofCohort: cohort) else { return .absent }
    if cohorts[cohort].waiting > 0 { return .waiting }
    return inputs == .countsAboveZero && observed.counted == 0 ? .absent : .counted(observed.counted)
  }

  /// What members said of the workload, for a scheduler that reads counts alone: each count stands for all that was
  /// observed. nil: the scheduler reads more, or replicas wait. O(cohorts), a few of them in each cache line.
  func countsAlone(of workload: Int) -> [ObservedReplicas]? {
    guard followsCounts, hubWorkloads[workload].unsteadyCohorts == 0 else { return nil }
    var observed: [ObservedReplicas] = []
    observed.reserveCapacity(cohortsOfWorkload[workload].count)
    for (cluster, cohort) in cohortsOfWorkload[workload].placed {
      guard case .counted(let count) = countedReplicas[Int(cohort)] else { continue }
      observed.append(ObservedReplicas(cluster: ClusterIndex(cluster), desired: count, ready: count, unschedulable: 0))
    }
    if checksInvariants { checkCounts(observed, of: workload) }
    return observed
  }

  /// Each count is that of what would be observed.
  private func checkCounts(_ counts: [ObservedReplicas], of workload: Int) {
    let isEmptyAbsent = inputs == .countsAboveZero
    let observed = observedReplicas(of: workload).filter { !isEmptyAbsent || $0.counted != 0 }
    precondition(
      counts.map(\.cluster) == observed.map(\.cluster) && counts.map(\.counted) == observed.map(\.counted)
        && observed.allSatisfy { $0.unschedulable == 0 },
      "of workload \(workload) \(counts) is counted and \(observed) observed")
  }

  /// To be called when a cluster becomes a ready member, or is none any more. O(workloads that may use it).
  mutating func forgetAnswers(around cluster: Int) {
    guard followsCounts else { return }
    for workload in workloadsOfCluster[cluster] { hubWorkloads[Int(workload)].standingAnswer = nil }
  }

  /// The scheduler answered: that stands until something that it read changes.
  mutating func noteStandingAnswer(_ outcome: SchedulingOutcome, of workload: Int) {
    guard followsCounts, hubWorkloads[workload].unsteadyCohorts == 0, case .assign(let answer) = outcome else {
      return
    }
    hubWorkloads[workload].standingAnswer = answer
  }

  /// The last answer, where it stands; nil: the scheduler has to be asked. O(cohorts that were written to).
  mutating func standingDecision(for workload: Int, trigger: SchedulingTriggers) -> SchedulingDecision? {
    guard followsCounts else { return nil }
    settleCohorts()
    guard let answer = hubWorkloads[workload].standingAnswer else { return nil }
    if checksInvariants {
      let outcome = decide(workload, trigger: trigger).outcome
      precondition(
        outcome == .assign(answer), "workload \(workload) is said to be answered \(answer) again and is \(outcome)")
    }
    return SchedulingDecision(.assign(answer))
  }
}
