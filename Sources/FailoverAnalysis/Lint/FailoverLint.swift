// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// Everything that is worth saying about the loss of a cluster under a contender.
struct FailoverLint {
  let loss: ClusterLoss
  var report: LintReport
  /// The moments of all decisions about the loss, ascending.
  let decisions: [SimulationDuration]

  /// Those of `loss`, beside what is known of the policies. O(workloads there x (candidates + log of their number)).
  static func findings(of loss: ClusterLoss, beside policies: LintReport) -> [Finding] {
    let decided = loss.forecasts.map(\.decided).filter { !$0.isNever }.map(\.earliest).sorted()
    var lint = FailoverLint(loss: loss, report: policies, decisions: decided)
    lint.checkDetection()
    if loss.profile.system == .karmada { lint.checkKarmadaTaints() }
    lint.checkEvictionPace()
    for forecast in loss.forecasts {
      lint.checkMigration(forecast)
      lint.checkRoom(forecast)
      lint.checkEviction(forecast)
      lint.checkApplicationFailover(forecast)
      lint.checkReturn(forecast)
    }
    lint.checkRebalancers()
    return lint.report.sorted
  }

  var scenario: Scenario { loss.scenario }
  var profile: ControlPlaneProfile { loss.profile }
  var cluster: ClusterSpec { loss.cluster }

  /// What upstream calls the value that scenarios call `name`.
  func upstream(_ name: String) -> String { loss.upstreamName(name, profile.system) ?? name }

  func karmadaPolicy(of workload: Int) -> KarmadaPolicy? {
    guard case .karmada(let policy)? = loss.start.contender.policies[workload] else { return nil }
    return policy
  }

  // Detection

  private mutating func checkHub(_ object: String) {
    let region = cluster.region
    let isKarmada = profile.system == .karmada
    switch scenario.network.hub.part(lostWith: region, hasOwnScheduler: isKarmada) {
    case nil: break
    case .store?:
      report.add(
        .hubInRegion, object, field: "network.hub.store",
        "the hub's store loses its majority with \(region): if the region goes, nobody decides anything")
    case .controllers(let isShare)?:
      report.add(
        .hubInRegion, object, field: "network.hub.controllers.regions",
        "\(isShare ? "a shard" : "every instance") of the controllers is in \(region): if the region goes, "
          + "\(isShare ? "their members are" : "no member is") \(isShare ? "not watched" : "watched any more")")
    case .scheduler(let isShare)?:
      report.add(
        .hubInRegion, object, field: "network.hub.scheduler.regions",
        "\(isShare ? "a shard" : "every instance") of the scheduler is in \(region): if the region goes, "
          + "\(isShare ? "its workloads stay" : "everything evicted stays") without a place")
    }
  }

  private mutating func checkDetection() {
    let object = "cluster \(cluster.name)"
    let detection = profile.detection
    checkHub(object)
    if loss.detection.published == nil {
      report.add(
        .notNoticed, object, field: "plane",
        loss.question.plane == .user ? nil : "a Push cluster has no agent that could be lost")
    }
    if case .sustained(let failure, _) = detection.hysteresis, detection.period > .zero, !loss.detection.isPull,
      failure.nanoseconds % detection.period.nanoseconds != 0
    {
      report.add(
        .thresholdRoundedUp, "control plane", field: upstream("failureThreshold"),
        "\(failure) is no multiple of the probe period \(detection.period): it is rounded up to the next probe")
    }
    let trip = scenario.network.roundTripFromHub(to: cluster)
    let timeout = min(detection.dialTimeout, detection.requestTimeout)
    if trip >= timeout, trip > .zero {
      report.add(
        .timeoutBelowRoundTrip, object, field: upstream("probeTimeout"),
        "the round trip \(trip) is not below the time-out \(timeout): a healthy cluster looks dead")
    }
    if case .sinceLastChange = detection.hysteresis {
      report.add(.firstFailurePublishes, "control plane", field: upstream("failureProbes"))
    }
    if let early = profile.reaction.memberEventDelay, profile.reaction.unavailableDelay != nil {
      report.add(
        .replansEarly, "control plane", field: upstream("unavailableDelay"),
        "any other event of a workload re-plans it before the delay is over, one of a member after \(early)")
    }
    if loss.question.failure.isBlackHole, isSerial {
      report.add(.serialProbes, "control plane", field: "health check")
    }
  }

  private var isSerial: Bool {
    switch profile.detection.prober {
    case .pass(let isSerial): isSerial
    case .perMember(let workers, _): workers == 1
    }
  }

  // Why nothing moves

  private mutating func checkKarmadaTaints() {
    guard let published = loss.detection.published else { return }
    guard profile.eviction.isEnabled else {
      return report.add(
        .failoverOff, "control plane", field: upstream("evictionEnabled"),
        profile.taintsByItself
          ? "Karmada evicts nothing: the Failover gate is off" : nil)
    }
    // Versions that taint by themselves know no ClusterTaintPolicy.
    let policies = profile.taintsByItself ? [] : loss.start.contender.taintPolicies
    for policy in policies where policy.evicts && policy.target?.matches(cluster) ?? true {
      let others = ["True", "False", "Unknown"].filter { $0 != published.rawValue }
      let watchesReady = policy.addOn.contains { $0.type == "Ready" }
      if watchesReady, !policy.adds(onReady: published.rawValue), others.dropFirst().contains(where: policy.adds) {
        report.add(
          .taintPolicyNeverFires, "ClusterTaintPolicy \(policy.name)", field: "spec.addOnConditions",
          "it does not match Ready=\(published.rawValue), which a lost \(cluster.syncMode.rawValue) cluster gets")
      }
      if policy.removeOn.isEmpty, policy.adds(onReady: published.rawValue) {
        report.add(.taintStays, "ClusterTaintPolicy \(policy.name)", field: "spec.removeOnConditions")
      }
    }
    if loss.evictionTaints.isEmpty {
      report.add(.noTaintPolicy, "cluster \(cluster.name)", field: "ClusterTaintPolicy")
    }
  }

  private mutating func checkMigration(_ forecast: WorkloadForecast) {
    let workload = forecast.place
    let others = loss.start.candidates[workload].contains { $0 != loss.question.cluster }
    if !others { report.add(.noOtherCluster, forecast.workload, field: "placement") }
    guard loss.detection.published != nil else { return }
    switch profile.system {
    case .karmada:
      if !loss.evictionTaints.isEmpty, loss.toleration(of: workload).span == nil {
        report.add(.toleratedForEver, forecast.workload, field: "spec.placement.clusterTolerations")
      }
    case .kubeFed:
      if !loss.plansAnew(workload) {
        report.add(.noPreference, forecast.workload, field: "ReplicaSchedulingPreference")
      }
    case .kubeAdmiral: checkKubeAdmiral(forecast)
    case .federationV1: break
    }
  }

  private mutating func checkKubeAdmiral(_ forecast: WorkloadForecast) {
    guard case .kubeAdmiral(let policy)? = loss.start.contender.policies[forecast.place] else { return }
    if profile.notReadyTaintDelay == nil || !profile.eviction.isEnabled {
      report.add(.nobodyTaints, "control plane", field: "taints")
    } else if loss.evictionTaints.allSatisfy({ policy.tolerations.tolerate($0) }) {
      report.add(.toleratedForEver, forecast.workload, field: "spec.tolerations")
    }
    if policy.isSticky {
      report.add(.sticky, forecast.workload, field: "spec.reschedulePolicy.disableRescheduling")
    }
    if policy.rescheduleWhen == nil, profile.switches.missingRescheduleWhenIgnoresTaints {
      report.add(.missingRescheduleWhen, forecast.workload, field: "spec.reschedulePolicy.rescheduleWhen")
    }
  }

  private mutating func checkApplicationFailover(_ forecast: WorkloadForecast) {
    guard forecast.decided.isNever, karmadaPolicy(of: forecast.place)?.applicationFailover != nil else { return }
    report.add(.applicationFailoverSilent, forecast.workload, field: "spec.failover.application")
  }

  // Room

  private mutating func checkRoom(_ forecast: WorkloadForecast) {
    let workload = forecast.place
    if forecast.outcome == .cleared {
      report.add(.targetsCleared, forecast.workload, field: "placement")
    } else if !forecast.decided.isNever, forecast.unplaced > 0, let reason = forecast.reason {
      if let policy = karmadaPolicy(of: workload), policy.isShortOfGroups(in: scenario.fleet, without: cluster) {
        report.add(.tooFewGroupsLeft, forecast.workload, field: "spec.placement.spreadConstraints[].minGroups")
      } else {
        report.add(.tooLittleRoom, forecast.workload, field: "resources.requests", generalised(reason))
      }
    } else if forecast.outcome == .movesInPart {
      report.add(.partial, forecast.workload, field: "placement")
    }
    let gains = loss.after.assignments[workload].filter { entry in
      entry.cluster != loss.question.cluster && entry.replicas > 0
        && Int(entry.replicas) > loss.start.replicas(of: workload, in: entry.cluster)
    }
    if gains.contains(where: { loss.after.isOverfull($0.cluster) }) {
      report.add(.waitsForRoom, forecast.workload, field: "replicas")
    }
    if let group = forecast.affinityGroup {
      report.add(
        .laterGroup, forecast.workload, field: "spec.placement.clusterAffinities",
        "it falls over to the affinity group \(group) and never comes back")
    }
    guard let policy = karmadaPolicy(of: workload) else { return }
    if policy.scheduling != .duplicated {
      report.add(
        .scaleUpLandsOnDead, forecast.workload, field: "spec.replicas",
        forecast.decided.isNever ? "scale-ups land on the dead cluster too, for as long as it is away" : nil)
    }
  }

  /// The message without what differs from workload to workload, so that equal cases are told once.
  private func generalised(_ reason: String) -> String {
    "\(LintCode.tooLittleRoom.meaning) (\(String(reason.filter { !$0.isNumber })))"
  }
}
