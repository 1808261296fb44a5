// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The profiles by name, with upstream's defaults. A contender changes single values by its options.
public enum ProfileCatalog {
  /// Every profile, ascending by name.
  public static let profiles: [ControlPlaneProfile] = [
    federationV1, karmada113, karmada115, karmada116, karmada118, kubeAdmiral, kubeFed010,
  ]

  /// The profile called `name`.
  public static func profile(named name: String) -> ControlPlaneProfile? { profiles.first { $0.name == name } }

  /// Kubernetes Federation v1. Source: kubernetes-retired/federation 804bb9f `sync/controller.go` (60 s / 20 s / 3 s,
  /// 10 s), `options.go` (40 s probe period), `cluster/cluster_client.go` (no time-out: two requests, 30 s to dial each),
  /// `podanalyzer/pod_helper.go` (60 s), `util/cluster_util.go` (20/30).
  public static let federationV1 = ControlPlaneProfile(
    name: "federation-v1", system: .federationV1,
    detection: .init(
      period: .seconds(40), hysteresis: .none, prober: .pass(isSerial: true), dialTimeout: .seconds(30),
      requestTimeout: .seconds(30), failingRequests: 2),
    reaction: .init(
      unavailableDelay: .seconds(63), availableDelay: .seconds(23), unschedulableDelay: .seconds(60),
      memberEventDelay: .seconds(10), syncGateRecheck: .seconds(20)),
    eviction: .init(isEnabled: false, taintDelay: nil),
    scheduling: .init(decisionTime: .milliseconds(50), retryBase: .seconds(5), retryLimit: .seconds(60)),
    propagation: .init(
      delay: .milliseconds(200), memberRate: .init(perSecond: 20, burst: 30), statusPeriod: .seconds(10),
      feedbackDelay: .seconds(10), deletionRetryLimit: .seconds(60)),
    hub: .init(memberRate: .init(perSecond: 20, burst: 30)))

  /// KubeFed v0.10. Source: kubefed d6f10d2 `pkg/apis/core/v1beta1/defaults/defaults.go` (10 s, 3 s, 3 / 1),
  /// `schedulingpreference/controller.go` (60 s / 20 s / 3 s), `util/worker.go` (10 s, backoff 5 s to 60 s),
  /// `cmd/controller-manager` (host 100/200, leases 15/10/5 s), `util/cluster_util.go` (members 20/30), cache sync
  /// time-out 5 min.
  public static let kubeFed010 = ControlPlaneProfile(
    name: "kubefed-0.10", system: .kubeFed,
    detection: .init(
      period: .seconds(10), hysteresis: .sinceLastChange(failureProbes: 3, successProbes: 1),
      prober: .pass(isSerial: false), dialTimeout: .seconds(3), requestTimeout: .seconds(3)),
    reaction: .init(
      unavailableDelay: .seconds(63), availableDelay: .seconds(23), unschedulableDelay: .seconds(60),
      memberEventDelay: .seconds(10), syncGateRecheck: .seconds(20), syncGateExit: .minutes(5), deletesOnReturn: 0.5),
    eviction: .init(isEnabled: false, taintDelay: nil),
    scheduling: .init(decisionTime: .milliseconds(20), retryBase: .seconds(5), retryLimit: .seconds(60)),
    propagation: .init(
      delay: .milliseconds(200), memberRate: .init(perSecond: 20, burst: 30),
      hubRate: .init(perSecond: 100, burst: 200),
      statusPeriod: .seconds(10), feedbackDelay: .seconds(10), deletionRetryLimit: .seconds(60)),
    hub: .init(
      leaderElection: .init(leaseDuration: .seconds(15), renewDeadline: .seconds(10), retryPeriod: .seconds(5)),
      memberRate: .init(perSecond: 20, burst: 30)))

  /// KubeAdmiral. Source: kubeadmiral 19de01c `options.go` (30 s probes in ticks, one worker, 15 s, 100 s threshold,
  /// 500/1000), `sync/controller.go`, `util/worker.go`. Readiness alone moves nothing; an operator's NoExecute taint
  /// does.
  public static let kubeAdmiral = ControlPlaneProfile(
    name: "kubeadmiral", system: .kubeAdmiral,
    detection: .init(
      period: .seconds(30), hysteresis: .sustained(failure: .seconds(100), success: .seconds(100)),
      prober: .perMember(workers: 1, fromEnd: false), dialTimeout: .seconds(15), requestTimeout: .seconds(15),
      trustsFirstProbe: false),
    reaction: .init(unavailableDelay: nil, availableDelay: nil, unschedulableDelay: nil),
    eviction: .init(isEnabled: true, taintDelay: nil),
    scheduling: .init(decisionTime: .milliseconds(5), retryBase: .seconds(5), retryLimit: .seconds(60)),
    propagation: .init(
      delay: .milliseconds(200), memberRate: .init(perSecond: 500, burst: 1000), statusPeriod: .seconds(30),
      feedbackDelay: .seconds(10), deletionRetryLimit: .seconds(60)),
    hub: .init(memberRate: .init(perSecond: 500, burst: 1000)))

  /// Karmada 1.13: with the Failover gate the controller taints NoExecute after 5 minutes in a loop of 5 s, policies
  /// tolerate 300 s, and evictions are not paced. Stock (since 1.12) the gate is off; taints set by hand evict anyway.
  public static let karmada113 = karmada(
    "karmada-1.13", requestTimeout: transportTimeout,
    eviction: .init(
      isEnabled: false, evictsHandSetTaints: true, taintDelay: .minutes(5), taintLoopPeriod: .seconds(5),
      defaultTolerationSeconds: 300, relistPeriod: .seconds(10)),
    switches: .init(
      dividesByWebster: false, packsGrades: false, targetsPassAPIFilter: false, reschedulesOffLeavingClusters: false,
      overflowAffinities: false))

  /// Karmada 1.15: taints come from ClusterTaintPolicies; evictions are not paced.
  public static let karmada115 = karmada(
    "karmada-1.15", requestTimeout: transportTimeout,
    eviction: .init(
      isEnabled: false, taintDelay: .zero, relistPeriod: .seconds(10), queuesTolerating: true,
      directRecheck: .seconds(5)),
    switches: .init(dividesByWebster: false, packsGrades: false, overflowAffinities: false))

  /// Karmada 1.16: Webster's method; three eviction workers that each pace at 0.5 per second.
  public static let karmada116 = karmada(
    "karmada-1.16", requestTimeout: .seconds(32), eviction: pacedEviction,
    switches: .init(dividesByWebster: true, packsGrades: false, overflowAffinities: false))

  /// Karmada 1.18: as 1.16, with first-fit packing onto grades.
  public static let karmada118 = karmada(
    "karmada-1.18", requestTimeout: .seconds(32), eviction: pacedEviction,
    switches: .init(dividesByWebster: true, packsGrades: true))

  /// Up to 1.15 the member client has no time-out of its own: the transport notices after its health check of an idle
  /// HTTP/2 connection (client-go: 30 s and 15 s).
  private static let transportTimeout = SimulationDuration.seconds(45)

  /// Since 1.16. Source: karmada `cmd/controller-manager/app/options/cluster_failover.go` (0.5 per second),
  /// `pkg/controllers/cluster/taint_manager.go` (3 workers, 10 s), `pkg/sharedcli/ratelimiterflag` (10/s, burst 100). The
  /// patch releases that do not queue what tolerates for ever are taken.
  private static let pacedEviction = ControlPlaneProfile.Eviction(
    isEnabled: false, taintDelay: .zero, relistPeriod: .seconds(10), ratePerSecond: 0.5, workers: 3,
    queueRate: .init(perSecond: 10, burst: 100), directRecheck: .seconds(5))

  /// What the Karmada versions share. Source: karmada f8fdd02 `cmd/controller-manager/app/options/options.go` (10 s,
  /// 30 s / 30 s, 5 polls at once, monitor 5 s, grace 40 s, graceful eviction 10 min, members 40/60),
  /// `cmd/agent/app/options` (40 s x 0.25), `pkg/util/membercluster_client.go` (32 s since 1.16; dial 30 s),
  /// `cmd/scheduler/app/options` (40/60, 5 ms to 1000 s, 10/s after 100), leases 15/10/2 s, the published scale test of
  /// 2022 (15 ms to schedule, 0.7 s to distribute). A decision costs three patches and two events, of a duplicated
  /// workload three and four.
  private static func karmada(
    _ name: String, requestTimeout: SimulationDuration, eviction: ControlPlaneProfile.Eviction,
    switches: ControlPlaneProfile.Switches
  ) -> ControlPlaneProfile {
    let client = ControlPlaneProfile.TokenRate(perSecond: 40, burst: 60)
    return ControlPlaneProfile(
      name: name, system: .karmada,
      detection: .init(
        period: .seconds(10), hysteresis: .sustained(failure: .seconds(30), success: .seconds(30)),
        prober: .perMember(workers: 5, fromEnd: true), dialTimeout: .seconds(30), requestTimeout: requestTimeout,
        lease: .init(renewPeriod: .seconds(10), grace: .seconds(40), monitorPeriod: .seconds(5))),
      reaction: .init(unavailableDelay: nil, availableDelay: nil, unschedulableDelay: nil), eviction: eviction,
      scheduling: .init(
        decisionTime: .milliseconds(15), requests: 5, duplicatedRequests: 7, apiRate: client,
        retryBase: .milliseconds(5), retryLimit: .seconds(1000), retryRate: .init(perSecond: 10, burst: 100)),
      propagation: .init(
        delay: .milliseconds(700), memberRate: client, hubRate: client, statusPeriod: .seconds(10),
        feedbackDelay: .milliseconds(500), deletionRetryLimit: .seconds(1000)),
      hub: .init(
        leaderElection: .init(leaseDuration: .seconds(15), renewDeadline: .seconds(10), retryPeriod: .seconds(2)),
        memberRate: client),
      switches: switches)
  }
}
