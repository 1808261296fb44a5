// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension ControlPlaneProfile {
  /// How a lost member is noticed.
  public struct Detection: Hashable, Sendable, Codable {
    /// The rule that turns probes into a published state.
    public enum Hysteresis: Hashable, Sendable, Codable {
      /// Every probe is published.
      case none
      /// The first differing probe starts a clock; a later differing one at least this long after it is published
      /// (Karmada, KubeAdmiral).
      case sustained(failure: SimulationDuration, success: SimulationDuration)
      /// A differing probe is published once this many probes were made since the published state last changed
      /// (KubeFed: not "consecutive failures").
      case sinceLastChange(failureProbes: Int, successProbes: Int)
      /// A differing probe is published once this many probes in a row differed (what KubeFed's flags seem to say).
      case consecutive(failureProbes: Int, successProbes: Int)
    }

    /// How the hub goes about probing.
    public enum Prober: Hashable, Sendable, Codable {
      /// Each member has a timer of its own; `workers` probes at once, the others wait. The next probe comes a period
      /// after the previous one ended (`fromEnd`) or began.
      case perMember(workers: Int, fromEnd: Bool)
      /// One loop over all members, one after the other (`isSerial`) or all at once; the next pass comes a period after
      /// the previous one ended.
      case pass(isSerial: Bool)
    }

    /// Leases of members whose own agent reports (Pull): the hub looks for a renewal now and then.
    public struct Lease: Hashable, Sendable, Codable {
      /// From one renewal to the next.
      public var renewPeriod: SimulationDuration
      /// Each wait is up to this share longer.
      public var renewJitter: Double
      /// Without a renewal for this long, as seen by the monitor, the member is unknown.
      public var grace: SimulationDuration
      /// From one look of the monitor to the next; zero: it looks exactly when the grace is over.
      public var monitorPeriod: SimulationDuration
      /// A lease.
      public init(
        renewPeriod: SimulationDuration, renewJitter: Double = 0, grace: SimulationDuration,
        monitorPeriod: SimulationDuration
      ) {
        self.renewPeriod = renewPeriod
        self.renewJitter = renewJitter
        self.grace = grace
        self.monitorPeriod = monitorPeriod
      }
    }

    /// From one probe to the next.
    public var period: SimulationDuration
    /// The rule.
    public var hysteresis: Hysteresis
    /// Who probes whom when.
    public var prober: Prober
    /// How long a new connection into a black hole takes to fail.
    public var dialTimeout: SimulationDuration
    /// How long a request on a connection that was open before takes to fail in a black hole.
    public var requestTimeout: SimulationDuration
    /// Requests of one failing probe, each of which runs into its time-out.
    public var failingRequests: Int
    /// Whether the first probe after a start of the process is published as it is; otherwise the stored state stands.
    public var trustsFirstProbe: Bool
    /// How Pull members are watched; nil: the system has none, every member is probed.
    public var lease: Lease?

    /// Detection parameters.
    public init(
      period: SimulationDuration, hysteresis: Hysteresis, prober: Prober = .perMember(workers: 5, fromEnd: true),
      dialTimeout: SimulationDuration = .seconds(30), requestTimeout: SimulationDuration = .seconds(32),
      failingRequests: Int = 1, trustsFirstProbe: Bool = true, lease: Lease? = nil
    ) {
      self.period = period
      self.hysteresis = hysteresis
      self.prober = prober
      self.dialTimeout = dialTimeout
      self.requestTimeout = requestTimeout
      self.failingRequests = failingRequests
      self.trustsFirstProbe = trustsFirstProbe
      self.lease = lease
    }
  }

  /// What a change of a member's published readiness sets off.
  public struct Reaction: Hashable, Sendable, Codable {
    /// From "not ready" to the re-planning of what was there; nil: nothing is re-planned.
    public var unavailableDelay: SimulationDuration?
    /// From "ready again" to the re-planning; nil: nothing is re-planned.
    public var availableDelay: SimulationDuration?
    /// From a replica without a node to the re-planning around it; nil: such replicas stay.
    public var unschedulableDelay: SimulationDuration?
    /// From any change of a workload's object in a ready member to its re-planning; nil: such changes plan nothing.
    public var memberEventDelay: SimulationDuration?
    /// The system asks nobody until every ready member's objects were listed once; looked at again after this; nil: it
    /// goes on without.
    public var syncGateRecheck: SimulationDuration?
    /// The manager stops and starts anew when a list has not come for this long; nil: it waits for ever.
    public var syncGateExit: SimulationDuration?
    /// How often the stale copy in a member that is back is deleted before the planner sees it, rather than adopted.
    public var deletesOnReturn: Double
    /// Reaction parameters.
    public init(
      unavailableDelay: SimulationDuration?, availableDelay: SimulationDuration?,
      unschedulableDelay: SimulationDuration?, memberEventDelay: SimulationDuration? = nil,
      syncGateRecheck: SimulationDuration? = nil, syncGateExit: SimulationDuration? = nil, deletesOnReturn: Double = 0
    ) {
      self.unavailableDelay = unavailableDelay
      self.availableDelay = availableDelay
      self.unschedulableDelay = unschedulableDelay
      self.memberEventDelay = memberEventDelay
      self.syncGateRecheck = syncGateRecheck
      self.syncGateExit = syncGateExit
      self.deletesOnReturn = deletesOnReturn
    }
  }
}
