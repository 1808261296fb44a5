// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

extension ScenarioChecks {
  /// Whether what the workloads may ask of one cluster at any time of a run can be added up, in 64 bits, to what the
  /// fleet offers: with demand at its peak, after every scaling, and with the numbers that override policies and
  /// recorded assignments write.
  func checkPeaks(of scenario: Scenario, at position: SourcePosition) -> Bool {
    var peaks = scenario.workloads.map(\.peakReplicas)
    var requests = scenario.workloads.map(\.requests)
    for edit in scenario.workloadEdits {
      peaks[edit.workload] = max(peaks[edit.workload], edit.spec.replicas)
      requests[edit.workload].cpuMillicores = max(
        requests[edit.workload].cpuMillicores, edit.spec.requests.cpuMillicores)
      requests[edit.workload].memoryBytes = max(requests[edit.workload].memoryBytes, edit.spec.requests.memoryBytes)
    }
    for action in scenario.actions {
      guard case .scale(let key, let replicas) = action.kind else { continue }
      for place in peaks.indices where scenario.workloads[place].key == key {
        peaks[place] = max(peaks[place], replicas)
      }
    }
    for contender in scenario.contenders {
      for place in peaks.indices {
        let written = (contender.policies[place]?.replicaOverrides ?? []) + (contender.initialAssignments[place] ?? [])
        peaks[place] = max(peaks[place], written.map(\.replicas).max() ?? 0)
      }
    }
    var cpu: Int128 = 0
    var memory: Int128 = 0
    var pods: Int128 = 0
    for (requests, replicas) in zip(requests, peaks) {
      cpu += Int128(requests.cpuMillicores) * Int128(replicas)
      memory += Int128(requests.memoryBytes) * Int128(replicas)
      pods += Int128(replicas)
    }
    return reportTotals(cpu: cpu, memory: memory, pods: pods, of: "the workloads at their peak", at: position)
  }

  /// Whether what the fleet offers can be added up with every pool at the largest number of nodes that an operator gives
  /// it. O(pools x resizings).
  func checkResizings(of scenario: Scenario, at position: SourcePosition) -> Bool {
    var cpu: Int128 = 0
    var memory: Int128 = 0
    var pods: Int128 = 0
    for cluster in scenario.fleet.clusters {
      let resizings = scenario.actions.compactMap { action -> (pool: String?, nodes: Int)? in
        guard case .resize(let nodes) = action.kind, action.target.selects(cluster) else { return nil }
        return (action.target.nodePool, nodes)
      }
      for pool in cluster.pools {
        let asked = resizings.filter { $0.pool ?? pool.name == pool.name }.map(\.nodes).max() ?? 0
        let count = Int128(max(pool.largestNodeCount, asked))
        cpu += Int128(pool.allocatable.cpuMillicores) * count
        memory += Int128(pool.allocatable.memoryBytes) * count
        pods += Int128(pool.allocatable.pods) * count
      }
    }
    return reportTotals(cpu: cpu, memory: memory, pods: pods, of: "the resized fleet", at: position)
  }
}

extension WorkloadSpec {
  /// The most replicas that the template or the demand ever asks for.
  fileprivate var peakReplicas: Int {
    switch demand {
    case .constant: replicas
    case .steps(let steps): max(replicas, steps.map(\.replicas).max() ?? 0)
    case .diurnal(let mean, let amplitude, _, _): max(replicas, mean + amplitude)
    }
  }
}

extension NativePolicy {
  /// The numbers that override policies write into single clusters.
  fileprivate var replicaOverrides: [ClusterReplicas] {
    switch self {
    case .karmada(let policy): policy.replicaOverrides
    case .kubeFed(let policy): policy.replicaOverrides
    case .federationV1, .kubeAdmiral: []
    }
  }
}
