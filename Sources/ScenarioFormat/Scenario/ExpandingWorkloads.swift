// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// From entries of the scenario to single workloads.
extension ScenarioContext {
  /// Each entry as many times as it says, `count: N` giving `name-1` to `name-N` padded to equal width; samples of
  /// clusters drawn. Copies share all their arrays but the sampled names.
  func expand(_ drafts: [WorkloadEntry], fleet: Fleet) -> [WorkloadSpec] {
    var sampler: NameSampler?
    var workloads: [WorkloadSpec] = []
    let total = drafts.reduce(0) { min($0 + ($1.count ?? 1), 2 * ScenarioBounds.workloads) }
    if total > ScenarioBounds.workloads {
      collector.error(
        .outOfRange, at: drafts.first?.position ?? SourcePosition(file: ""),
        "there are more than \(ScenarioBounds.workloads) workloads", fix: "lower a count")
      return []
    }
    workloads.reserveCapacity(total)
    for draft in drafts {
      let width = String(draft.count ?? 1).count
      for number in 0..<(draft.count ?? 1) {
        var workload = draft.spec
        if draft.count != nil { rename(&workload, number: number + 1, width: width) }
        if let sample = draft.intent?.sample {
          if sampler == nil { sampler = NameSampler(fleet.clusters.map(\.name)) }
          let names = sampler?.sample(sample.clusters, seed: sample.seed, key: workload.key)
          workload.intent?.eligible.names = names ?? []
        }
        workloads.append(workload)
      }
    }
    return workloads
  }

  private func rename(_ workload: inout WorkloadSpec, number: Int, width: Int) {
    let digits = String(number)
    let hasOwnUID = workload.uid != workload.key
    workload.name += "-" + String(repeating: "0", count: width - digits.count) + digits
    workload.uid = hasOwnUID ? "\(workload.uid)-\(digits)" : workload.key
  }
}
