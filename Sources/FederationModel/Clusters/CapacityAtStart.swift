// SPDX-License-Identifier: GPL-3.0-or-later

extension ReportedCapacity {
  /// What a cluster would report whose nodes run nothing but its reserved part, spread evenly over them. O(pools).
  public init(ofNodesOf cluster: ClusterSpec) {
    let grades = cluster.resourceGrades ?? ResourceGrade.defaults
    var counts = [Int32](repeating: 0, count: grades.count)
    let nodeCount = Int64(cluster.pools.reduce(0) { $0 + $1.nodeCount })
    for pool in cluster.pools where pool.nodeCount > 0 {
      let cpu = pool.allocatable.cpuMillicores - cluster.reserved.cpuMillicores / nodeCount
      let memory = pool.allocatable.memoryBytes - cluster.reserved.memoryBytes / nodeCount
      let place = ResourceGrade.place(ofCPU: cpu, memory: memory, in: grades)
      if place >= 0 { counts[place] += Int32(clamping: pool.nodeCount) }
    }
    self.init(allocatable: cluster.allocatable, allocated: cluster.reserved, nodesPerGrade: counts)
  }
}

extension ClusterSpec {
  /// What each node that admits `workload` has free before anything of the scenario runs: its reserved part is spread
  /// evenly over all nodes. O(nodes).
  public func freeNodesAtStart(for workload: WorkloadSpec) -> [Resources] {
    let count = Int64(pools.reduce(0) { $0 + $1.nodeCount })
    var free: [Resources] = []
    for pool in pools where pool.nodeCount > 0 && pool.admits(workload) {
      let node = Resources(
        cpuMillicores: pool.allocatable.cpuMillicores - reserved.cpuMillicores / count,
        memoryBytes: pool.allocatable.memoryBytes - reserved.memoryBytes / count,
        pods: pool.allocatable.pods - reserved.pods / count)
      free += Array(repeating: node, count: pool.nodeCount)
    }
    return free
  }
}
