// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension ControlPlaneProfile {
  /// What the hub's own processes need to take over and to start.
  public struct HubProcesses: Hashable, Sendable, Codable {
    /// How a leader is followed by another.
    ///
    /// Source: client-go `tools/leaderelection`: a standby tries every `retryPeriod`, lengthened by up to 1.2 times, and
    /// wins at its first try after the lease has been unchanged for `leaseDuration` by its own observation.
    public struct LeaderElection: Hashable, Sendable, Codable {
      /// How long a lease lasts.
      public var leaseDuration: SimulationDuration
      /// How long the leader tries to renew before it gives up.
      public var renewDeadline: SimulationDuration
      /// From one try to the next.
      public var retryPeriod: SimulationDuration
      /// An election.
      public init(
        leaseDuration: SimulationDuration, renewDeadline: SimulationDuration, retryPeriod: SimulationDuration
      ) {
        self.leaseDuration = leaseDuration
        self.renewDeadline = renewDeadline
        self.retryPeriod = retryPeriod
      }
    }

    /// nil: a process that is started again works at once.
    public var leaderElection: LeaderElection?
    /// From a restart until a process talks to the API.
    public var startTime: SimulationDuration
    /// Requests that listing one member takes after a restart, from that member's bucket.
    public var relistRequests: Int
    /// The bucket of requests to each member from which the lists come; nil: lists come at once.
    public var memberRate: TokenRate?

    /// Processes.
    public init(
      leaderElection: LeaderElection? = nil, startTime: SimulationDuration = .seconds(1), relistRequests: Int = 10,
      memberRate: TokenRate? = nil
    ) {
      self.leaderElection = leaderElection
      self.startTime = startTime
      self.relistRequests = relistRequests
      self.memberRate = memberRate
    }
  }

  /// Karmada's optional components.
  public struct Components: Hashable, Sendable, Codable {
    /// How long the scheduler waits for all answers of one decision.
    public var estimatorTimeout: SimulationDuration
    /// Members whose estimator does not answer: ascending by name.
    public var failingEstimators: [String]
    /// Whether the failing ones hang, so that each decision waits for the time-out, rather than refuse.
    public var failingEstimatorsHang: Bool
    /// Whether the descheduler runs.
    public var hasDescheduler: Bool
    /// From one look of the descheduler to the next.
    public var deschedulingInterval: SimulationDuration
    /// How long a replica must be unschedulable.
    public var unschedulableThreshold: SimulationDuration
    /// How long decisions that the overcommit protection remembers count at most.
    public var assumptionLifetime: SimulationDuration
    /// The share of the scheduler's writes that the hub's API refuses.
    public var refusedWrites: Double

    /// Components; all off.
    public init(
      estimatorTimeout: SimulationDuration = .seconds(3),
      failingEstimators: [String] = [], failingEstimatorsHang: Bool = false, hasDescheduler: Bool = false,
      deschedulingInterval: SimulationDuration = .minutes(2), unschedulableThreshold: SimulationDuration = .minutes(5),
      assumptionLifetime: SimulationDuration = .minutes(5), refusedWrites: Double = 0
    ) {
      self.estimatorTimeout = estimatorTimeout
      self.failingEstimators = failingEstimators
      self.failingEstimatorsHang = failingEstimatorsHang
      self.hasDescheduler = hasDescheduler
      self.deschedulingInterval = deschedulingInterval
      self.unschedulableThreshold = unschedulableThreshold
      self.assumptionLifetime = assumptionLifetime
      self.refusedWrites = refusedWrites
    }
  }
}
