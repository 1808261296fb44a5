// SPDX-License-Identifier: GPL-3.0-or-later

import Results
import Statistics

/// The share of episodes that is not over yet, by the time since the failure.
///
/// At each time t at which d of the n episodes still watched recovered, the share falls by the factor 1 - d / n; episodes
/// whose run ended before they recovered leave those that are watched and change nothing else. Source: Kaplan and Meier,
/// Journal of the American Statistical Association 53 (1958).
struct RecoveryCurve: Sendable {
  /// A time and the share from it on; the first is at 0.
  let steps: [(seconds: Double, share: Double)]
  /// When episodes were last seen open, and the share then.
  let censored: [(seconds: Double, share: Double)]
  /// Episodes in all, and those that had not recovered.
  let count: Int
  let censoredCount: Int

  /// Of all runs of a contender; nil when nothing was to recover from. Records that do not say how long an open episode
  /// lasted count it as longer than every recovery.
  init?(_ runs: [RunRecord]) {
    let details = runs.compactMap(\.detail)
    let ended = details.flatMap(\.recovery).filter { $0.count > 0 }.sorted { $0.seconds < $1.seconds }
    let longest = ended.last?.seconds ?? 0
    let open = details.flatMap { detail -> [RunDetail.Bucket] in
      let known = (detail.unrecoveredAfter ?? []).filter { $0.count > 0 }
      let rest = detail.unrecovered - known.reduce(0) { $0 + $1.count }
      return rest > 0 ? known + [.init(seconds: longest, count: rest)] : known
    }.sorted { $0.seconds < $1.seconds }
    censoredCount = open.reduce(0) { $0 + $1.count }
    count = ended.reduce(censoredCount) { $0 + $1.count }
    guard count > 0 else { return nil }
    var steps: [(seconds: Double, share: Double)] = [(0, 1)]
    var censored: [(seconds: Double, share: Double)] = []
    var watched = count
    var share = 1.0
    var next = 0
    func leave(before time: Double) {
      while next < open.count, open[next].seconds < time {
        watched -= open[next].count
        if censored.last?.seconds != open[next].seconds { censored.append((open[next].seconds, share)) }
        next += 1
      }
    }
    for bucket in ended {
      leave(before: bucket.seconds)
      share *= 1 - Double(bucket.count) / Double(watched)
      watched -= bucket.count
      if steps.last?.seconds == bucket.seconds {
        steps[steps.count - 1].share = share
      } else {
        steps.append((bucket.seconds, share))
      }
    }
    leave(before: .infinity)
    self.steps = steps
    self.censored = censored
  }

  /// When the last episode was seen, over or not.
  var end: Double { max(steps.last?.seconds ?? 0, censored.last?.seconds ?? 0) }

  /// The least time by which a share of at least `probability` was over; nil: not within the runs.
  func quantile(_ probability: Double) -> Double? {
    // A product of fractions may miss the share by rounding alone.
    steps.first { $0.share <= 1 - probability + 1e-12 }?.seconds
  }
}
