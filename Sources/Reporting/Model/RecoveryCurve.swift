// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The share of episodes of a contender that is not over yet, by the time since the failure.
struct RecoveryCurve: Sendable {
  /// A time and the share from it on; the first is at 0.
  let steps: [(seconds: Double, share: Double)]
  /// When episodes were last seen open, and the share then.
  let censored: [(seconds: Double, share: Double)]
  private let curve: SurvivalCurve

  /// Of all runs of a contender; nil when nothing was to recover from. Records that do not say how long an open episode
  /// lasted count it as longer than every recovery.
  init?(_ runs: [RunRecord]) {
    let details = runs.compactMap(\.detail)
    let ended = details.flatMap(\.recovery).map(Self.bucket)
    let longest = ended.map(\.value).max() ?? 0
    let open = details.flatMap { detail -> [SurvivalCurve.Bucket] in
      let known = (detail.unrecoveredAfter ?? []).map(Self.bucket)
      let rest = detail.unrecovered - known.reduce(0) { $0 + $1.count }
      return rest > 0 ? known + [.init(value: longest, count: rest)] : known
    }
    let curve = SurvivalCurve(events: ended, censored: open)
    guard curve.count > 0 else { return nil }
    self.curve = curve
    steps = [(0, 1)] + curve.steps.map { ($0.time, $0.survival) }
    var censored: [(seconds: Double, share: Double)] = []
    var place = 0
    for time in open.filter({ $0.count > 0 }).map(\.value).sorted() where time != censored.last?.seconds {
      while place + 1 < steps.count, steps[place + 1].seconds <= time { place += 1 }
      censored.append((time, steps[place].share))
    }
    self.censored = censored
  }

  private static func bucket(_ bucket: RunDetail.Bucket) -> SurvivalCurve.Bucket {
    .init(value: bucket.seconds, count: bucket.count)
  }

  /// Episodes in all.
  var count: Int { curve.count }
  /// Those that had not recovered when their run ended.
  var censoredCount: Int { curve.censoredCount }

  /// When the last episode was seen, over or not.
  var end: Double { max(steps.last?.seconds ?? 0, censored.last?.seconds ?? 0) }

  /// The least time by which a share of at least `probability` was over; nil: not within the runs.
  func quantile(_ probability: Double) -> Double? {
    if case .value(let seconds)? = curve.quantile(probability) { seconds } else { nil }
  }
}
