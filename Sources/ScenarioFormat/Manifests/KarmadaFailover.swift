// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// `spec.failover` of a Karmada policy.
///
/// Source: karmada `pkg/apis/policy/v1alpha1/propagation_types.go`, defaults `pkg/util/helper/policy.go`, checks
/// `pkg/util/validation/validation.go` (v1.18).
enum KarmadaFailover {
  /// The modes of applications, with the names of up to 1.14.
  private enum ApplicationPurgeMode: String, CaseIterable {
    case directly = "Directly"
    case gracefully = "Gracefully"
    case never = "Never"
    case immediately = "Immediately"
    case graciously = "Graciously"

    var mode: KarmadaPolicy.PurgeMode {
      switch self {
      case .directly, .immediately: .directly
      case .gracefully, .graciously: .gracefully
      case .never: .never
      }
    }
  }

  /// `application` under `failover`; nil where it is not given.
  static func application(
    _ failover: FieldReader, of spec: FieldReader, _ object: KubernetesObject, _ coverage: inout ManifestCoverage
  ) -> KarmadaPolicy.ApplicationFailover? {
    guard let reader = failover.mapping("application", section: "failover.application") else { return nil }
    if spec.bool("propagateDeps") != true {
      object.refuse(
        at: failover.position(of: "application"), "failover.application needs propagateDeps: true",
        fix: "add propagateDeps: true")
    }
    let range = 0...Int64(Int32.max)
    let seconds = reader.mapping("decisionConditions")?.int64("tolerationSeconds", in: range)
    let mode = reader.has("purgeMode") ? reader.word("purgeMode", as: ApplicationPurgeMode.self)?.mode : nil
    let purgeMode = mode ?? .gracefully
    let grace = reader.int64("gracePeriodSeconds", in: 1...Int64(Int32.max))
    if reader.has("gracePeriodSeconds"), purgeMode != .gracefully {
      object.refuse(
        at: reader.position(of: "gracePeriodSeconds"), "gracePeriodSeconds goes with purgeMode Gracefully alone",
        fix: "remove it")
    }
    noteStatePreservation(reader, "failover.application", &coverage)
    return KarmadaPolicy.ApplicationFailover(
      tolerationSeconds: seconds ?? KarmadaPolicy.ApplicationFailover.defaultTolerationSeconds, purgeMode: purgeMode,
      gracePeriodSeconds: grace ?? KarmadaPolicy.ApplicationFailover.defaultGracePeriodSeconds)
  }

  /// `cluster.purgeMode` under `failover`, Gracefully where only `cluster` is given; nil without it.
  static func clusterPurgeMode(
    _ failover: FieldReader, _ object: KubernetesObject, _ coverage: inout ManifestCoverage
  ) -> KarmadaPolicy.PurgeMode? {
    guard let cluster = failover.mapping("cluster", section: "failover.cluster") else { return nil }
    noteStatePreservation(cluster, "failover.cluster", &coverage)
    guard cluster.has("purgeMode"), let mode = cluster.word("purgeMode", as: KarmadaPolicy.PurgeMode.self) else {
      return .gracefully
    }
    if mode == .never {
      object.refuse(
        at: cluster.position(of: "purgeMode"), "failover.cluster.purgeMode cannot be Never",
        fix: "write Directly or Gracefully")
    }
    return mode
  }

  private static func noteStatePreservation(
    _ reader: FieldReader, _ section: String, _ coverage: inout ManifestCoverage
  ) {
    guard reader.has("statePreservation") else { return }
    coverage.noteGap("\(section).statePreservation", at: reader.position(of: "statePreservation"))
  }
}
