// SPDX-License-Identifier: GPL-3.0-or-later

/// Replicas that one workload lacks, by cause.
struct LossCounts: Equatable {
  private var counts = SIMD16<Int32>(repeating: 0)

  subscript(cause: LossCause) -> Int32 {
    get { counts[Int(cause.rawValue)] }
    set { counts[Int(cause.rawValue)] = newValue }
  }

  var total: Int64 { LossCause.allCases.reduce(0) { $0 + Int64(self[$1]) } }
  var isEmpty: Bool { counts == SIMD16(repeating: 0) }
}

/// What every workload lacks at the end of the event at hand, and which ones have to be looked at again.
struct LossBook {
  /// Replicas that serve, by workload.
  var serving: [Int64]
  /// Replicas that start, by workload, wherever they are.
  var starting: [Int32]
  /// Cohorts that are not well, by workload: all that lack anything of what they were sent, in no order that matters.
  var unwell: [[Int32]]
  /// Clusters that are cut off from users, dead or not.
  var clustersOutOfReach: Int32 = 0
  /// What observers were told.
  var counts: [LossCounts]
  /// Whether that is anything.
  var lacks: [Bool]
  var doubleRunning: [Int32]
  /// Workloads whose losses may have changed, each once.
  var unsettled: [Int32] = []
  var isUnsettled: [Bool]
  /// Lost replicas that no stage of the pipeline held, over all settlements: 0, or a rule is missing.
  var unexplained: Int64 = 0

  init(workloadCount: Int) {
    serving = Array(repeating: 0, count: workloadCount)
    unwell = Array(repeating: [], count: workloadCount)
    starting = Array(repeating: 0, count: workloadCount)
    counts = Array(repeating: LossCounts(), count: workloadCount)
    lacks = Array(repeating: false, count: workloadCount)
    doubleRunning = Array(repeating: 0, count: workloadCount)
    isUnsettled = Array(repeating: false, count: workloadCount)
  }
}
