// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// Which node a replica gets inside its cluster.

extension FederationRun {
  /// The node for one replica of `workload` in `cluster`: of the nodes that are up, not being drained, and fit, the
  /// least allocated after placing it, ties to the lowest index; nil when none fits. O(nodes of the cluster).
  /// - Parameter template: What the replica is made from; nil: the template of the start.
  func bestNode(for workload: Int, template: Int32? = nil, in cluster: Int) -> Int? {
    let spec = scenario.workloads[workload]
    let requests = templates[template.map { Int($0) } ?? workload].requests
    let rank = LeastAllocated(requests: requests)
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
      let score = rank.score(
        freeCPU: free.cpuMillicores - taken.cpuMillicores, of: all.cpuMillicores,
        freeMemory: free.memoryBytes - taken.memoryBytes, of: all.memoryBytes)
      if score > bestScore {
        bestScore = score
        best = node
      }
    }
    return best
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
    let assumed = LeastAllocated(requests: requests).assumed
    nodes[node].assumed.cpuMillicores += assumed.cpuMillicores * count
    nodes[node].assumed.memoryBytes += assumed.memoryBytes * count
    clusters[cluster].allocated.add(requests, times: count)
    if gradeCount > 0 { countNode(node, in: cluster) }
    observe(.boundChanged, workload: workload, cluster: cluster, value: count)
    let correction = requests.cpuMillicores - templates[workload].requests.cpuMillicores
    if correction != 0 {
      observe(.boundCPUCorrected, workload: workload, cluster: cluster, value: correction * count)
    }
    let memoryCorrection = requests.memoryBytes - templates[workload].requests.memoryBytes
    if memoryCorrection != 0 {
      tell(.boundMemoryCorrected, workload: workload, cluster: cluster, value: memoryCorrection * count)
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
    let free = nodes[node].free
    nodes[node].grade = Int8(
      ResourceGrade.place(ofCPU: free.cpuMillicores, memory: free.memoryBytes, in: grades[cluster]))
    if nodes[node].grade >= 0 { nodesPerGrade[gradePlace(of: node, in: cluster)] += 1 }
  }

  /// Takes `node` out of the count of its grade.
  mutating func uncountNode(_ node: Int, in cluster: Int) {
    if gradeCount > 0, nodes[node].grade >= 0 { nodesPerGrade[gradePlace(of: node, in: cluster)] -= 1 }
  }

  private func gradePlace(of node: Int, in cluster: Int) -> Int {
    cluster * gradeCount + max(Int(nodes[node].grade), 0)
  }
}
