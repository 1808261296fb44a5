// SPDX-License-Identifier: GPL-3.0-or-later

import Experiments
import Foundation
import Results

/// How fast recorded runs were, from the `timing.json` of their folders.
enum RecordedSpeed {
  /// The median of the runs of these folders; nil where a timing is missing, has no run or is of another machine than
  /// the rest.
  static func read(_ folders: [String]) -> Baseline.Speed? {
    var machines: Set<String> = []
    var speeds: [Double] = []
    for folder in folders {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/timing.json"),
        let timing = try? JSONDecoder().decode(ExperimentTiming.self, from: bytes)
      else { return nil }
      machines.insert("\(timing.machine.processor), \(timing.machine.cores) cores")
      speeds += timing.runs.map(\.eventsPerSecond).filter { $0 > 0 }
    }
    guard machines.count == 1, let machine = machines.first, !speeds.isEmpty else { return nil }
    speeds.sort()
    return Baseline.Speed(machine: machine, eventsPerSecond: speeds[speeds.count / 2])
  }
}
