// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// A cluster that is back before the control plane has acted on its loss.
extension DetectionSteps {
  /// From the return to the member being published as ready, by the rules that find its loss.
  var noticesReturn: TimeWindow {
    if isPull, let lease = detection.lease {
      return TimeWindow(.zero, lease.renewPeriod + lease.monitorPeriod)
    }
    let probe = TimeWindow(.zero, detection.period + roundTrips)
    let between = TimeWindow(detection.period, detection.period + roundTrips)
    switch detection.hysteresis {
    case .none: return probe
    case .sustained(_, let success):
      let more = Self.probes(success, every: detection.period)
      return probe + TimeWindow(between.earliest * more, between.latest * more)
    case .sinceLastChange(_, let successes), .consecutive(_, let successes):
      let more = Int64(max(successes - 1, 0))
      return probe + TimeWindow(between.earliest * more, between.latest * more)
    }
  }
}

extension ClusterLoss {
  /// `way`, ended where the return comes first: a member that is ready again is not evicted from and no reason to plan.
  ///
  /// - Parameter noticed: When the loss would be published.
  func endedByReturn(_ way: Way, noticed: TimeWindow) -> Way {
    guard !way.timeline.isStuck else { return way }
    let isUnnoticed = question.outage <= noticed.earliest
    let back = isUnnoticed ? question.outage : question.outage + detection.noticesReturn.latest
    guard way.timeline.now.earliest >= back else { return way }
    var way = way
    way.timeline.cut(from: back)
    way.reason =
      isUnnoticed
      ? "the cluster is back before anything is found wrong with it" : "the cluster is ready again before it is decided"
    way.timeline.add(
      "the return comes first", .never, why: way.reason ?? "",
      [Setting(name: "outage", value: "\(question.outage)")])
    return way
  }
}
