// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The resource models of all clusters and how many nodes of each cluster are in which grade, in flat columns.
struct GradeTable {
  /// Places for grades in each cluster: as many as the longest model has; 0: nobody looks at grades.
  let stride: Int
  /// Nodes by cluster and grade.
  var counts: [Int32]
  /// How many grades each cluster has.
  private let lengths: [Int]
  /// Lower bounds by cluster and grade; `Int64.min`: none.
  private let cpuBounds: [Int64]
  private let memoryBounds: [Int64]

  /// A table of `models`, one a cluster; empty: nobody looks at grades.
  init(_ models: [[ResourceGrade]]) {
    let stride = models.map(\.count).max() ?? 0
    var (cpu, memory) = ([Int64](), [Int64]())
    for model in models {
      for place in 0..<stride {
        cpu.append(place < model.count ? model[place].minimumCPUMillicores ?? .min : .max)
        memory.append(place < model.count ? model[place].minimumMemoryBytes ?? .min : .max)
      }
    }
    self.stride = stride
    lengths = models.map(\.count)
    counts = Array(repeating: 0, count: stride * models.count)
    (cpuBounds, memoryBounds) = (cpu, memory)
  }

  /// `ResourceGrade.place` in the model of `cluster`.
  func place(ofCPU cpuMillicores: Int64, memory memoryBytes: Int64, in cluster: Int) -> Int {
    let first = cluster * stride
    var cpu = lengths[cluster] - 1
    while cpu >= 0, cpuBounds[first + cpu] > cpuMillicores { cpu -= 1 }
    var memory = lengths[cluster] - 1
    while memory >= 0, memoryBounds[first + memory] > memoryBytes { memory -= 1 }
    return min(cpu, memory)
  }

  /// The counts of `cluster`, grade by grade; empty where nobody looks at grades.
  func counts(of cluster: Int) -> ArraySlice<Int32> {
    stride == 0 ? [] : counts[cluster * stride..<cluster * stride + lengths[cluster]]
  }
}
