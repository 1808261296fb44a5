// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Results

/// How much of the free room is in pieces too small for the largest replica (U4), at the end of a run.
enum Fragmentation {
  /// The workload whose replicas ask for the most CPU, then memory; nil when nothing is asked for.
  static func largestWorkload(of scenario: Scenario) -> Int? {
    let sizes = scenario.workloads.map(\.requests)
    let largest = sizes.indices.max {
      (sizes[$0].cpuMillicores, sizes[$0].memoryBytes, -$0) < (sizes[$1].cpuMillicores, sizes[$1].memoryBytes, -$1)
    }
    return largest.flatMap { sizes[$0].cpuMillicores > 0 || sizes[$0].memoryBytes > 0 ? $0 : nil }
  }

  /// 1 - replicas that fit node by node / replicas that would fit into the same room in one piece; nil when none would.
  static func metrics(size: Resources?, room: (replicas: Int64, free: Resources)?) -> [String: MetricValue] {
    guard let size, let room else { return ["fragmentation": MetricValue(nil)] }
    var whole = room.free.pods
    if size.cpuMillicores > 0 { whole = min(whole, room.free.cpuMillicores / size.cpuMillicores) }
    if size.memoryBytes > 0 { whole = min(whole, room.free.memoryBytes / size.memoryBytes) }
    return ["fragmentation": MetricValue(whole > 0 ? 1 - Double(room.replicas) / Double(whole) : nil)]
  }
}
