// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// One value of a profile that `contenders[].set` can change by name.
public struct ProfileOverride {
  typealias Profile = ControlPlaneProfile

  /// A value's place in the profile, by the type of its field.
  enum Place {
    case span(WritableKeyPath<Profile, SimulationDuration>)
    case optionalSpan(WritableKeyPath<Profile, SimulationDuration?>)
    case flag(WritableKeyPath<Profile, Bool>)
    case rate(WritableKeyPath<Profile, Double?>)
    case perSecond(WritableKeyPath<Profile, Profile.TokenRate?>)
    case burst(WritableKeyPath<Profile, Profile.TokenRate?>)
    case share(WritableKeyPath<Profile, Double>)
    case count(WritableKeyPath<Profile, Int>)
    case tolerationSeconds
    case queue
    case names(WritableKeyPath<Profile, [String]>)
    case lease(WritableKeyPath<Profile.Detection.Lease, SimulationDuration>)
    case hysteresis(HysteresisPart)
  }

  /// The numbers inside the rule of detection.
  enum HysteresisPart: Sendable {
    case failureThreshold, successThreshold, failureProbes, successProbes, countsConsecutiveFailures
  }

  /// Its name in scenarios.
  public let name: String
  let place: Place
  /// What upstream calls it, by system: a flag, a field of a configuration object, or a constant of the source.
  public let upstream: [FederationSystem: String]

  init(
    _ name: String, _ place: Place, karmada: String? = nil, kubeFed: String? = nil, kubeAdmiral: String? = nil,
    federationV1: String? = nil
  ) {
    self.name = name
    self.place = place
    let names: [(FederationSystem, String?)] = [
      (.karmada, karmada), (.kubeFed, kubeFed), (.kubeAdmiral, kubeAdmiral), (.federationV1, federationV1),
    ]
    upstream = Dictionary(uniqueKeysWithValues: names.compactMap { system, name in name.map { (system, $0) } })
  }

  /// Rates per second that can be read.
  static let rates = 0.000_001...1_000_000.0
  /// Rates of which 0 is one: evictions are paused.
  static let pausableRates = ["evictionRatePerSecond"]
  /// The rates that can be read for the field called `name`.
  static func rates(of name: String) -> ClosedRange<Double> {
    pausableRates.contains(name) ? 0...rates.upperBound : rates
  }
  /// Counts that can be read.
  static let counts = 1...10_000
  /// Spans that something waits for again and again: much shorter ones would hardly let time pass.
  static let repeatedSpans = ["detectionPeriod", "statusPeriod", "retryBase", "retryLimit", "deletionRetryLimit"]

  /// What upstream calls the value that scenarios call `name`; nil where it has no name there.
  public static func upstreamName(of name: String, in system: FederationSystem) -> String? {
    table.first { $0.name == name }?.upstream[system]
  }

  /// Every name, in the order of the profile.
  public static var table: [ProfileOverride] { detection + reaction + eviction + pace + components + switches }

  private static var detection: [ProfileOverride] {
    [
      .init(
        "detectionPeriod", .span(\.detection.period), karmada: "--cluster-status-update-frequency",
        kubeFed: "KubeFedConfig.spec.clusterHealthCheck.period", kubeAdmiral: "--cluster-health-check-period",
        federationV1: "--cluster-monitor-period"),
      .init(
        "failureThreshold", .hysteresis(.failureThreshold), karmada: "--cluster-failure-threshold",
        kubeAdmiral: "--cluster-failure-threshold"),
      .init(
        "successThreshold", .hysteresis(.successThreshold), karmada: "--cluster-success-threshold",
        kubeAdmiral: "--cluster-success-threshold"),
      .init(
        "failureProbes", .hysteresis(.failureProbes),
        kubeFed: "KubeFedConfig.spec.clusterHealthCheck.failureThreshold"),
      .init(
        "successProbes", .hysteresis(.successProbes),
        kubeFed: "KubeFedConfig.spec.clusterHealthCheck.successThreshold"),
      .init("countsConsecutiveFailures", .hysteresis(.countsConsecutiveFailures)),
      .init("dialTimeout", .span(\.detection.dialTimeout), karmada: "the 30 s dial time-out of the member client"),
      .init(
        "probeTimeout", .span(\.detection.requestTimeout), karmada: "the 32 s time-out of the member client (1.16)",
        kubeFed: "KubeFedConfig.spec.clusterHealthCheck.timeout", kubeAdmiral: "half the health check period"),
      .init(
        "leaseRenewPeriod", .lease(\.renewPeriod), karmada: "--cluster-lease-renew-interval-fraction (karmada-agent)"),
      .init("leaseGrace", .lease(\.grace), karmada: "--cluster-monitor-grace-period"),
      .init("monitorPeriod", .lease(\.monitorPeriod), karmada: "--cluster-monitor-period"),
    ]
  }

  private static var reaction: [ProfileOverride] {
    [
      .init(
        "unavailableDelay", .optionalSpan(\.reaction.unavailableDelay),
        kubeFed: "KubeFedConfig.spec.controllerDuration.unavailableDelay + 3 s",
        federationV1: "clusterUnavailableDelay + smallDelay"),
      .init(
        "availableDelay", .optionalSpan(\.reaction.availableDelay),
        kubeFed: "KubeFedConfig.spec.controllerDuration.availableDelay + 3 s",
        federationV1: "clusterAvailableDelay + smallDelay"),
      .init("unschedulableDelay", .optionalSpan(\.reaction.unschedulableDelay)),
      .init("memberEventDelay", .optionalSpan(\.reaction.memberEventDelay), federationV1: "reviewDelay"),
      .init("syncGateRecheck", .optionalSpan(\.reaction.syncGateRecheck)),
      .init(
        "syncGateExit", .optionalSpan(\.reaction.syncGateExit),
        kubeFed: "KubeFedConfig.spec.controllerDuration.cacheSyncTimeout"),
      .init("deletesOnReturn", .share(\.reaction.deletesOnReturn)),
    ]
  }

  private static var eviction: [ProfileOverride] {
    [
      .init(
        "evictionEnabled", .flag(\.eviction.isEnabled),
        karmada: "--feature-gates=Failover=true, --enable-no-execute-taint-eviction"),
      .init("evictsHandSetTaints", .flag(\.eviction.evictsHandSetTaints)),
      .init("taintDelay", .optionalSpan(\.eviction.taintDelay), karmada: "--failover-eviction-timeout (up to 1.14)"),
      .init("taintLoopPeriod", .span(\.eviction.taintLoopPeriod), karmada: "--cluster-monitor-period"),
      .init("removesTaintOnReady", .flag(\.eviction.removesTaintOnReady)),
      .init(
        "defaultTolerationSeconds", .tolerationSeconds,
        karmada: "--default-not-ready-toleration-seconds, --default-unreachable-toleration-seconds (up to 1.14)"),
      .init("taintRelistPeriod", .span(\.eviction.relistPeriod)),
      .init("evictionRatePerSecond", .rate(\.eviction.ratePerSecond), karmada: "--resource-eviction-rate"),
      .init("evictionWorkers", .count(\.eviction.workers), karmada: "3 workers of the taint manager, a constant"),
      .init("evictionQueueQPS", .perSecond(\.eviction.queueRate), karmada: "--rate-limiter-qps"),
      .init("evictionQueueBurst", .burst(\.eviction.queueRate), karmada: "--rate-limiter-bucket-size"),
      .init("queuesTolerating", .flag(\.eviction.queuesTolerating)),
      .init(
        "gracefulEvictionTimeout", .span(\.eviction.gracefulTimeout), karmada: "--graceful-eviction-timeout"),
      .init("directPurgeRecheck", .optionalSpan(\.eviction.directRecheck)),
    ]
  }

  private static var pace: [ProfileOverride] {
    [
      .init("schedulerWorkers", .count(\.scheduling.workers)),
      .init("decisionTime", .span(\.scheduling.decisionTime)),
      .init("schedulerQPS", .perSecond(\.scheduling.apiRate), karmada: "--kube-api-qps (karmada-scheduler)"),
      .init("schedulerBurst", .burst(\.scheduling.apiRate), karmada: "--kube-api-burst (karmada-scheduler)"),
      .init("requestsPerDecision", .count(\.scheduling.requests)),
      .init("requestsPerDuplicatedDecision", .count(\.scheduling.duplicatedRequests)),
      .init("schedulerQueue", .queue, karmada: "--feature-gates=PriorityBasedScheduling"),
      .init("retryBase", .span(\.scheduling.retryBase), karmada: "--rate-limiter-base-delay"),
      .init("retryLimit", .span(\.scheduling.retryLimit), karmada: "--rate-limiter-max-delay"),
      .init("propagationDelay", .span(\.propagation.delay)),
      .init("memberQPS", .perSecond(\.propagation.memberRate), karmada: "--cluster-api-qps"),
      .init("memberBurst", .burst(\.propagation.memberRate), karmada: "--cluster-api-burst"),
      .init("requestsPerObject", .count(\.propagation.requestsPerObject)),
      .init("hubQPS", .perSecond(\.propagation.hubRate), karmada: "--kube-api-qps (karmada-controller-manager)"),
      .init("hubBurst", .burst(\.propagation.hubRate), karmada: "--kube-api-burst (karmada-controller-manager)"),
      .init("statusPeriod", .span(\.propagation.statusPeriod), karmada: "--cluster-status-update-frequency"),
      .init("feedbackDelay", .span(\.propagation.feedbackDelay)),
      .init(
        "deletionRetryLimit", .span(\.propagation.deletionRetryLimit), karmada: "--rate-limiter-max-delay"),
    ]
  }

  private static var components: [ProfileOverride] {
    [
      .init("estimatorTimeout", .span(\.components.estimatorTimeout), karmada: "--scheduler-estimator-timeout"),
      .init("failingEstimators", .names(\.components.failingEstimators)),
      .init("failingEstimatorsHang", .flag(\.components.failingEstimatorsHang)),
      .init("descheduler", .flag(\.components.hasDescheduler), karmada: "karmada-descheduler"),
      .init("deschedulingInterval", .span(\.components.deschedulingInterval), karmada: "--descheduling-interval"),
      .init("unschedulableThreshold", .span(\.components.unschedulableThreshold), karmada: "--unschedulable-threshold"),
      .init("assumptionLifetime", .span(\.components.assumptionLifetime)),
      .init("refusedWrites", .share(\.components.refusedWrites)),
    ]
  }

  /// Values that the scheduler is made with: no operator can change them during a run.
  static var switches: [ProfileOverride] {
    [
      .init("dividesByWebster", .flag(\.switches.dividesByWebster)),
      .init("packsGrades", .flag(\.switches.packsGrades)),
      .init(
        "usesResourceModels", .flag(\.switches.usesResourceModels),
        karmada: "--feature-gates=CustomizedClusterResourceModeling"),
      .init("targetsPassTaints", .flag(\.switches.targetsPassTaints)),
      .init("targetsPassAPIFilter", .flag(\.switches.targetsPassAPIFilter)),
      .init("reschedulesOffLeavingClusters", .flag(\.switches.reschedulesOffLeavingClusters)),
      .init("overflowAffinities", .flag(\.switches.overflowAffinities)),
      .init("clearsTargetsWhenNothingFits", .flag(\.switches.clearsTargetsWhenNothingFits)),
      .init("firstGroupErrorDecides", .flag(\.switches.firstGroupErrorDecides)),
      .init("rebalanceResetsAffinityGroup", .flag(\.switches.rebalanceResetsAffinityGroup)),
      .init(
        "propagatesEmptyWorkloads", .flag(\.switches.propagatesEmptyWorkloads),
        karmada: "--enable-empty-workload-propagation"),
      .init("workloadAffinity", .flag(\.switches.workloadAffinity), karmada: "--feature-gates=WorkloadAffinity"),
      .init("usesAccurateEstimator", .flag(\.switches.usesAccurateEstimator), karmada: "--enable-scheduler-estimator"),
      .init(
        "protectsFromOvercommit", .flag(\.switches.protectsFromOvercommit),
        karmada: "--feature-gates=SchedulingOvercommitProtection"),
      .init("enforcesQuotas", .flag(\.switches.enforcesQuotas), karmada: "--feature-gates=FederatedQuotaEnforcement"),
      .init("trustsStaleHealth", .flag(\.switches.trustsStaleHealth)),
      .init("evictsOnNotReady", .flag(\.switches.evictsOnNotReady)),
      .init("keepsOverflow", .flag(\.switches.keepsOverflow)),
      .init("fencesLostMembers", .flag(\.switches.fencesLostMembers)),
      .init("persistsEmptyPlacement", .flag(\.switches.persistsEmptyPlacement)),
      .init("missingRescheduleWhenIgnoresTaints", .flag(\.switches.missingRescheduleWhenIgnoresTaints)),
    ]
  }
}
