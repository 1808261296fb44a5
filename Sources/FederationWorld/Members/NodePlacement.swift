// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import SimulationEngine

// Which node a replica gets inside its cluster.

extension FederationRun {
  /// The node for one replica of `workload` in `cluster`: of the nodes that are up, not being drained, and fit, the
  /// least allocated after placing it, ties to the lowest index; nil when none fits. O(nodes of the cluster).
  ///
  /// Source: kube-scheduler `noderesources/least_allocated.go`: mean over CPU and memory of
  /// (allocatable - requested) * 100 / allocatable, in whole numbers, where a request that is not stated counts as 100m
  /// or 200Mi (`util/pod_resources.go` GetNonzeroRequests).
  /// - Parameter template: What the replica is made from; nil: the template of the start.
  func bestNode(for workload: Int, template: Int32? = nil, in cluster: Int) -> Int? {
    let spec = scenario.workloads[workload]
    let requests = templates[template.map { Int($0) } ?? workload].requests
    let assumed = Self.assumed(requests)
    let cpuRequest = requests.cpuMillicores + assumed.cpuMillicores
    let memoryRequest = requests.memoryBytes + assumed.memoryBytes
    var best: Int?
    var bestScore: Int64 = -1
    var pool: Int32 = -1
    var poolAdmits = false
    for node in clusters[cluster].nodes {
      if nodes[node].pool != pool {
        pool = nodes[node].pool
        poolAdmits = scenario.fleet.clusters[cluster].pools[Int(pool)].admits(spec)
      }
      guard poolAdmits, nodes[node].takesReplicas else { continue }
      let free = nodes[node].free
      guard
        free.cpuMillicores >= requests.cpuMillicores, free.memoryBytes >= requests.memoryBytes,
        free.pods >= requests.pods
      else { continue }
      let all = nodes[node].allocatable
      let taken = nodes[node].assumed
      let cpu = Self.percentage(free.cpuMillicores - taken.cpuMillicores - cpuRequest, of: all.cpuMillicores)
      let memory = Self.percentage(free.memoryBytes - taken.memoryBytes - memoryRequest, of: all.memoryBytes)
      let score = (cpu + memory) / 2
      if score > bestScore {
        bestScore = score
        best = node
      }
    }
    return best
  }

  /// What requests that are not stated count for.
  private static func assumed(_ requests: Resources) -> NodeAmounts {
    NodeAmounts(
      cpuMillicores: requests.cpuMillicores == 0 ? 100 : 0, memoryBytes: requests.memoryBytes == 0 ? 200 << 20 : 0,
      pods: 0)
  }

  /// part * 100 / whole without overflow for any number of bytes; 0 where nothing is left or there is no whole.
  private static func percentage(_ part: Int64, of whole: Int64) -> Int64 {
    guard part > 0, whole > 0 else { return 0 }
    return part < .max / 100 ? part * 100 / whole : part / max(whole / 100, 1)
  }

  /// Moves `count` (1 or -1) replicas of `workload` onto or off `node`, in every sum that knows of it.
  mutating func bind(_ count: Int64, of workload: Int, template: Int32, to node: Int) {
    let requests = templates[Int(template)].requests
    let cluster = Int(nodes[node].cluster)
    noteChange(in: cluster)
    uncountNode(node, in: cluster)
    nodes[node].replicaCount += Int32(count)
    nodes[node].free.cpuMillicores -= requests.cpuMillicores * count
    nodes[node].free.memoryBytes -= requests.memoryBytes * count
    nodes[node].free.pods -= requests.pods * count
    let assumed = Self.assumed(requests)
    nodes[node].assumed.cpuMillicores += assumed.cpuMillicores * count
    nodes[node].assumed.memoryBytes += assumed.memoryBytes * count
    clusters[cluster].allocated.add(requests, times: count)
    if gradeCount > 0 { countNode(node, in: cluster) }
    observe(.boundChanged, workload: workload, cluster: cluster, value: count)
    let correction = requests.cpuMillicores - templates[workload].requests.cpuMillicores
    if correction != 0 {
      observe(.boundCPUCorrected, workload: workload, cluster: cluster, value: correction * count)
    }
    noteUse(of: node)
    let price = priceOfReplica(requests, on: node)
    if price != 0 { observe(.costChanged, workload: workload, cluster: cluster, value: price * count) }
  }

  /// What one replica costs on `node`, in billionths of a dollar per hour: the node's price by the larger of its shares
  /// of CPU and memory.
  private func priceOfReplica(_ requests: Resources, on node: Int) -> Int64 {
    let pool = scenario.fleet.clusters[Int(nodes[node].cluster)].pools[Int(nodes[node].pool)]
    guard pool.pricePerHour > 0 else { return 0 }
    let all = pool.allocatable
    let cpu = all.cpuMillicores > 0 ? Double(requests.cpuMillicores) / Double(all.cpuMillicores) : 0
    let memory = all.memoryBytes > 0 ? Double(requests.memoryBytes) / Double(all.memoryBytes) : 0
    return Int64((pool.pricePerHour * max(cpu, memory) * 1e9).rounded())
  }

  /// Puts `node` into its grade and counts it there.
  mutating func countNode(_ node: Int, in cluster: Int) {
    nodes[node].grade = grade(of: nodes[node].free, in: cluster)
    if nodes[node].grade >= 0 { nodesPerGrade[gradePlace(of: node, in: cluster)] += 1 }
  }

  /// Takes `node` out of the count of its grade.
  mutating func uncountNode(_ node: Int, in cluster: Int) {
    if gradeCount > 0, nodes[node].grade >= 0 { nodesPerGrade[gradePlace(of: node, in: cluster)] -= 1 }
  }

  private func gradePlace(of node: Int, in cluster: Int) -> Int {
    cluster * gradeCount + max(Int(nodes[node].grade), 0)
  }

  /// The least over the model's resources of the last grade whose lower bound is free.
  ///
  /// Source: karmada `pkg/modeling/modeling.go` searchLastLessElement, `getIndex`.
  private func grade(of free: NodeAmounts, in cluster: Int) -> Int8 {
    let models = grades[cluster]
    var cpu = models.count - 1
    while cpu >= 0, let bound = models[cpu].minimumCPUMillicores, bound > free.cpuMillicores { cpu -= 1 }
    var memory = models.count - 1
    while memory >= 0, let bound = models[memory].minimumMemoryBytes, bound > free.memoryBytes { memory -= 1 }
    return Int8(min(cpu, memory))
  }
}
