// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

extension ControlPlaneProfile {
  /// A rate with a burst: `burst` at once, then `perSecond`.
  public struct TokenRate: Hashable, Sendable, Codable {
    /// Tokens per second.
    public var perSecond: Double
    /// The most that may gather.
    public var burst: Double
    /// `perSecond` with `burst`.
    public init(perSecond: Double, burst: Double) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }

  /// How workloads leave a lost member by taints.
  public struct Eviction: Hashable, Sendable, Codable {
    /// Whether NoExecute taints evict at all (in Karmada the sum of its opt-ins).
    public var isEnabled: Bool
    /// Whether NoExecute taints that a person sets evict although `isEnabled` is off (Karmada up to 1.13).
    public var evictsHandSetTaints: Bool
    /// From "not ready" to the NoExecute taint; nil: nobody sets one.
    public var taintDelay: SimulationDuration?
    /// The loop that adds and removes the controller's own NoExecute taints; zero: at once.
    public var taintLoopPeriod: SimulationDuration
    /// Whether the NoExecute taint goes when the member is ready again.
    public var removesTaintOnReady: Bool
    /// Injected into policies that tolerate nothing of their own; nil: nothing is injected.
    public var defaultTolerationSeconds: Int64?
    /// While a NoExecute taint lasts, everything on the member is looked at again after this; zero: never.
    public var relistPeriod: SimulationDuration
    /// Evictions per second of each worker; nil: not paced.
    public var ratePerSecond: Double?
    /// Workers that pace on their own.
    public var workers: Int
    /// The queue's own bucket, which all workers share; nil: none.
    public var queueRate: TokenRate?
    /// Whether bindings that tolerate the taint for ever are queued too, and cost their pace.
    public var queuesTolerating: Bool
    /// How long the old copy may stay beside the new one.
    public var gracefulTimeout: SimulationDuration
    /// What becomes of the old copy where the policy does not say.
    public var purgeMode: KarmadaPolicy.PurgeMode
    /// With `Directly` no new copy is made while the old one is there; looked at again after this; nil: the old one is
    /// deleted and nobody waits (Karmada up to 1.14).
    public var directRecheck: SimulationDuration?

    /// Eviction parameters.
    public init(
      isEnabled: Bool, evictsHandSetTaints: Bool = false, taintDelay: SimulationDuration?,
      taintLoopPeriod: SimulationDuration = .zero, removesTaintOnReady: Bool = true,
      defaultTolerationSeconds: Int64? = nil, relistPeriod: SimulationDuration = .zero, ratePerSecond: Double? = nil,
      workers: Int = 1, queueRate: TokenRate? = nil, queuesTolerating: Bool = false,
      gracefulTimeout: SimulationDuration = .minutes(10), purgeMode: KarmadaPolicy.PurgeMode = .gracefully,
      directRecheck: SimulationDuration? = nil
    ) {
      self.isEnabled = isEnabled
      self.evictsHandSetTaints = evictsHandSetTaints
      self.taintDelay = taintDelay
      self.taintLoopPeriod = taintLoopPeriod
      self.removesTaintOnReady = removesTaintOnReady
      self.defaultTolerationSeconds = defaultTolerationSeconds
      self.relistPeriod = relistPeriod
      self.ratePerSecond = ratePerSecond
      self.workers = workers
      self.queueRate = queueRate
      self.queuesTolerating = queuesTolerating
      self.gracefulTimeout = gracefulTimeout
      self.purgeMode = purgeMode
      self.directRecheck = directRecheck
    }
  }
}
