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
  /// What is looked at of one workload with every change; beside one another, since a fleet's workloads are in no cache.
  struct Entry {
    /// Replicas that serve.
    var serving: Int64 = 0
    /// Replicas that start, wherever they are.
    var starting: Int32 = 0
    /// Replicas that observers were told run twice.
    var doubleRunning: Int32 = 0
    /// Cohorts that lack anything of what they were sent, in no order that matters.
    var unwell: [Int32] = []
    /// Whether observers were told that it lacks anything.
    var lacks = false
    /// Whether it has to be looked at again.
    var isUnsettled = false
  }

  private var entries: [Entry]
  /// What observers were told that each workload lacks.
  var counts: [LossCounts]
  /// Clusters that are cut off from users, dead or not.
  var clustersOutOfReach: Int32 = 0
  /// Workloads whose losses may have changed, each once.
  var unsettled: [Int32] = []
  /// Lost replicas that no stage of the pipeline held, over all settlements: 0, or a rule is missing.
  var unexplained: Int64 = 0

  init(workloadCount: Int) {
    entries = Array(repeating: Entry(), count: workloadCount)
    counts = Array(repeating: LossCounts(), count: workloadCount)
  }

  /// One workload's entry. O(1).
  subscript(workload: Int) -> Entry {
    _read { yield entries[workload] }
    _modify { yield &entries[workload] }
  }
}
