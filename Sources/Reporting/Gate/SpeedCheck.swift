// SPDX-License-Identifier: GPL-3.0-or-later

import Results

/// Level 3 of a check: speed, apart from placement, and only between runs of one machine.
public struct SpeedCheck: Hashable, Sendable {
  /// Candidate's over baseline's events per second; nil where they ran on different machines.
  public let ratio: Double?
  /// By which share it may be slower; nil: it is not judged.
  public let allowedSlowdown: Double?
  private let machines: String

  /// Holds the candidate's speed against the baseline's.
  public init(_ candidate: Baseline.Speed, against baseline: Baseline.Speed, allowedSlowdown: Double?) {
    let isSame = candidate.machine == baseline.machine && baseline.eventsPerSecond > 0
    ratio = isSame ? candidate.eventsPerSecond / baseline.eventsPerSecond : nil
    self.allowedSlowdown = allowedSlowdown
    machines = "\(baseline.machine), now \(candidate.machine)"
  }

  /// True when it is judged and slower than allowed.
  public var isTooSlow: Bool {
    guard let ratio, let allowedSlowdown else { return false }
    return ratio < 1 - allowedSlowdown
  }

  /// The finding in words.
  public var sentence: String {
    guard let ratio else { return "Speed: not judged, another machine (\(machines))." }
    let text = "Speed: \(NumberText.fixed(ratio, decimals: 2)) of the baseline's events per second"
    guard let allowedSlowdown else { return text + "; not judged without --max-slowdown." }
    let bound = NumberText.fixed(1 - allowedSlowdown, decimals: 2)
    return text + (isTooSlow ? ", too slow: \(bound) is allowed." : ", at least the \(bound) that is allowed.")
  }
}
