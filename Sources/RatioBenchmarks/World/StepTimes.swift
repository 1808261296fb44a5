// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Foundation

/// What the events of one run took, apart by whether a decision was made in them.
struct StepTimes {
  /// In events in which questions were answered, with all that comes of the answers.
  var deciding = 0.0
  var questions = 0
  /// In all others.
  var other = 0.0
  var otherEvents = 0
  var digest = RunDigest()

  /// Adds an event that took so many nanoseconds, and what was observed in it.
  mutating func add(_ nanoseconds: Double, _ observations: [Observation]) {
    var answered = 0
    for observation in observations {
      digest.add(observation)
      if observation.kind == .workloadDequeued { answered += 1 }
    }
    if answered > 0 {
      deciding += nanoseconds
      questions += answered
    } else {
      other += nanoseconds
      otherEvents += 1
    }
  }
}

/// A clock for spans of less than a microsecond. It goes on while the thread waits for a core: the CPU time of a thread
/// costs as much to ask for as an event.
enum StepClock {
  /// Nanoseconds since some time.
  static var nanoseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }

  /// What it reads from one call to the next: the median of a thousand.
  static let ownCost: Double = {
    let spans = (0..<1000).map { _ in
      let start = nanoseconds
      return nanoseconds - start
    }
    return spans.sorted()[spans.count / 2]
  }()
}

extension BenchmarkFleet {
  /// Runs through all events of one seed and times each; the placing at the start is not timed.
  func stepTimes(seed: UInt64) -> StepTimes {
    var times = StepTimes()
    var run = start(seed: seed)
    while true {
      let start = StepClock.nanoseconds
      guard run.step() else { return times }
      let span = StepClock.nanoseconds - start - StepClock.ownCost
      times.add(max(span, 0), run.observations)
      run.observations.removeAll(keepingCapacity: true)
    }
  }
}
