// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Which workloads are peers by Karmada's workload affinity: same namespace, same `key=value`.
///
/// Source: karmada `pkg/scheduler/framework/plugins/{workloadaffinity, workloadantiaffinity}` (v1.17).
public struct WorkloadGroups: Sendable {
  private var together: Groups
  private var apart: Groups

  /// The groups of workloads under their policies, by place. O(workloads).
  public init(policies: [NativePolicy?], workloads: [WorkloadSpec]) {
    together = Groups(count: workloads.count)
    apart = Groups(count: workloads.count)
    for (place, workload) in workloads.enumerated() {
      guard case .karmada(let policy)? = policies[place], policy.workloadAffinity != nil else { continue }
      let groups = policy.workloadGroups(of: workload)
      if let group = groups.affinity { together.add(place, to: "\(workload.namespace)/\(group)") }
      if let group = groups.antiAffinity { apart.add(place, to: "\(workload.namespace)/\(group)") }
    }
  }

  /// Where the peers of the workload at a place are now; nil where it is in no group. O(peers x their clusters).
  ///
  /// - Parameter assignment: The recorded assignment of a workload by place; empty for one that is not placed.
  public func peers(of workload: Int, assignment: (Int) -> [AssignedReplicas]) -> PeerPlacement? {
    let (companions, rivals) = (together.members(around: workload), apart.members(around: workload))
    if companions.isEmpty && rivals.isEmpty { return nil }
    var placement = PeerPlacement()
    for peer in companions where Int(peer) != workload {
      let clusters = assignment(Int(peer)).map(\.cluster).sorted()
      if !clusters.isEmpty { placement.affinity.append(clusters) }
    }
    let others = rivals.flatMap { Int($0) == workload ? [] : assignment(Int($0)).map(\.cluster) }.sorted()
    for cluster in others where placement.antiAffinity.last != cluster { placement.antiAffinity.append(cluster) }
    return placement
  }

  private struct Groups {
    private var groups: [[Int32]] = []
    private var places: [String: Int] = [:]
    private var groupOfWorkload: [Int32]

    init(count: Int) { groupOfWorkload = Array(repeating: -1, count: count) }

    mutating func add(_ workload: Int, to name: String) {
      let place = places[name] ?? groups.count
      if place == groups.count {
        places[name] = place
        groups.append([])
      }
      groups[place].append(Int32(workload))
      groupOfWorkload[workload] = Int32(place)
    }

    /// All workloads of its group, itself among them, ascending; empty without a group.
    func members(around workload: Int) -> [Int32] {
      groupOfWorkload[workload] < 0 ? [] : groups[Int(groupOfWorkload[workload])]
    }
  }
}
