// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Free amounts of single nodes, and how many replicas fit on them one by one: what an estimator that sees nodes counts.
///
/// Source: karmada `pkg/estimator/server/framework/plugins/noderesource` (v1.18): per node the least quotient of free
/// and requested amounts, and free pod slots; summed over the nodes that admit the workload.
public struct NodeRoom: Sendable {
  private var free: [Resources]

  /// Nodes with these free amounts, in an order of their own; a node that admits no replica is left out by the caller.
  public init(free: [Resources]) { self.free = free }

  /// Replicas of `request` that fit into `free` amounts; `request` nil asks for a pod slot alone. O(1).
  public static func replicas(of request: Resources?, in free: Resources) -> Int64 {
    var replicas = max(0, free.pods)
    guard let request else { return replicas }
    if request.cpuMillicores > 0 { replicas = min(replicas, max(0, free.cpuMillicores) / request.cpuMillicores) }
    if request.memoryBytes > 0 { replicas = min(replicas, max(0, free.memoryBytes) / request.memoryBytes) }
    return replicas
  }

  /// Replicas of `request` that fit, at most `Int32.max`. O(nodes).
  public func available(for request: Resources?) -> Int32 {
    var total: Int64 = 0
    for node in free { total += Self.replicas(of: request, in: node) }
    return Int32(clamping: total)
  }

  /// Takes the room of replicas that are known to come: on the first nodes that hold them; what fits nowhere is left
  /// out. O(nodes).
  public mutating func take(_ assumed: AssumedReplicas) {
    var left = Int64(max(0, assumed.replicas))
    for place in free.indices where left > 0 {
      let count = min(left, Self.replicas(of: assumed.requests, in: free[place]))
      guard count > 0 else { continue }
      let request = assumed.requests ?? .zero
      free[place].cpuMillicores -= request.cpuMillicores * count
      free[place].memoryBytes -= request.memoryBytes * count
      free[place].pods -= count
      left -= count
    }
  }
}
