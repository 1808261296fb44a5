// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Whether assignments stay within a namespace's FederatedResourceQuotas.
///
/// Source: karmada `pkg/webhook/resourcebinding` and `pkg/controllers/federatedresourcequota` (v1.14): usage is, over all
/// clusters, replicas times the requests of one; the webhook compares the change of one binding with what is left.
public enum QuotaCheck {
  /// Replicas of one workload, and what one asks for.
  public struct Usage: Hashable, Sendable {
    /// What one replica asks for.
    public var requests: Resources
    /// How many replicas, over all clusters.
    public var replicas: Int64
    /// `replicas` of `requests`.
    public init(requests: Resources, replicas: Int64) {
      self.requests = requests
      self.replicas = replicas
    }
    /// What an assignment uses.
    public init(requests: Resources, assignment: [AssignedReplicas]) {
      self.init(requests: requests, replicas: assignment.reduce(0) { $0 + Int64($1.replicas) })
    }
  }

  /// Why `next` cannot take the place of `previous` while the `others` of the namespace stay; nil where it can.
  ///
  /// A change that asks for no more of a resource passes even above the bound. O(quotas x others).
  /// - Parameters:
  ///   - quotas: Those of the workload's namespace.
  ///   - previous: What the workload is assigned now.
  public static func failure(
    of next: Usage, replacing previous: Usage, among others: [Usage], quotas: [KarmadaResourceQuota]
  ) -> SchedulingFailure? {
    for quota in quotas {
      let bounds: [(name: String, most: Int64?, amount: @Sendable (Resources) -> Int64)] = [
        ("cpu", quota.cpuMillicores, { $0.cpuMillicores }), ("memory", quota.memoryBytes, { $0.memoryBytes }),
        ("pods", quota.pods, { _ in 1 }),
      ]
      for bound in bounds {
        guard let most = bound.most else { continue }
        func used(_ usage: Usage) -> Int128 { Int128(bound.amount(usage.requests)) * Int128(usage.replicas) }
        let rest = others.reduce(Int128(0)) { $0 + used($1) }
        guard used(next) > used(previous), rest + used(next) > Int128(most) else { continue }
        return SchedulingFailure(
          .quotaExceeded,
          message: "FederatedResourceQuota \(quota.namespace)/\(quota.name) would be exceeded: \(bound.name) "
            + "\(rest + used(next)) of \(most)")
      }
    }
    return nil
  }
}
