// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension ControlPlaneProfile {
  /// How fast decisions are made and repeated.
  public struct SchedulingPace: Hashable, Sendable, Codable {
    /// How a failed decision waits for its next try.
    public enum Queue: String, Hashable, Sendable, Codable, CaseIterable {
      /// Waits that double, and a bucket that all failures share (client-go's rate-limited queue).
      case rateLimited
      /// Karmada's priority queue: active by priority and age, a back-off of 1 s to 10 s that is looked at every second,
      /// and a set of those without room that is looked at every 30 s for entries older than 5 minutes.
      case prioritised
    }

    /// Workers that decide at once.
    public var workers: Int
    /// What a decision keeps its worker busy for by itself.
    public var decisionTime: SimulationDuration
    /// Requests to the hub's API that one decision of a divided workload costs.
    public var requests: Int
    /// The same for a duplicated one.
    public var duplicatedRequests: Int
    /// The bucket those requests come from.
    public var apiRate: TokenRate?
    /// How failures wait.
    public var queue: Queue
    /// The first wait before a failed decision is tried again; it doubles each time.
    public var retryBase: SimulationDuration
    /// The longest wait.
    public var retryLimit: SimulationDuration
    /// The bucket that all failures share, with `rateLimited`.
    public var retryRate: TokenRate?
    /// Pace parameters.
    public init(
      workers: Int = 1, decisionTime: SimulationDuration, requests: Int = 1, duplicatedRequests: Int = 1,
      apiRate: TokenRate? = nil, queue: Queue = .rateLimited, retryBase: SimulationDuration,
      retryLimit: SimulationDuration, retryRate: TokenRate? = nil
    ) {
      self.workers = workers
      self.decisionTime = decisionTime
      self.requests = requests
      self.duplicatedRequests = duplicatedRequests
      self.apiRate = apiRate
      self.queue = queue
      self.retryBase = retryBase
      self.retryLimit = retryLimit
      self.retryRate = retryRate
    }
  }

  /// How fast decisions reach members and news comes back.
  public struct Propagation: Hashable, Sendable, Codable {
    /// From a decision to the changed object in the member, beside the network's round trip.
    public var delay: SimulationDuration
    /// The bucket of requests to each member; nil: no bound.
    public var memberRate: TokenRate?
    /// Requests to the member that one changed object costs.
    public var requestsPerObject: Int
    /// The bucket of the hub's own writes that carry decisions on to all members; nil: no bound.
    public var hubRate: TokenRate?
    /// From one report of a member's capacity to the next.
    public var statusPeriod: SimulationDuration
    /// From a change in a member's workload to the hub knowing.
    public var feedbackDelay: SimulationDuration
    /// Deletions that could not be delivered are tried again after 5 ms, 10 ms, ... up to this.
    public var deletionRetryLimit: SimulationDuration
    /// Propagation parameters.
    public init(
      delay: SimulationDuration, memberRate: TokenRate? = nil, requestsPerObject: Int = 1, hubRate: TokenRate? = nil,
      statusPeriod: SimulationDuration, feedbackDelay: SimulationDuration, deletionRetryLimit: SimulationDuration
    ) {
      self.delay = delay
      self.memberRate = memberRate
      self.requestsPerObject = requestsPerObject
      self.hubRate = hubRate
      self.statusPeriod = statusPeriod
      self.feedbackDelay = feedbackDelay
      self.deletionRetryLimit = deletionRetryLimit
    }
  }
}
