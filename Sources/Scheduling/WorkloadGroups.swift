// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Which workloads are peers by Karmada's workload affinity: same namespace, same `key=value`.
///
/// Source: karmada `pkg/scheduler/framework/plugins/{workloadaffinity, workloadantiaffinity}` (v1.17).
public struct WorkloadGroups: Sendable {
  private let together: Groups
  private let apart: Groups

  /// The groups of workloads under their policies, by place. O(w log w) for w workloads in groups.
  public init(policies: [NativePolicy?], workloads: [WorkloadSpec]) {
    var together: [(name: String, workload: Int32)] = []
    var apart: [(name: String, workload: Int32)] = []
    for (place, workload) in workloads.enumerated() {
      guard case .karmada(let policy)? = policies[place], policy.workloadAffinity != nil else { continue }
      let groups = policy.workloadGroups(of: workload)
      if let group = groups.affinity { together.append(("\(workload.namespace)/\(group)", Int32(place))) }
      if let group = groups.antiAffinity { apart.append(("\(workload.namespace)/\(group)", Int32(place))) }
    }
    self.together = Groups(of: together, count: workloads.count)
    self.apart = Groups(of: apart, count: workloads.count)
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
    private var groupOfWorkload: [Int32]

    /// Members of one name become a group.
    init(of members: [(name: String, workload: Int32)], count: Int) {
      groupOfWorkload = Array(repeating: -1, count: count)
      var last: String?
      for (name, workload) in members.sorted(by: { ($0.name, $0.workload) < ($1.name, $1.workload) }) {
        if name != last { groups.append([]) }
        last = name
        groups[groups.count - 1].append(workload)
        groupOfWorkload[Int(workload)] = Int32(groups.count - 1)
      }
    }

    /// All workloads of its group, itself among them, ascending; empty without a group.
    func members(around workload: Int) -> [Int32] {
      groupOfWorkload[workload] < 0 ? [] : groups[Int(groupOfWorkload[workload])]
    }
  }
}
