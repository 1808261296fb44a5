// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// Everything timed around a decision: one parameter record per system and version, apart from its policy.
///
/// The numbers are upstream's defaults; `ProfileCatalog` has them with their sources.
public struct ControlPlaneProfile: Hashable, Sendable, Codable {
  /// The profile's name, as `karmada-1.18`.
  public var name: String
  /// Whose mechanisms.
  public var system: FederationSystem
  /// How a lost member is noticed.
  public var detection: Detection
  /// What a change of readiness sets off.
  public var reaction: Reaction
  /// How workloads leave a lost member.
  public var eviction: Eviction
  /// How fast decisions are made and repeated.
  public var scheduling: SchedulingPace
  /// How fast decisions reach members and news comes back.
  public var propagation: Propagation
  /// Behaviour that changed between versions.
  public var switches: Switches

  /// A profile.
  public init(
    name: String, system: FederationSystem, detection: Detection, reaction: Reaction, eviction: Eviction,
    scheduling: SchedulingPace, propagation: Propagation, switches: Switches = Switches()
  ) {
    self.name = name
    self.system = system
    self.detection = detection
    self.reaction = reaction
    self.eviction = eviction
    self.scheduling = scheduling
    self.propagation = propagation
    self.switches = switches
  }

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
    }
    /// From one probe to the next.
    public var period: SimulationDuration
    /// The rule.
    public var hysteresis: Hysteresis
    /// Detection parameters.
    public init(period: SimulationDuration, hysteresis: Hysteresis) {
      self.period = period
      self.hysteresis = hysteresis
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
    /// Reaction parameters.
    public init(
      unavailableDelay: SimulationDuration?, availableDelay: SimulationDuration?,
      unschedulableDelay: SimulationDuration?
    ) {
      self.unavailableDelay = unavailableDelay
      self.availableDelay = availableDelay
      self.unschedulableDelay = unschedulableDelay
    }
  }

  /// How workloads leave a lost member by taints.
  public struct Eviction: Hashable, Sendable, Codable {
    /// Whether NoExecute taints evict at all (in Karmada the sum of its opt-ins).
    public var isEnabled: Bool
    /// From "not ready" to the NoExecute taint; nil: nobody sets one.
    public var taintDelay: SimulationDuration?
    /// Whether the NoExecute taint goes when the member is ready again.
    public var removesTaintOnReady: Bool
    /// Injected into policies that tolerate nothing of their own; nil: nothing is injected.
    public var defaultTolerationSeconds: Int64?
    /// Evictions per second of each worker; nil: not paced.
    public var ratePerSecond: Double?
    /// Workers that pace on their own.
    public var workers: Int
    /// How long the old copy may stay beside the new one.
    public var gracefulTimeout: SimulationDuration
    /// Eviction parameters.
    public init(
      isEnabled: Bool, taintDelay: SimulationDuration?, removesTaintOnReady: Bool = true,
      defaultTolerationSeconds: Int64? = nil, ratePerSecond: Double? = nil, workers: Int = 1,
      gracefulTimeout: SimulationDuration = .minutes(10)
    ) {
      self.isEnabled = isEnabled
      self.taintDelay = taintDelay
      self.removesTaintOnReady = removesTaintOnReady
      self.defaultTolerationSeconds = defaultTolerationSeconds
      self.ratePerSecond = ratePerSecond
      self.workers = workers
      self.gracefulTimeout = gracefulTimeout
    }
  }

  /// How fast decisions are made and repeated.
  public struct SchedulingPace: Hashable, Sendable, Codable {
    /// What a decision keeps its worker busy for: client-side rate limits and the work itself.
    public var decisionTime: SimulationDuration
    /// The first wait before a failed decision is tried again; it doubles each time.
    public var retryBase: SimulationDuration
    /// The longest wait.
    public var retryLimit: SimulationDuration
    /// Pace parameters.
    public init(
      decisionTime: SimulationDuration, retryBase: SimulationDuration, retryLimit: SimulationDuration
    ) {
      self.decisionTime = decisionTime
      self.retryBase = retryBase
      self.retryLimit = retryLimit
    }
  }

  /// How fast decisions reach members and news comes back.
  public struct Propagation: Hashable, Sendable, Codable {
    /// From a decision to the changed object in the member, beside the network's round trip.
    public var delay: SimulationDuration
    /// From one report of a member's capacity to the next.
    public var statusPeriod: SimulationDuration
    /// From a change in a member's workload to the hub knowing.
    public var feedbackDelay: SimulationDuration
    /// Deletions that could not be delivered are tried again after 5 ms, 10 ms, ... up to this.
    public var deletionRetryLimit: SimulationDuration
    /// Propagation parameters.
    public init(
      delay: SimulationDuration, statusPeriod: SimulationDuration, feedbackDelay: SimulationDuration,
      deletionRetryLimit: SimulationDuration
    ) {
      self.delay = delay
      self.statusPeriod = statusPeriod
      self.feedbackDelay = feedbackDelay
      self.deletionRetryLimit = deletionRetryLimit
    }
  }

  /// Behaviour that changed between versions of one system.
  public struct Switches: Hashable, Sendable, Codable {
    /// Karmada 1.16 and later divide by Webster's method; earlier ones floor, then give to the heaviest.
    public var dividesByWebster: Bool
    /// Karmada 1.18 and later pack replicas onto the grades' lower bounds; earlier ones use a histogram formula.
    public var packsGrades: Bool
    /// Karmada's `CustomizedClusterResourceModeling`: estimates by grades rather than by the summary alone.
    public var usesResourceModels: Bool
    /// Karmada lets a cluster that holds the workload pass the taint filter, and so attract more replicas.
    public var targetsPassTaints: Bool
    /// Karmada 1.15 and later let a cluster that holds the workload pass the API filter; earlier ones only while its
    /// list of APIs is incomplete.
    public var targetsPassAPIFilter: Bool
    /// Karmada 1.14 and later reschedule a divided workload of which a target leaves the federation.
    public var reschedulesOffLeavingClusters: Bool
    /// Karmada 1.18 and later know `overflowAffinities`.
    public var overflowAffinities: Bool
    /// Karmada clears the assignment of a workload for which no cluster passes the filters.
    public var clearsTargetsWhenNothingFits: Bool
    /// When all of Karmada's affinity groups fail, the first one's error counts; else the last one's.
    public var firstGroupErrorDecides: Bool
    /// A full recomputation begins with the first affinity group again (Karmada after 1.18).
    public var rebalanceResetsAffinityGroup: Bool
    /// Karmada's `--enable-empty-workload-propagation`: selected clusters that get no replicas keep an empty object.
    public var propagatesEmptyWorkloads: Bool
    /// Karmada's `WorkloadAffinity` gate (since 1.17): workloads of a group stay together, or apart.
    public var workloadAffinity: Bool
    /// Karmada's `--enable-scheduler-estimator`: members are asked for what their nodes really have free.
    public var usesAccurateEstimator: Bool
    /// Karmada's `SchedulingOvercommitProtection` gate (since 1.18): recent decisions count as used.
    public var protectsFromOvercommit: Bool
    /// Karmada's `FederatedQuotaEnforcement` gate (since 1.14): an assignment above the namespace's quota is refused.
    public var enforcesQuotas: Bool

    /// Switches; nothing given is the newest profile's behaviour with upstream's default gates.
    public init(
      dividesByWebster: Bool = true, packsGrades: Bool = true, usesResourceModels: Bool = true,
      targetsPassTaints: Bool = true, targetsPassAPIFilter: Bool = true, reschedulesOffLeavingClusters: Bool = true,
      overflowAffinities: Bool = true, clearsTargetsWhenNothingFits: Bool = true, firstGroupErrorDecides: Bool = true,
      rebalanceResetsAffinityGroup: Bool = false, propagatesEmptyWorkloads: Bool = false,
      workloadAffinity: Bool = false, usesAccurateEstimator: Bool = false, protectsFromOvercommit: Bool = false,
      enforcesQuotas: Bool = false
    ) {
      self.dividesByWebster = dividesByWebster
      self.packsGrades = packsGrades
      self.usesResourceModels = usesResourceModels
      self.targetsPassTaints = targetsPassTaints
      self.targetsPassAPIFilter = targetsPassAPIFilter
      self.reschedulesOffLeavingClusters = reschedulesOffLeavingClusters
      self.overflowAffinities = overflowAffinities
      self.clearsTargetsWhenNothingFits = clearsTargetsWhenNothingFits
      self.firstGroupErrorDecides = firstGroupErrorDecides
      self.rebalanceResetsAffinityGroup = rebalanceResetsAffinityGroup
      self.propagatesEmptyWorkloads = propagatesEmptyWorkloads
      self.workloadAffinity = workloadAffinity
      self.usesAccurateEstimator = usesAccurateEstimator
      self.protectsFromOvercommit = protectsFromOvercommit
      self.enforcesQuotas = enforcesQuotas
    }
  }
}
