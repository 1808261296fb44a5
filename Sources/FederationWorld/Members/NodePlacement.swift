// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling
import SimulationEngine

// Which node a replica gets inside its cluster.

extension FederationRun {
  /// Begins to look for nodes for replicas of a cohort in its cluster: of the nodes that are up, not being drained, and fit,
  /// the least allocated after placing one, ties to the lowest index. O(blocks of nodes of the cluster).
  mutating func beginSearch(for cohort: Int, with search: inout NodeSearch) {
    let workload = Int(cohorts[cohort].workload)
    let cluster = Int(cohorts[cohort].cluster)
    let requests = templates[Int(cohortRecords[cohort].template)].requests
    search.begin(requests, blocks: clusters[cluster].blocks, in: nodes) { pool in
      admits(workload, toPool: pool, of: cluster)
    }
  }

  /// Whether a pool takes replicas of the workload at all. O(1) where the pools of the cluster take everything and the
  /// workload selects no labels of nodes.
  func admits(_ workload: Int, toPool pool: Int, of cluster: Int) -> Bool {
    if clusters[cluster].admitsAll, !facts[workload].selectsNodes { return true }
    return scenario.fleet.clusters[cluster].pools[pool].admits(scenario.workloads[workload])
  }

  /// Moves `count` (1 or -1) replicas of `workload` onto or off `node`, in every sum that knows of it.
  mutating func bind(_ count: Int64, of workload: Int, template: Int32, to node: Int) {
    let requests = templates[Int(template)].requests
    let cluster = nodes.cluster(of: node)
    noteChange(in: cluster)
    uncountNode(node, in: cluster)
    nodes[node].replicaCount += Int32(count)
    nodes.take(requests, assumed: LeastAllocated(requests: requests).assumed, times: count, on: node)
    clusters[cluster].allocated.add(requests, times: count)
    if grades.stride > 0 { countNode(node, in: cluster) }
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
    let price = priceOfReplica(of: template, on: nodes.groupPlace(of: node))
    if price != 0 { observe(.costChanged, workload: workload, cluster: cluster, value: price * count) }
  }

  /// What one replica costs on a node of `group`, in billionths of a dollar per hour: the node's price by the larger of its
  /// shares of CPU and memory. The last answer is kept: replicas come and go in groups.
  private mutating func priceOfReplica(of template: Int32, on group: Int) -> Int64 {
    if let last = lastPrice, last.template == template, last.group == group { return last.price }
    let spec = nodes.groups[group]
    let requests = templates[Int(template)].requests
    let all = spec.allocatable
    let cpu = all.cpuMillicores > 0 ? Double(requests.cpuMillicores) / Double(all.cpuMillicores) : 0
    let memory = all.memoryBytes > 0 ? Double(requests.memoryBytes) / Double(all.memoryBytes) : 0
    let price = spec.pricePerHour > 0 ? Int64((spec.pricePerHour * max(cpu, memory) * 1e9).rounded()) : 0
    lastPrice = (template, group, price)
    return price
  }

  /// Puts `node` into its grade and counts it there.
  mutating func countNode(_ node: Int, in cluster: Int) {
    let free = nodes.free(of: node)
    let grade = grades.place(ofCPU: free.cpuMillicores, memory: free.memoryBytes, in: cluster)
    nodes[node].grade = Int8(grade)
    if grade >= 0 { grades.counts[cluster * grades.stride + grade] += 1 }
  }

  /// Takes `node` out of the count of its grade.
  mutating func uncountNode(_ node: Int, in cluster: Int) {
    guard grades.stride > 0, nodes[node].grade >= 0 else { return }
    grades.counts[cluster * grades.stride + Int(nodes[node].grade)] -= 1
  }
}
