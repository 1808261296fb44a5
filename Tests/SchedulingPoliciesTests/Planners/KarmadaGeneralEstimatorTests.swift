// SPDX-License-Identifier: GPL-3.0-or-later

import SchedulingPolicies
import Testing

struct KarmadaGeneralEstimatorTests {
  typealias Estimator = KarmadaGeneralEstimator

  /// Resources: 0 is CPU in thousandths, 1 is memory in GiB, 2 is reported by nobody.
  static func request(cpu: Int64, memory: Int64) -> [Estimator.Request] {
    [Estimator.Request(resource: 0, amount: cpu), Estimator.Request(resource: 1, amount: memory)]
  }

  static func cluster(
    pods: Int64 = 1000, cpu: Int64 = 64_000, usedCPU: Int64 = 0, grades: [Estimator.Grade] = []
  ) -> Estimator.Cluster {
    Estimator.Cluster(
      pods: Estimator.Resource(allocatable: pods),
      resources: [
        Estimator.Resource(allocatable: cpu, allocated: usedCPU), Estimator.Resource(allocatable: 256), nil,
      ], grades: grades)
  }

  /// Nodes below 1 CPU, from 1 CPU and 4 GiB, from 8 CPU and 64 GiB.
  static let grades = [
    Estimator.Grade(minimums: [0, 0, nil], count: 5), Estimator.Grade(minimums: [1000, 4, nil], count: 2),
    Estimator.Grade(minimums: [8000, 64, nil], count: 3),
  ]

  static func replicas(
    _ cluster: Estimator.Cluster, _ requests: [Estimator.Request]?, _ models: Estimator.ModelVersion = .virtualNodes
  ) -> Int32 { Estimator.maximumReplicas(in: cluster, requests: requests, models: models) }

  @Test func `the summary's scarcest resource decides`() {
    #expect(Self.replicas(Self.cluster(), Self.request(cpu: 500, memory: 1)) == 128)
    #expect(Self.replicas(Self.cluster(), Self.request(cpu: 500, memory: 4)) == 64)
    #expect(Self.replicas(Self.cluster(usedCPU: 63_000), Self.request(cpu: 500, memory: 1)) == 2)
    #expect(Self.replicas(Self.cluster(usedCPU: 65_000), Self.request(cpu: 500, memory: 1)) == 0)
  }

  @Test func `pod slots bound everything and are all that counts without requirements`() {
    #expect(Self.replicas(Self.cluster(pods: 7), Self.request(cpu: 500, memory: 1)) == 7)
    #expect(Self.replicas(Self.cluster(pods: 7), nil) == 7)
    #expect(Self.replicas(Self.cluster(pods: 0), nil) == 0)
  }

  @Test func `a resource that the cluster does not report fits nothing`() {
    #expect(Self.replicas(Self.cluster(), [Estimator.Request(resource: 2, amount: 1)]) == 0)
    #expect(Self.replicas(Self.cluster(), [Estimator.Request(resource: 9, amount: 1)]) == 0)
  }

  @Test func `up to 1.17 grades count from the first whose lower bound suffices`() {
    let cluster = Self.cluster(grades: Self.grades)
    // 500m and 2 GiB fit from the second grade on: 2 nodes x 2, 3 nodes x 16.
    #expect(Self.replicas(cluster, Self.request(cpu: 500, memory: 2), .gradeLowerBounds) == 52)
    // 4 CPU and 32 GiB fit the last grade alone: 3 nodes x 2.
    #expect(Self.replicas(cluster, Self.request(cpu: 4000, memory: 32), .gradeLowerBounds) == 6)
    #expect(Self.replicas(cluster, Self.request(cpu: 16_000, memory: 1), .gradeLowerBounds) == 0)
  }

  @Test func `up to 1.17 a resource missing from the models falls back to the summary, later it fits nothing`() {
    var cluster = Self.cluster(grades: Self.grades)
    cluster.resources[2] = Estimator.Resource(allocatable: 12)
    let request = [Estimator.Request(resource: 2, amount: 3)]
    #expect(Self.replicas(cluster, request, .gradeLowerBounds) == 4)
    #expect(Self.replicas(cluster, request, .virtualNodes) == 0)
  }

  @Test func `since 1.18 each node is worth its grade's lower bound and 110 pods`() {
    let cluster = Self.cluster(grades: Self.grades)
    // The lowest grade is worth nothing: 2 nodes x 2, 3 nodes x 16.
    #expect(Self.replicas(cluster, Self.request(cpu: 500, memory: 2)) == 52)
    // 3 nodes x min(110, 800, 64) and 2 nodes x min(110, 100, 4).
    #expect(Self.replicas(cluster, Self.request(cpu: 10, memory: 1)) == 3 * 64 + 2 * 4)
    #expect(Self.replicas(cluster, [Estimator.Request(resource: 0, amount: 1)]) == 5 * 110)
  }

  @Test func `the closed form packs as many as one by one, first fit`() {
    var random = SplitMix(seed: 15)
    for _ in 0..<200 {
      let grades = (0..<4).map { index in
        Estimator.Grade(
          minimums: [Int64(index) * Int64.random(in: 1...4000, using: &random), Int64(index) * 8],
          count: Int64.random(in: 0...3, using: &random))
      }
      let request = Self.request(
        cpu: Int64.random(in: 0...2000, using: &random), memory: Int64.random(in: 1...10, using: &random))
      var nodes: [[Int64]] = []
      for grade in grades {
        for _ in 0..<grade.count { nodes.append([grade.minimums[0] ?? 0, grade.minimums[1] ?? 0, 110]) }
      }
      var placed: Int32 = 0
      while let node = nodes.firstIndex(where: { $0[0] >= request[0].amount && $0[1] >= request[1].amount && $0[2] > 0 }
      ) {
        nodes[node][0] -= request[0].amount
        nodes[node][1] -= request[1].amount
        nodes[node][2] -= 1
        placed += 1
      }
      #expect(Self.replicas(Self.cluster(pods: 100_000, grades: grades), request) == placed)
    }
  }

  @Test func `any integers give an answer`() {
    var random = SplitMix(seed: 16)
    func number() -> Int64 { Int64.random(in: .min ... .max, using: &random) }
    for _ in 0..<500 {
      let cluster = Estimator.Cluster(
        pods: Estimator.Resource(allocatable: number(), allocated: number(), allocating: number()),
        resources: [Estimator.Resource(allocatable: number(), allocated: number()), nil],
        grades: (0..<3).map { _ in Estimator.Grade(minimums: [number(), number()], count: number()) })
      let requests = [Estimator.Request(resource: 0, amount: number()), Estimator.Request(resource: 1, amount: 0)]
      for models in [Estimator.ModelVersion.gradeLowerBounds, .virtualNodes] {
        #expect(Self.replicas(cluster, requests, models) <= .max)
      }
    }
  }
}
