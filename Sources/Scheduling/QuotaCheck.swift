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

  /// What several workloads use together.
  public struct Total: Hashable, Sendable {
    fileprivate var cpuMillicores: Int128 = 0
    fileprivate var memoryBytes: Int128 = 0
    fileprivate var replicas: Int128 = 0
    /// Nothing.
    public init() {}
    /// Adds what one workload uses.
    public mutating func add(_ usage: Usage) { change(usage, by: Int128(usage.replicas)) }
    /// Takes off what one workload used.
    public mutating func subtract(_ usage: Usage) { change(usage, by: -Int128(usage.replicas)) }

    private mutating func change(_ usage: Usage, by count: Int128) {
      cpuMillicores += Int128(usage.requests.cpuMillicores) * count
      memoryBytes += Int128(usage.requests.memoryBytes) * count
      replicas += count
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
    var total = Total()
    for other in others { total.add(other) }
    return failure(of: next, replacing: previous, besides: total, quotas: quotas)
  }

  /// The same where it is known what the `others` use together. O(quotas).
  public static func failure(
    of next: Usage, replacing previous: Usage, besides others: Total, quotas: [KarmadaResourceQuota]
  ) -> SchedulingFailure? {
    func total(_ usage: Usage) -> Total {
      var total = Total()
      total.add(usage)
      return total
    }
    let (after, before) = (total(next), total(previous))
    for quota in quotas {
      let bounds: [(name: String, most: Int64?, amount: @Sendable (Total) -> Int128)] = [
        ("cpu", quota.cpuMillicores, { $0.cpuMillicores }), ("memory", quota.memoryBytes, { $0.memoryBytes }),
        ("pods", quota.pods, { $0.replicas }),
      ]
      for bound in bounds {
        guard let most = bound.most else { continue }
        let sum = bound.amount(others) + bound.amount(after)
        guard bound.amount(after) > bound.amount(before), sum > Int128(most) else { continue }
        return SchedulingFailure(
          .quotaExceeded,
          message: "FederatedResourceQuota \(quota.namespace)/\(quota.name) would be exceeded: \(bound.name) "
            + "\(sum) of \(most)")
      }
    }
    return nil
  }
}
