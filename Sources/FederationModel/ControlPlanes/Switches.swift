// SPDX-License-Identifier: GPL-3.0-or-later

extension ControlPlaneProfile {
  /// Behaviour that changed between versions of one system, and oddities of the originals, which are on because that is
  /// what users run.
  public struct Switches: Hashable, Sendable, Codable {
    // Karmada

    /// Karmada 1.16 and later divide by Webster's method; earlier ones floor, then give to the heaviest.
    public var dividesByWebster = true
    /// Karmada 1.18 and later pack replicas onto the grades' lower bounds; earlier ones use a histogram formula.
    public var packsGrades = true
    /// Karmada's `CustomizedClusterResourceModeling`: estimates by grades rather than by the summary alone.
    public var usesResourceModels = true
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

    /// What users run.
    public init() {}

    /// What users run, in these versions of Karmada.
    public init(dividesByWebster: Bool, packsGrades: Bool, usesResourceModels: Bool = true) {
      self.dividesByWebster = dividesByWebster
      self.packsGrades = packsGrades
      self.usesResourceModels = usesResourceModels
    }
  }
}
