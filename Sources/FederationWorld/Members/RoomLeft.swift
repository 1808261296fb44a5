// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

extension FederationRun {
  /// What still fits into the fleet as it is now: whole replicas of a workload's first template, node by node, and the
  /// room of the same nodes in one sum. For observers; O(nodes).
  public func roomLeft(for workload: Int) -> (replicas: Int64, free: Resources) {
    let spec = scenario.workloads[workload]
    let size = templates[workload].requests
    var replicas: Int64 = 0
    var free = Resources.zero
    for cluster in clusters.indices where clusters[cluster].isAlive {
      for node in clusters[cluster].nodes where nodes[node].takesReplicas {
        guard scenario.fleet.clusters[cluster].pools[nodes.pool(of: node)].admits(spec) else { continue }
        let room = nodes.free(of: node)
        free += Resources(cpuMillicores: room.cpuMillicores, memoryBytes: room.memoryBytes, pods: room.pods)
        replicas += Self.replicas(of: size, in: room)
      }
    }
    return (replicas, free)
  }

  private static func replicas(of size: Resources, in room: NodeAmounts) -> Int64 {
    var count = max(0, room.pods)
    if size.cpuMillicores > 0 { count = min(count, max(0, room.cpuMillicores) / size.cpuMillicores) }
    if size.memoryBytes > 0 { count = min(count, max(0, room.memoryBytes) / size.memoryBytes) }
    return count
  }
}
