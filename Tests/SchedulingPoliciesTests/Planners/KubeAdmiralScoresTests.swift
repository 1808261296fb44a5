// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct KubeAdmiralScoresTests {
  static func cluster(cpu: (Int64, Int64), memory: (Int64, Int64), taints: Int64 = 0) -> KubeAdmiralScores.Cluster {
    KubeAdmiralScores.Cluster(
      resources: [
        KubeAdmiralScores.Resource(allocatable: cpu.1, used: cpu.0),
        KubeAdmiralScores.Resource(allocatable: memory.1, used: memory.0),
      ], preferNoScheduleTaints: taints)
  }

  @Test func `10 of 20 CPU and 8 of 16 Gi score 250, 5 and 12 score 225, 2 and 2 score 286`() {
    let scores = KubeAdmiralScores.totals(of: [
      Self.cluster(cpu: (10, 20), memory: (8, 16)), Self.cluster(cpu: (5, 20), memory: (12, 16)),
      Self.cluster(cpu: (2, 20), memory: (2, 16)),
    ])
    #expect(scores == [250, 225, 286])
  }

  @Test func `a full resource is not balanced, an overused one has nothing free`() {
    #expect(KubeAdmiralScores.totals(of: [Self.cluster(cpu: (20, 20), memory: (8, 16))]) == [100 + 0 + 25 + 0])
    #expect(KubeAdmiralScores.totals(of: [Self.cluster(cpu: (30, 20), memory: (8, 16))]) == [100 + 0 + 25 + 0])
    #expect(KubeAdmiralScores.totals(of: [KubeAdmiralScores.Cluster(resources: [])]) == [100])
  }

  @Test func `taints count against the most tainted, preferred affinity for the most preferred`() {
    var clusters = [0, 1, 4].map { KubeAdmiralScores.Cluster(resources: [], preferNoScheduleTaints: $0) }
    #expect(KubeAdmiralScores.totals(of: clusters) == [100, 75, 0])
    clusters[2].preferredAffinityWeight = 30
    clusters[1].preferredAffinityWeight = 10
    #expect(KubeAdmiralScores.totals(of: clusters) == [100, 75 + 33, 100])
  }
}
