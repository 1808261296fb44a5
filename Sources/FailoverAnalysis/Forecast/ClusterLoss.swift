// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// The loss of one cluster under one contender, thought through.
struct ClusterLoss {
  let start: PlacementForecast
  let question: FailoverQuestion
  let upstreamName: (String, FederationSystem) -> String?
  /// The placement as the answers make it.
  private(set) var after: PlacementForecast
  private(set) var forecasts: [WorkloadForecast] = []

  init(
    start: PlacementForecast, question: FailoverQuestion, upstreamName: @escaping (String, FederationSystem) -> String?
  ) {
    self.start = start
    self.question = question
    self.upstreamName = upstreamName
    after = start
    run()
  }

  var scenario: Scenario { start.scenario }
  var profile: ControlPlaneProfile { start.contender.profile }
  var cluster: ClusterSpec { scenario.fleet[question.cluster] }
  var detection: DetectionSteps {
    DetectionSteps(scenario: scenario, detection: profile.detection, cluster: cluster, question: question)
  }

  /// Workloads with replicas on the cluster, in the scenario's order.
  var bindings: [Int] {
    scenario.workloads.indices.filter { start.replicas(of: $0, in: question.cluster) > 0 }
  }

  /// What evicts: the NoExecute taints that the lost cluster gets; empty: none.
  var evictionTaints: [Taint] {
    guard let published = detection.published, profile.eviction.isEnabled else { return [] }
    switch profile.system {
    case .karmada:
      if profile.taintsByItself { return [Taint(key: published.taintKey, effect: .noExecute)] }
      return start.contender.taintPolicies.filter { policy in
        (policy.target?.matches(cluster) ?? true) && policy.adds(onReady: published.rawValue)
      }.flatMap { $0.taints.filter { $0.effect == .noExecute } }
    case .kubeAdmiral:
      return profile.notReadyTaintDelay == nil ? [] : [.operatorUnready]
    case .kubeFed, .federationV1: return []
    }
  }

  /// Tells the planner what the control plane knows once the loss is published.
  private mutating func publish() {
    guard let published = detection.published else { return }
    let place = question.cluster.index
    after.snapshot.clusters[place].readiness = published == .unknown ? .unknown : .notReady
    if profile.system == .karmada {
      after.snapshot.clusters[place].taints.append(Taint(key: published.taintKey, effect: .noSchedule))
    }
    after.snapshot.clusters[place].taints += evictionTaints
  }

  private mutating func run() {
    let bindings = bindings
    publish()
    var common = Timeline(system: profile.system, upstreamName: upstreamName)
    detection.add(to: &common)
    let ways: [Way] =
      switch profile.system {
      case .karmada: karmadaWays(of: bindings, after: common)
      case .kubeAdmiral: kubeAdmiralWays(of: bindings, after: common)
      case .kubeFed, .federationV1: replanningWays(of: bindings, after: common)
      }
    for way in ways { forecasts.append(finish(endedByReturn(way, noticed: common.now))) }
  }

  /// A workload's steps up to the decision.
  struct Way {
    var workload: Int
    var timeline: Timeline
    /// Why nothing is decided.
    var reason: String?
  }

  private mutating func finish(_ way: Way) -> WorkloadForecast {
    let workload = way.workload
    let spec = scenario.workloads[workload]
    var forecast = WorkloadForecast(
      place: workload, workload: spec.key, replicas: Int(start.wanted(workload)),
      lost: start.replicas(of: workload, in: question.cluster), outcome: .stays, reason: way.reason,
      steps: [], decided: way.timeline.now, ready: .never, changes: [], unplaced: 0, affinityGroup: nil,
      lossEarliest: 0, lossLatest: 0)
    var timeline = way.timeline
    let short = deficit(start, workload)
    var stillShort = short
    var settled = TimeWindow.never
    if timeline.isStuck {
      if short == 0 { forecast.outcome = .covered }
    } else {
      answer(&forecast, &timeline, &stillShort)
      settled = forecast.outcome == .cleared ? forecast.decided : forecast.ready
    }
    if forecast.outcome == .covered { forecast.ready = .zero }
    noteReturn(of: workload, in: &timeline)
    forecast.steps = timeline.steps
    forecast.unplaced = stillShort
    if question.plane.losesReplicas {
      forecast.lossEarliest = loss(short, stillShort, until: settled.earliest)
      forecast.lossLatest = loss(short, stillShort, until: settled.latest)
    }
    return forecast
  }

  private func loss(_ short: Int, _ stillShort: Int, until settled: SimulationDuration) -> Double {
    let before = min(settled, question.outage)
    return Double(short) * before.seconds + Double(stillShort) * (question.outage - before).seconds
  }

  /// Wanted replicas that no other cluster holds.
  private func deficit(_ placement: PlacementForecast, _ workload: Int) -> Int {
    let elsewhere = placement.assignments[workload].filter { $0.cluster != question.cluster }
      .reduce(0) { $0 + placement.count($1, of: workload) }
    return max(0, Int(placement.wanted(workload)) - elsewhere)
  }

  /// Asks the planner and follows the answer to the members.
  private mutating func answer(
    _ forecast: inout WorkloadForecast, _ timeline: inout Timeline, _ stillShort: inout Int
  ) {
    let workload = forecast.place
    let isKarmada = profile.system == .karmada
    let left = after.assignments[workload].filter { $0.cluster != question.cluster }
    let trigger: SchedulingTriggers =
      isKarmada ? .evicted : profile.system == .kubeAdmiral ? .taintsChanged : .readinessChanged
    let decision = after.ask(
      workload, trigger: trigger, current: isKarmada ? left : nil, evicting: isKarmada ? [question.cluster] : [])
    let short = stillShort
    switch decision.outcome {
    case .assign(let assignment):
      after.adopt(assignment, for: workload)
      noteGroup(decision.affinityGroup, of: workload, in: &forecast)
    case .keep:
      if isKarmada { after.adopt(left, for: workload) }
      if short > 0 { forecast.reason = "the planner keeps the assignment as it is" }
    case .unschedulable(let failure, let clears, _):
      forecast.reason = failure.message
      after.adopt(clears ? [] : isKarmada ? left : after.assignments[workload], for: workload)
      if clears { forecast.outcome = .cleared }
    }
    stillShort = deficit(after, workload)
    forecast.changes = changes(of: workload)
    if forecast.outcome != .cleared {
      forecast.outcome = short == 0 ? .covered : stillShort == 0 ? .moves : stillShort < short ? .movesInPart : .stays
    }
    timeline.note("the planner answers", at: timeline.now, why: Self.summary(of: forecast))
    let gains = after.assignments[workload].filter { entry in
      Int(entry.replicas)
        > (start.assignments[workload].first { $0.cluster == entry.cluster }.map { Int($0.replicas) } ?? 0)
        && entry.cluster != question.cluster
    }
    guard !gains.isEmpty else { return }
    addDirectBlock(for: workload, gains: gains, to: &timeline)
    addPropagation(to: gains.map(\.cluster), &timeline)
    let startup = scenario.workloads[workload].startup.medianAndPercentile95
    timeline.add(
      "start-up", startup, why: "image, start and readiness: the median, and 95 % of the replicas",
      [Setting(name: "workloads[].startup", value: "\(startup.earliest) / \(startup.latest)")])
    if forecast.outcome != .cleared { forecast.ready = timeline.now }
  }

  private func noteGroup(_ group: Int, of workload: Int, in forecast: inout WorkloadForecast) {
    guard group != start.groups[workload], case .karmada(let policy)? = start.contender.policies[workload],
      policy.clusterAffinities.indices.contains(group)
    else { return }
    let name = policy.clusterAffinities[group].name
    forecast.affinityGroup = name.isEmpty ? "\(group + 1)" : name
  }

  private func changes(of workload: Int) -> [PlacementChange] {
    let ends = start.assignments[workload] + after.assignments[workload]
    let clusters = ends.map(\.cluster).sorted()
    var changes: [PlacementChange] = []
    for (position, cluster) in clusters.enumerated() where position == 0 || clusters[position - 1] != cluster {
      let before = start.replicas(of: workload, in: cluster)
      let now = after.replicas(of: workload, in: cluster)
      if before != now {
        changes.append(PlacementChange(cluster: scenario.fleet[cluster].name, before: before, after: now))
      }
    }
    return changes.sorted { $0.cluster < $1.cluster }
  }

  /// The answer in words: at most six clusters by name.
  static func summary(of forecast: WorkloadForecast) -> String {
    if let reason = forecast.reason { return reason }
    let gains = forecast.changes.filter { $0.after > $0.before }
    if gains.isEmpty { return "no other cluster gets more" }
    let named = gains.prefix(6).map { "\($0.cluster) +\($0.after - $0.before)" }.joined(separator: ", ")
    let rest = gains.count > 6 ? " and \(gains.count - 6) more clusters" : ""
    return named + rest + (forecast.outcome == .movesInPart ? "; the rest finds no cluster" : "")
  }

  private func addPropagation(to targets: [ClusterIndex], _ timeline: inout Timeline) {
    let trips = targets.map { scenario.network.roundTripFromHub(to: scenario.fleet[$0]) }
    let delay = TimeWindow(profile.propagation.delay)
    timeline.add(
      "propagation", delay + TimeWindow(trips.min() ?? .zero, trips.max() ?? .zero),
      why: "the new numbers reach the members",
      [
        timeline.setting("propagationDelay", profile.propagation.delay),
        Setting(name: "network", value: "round trips to \(trips.max() ?? .zero)"),
      ])
  }
}
