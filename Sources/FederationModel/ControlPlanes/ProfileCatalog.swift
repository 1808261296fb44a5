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

  /// Kubernetes Federation v1. Source: kubernetes-retired/federation 804bb9f `sync/controller.go` (60 s / 20 s / 3 s),
  /// `options.go` (40 s probe period), `podanalyzer/pod_helper.go` (60 s).
  public static let federationV1 = ControlPlaneProfile(
    name: "federation-v1", system: .federationV1,
    detection: .init(period: .seconds(40), hysteresis: .none),
    reaction: .init(
      unavailableDelay: .seconds(63), availableDelay: .seconds(23), unschedulableDelay: .seconds(60)),
    eviction: .init(isEnabled: false, taintDelay: nil),
    scheduling: .init(decisionTime: .milliseconds(50), retryBase: .seconds(5), retryLimit: .seconds(60)),
    propagation: .init(
      delay: .milliseconds(200), statusPeriod: .seconds(10), feedbackDelay: .seconds(10),
      deletionRetryLimit: .seconds(60)))

  /// KubeFed v0.10. Source: kubefed d6f10d2 `pkg/apis/core/v1beta1/defaults/defaults.go` (10 s, 3 / 1),
  /// `schedulingpreference/controller.go` (60 s / 20 s / 3 s), `util/worker.go` (backoff 5 s to 60 s).
  public static let kubeFed010 = ControlPlaneProfile(
    name: "kubefed-0.10", system: .kubeFed,
    detection: .init(period: .seconds(10), hysteresis: .sinceLastChange(failureProbes: 3, successProbes: 1)),
    reaction: .init(
      unavailableDelay: .seconds(63), availableDelay: .seconds(23), unschedulableDelay: .seconds(60)),
    eviction: .init(isEnabled: false, taintDelay: nil),
    scheduling: .init(decisionTime: .milliseconds(20), retryBase: .seconds(5), retryLimit: .seconds(60)),
    propagation: .init(
      delay: .milliseconds(200), statusPeriod: .seconds(10), feedbackDelay: .seconds(10),
      deletionRetryLimit: .seconds(60)))

  /// KubeAdmiral. Source: kubeadmiral 19de01c `options.go` (30 s probes, 100 s threshold), `sync/controller.go`,
  /// `util/worker.go`. Readiness alone moves nothing; an operator's NoExecute taint does.
  public static let kubeAdmiral = ControlPlaneProfile(
    name: "kubeadmiral", system: .kubeAdmiral,
    detection: .init(period: .seconds(30), hysteresis: .sustained(failure: .seconds(100), success: .seconds(100))),
    reaction: .init(unavailableDelay: nil, availableDelay: nil, unschedulableDelay: nil),
    eviction: .init(isEnabled: true, taintDelay: nil),
    scheduling: .init(decisionTime: .milliseconds(5), retryBase: .seconds(5), retryLimit: .seconds(60)),
    propagation: .init(
      delay: .milliseconds(200), statusPeriod: .seconds(30), feedbackDelay: .seconds(10),
      deletionRetryLimit: .seconds(60)))

  /// Karmada 1.13: with the Failover gate the controller taints NoExecute after 5 minutes, policies tolerate 300 s, and
  /// evictions are not paced. Stock (since 1.12) the gate is off.
  public static let karmada113 = karmada(
    "karmada-1.13", eviction: .init(isEnabled: false, taintDelay: .minutes(5), defaultTolerationSeconds: 300),
    switches: .init(
      dividesByWebster: false, packsGrades: false, targetsPassAPIFilter: false, reschedulesOffLeavingClusters: false,
      overflowAffinities: false))

  /// Karmada 1.15: taints come from ClusterTaintPolicies; evictions are not paced.
  public static let karmada115 = karmada(
    "karmada-1.15", eviction: .init(isEnabled: false, taintDelay: .zero),
    switches: .init(dividesByWebster: false, packsGrades: false, overflowAffinities: false))

  /// Karmada 1.16: Webster's method; three eviction workers that each pace at 0.5 per second.
  public static let karmada116 = karmada(
    "karmada-1.16", eviction: .init(isEnabled: false, taintDelay: .zero, ratePerSecond: 0.5, workers: 3),
    switches: .init(dividesByWebster: true, packsGrades: false, overflowAffinities: false))

  /// Karmada 1.18: as 1.16, with first-fit packing onto grades.
  public static let karmada118 = karmada(
    "karmada-1.18", eviction: .init(isEnabled: false, taintDelay: .zero, ratePerSecond: 0.5, workers: 3),
    switches: .init(dividesByWebster: true, packsGrades: true))

  /// What the Karmada versions share. Source: karmada f8fdd02 `cmd/controller-manager/app/options/options.go` (10 s,
  /// 30 s / 30 s, graceful eviction 10 min), `cmd/scheduler/app/options` (5 ms to 1000 s; about ten decisions a second
  /// within 40 requests per second), the published scale test of 2022 (0.7 s to distribute).
  private static func karmada(
    _ name: String, eviction: ControlPlaneProfile.Eviction, switches: ControlPlaneProfile.Switches
  ) -> ControlPlaneProfile {
    ControlPlaneProfile(
      name: name, system: .karmada,
      detection: .init(period: .seconds(10), hysteresis: .sustained(failure: .seconds(30), success: .seconds(30))),
      reaction: .init(unavailableDelay: nil, availableDelay: nil, unschedulableDelay: nil), eviction: eviction,
      scheduling: .init(
        decisionTime: .milliseconds(100), retryBase: .milliseconds(5), retryLimit: .seconds(1000)),
      propagation: .init(
        delay: .milliseconds(700), statusPeriod: .seconds(10), feedbackDelay: .milliseconds(500),
        deletionRetryLimit: .seconds(1000)),
      switches: switches)
  }
}
