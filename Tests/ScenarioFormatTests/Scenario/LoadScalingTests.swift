// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import ScenarioFormat
import Testing

@Suite struct LoadScalingTests {
  private let fleet = Fleet(clusters: [
    ClusterSpec(
      name: "a",
      pools: [
        NodePoolSpec(
          name: "p", nodeCount: 10, allocatable: Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 110))
      ])
  ])

  private func workload(_ name: String, _ replicas: Int, _ cpu: Int64) -> WorkloadSpec {
    WorkloadSpec(name: name, replicas: replicas, requests: Resources(cpuMillicores: cpu, memoryBytes: 1, pods: 1))
  }

  @Test func `9 divided over 1:2 is 3:6, and parts add up`() {
    #expect(LoadScaling.divided(9, inProportionTo: [1, 2]) == [3, 6])
    #expect(LoadScaling.divided(10, inProportionTo: [1, 1, 1]) == [3, 3, 4])
    #expect(LoadScaling.divided(0, inProportionTo: [1, 1]) == [0, 0])
    #expect(LoadScaling.divided(5, inProportionTo: [0, 0]) == [0, 0])
  }

  @Test(arguments: [(0.8, 80), (0.801, 81), (0.5, 50), (1.2, 120), (0.001, 1)])
  func `one replica fewer would miss the wish`(load: Double, total: Int) throws {
    let workloads = [workload("a", 1, 100), workload("b", 3, 100)]
    let replicas = try #require(LoadScaling.scaledReplicas(of: workloads, on: fleet, toLoad: load))
    #expect(replicas.reduce(0, +) == total)
    #expect(replicas == LoadScaling.divided(total, inProportionTo: [1, 3]))
  }

  @Test func `the scarcest resource counts`() {
    let heavy = WorkloadSpec(
      name: "m", replicas: 5, requests: Resources(cpuMillicores: 1, memoryBytes: 1 << 30, pods: 1))
    #expect(LoadScaling.load(of: [heavy], on: fleet) == 0.5)
  }

  /// The fleet with `reserved` taken by pods that no scenario names.
  private func fleet(reserved: Resources) -> Fleet {
    var cluster = fleet.clusters[0]
    cluster.reserved = reserved
    return Fleet(clusters: [cluster])
  }

  @Test(arguments: [(1_200, 68), (0, 80), (7_900, 1)])
  func `what is reserved counts towards the load`(reservedCPU: Int64, total: Int) throws {
    let taken = fleet(reserved: Resources(cpuMillicores: reservedCPU))
    let workloads = [workload("a", 1, 100), workload("b", 3, 100)]
    let replicas = try #require(LoadScaling.scaledReplicas(of: workloads, on: taken, toLoad: 0.8))
    #expect(replicas.reduce(0, +) == total)
    let scaled = zip(["a", "b"], replicas).map { workload($0, $1, 100) }
    #expect(LoadScaling.load(of: scaled, on: taken) == 0.8)
  }

  @Test func `what no workload requests does not bind, and no cluster is fuller than full`() throws {
    let taken = fleet(reserved: Resources(cpuMillicores: 1000, memoryBytes: 1 << 40))
    let onlyCPU = WorkloadSpec(name: "c", replicas: 1, requests: Resources(cpuMillicores: 100))
    #expect(LoadScaling.scaledReplicas(of: [onlyCPU], on: taken, toLoad: 0.5) == [40])
    let both = WorkloadSpec(name: "m", replicas: 1, requests: Resources(cpuMillicores: 100, memoryBytes: 1))
    #expect(LoadScaling.scaledReplicas(of: [both], on: taken, toLoad: 0.5) == nil)
    let reserved = try #require(LoadScaling.reservedLoad(beside: [both], on: taken))
    #expect(reserved.resource == "memory" && reserved.share == 1)
  }

  @Test(arguments: [(0.3, true), (0.2, true), (0.31, false)])
  func `a load that is reserved already is an error with its place`(load: Double, isError: Bool) throws {
    let text = scenario(
      """
      load: \(load)
      fleet: {members: {A: {reserved: {cpu: 3}, nodePools: [{nodes: 10, cpu: 1}]}}}
      workloads: [{name: web, replicas: 10, requests: {cpu: 100m}}]

      """)
    let loaded = FullScenario.load(text)
    let found = loaded.diagnostics.filter { $0.severity == .error }
    #expect((loaded.scenario == nil) == isError)
    #expect(found.map(\.code) == (isError ? [.reservedAboveLoad] : []))
    guard let error = found.first else { return }
    #expect(error.position.line > 1)
    #expect(error.what.contains("pods outside the scenario take 30 % of the fleet's CPU"))
    #expect(!error.howToFix.isEmpty)
  }

  @Test func `a workload that no cluster is eligible for keeps its replicas and does not count`() throws {
    let text = scenario(
      """
      load: 0.5
      fleet: {members: {A: {nodePools: [{nodes: 10, cpu: 1}]}}}
      workloads:
      - {name: web, replicas: 1, requests: {cpu: 100m}}
      - {name: lost, replicas: 9, requests: {cpu: 100m},
         intent: {eligible: {labelSelector: {matchLabels: {tier: none}}}}, demand: {steps: [{at: 1h, replicas: 20}]}}

      """)
    let scaled = try #require(FullScenario.load(text).scenario)
    #expect(scaled.workloads.map(\.replicas) == [50, 9])
    #expect(scaled.workloads[1].demand == .steps([.init(at: .zero + .hours(1), replicas: 20)]))
    let alone = FullScenario.load(text.replacing("- {name: web, replicas: 1, requests: {cpu: 100m}}", with: ""))
    let errors = alone.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.code) == [.unreachableLoad])
    #expect(errors.first?.howToFix.contains("eligible") == true)
  }

  @Test func `nothing requested cannot be scaled`() {
    #expect(LoadScaling.scaledReplicas(of: [workload("a", 0, 100)], on: fleet, toLoad: 0.5) == nil)
    #expect(LoadScaling.scaledReplicas(of: [workload("a", 1, 100)], on: Fleet(clusters: []), toLoad: 0.5) == nil)
  }

  @Test func `demand and totals of native objects follow the load`() throws {
    let text = scenario(
      """
      load: 0.5
      fleet: {members: {A: {nodePools: [{nodes: 10, cpu: 1}]}}}
      workloads: [{name: web, replicas: 10, requests: {cpu: 100m}, demand: {steps: [{at: 1h, replicas: 20}]}}]

      """)
    let scaled = try #require(FullScenario.load(text).scenario)
    #expect(scaled.workloads.first?.replicas == 50)
    guard case .steps(let steps)? = scaled.workloads.first?.demand else {
      Issue.record("no steps")
      return
    }
    #expect(steps.map(\.replicas) == [100])
    let totals = scaled.contenders.flatMap(\.policies).compactMap { policy -> Int64? in
      if case .kubeFed(let kubeFed)? = policy { kubeFed.scheduling?.totalReplicas } else { nil }
    }
    #expect(totals == [50])
  }
}
