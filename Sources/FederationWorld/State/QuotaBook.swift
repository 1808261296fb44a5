// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// What the workloads of each namespace that has quotas are assigned, as a running sum.
struct QuotaBook {
  private struct Namespace {
    var quotas: [KarmadaResourceQuota]
    var used = QuotaCheck.Total()
  }

  private var namespaces: [Namespace] = []
  /// The place of each workload's namespace in `namespaces`; nil: it has no quotas.
  private var places: [Int?]

  /// A book of `quotas` in which nothing is used yet.
  init(_ quotas: [KarmadaResourceQuota], workloads: [WorkloadSpec]) {
    var names: [String] = []
    for quota in quotas {
      if let place = names.firstIndex(of: quota.namespace) {
        namespaces[place].quotas.append(quota)
      } else {
        names.append(quota.namespace)
        namespaces.append(Namespace(quotas: [quota]))
      }
    }
    places = workloads.map { workload in names.firstIndex(of: workload.namespace) }
  }

  /// Whether no workload has any quota.
  var isEmpty: Bool { namespaces.isEmpty }

  /// The workload uses something else than before; O(1).
  mutating func change(_ workload: Int, from previous: QuotaCheck.Usage, to next: QuotaCheck.Usage) {
    guard let place = places[workload] else { return }
    namespaces[place].used.subtract(previous)
    namespaces[place].used.add(next)
  }

  /// Why `next` cannot take the place of `previous`, which the workload uses now; nil where it can.
  func refusal(
    of next: QuotaCheck.Usage, replacing previous: QuotaCheck.Usage, for workload: Int
  ) -> SchedulingFailure? {
    guard let place = places[workload] else { return nil }
    var others = namespaces[place].used
    others.subtract(previous)
    return QuotaCheck.failure(of: next, replacing: previous, besides: others, quotas: namespaces[place].quotas)
  }
}
