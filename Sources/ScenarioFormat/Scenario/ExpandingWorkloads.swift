// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// From entries of the scenario to single workloads.
extension ScenarioContext {
  /// Each entry as many times as it says, `count: N` giving `name-1` to `name-N` padded to equal width; samples of
  /// clusters drawn, cells taken in turn. Copies share all their arrays but the sampled names; those of one cell share
  /// its selector.
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
      let selectors = cellSelectors(of: draft, fleet: fleet)
      let width = String(draft.count ?? 1).count
      for number in 0..<(draft.count ?? 1) {
        var workload = draft.spec
        if draft.count != nil { rename(&workload, number: number + 1, width: width) }
        if let sample = draft.intent?.sample {
          if sampler == nil { sampler = NameSampler(fleet.clusters.map(\.name)) }
          let names = sampler?.sample(sample.clusters, seed: sample.seed, key: workload.key)
          workload.intent?.eligible.names = names ?? []
        }
        if !selectors.isEmpty { workload.intent?.eligible.labelSelector = selectors[number % selectors.count] }
        workloads.append(workload)
      }
    }
    return workloads
  }

  /// The selector of each cell, for an entry whose copies take the cells of the fleet in turn; empty for another one.
  private func cellSelectors(of draft: WorkloadEntry, fleet: Fleet) -> [LabelSelector] {
    guard draft.intent?.cellRule == .inTurn else { return [] }
    let cells = Set(fleet.clusters.compactMap { $0.labels[Self.cellLabel] }).count
    if cells == 0, !fleet.clusters.isEmpty {
      collector.error(
        .incompleteEntry, at: draft.position,
        "the workload \(draft.spec.key) takes cells in turn and the fleet has none",
        fix: "add cells: 20 under fleet.generate, or take cells out of eligible")
    }
    return (0..<cells).map { cell in
      var selector = draft.spec.intent?.eligible.labelSelector ?? LabelSelector()
      selector.matchLabels[Self.cellLabel] = Self.cellName(cell)
      return selector
    }
  }

  private func rename(_ workload: inout WorkloadSpec, number: Int, width: Int) {
    let digits = String(number)
    let hasOwnUID = workload.uid != workload.key
    workload.name += "-" + String(repeating: "0", count: width - digits.count) + digits
    workload.uid = hasOwnUID ? "\(workload.uid)-\(digits)" : workload.key
  }
}
