// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// From the failure to the published state of the member.
///
/// The rules are the ones of `ControlPlaneProfile.Detection`; upstream sources are beside each profile.
struct DetectionSteps {
  /// What the member is published as.
  enum Published: String {
    case notReady = "False"
    case unknown = "Unknown"

    /// The key of Karmada's own taint for it.
    var taintKey: String { self == .unknown ? KarmadaTaintKey.unreachable : KarmadaTaintKey.notReady }
  }

  let scenario: Scenario
  let detection: ControlPlaneProfile.Detection
  let cluster: ClusterSpec
  let question: FailoverQuestion

  /// Whether the hub looks for the agent's renewals rather than probe by itself.
  var isPull: Bool { cluster.syncMode == .pull && detection.lease != nil }

  /// Whether renewals cease: an agent that is alive reports a sick API itself.
  private var losesLease: Bool { isPull && question.failure != .refused && question.plane != .api }

  /// What the member becomes; nil: nothing of it is noticed.
  var published: Published? {
    if question.plane == .user || question.plane == .slow { return nil }
    if question.failure == .agent || question.plane == .agent, !isPull { return nil }
    return losesLease ? .unknown : .notReady
  }

  /// Adds the steps.
  func add(to timeline: inout Timeline) {
    guard published != nil else {
      let why =
        question.plane == .user || question.plane == .slow
        ? "the control plane reaches the cluster and sees nothing wrong"
        : "no agent in this cluster reports anything: the hub probes it by itself"
      return timeline.add("nothing is noticed", .never, why: why)
    }
    if losesLease, let lease = detection.lease { return addLease(lease, to: &timeline) }
    addFirstProbe(to: &timeline)
    addThreshold(to: &timeline)
  }

  private func addLease(_ lease: ControlPlaneProfile.Detection.Lease, to timeline: inout Timeline) {
    let longest = SimulationDuration(seconds: lease.renewPeriod.seconds * (1 + lease.renewJitter))
    let window = TimeWindow(max(lease.grace - longest, .zero), lease.grace + lease.monitorPeriod)
    timeline.add(
      "lease runs out, cluster Unknown", window,
      why: "the last renewal is up to \(longest) old, the monitor looks every \(lease.monitorPeriod)",
      [
        timeline.setting("leaseGrace", lease.grace), timeline.setting("leaseRenewPeriod", lease.renewPeriod),
        timeline.setting("monitorPeriod", lease.monitorPeriod),
      ])
  }

  /// How long a probe of the lost member takes to fail.
  private var failing: TimeWindow {
    guard question.failure.isBlackHole else { return .zero }
    let requests = Int64(detection.failingRequests)
    return TimeWindow(
      min(detection.dialTimeout, detection.requestTimeout) * requests,
      max(detection.dialTimeout, detection.requestTimeout) * requests)
  }

  /// What a round of probes takes where it delays the next one: that of this member, or of all.
  var roundTrips: SimulationDuration {
    let trips = { (member: ClusterSpec) in scenario.network.roundTripFromHub(to: member) }
    switch detection.prober {
    case .perMember(_, let fromEnd): return fromEnd ? trips(cluster) : .zero
    case .pass(let isSerial):
      let all = scenario.fleet.clusters.map(trips)
      return isSerial ? all.reduce(.zero, +) : all.max() ?? .zero
    }
  }

  private func addFirstProbe(to timeline: inout Timeline) {
    timeline.add(
      "first failing probe", TimeWindow(.zero, detection.period + roundTrips),
      why: "the failure falls between two probes",
      [timeline.setting("detectionPeriod", detection.period)])
    guard question.failure.isBlackHole else { return }
    timeline.add(
      "probe runs into its time-out", failing,
      why: "packets vanish; a new connection fails after the dial time-out, an open one after the request's",
      [
        timeline.setting("dialTimeout", detection.dialTimeout),
        timeline.setting("probeTimeout", detection.requestTimeout),
      ])
  }

  /// From one probe's end to the next one's.
  private var interval: TimeWindow {
    let period = TimeWindow(detection.period)
    if case .perMember(_, fromEnd: false) = detection.prober {
      return TimeWindow(max(detection.period, failing.earliest), max(detection.period, failing.latest))
    }
    return period + failing
  }

  /// The probes after the first that a span of `threshold` takes, at an interval.
  static func probes(_ threshold: SimulationDuration, every interval: SimulationDuration) -> Int64 {
    let (span, step) = (threshold.nanoseconds, max(interval.nanoseconds, 1))
    return max((span + step - 1) / step, 0)
  }

  private func addThreshold(to timeline: inout Timeline) {
    let interval = interval
    switch detection.hysteresis {
    case .none:
      timeline.note("cluster Offline", at: timeline.now, why: "every probe is published as it is")
    case .sustained(let failure, _):
      let shortest = interval.earliest * Self.probes(failure, every: interval.earliest)
      let longest = interval.latest * Self.probes(failure, every: interval.latest)
      timeline.add(
        "threshold, cluster not ready", TimeWindow(min(shortest, longest), max(shortest, longest)),
        why: "a probe at least \(failure) after the first failing one must fail too; "
          + "that is \(Self.probes(failure, every: interval.earliest)) probes later",
        [timeline.setting("failureThreshold", failure)])
    case .sinceLastChange(let failures, _):
      timeline.note(
        "cluster Offline", at: timeline.now,
        why: "failureThreshold counts probes since the last change, not failures: long Ready, the first one is enough",
        [timeline.setting("failureProbes", "\(failures)")])
    case .consecutive(let failures, _):
      let more = Int64(max(failures - 1, 0))
      timeline.add(
        "threshold, cluster not ready", TimeWindow(interval.earliest * more, interval.latest * more),
        why: "\(failures) probes in a row must fail", [timeline.setting("failureProbes", "\(failures)")])
    }
  }
}
