// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// Karmada: taints, tolerations, the eviction queue, the scheduler's queue, purge modes.
extension ClusterLoss {
  /// How long `workload` stands the taints.
  func toleration(of workload: Int) -> ToleratedSpan {
    let tolerations: [Toleration]
    switch start.contender.policies[workload] {
    case .karmada(let policy): tolerations = policy.tolerations
    case .kubeAdmiral(let policy): tolerations = policy.tolerations
    default: tolerations = []
    }
    return ToleratedSpan(
      of: evictionTaints, by: tolerations, injectedSeconds: profile.eviction.defaultTolerationSeconds)
  }

  /// What becomes of the old copy of `workload`.
  func purgeMode(of workload: Int) -> KarmadaPolicy.PurgeMode {
    guard case .karmada(let policy)? = start.contender.policies[workload] else { return profile.eviction.purgeMode }
    return policy.clusterPurgeMode ?? profile.eviction.purgeMode
  }

  func karmadaWays(of bindings: [Int], after common: Timeline) -> [Way] {
    var common = common
    if !common.isStuck {
      common.note("NoSchedule taint", at: common.now, why: "set at once from the Ready condition: nothing new comes")
      addNoExecute(to: &common)
    }
    let spans = bindings.map { toleration(of: $0) }
    let due = bindings.indices.compactMap { place -> QueueForecast.Item? in
      spans[place].span.map { QueueForecast.Item(workload: place, at: $0) }
    }.sorted { ($0.at, $0.workload) < ($1.at, $1.workload) }
    let tolerating = profile.eviction.queuesTolerating ? bindings.indices.filter { spans[$0].span == nil } : []
    let toDecide = QueueForecast.evictions(of: due, beside: tolerating, by: profile.eviction).sorted { $0.at < $1.at }
    let decided = QueueForecast.decisions(of: toDecide, by: profile.scheduling) { requests(of: bindings[$0]) }
    let stuck = bindings.indices.filter { common.isStuck || spans[$0].span == nil }
    var ways: [Way] = []
    if !common.isStuck {
      for (position, item) in toDecide.enumerated() {
        var way = Way(workload: bindings[item.workload], timeline: common)
        addToleration(spans[item.workload], to: &way.timeline)
        let delay = item.at - (spans[item.workload].span ?? .zero)
        addEvictionQueue(position, of: toDecide.count, delay: delay, to: &way.timeline)
        addSchedulerQueue(delay: decided[position].at - item.at, for: way.workload, to: &way.timeline)
        ways.append(way)
      }
    }
    for place in stuck {
      var way = Way(workload: bindings[place], timeline: common)
      if !common.isStuck { addToleration(spans[place], to: &way.timeline) }
      way.reason = way.timeline.steps.last?.why
      ways.append(way)
    }
    return ways
  }

  private func requests(of workload: Int) -> Int {
    profile.scheduling.requests(for: start.contender.policies[workload])
  }

  private func addNoExecute(to timeline: inout Timeline) {
    let eviction = profile.eviction
    guard eviction.isEnabled else {
      return timeline.add(
        "NoExecute taint", .never,
        why: "nobody evicts: failover is not opted into, so the replicas stay until the cluster is back",
        [timeline.setting("evictionEnabled", "false")])
    }
    guard !evictionTaints.isEmpty else {
      let status = detection.published?.rawValue ?? "True"
      return timeline.add(
        "NoExecute taint", .never,
        why: "no ClusterTaintPolicy puts a NoExecute taint on this cluster while Ready is \(status)",
        [Setting(name: "ClusterTaintPolicy", value: "\(start.contender.taintPolicies.count) of them")])
    }
    guard profile.taintsByItself, let delay = eviction.taintDelay else {
      return timeline.add(
        "NoExecute taint", .zero, why: "a ClusterTaintPolicy sets it when the condition changes",
        [Setting(name: "ClusterTaintPolicy", value: taintPolicyNames)])
    }
    let settings = [
      timeline.setting("taintDelay", delay), timeline.setting("taintLoopPeriod", eviction.taintLoopPeriod),
    ]
    if detection.published == .unknown, let lease = profile.detection.lease {
      timeline.reach(
        "NoExecute taint",
        at: TimeWindow(max(delay - lease.renewPeriod, timeline.now.earliest), delay + eviction.taintLoopPeriod),
        why: "the controller waits \(delay) since the last report, in a loop of \(eviction.taintLoopPeriod)", settings)
    } else {
      timeline.add(
        "NoExecute taint", TimeWindow(delay, delay + eviction.taintLoopPeriod),
        why: "the controller waits \(delay) since the condition changed, in a loop of \(eviction.taintLoopPeriod)",
        settings)
    }
  }

  private var taintPolicyNames: String {
    let status = detection.published?.rawValue ?? ""
    return start.contender.taintPolicies.filter { $0.evicts && $0.adds(onReady: status) }.map(\.name)
      .joined(separator: ", ")
  }

  func addToleration(_ span: ToleratedSpan, to timeline: inout Timeline) {
    let field = "spec.placement.clusterTolerations[].tolerationSeconds"
    guard let seconds = span.span else {
      return timeline.add(
        "toleration", .never, why: "every NoExecute taint of the lost cluster is tolerated for ever",
        [Setting(name: field, value: "none")])
    }
    if span.isInjected {
      let setting = timeline.setting("defaultTolerationSeconds", "\(profile.eviction.defaultTolerationSeconds ?? 0)")
      timeline.add(
        "toleration", TimeWindow(seconds), why: "the webhook injects it into policies without one", [setting])
    } else if span.toleration != nil {
      timeline.add(
        "toleration", TimeWindow(seconds), why: "the first toleration that matches the taint counts",
        [Setting(name: field, value: "\(seconds.nanoseconds / 1_000_000_000)")])
    } else {
      timeline.add(
        "toleration", .zero, why: "the policy does not tolerate the taint", [Setting(name: field, value: "none")])
    }
  }

  private func addEvictionQueue(
    _ position: Int, of count: Int, delay: SimulationDuration, to timeline: inout Timeline
  ) {
    let eviction = profile.eviction
    guard let rate = eviction.ratePerSecond else {
      return timeline.add("eviction queue", .zero, why: "this version does not pace evictions")
    }
    timeline.add(
      "eviction queue", TimeWindow(delay),
      why: "number \(position + 1) of \(count) bindings on the cluster; "
        + "\(eviction.workers) workers each pause 1/rate after an item",
      [
        timeline.setting("evictionRatePerSecond", "\(rate)"),
        timeline.setting("evictionWorkers", "\(eviction.workers)"),
        timeline.setting("evictionQueueQPS", eviction.queueRate.map { "\($0.perSecond)" } ?? "none"),
      ])
  }

  func addSchedulerQueue(delay: SimulationDuration, for workload: Int, to timeline: inout Timeline) {
    let pace = profile.scheduling
    var settings = [timeline.setting("decisionTime", pace.decisionTime)]
    if let rate = pace.apiRate { settings.append(timeline.setting("schedulerQPS", "\(rate.perSecond)")) }
    timeline.add(
      "scheduler queue and decision", TimeWindow(delay),
      why: pace.apiRate == nil
        ? "one decision after the other"
        : "one decision after the other; each costs \(requests(of: workload)) requests from one bucket", settings)
  }

  /// With `Directly` nothing new is made while the old Work is there, and that cannot go while the cluster is away.
  func addDirectBlock(for workload: Int, gains: [AssignedReplicas], to timeline: inout Timeline) {
    guard profile.system == .karmada else { return }
    guard purgeMode(of: workload) == .directly else {
      return timeline.note(
        "old copy is kept",
        at: TimeWindow(timeline.now.earliest, timeline.now.latest + profile.eviction.gracefulTimeout),
        why: "until the new copies are healthy, or the time is up",
        [timeline.setting("gracefulEvictionTimeout", profile.eviction.gracefulTimeout)])
    }
    guard let recheck = profile.eviction.directRecheck else {
      return timeline.note("old copy is ordered to go", at: timeline.now, why: "this version does not wait for it")
    }
    let isNew = gains.contains { gain in !start.assignments[workload].contains { $0.cluster == gain.cluster } }
    let trusts = profile.switches.trustsStaleHealth && !isNew
    timeline.add(
      "old copy blocks the new one", TimeWindow(.zero, trusts ? recheck : profile.eviction.gracefulTimeout),
      why: trusts
        ? "the targets ran the workload before and still show Healthy, so the block lifts at the next look"
        : "purge mode Directly: the old Work cannot be deleted while the cluster is away",
      [
        Setting(name: "spec.failover.cluster.purgeMode", value: "Directly"),
        timeline.setting("gracefulEvictionTimeout", profile.eviction.gracefulTimeout),
        timeline.setting("directPurgeRecheck", recheck),
      ])
  }
}
