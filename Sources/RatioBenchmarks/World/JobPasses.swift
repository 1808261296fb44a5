// SPDX-License-Identifier: GPL-3.0-or-later

import Synchronization

/// What each of several jobs measured.
final class JobPasses: Sendable {
  private let passes: Mutex<[BenchmarkFleet.Pass?]>

  init(count: Int) { passes = Mutex(Array(repeating: nil, count: count)) }

  func set(_ pass: BenchmarkFleet.Pass, of job: Int) { passes.withLock { $0[job] = pass } }

  /// All of them, in the order of the jobs.
  var all: [BenchmarkFleet.Pass] { passes.withLock { $0.compactMap(\.self) } }
}
