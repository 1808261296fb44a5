// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// KubeFed and Federation v1 re-plan after a delay, KubeAdmiral when somebody taints; and what happens on return.
extension ClusterLoss {
  func replanningWays(of bindings: [Int], after common: Timeline) -> [Way] {
    var common = common
    let reaction = profile.reaction
    if !common.isStuck {
      if let early = reaction.memberEventDelay {
        common.note(
          "any other event re-plans at once", at: TimeWindow(common.now.earliest, .greatest),
          why: "readiness is read at plan time; an event of a healthy member counts after \(early)",
          [common.setting("memberEventDelay", early)])
      }
      common.add(
        "re-planning at the latest", reaction.unavailableDelay.map { TimeWindow($0) } ?? .never,
        why: reaction.unavailableDelay == nil ? "readiness re-plans nothing" : "the delay after a cluster is lost",
        [common.setting("unavailableDelay", reaction.unavailableDelay)])
    }
    // Everything that may use the cluster is planned anew, not only what is there.
    let replanned = scenario.workloads.indices.filter { start.candidates[$0].contains(question.cluster) }
    let decided = QueueForecast.decisions(
      of: replanned.filter { plansAnew($0) }.map { .init(workload: $0, at: .zero) }, by: profile.scheduling
    ) { _ in profile.scheduling.requests }
    var next = 0
    return bindings.map { workload in
      var way = Way(workload: workload, timeline: common)
      if common.isStuck {
        way.reason = common.steps.last?.why
      } else if !plansAnew(workload) {
        way.timeline.add(
          "re-planning", .never, why: "without a ReplicaSchedulingPreference placement and overrides stay as written",
          [Setting(name: "ReplicaSchedulingPreference", value: "none")])
        way.reason = way.timeline.steps.last?.why
      } else {
        while next < decided.count, decided[next].workload != workload { next += 1 }
        addSchedulerQueue(delay: next < decided.count ? decided[next].at : .zero, for: workload, to: &way.timeline)
      }
      return way
    }
  }

  /// Whether readiness has a part in the plan at all.
  func plansAnew(_ workload: Int) -> Bool {
    if case .kubeFed(let policy)? = start.contender.policies[workload] { return policy.scheduling != nil }
    return start.contender.policies[workload] != nil
  }

  func kubeAdmiralWays(of bindings: [Int], after common: Timeline) -> [Way] {
    var common = common
    if !common.isStuck {
      if let delay = profile.notReadyTaintDelay, profile.eviction.isEnabled {
        common.add(
          "operator taints NoExecute", TimeWindow(delay),
          why: "a person or a controller of your own does; KubeAdmiral does not",
          [Setting(name: "contenders[].operator.taintUnreadyAfter", set: "taintDelay", value: "\(delay)")])
      } else {
        common.add(
          "reaction to not ready", .never,
          why: "readiness is no trigger of the scheduler, and nobody taints the cluster NoExecute",
          [Setting(name: "contenders[].operator.taintUnreadyAfter", set: "taintDelay", value: "never")])
      }
    }
    let movable = bindings.filter { deafness(of: $0) == nil }
    let decided = QueueForecast.decisions(
      of: movable.map { .init(workload: $0, at: .zero) }, by: profile.scheduling
    ) { _ in profile.scheduling.requests }
    var next = 0
    return bindings.map { workload in
      var way = Way(workload: workload, timeline: common)
      if common.isStuck {
        way.reason = common.steps.last?.why
      } else if let deafness = deafness(of: workload) {
        way.timeline.add("the scheduler runs", .never, why: deafness.why, [deafness.setting])
        way.reason = deafness.why
      } else {
        // What moves is decided about in the order of `bindings`.
        addSchedulerQueue(delay: decided[next].at, for: workload, to: &way.timeline)
        next += 1
      }
      return way
    }
  }

  /// Why a workload of KubeAdmiral stays although its cluster is tainted; nil: it does not.
  func deafness(of workload: Int) -> (why: String, setting: Setting)? {
    guard case .kubeAdmiral(let policy)? = start.contender.policies[workload] else { return nil }
    if policy.isSticky {
      return (
        "disableRescheduling keeps what is placed for good",
        Setting(name: "spec.reschedulePolicy.disableRescheduling", value: "true")
      )
    }
    if policy.rescheduleWhen == nil, profile.switches.missingRescheduleWhenIgnoresTaints {
      return (
        "a reschedulePolicy without rescheduleWhen is deaf to clusters, NoExecute included",
        Setting(name: "spec.reschedulePolicy.rescheduleWhen", set: "missingRescheduleWhenIgnoresTaints", value: "none")
      )
    }
    if !evictionTaints.isEmpty, evictionTaints.allSatisfy({ policy.tolerations.tolerate($0) }) {
      return (
        "every NoExecute taint of the lost cluster is tolerated", Setting(name: "spec.tolerations", value: "all")
      )
    }
    return nil
  }

  /// What the return of the cluster brings.
  func noteReturn(of workload: Int, in timeline: inout Timeline) {
    guard detection.published != nil else { return }
    let returned = TimeWindow(question.outage, .greatest)
    let wasMoved = !timeline.isStuck
    switch profile.system {
    case .karmada:
      guard case .karmada(let policy)? = start.contender.policies[workload] else { return }
      if policy.scheduling == .duplicated {
        timeline.note("on return", at: returned, why: "duplicated: the cluster is added again once its taints are gone")
      } else if wasMoved {
        let stale = min(question.outage, profile.propagation.deletionRetryLimit)
        timeline.note(
          "on return", at: returned,
          why: "nothing moves back; the stale copy may run beside the new one for up to \(stale)",
          [timeline.setting("deletionRetryLimit", profile.propagation.deletionRetryLimit)])
      } else {
        timeline.note("on return", at: returned, why: "the replicas start again where they were")
      }
    case .kubeFed, .federationV1:
      guard let delay = profile.reaction.availableDelay else { return }
      timeline.note(
        "on return", at: returned,
        why: wasMoved
          ? "a new plan \(delay) after it is Ready; running replicas move only with rebalance, the stale copy is "
            + "adopted or deleted" : "the replicas start again where they were",
        [timeline.setting("availableDelay", delay)])
    case .kubeAdmiral:
      timeline.note(
        "on return", at: returned,
        why: wasMoved
          ? "nothing moves back while avoidDisruption holds; the operator has to take the taint off"
          : "the replicas start again where they were")
    }
  }
}
