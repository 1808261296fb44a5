// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Scheduling
import TestSupport
import Testing

@testable import FederationWorld

/// The running sums against sums made anew.
struct QuotaBookTests {
  @Test func `whatever changes, the book refuses what the sum over all others of the namespace refuses`() {
    var random = RandomStream(seed: 3, purpose: .scheduler, entity: 0)
    let workloads = (0..<12).map { place in
      var workload = Federations.workload("w\(place)", replicas: 0)
      workload.namespace = ["shop", "team", "free"][place % 3]
      return workload
    }
    let quotas = [
      KarmadaResourceQuota(name: "cpu", namespace: "shop", cpuMillicores: 40_000),
      KarmadaResourceQuota(name: "pods", namespace: "team", pods: 60),
      KarmadaResourceQuota(name: "memory", namespace: "shop", memoryBytes: 30 << 30),
    ]
    var book = QuotaBook(quotas, workloads: workloads)
    var used = workloads.map { QuotaCheck.Usage(requests: $0.requests, replicas: 0) }
    var refusals = 0
    for _ in 0..<2000 {
      let place = Int(random.uniformInteger(below: 12))
      // Some are edits of the template, under which replicas stay.
      var next = used[place]
      if random.chance(0.3) {
        next.requests.cpuMillicores = Int64(random.uniformInteger(below: 2000))
      } else {
        next.replicas = Int64(random.uniformInteger(below: 40))
      }
      let namespace = workloads[place].namespace
      let others = used.indices.filter { $0 != place && workloads[$0].namespace == namespace }.map { used[$0] }
      let expected = QuotaCheck.failure(
        of: next, replacing: used[place], among: others, quotas: quotas.filter { $0.namespace == namespace })
      #expect(book.refusal(of: next, replacing: used[place], for: place)?.message == expected?.message)
      if expected == nil {
        book.change(place, from: used[place], to: next)
        used[place] = next
      } else {
        refusals += 1
      }
    }
    #expect(refusals > 100 && refusals < 1900, "\(refusals)")
  }
}
