// SPDX-License-Identifier: GPL-3.0-or-later

extension ControlPlaneProfile {
  /// Behaviour that changed between versions of one system, gates, and oddities of the originals, which are on because
  /// that is what users run.
  public struct Switches: Hashable, Sendable, Codable {
    // Karmada

    /// Karmada 1.16 and later divide by Webster's method; earlier ones floor, then give to the heaviest.
    public var dividesByWebster = true
    /// Karmada 1.18 and later pack replicas onto the grades' lower bounds; earlier ones use a histogram formula.
    public var packsGrades = true
    /// Karmada's `CustomizedClusterResourceModeling`: estimates by grades rather than by the summary alone.
    public var usesResourceModels = true
    /// Karmada lets a cluster that holds the workload pass the taint filter, and so attract more replicas.
    public var targetsPassTaints = true
    /// Karmada 1.15 and later let a cluster that holds the workload pass the API filter; earlier ones only while its
    /// list of APIs is incomplete.
    public var targetsPassAPIFilter = true
    /// Karmada 1.14 and later reschedule a divided workload of which a target leaves the federation.
    public var reschedulesOffLeavingClusters = true
    /// Karmada 1.18 and later know `overflowAffinities`.
    public var overflowAffinities = true
    /// Karmada clears the assignment of a workload for which no cluster passes the filters.
    public var clearsTargetsWhenNothingFits = true
    /// When all of Karmada's affinity groups fail, the first one's error counts; else the last one's.
    public var firstGroupErrorDecides = true
    /// A full recomputation begins with the first affinity group again (Karmada after 1.18).
    public var rebalanceResetsAffinityGroup = false
    /// Karmada's `--enable-empty-workload-propagation`: selected clusters that get no replicas keep an empty object.
    public var propagatesEmptyWorkloads = false
    /// Karmada's `WorkloadAffinity` gate (since 1.17): workloads of a group stay together, or apart.
    public var workloadAffinity = false
    /// Karmada's `--enable-scheduler-estimator`: members are asked for what their nodes really have free.
    public var usesAccurateEstimator = false
    /// Karmada's `SchedulingOvercommitProtection` gate (since 1.18): recent decisions count as used.
    public var protectsFromOvercommit = false
    /// Karmada's `FederatedQuotaEnforcement` gate (since 1.14): an assignment above the namespace's quota is refused.
    public var enforcesQuotas = false
    /// A graceful eviction ends by the health that members last reported, even from before the new replicas were asked
    /// for, so that the old copy may go before the new one is up.
    public var trustsStaleHealth = true

    // Peers

    /// KubeAdmiral: a member that is published as not ready is left as if an operator had tainted it.
    public var evictsOnNotReady = false
    /// KubeFed and Federation v1 with `rebalance: true` leave unschedulable replicas in the full member's object on top
    /// of the total.
    public var keepsOverflow = true
    /// A member that is lost to the hub stops its replicas by itself after the failover; no system does this.
    public var fencesLostMembers = false
    /// KubeAdmiral stores an empty placement when no cluster fits.
    public var persistsEmptyPlacement = true
    /// KubeAdmiral: a reschedulePolicy without `rescheduleWhen` makes it deaf to clusters, NoExecute included.
    public var missingRescheduleWhenIgnoresTaints = true

    /// What users run: the newest version with upstream's default gates.
    public init() {}

    /// What users run, in one version of Karmada.
    public init(
      dividesByWebster: Bool, packsGrades: Bool, usesResourceModels: Bool = true,
      targetsPassAPIFilter: Bool = true, reschedulesOffLeavingClusters: Bool = true, overflowAffinities: Bool = true
    ) {
      self.dividesByWebster = dividesByWebster
      self.packsGrades = packsGrades
      self.usesResourceModels = usesResourceModels
      self.targetsPassAPIFilter = targetsPassAPIFilter
      self.reschedulesOffLeavingClusters = reschedulesOffLeavingClusters
      self.overflowAffinities = overflowAffinities
    }
  }
}
