// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Scheduling
import SchedulingPolicies
import TestSupport
import Testing

@testable import FederationWorld

/// Which node a replica gets.
struct NodePlacementTests {
  private func pool(
    _ name: String, nodes: Int, cores: Int64 = 4, gibibytes: Int64 = 16, pods: Int64 = 110, labels: Labels = [:],
    taints: [Taint] = [], isCordoned: Bool = false
  ) -> NodePoolSpec {
    NodePoolSpec(
      name: name, nodeCount: nodes,
      allocatable: Resources(cpuMillicores: cores * 1000, memoryBytes: gibibytes << 30, pods: pods), labels: labels,
      taints: taints, isCordoned: isCordoned)
  }

  private func run(
    _ pools: [NodePoolSpec], _ workloads: [WorkloadSpec], reserved: Resources = .zero, failures: [FailureSpec] = []
  ) -> FederationRun {
    FederationRun(
      scenario: Scenario(
        name: "nodes", horizon: .hours(1),
        fleet: Fleet(clusters: [ClusterSpec(name: "a", pools: pools, reserved: reserved)]), workloads: workloads,
        contenders: [
          Federations.contender(
            "x", profile: ProfileCatalog.karmada118, workloads: workloads.count, policy: .karmada(KarmadaPolicy()))
        ], failures: failures),
      contender: 0, seed: 1, scheduler: AllInFirst(), checksInvariants: true)
  }

  /// Replicas on each node by what is no longer free of its pod slots.
  private func pods(_ run: borrowing FederationRun) -> [Int64] {
    (0..<run.nodes.count).map { run.nodes.allocatable(of: $0).pods - run.nodes.free(of: $0).pods }
  }

  @Test func `equal nodes fill evenly, ties to the lowest`() {
    #expect(pods(run([pool("x", nodes: 4)], [Federations.workload(replicas: 6)])) == [2, 2, 1, 1])
  }

  @Test func `the larger node takes more`() {
    // 8 and 4 cores, 500m each: after 12 replicas both have half of their cores left.
    let found = run(
      [pool("small", nodes: 1, cores: 4, gibibytes: 16), pool("large", nodes: 1, cores: 8, gibibytes: 32)],
      [Federations.workload(replicas: 12)])
    #expect(pods(found) == [4, 8])
  }

  @Test func `pod slots, memory and CPU each bound a node, and the rest waits`() {
    #expect(pods(run([pool("x", nodes: 2, pods: 3)], [Federations.workload(replicas: 9)])) == [3, 3])
    #expect(pods(run([pool("x", nodes: 2, cores: 1)], [Federations.workload(replicas: 9)])) == [2, 2])
    #expect(pods(run([pool("x", nodes: 2, gibibytes: 2)], [Federations.workload(replicas: 9)])) == [4, 4])
    let full = run([pool("x", nodes: 2, cores: 1)], [Federations.workload(replicas: 9)])
    #expect(full.cohorts[0].waiting == 5)
    #expect(full.clusters[0].allocating.cpuMillicores == 2500)
  }

  @Test func `cordons, selectors and hard taints keep replicas away, soft taints do not`() {
    var picky = Federations.workload(replicas: 2)
    picky.nodeSelector = ["disk": "ssd"]
    let disk = [pool("x", nodes: 1), pool("y", nodes: 1, labels: ["disk": "ssd"])]
    #expect(pods(run(disk, [picky])) == [0, 2])
    let web = Federations.workload(replicas: 2)
    #expect(pods(run([pool("x", nodes: 1, isCordoned: true), pool("y", nodes: 1)], [web])) == [0, 2])
    for effect in [Taint.Effect.noSchedule, .noExecute, .preferNoSchedule] {
      let tainted = [pool("x", nodes: 1, taints: [Taint(key: "gpu", effect: effect)]), pool("y", nodes: 1)]
      #expect(pods(run(tainted, [web])) == (effect == .preferNoSchedule ? [1, 1] : [0, 2]))
      var tolerant = web
      tolerant.tolerations = [Toleration(key: "gpu", operator: .exists)]
      #expect(pods(run(tainted, [tolerant])) == [1, 1])
    }
  }

  @Test func `what others use is spread over the nodes, the remainder on the first`() {
    let found = run(
      [pool("x", nodes: 3)], [Federations.workload(replicas: 0)],
      reserved: Resources(cpuMillicores: 3001, memoryBytes: 3 << 30, pods: 4))
    #expect((0..<3).map { found.nodes.free(of: $0).cpuMillicores } == [2999, 3000, 3000])
    #expect(pods(found) == [2, 1, 1])
    #expect(found.clusters[0].allocated.cpuMillicores == 3001)
  }

  @Test func `placing n at once equals placing them one by one`() {
    var random = RandomStream(key: 42)
    for trial in 0..<100 {
      let pools = (0..<(1 + Int(random.uniformInteger(below: 3)))).map { number in
        pool(
          "p\(number)", nodes: 1 + Int(random.uniformInteger(below: 4)),
          cores: 1 + Int64(random.uniformInteger(below: 8)), gibibytes: 1 + Int64(random.uniformInteger(below: 16)),
          pods: 1 + Int64(random.uniformInteger(below: 12)))
      }
      let count = Int32(1 + random.uniformInteger(below: 60))
      var once = run(pools, [Federations.workload(replicas: 0)])
      var singly = run(pools, [Federations.workload(replicas: 0)])
      once.setDesired(count, of: 0)
      for number in 1...count { singly.setDesired(number, of: 0) }
      #expect(pods(once) == pods(singly), "trial \(trial)")
      #expect(once.cohorts[0].waiting == singly.cohorts[0].waiting)
      once.checkInvariants()
      singly.checkInvariants()
    }
  }

  @Test func `replicas without requests spread: each counts as 100m and 200Mi in the score`() {
    var workload = Federations.workload(replicas: 40)
    workload.requests = Resources(pods: 1)
    workload.hasRequests = false
    let found = run([pool("p", nodes: 10)], [workload])
    #expect((0..<10).map { 110 - found.nodes.free(of: $0).pods } == Array(repeating: 4, count: 10))
    #expect((0..<10).allSatisfy { found.nodes.free(of: $0).cpuMillicores == 4000 })
    found.checkInvariants()
  }

  @Test func `each replica goes to the least allocated node that fits, by hand`() {
    // The score by kube-scheduler's formula, over every node, for a mix of shapes.
    var random = RandomStream(key: 7)
    for _ in 0..<200 {
      let pools = (0..<4).map { number in
        pool("p\(number)", nodes: 1, cores: 1 + Int64(random.uniformInteger(below: 8)), gibibytes: 4, pods: 8)
      }
      var found = run(pools, [Federations.workload(replicas: 0)])
      found.setDesired(Int32(random.uniformInteger(below: 20)), of: 0)
      var best: Int?
      var bestScore: Int64 = -1
      for node in 0..<4 {
        let free = found.nodes.free(of: node)
        let all = found.nodes.allocatable(of: node)
        guard free.cpuMillicores >= 500, free.memoryBytes >= 512 << 20, free.pods >= 1 else { continue }
        let score =
          ((free.cpuMillicores - 500) * 100 / all.cpuMillicores
            + (free.memoryBytes - 512 << 20) * 100 / all.memoryBytes) / 2
        if score > bestScore { (best, bestScore) = (node, score) }
      }
      var search = NodeSearch()
      found.beginSearch(for: 0, with: &search)
      let chosen = search.next(in: &found.nodes)
      #expect(chosen == best)
    }
  }
}
