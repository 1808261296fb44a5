// SPDX-License-Identifier: GPL-3.0-or-later

extension LintCode {
  static let failoverOff = LintCode(
    number: 101, severity: .error,
    meaning: "Karmada evicts nothing: failover is not opted into",
    source:
      "karmada pkg/features/features.go (Failover off since 1.12), cmd/controller-manager/app/options (--enable-no-execute-taint-eviction off since 1.14)",
    fix: "set --feature-gates=Failover=true and --enable-no-execute-taint-eviction=true (a scenario: optIn: failover)")
  static let noTaintPolicy = LintCode(
    number: 102, severity: .error,
    meaning: "no ClusterTaintPolicy puts a NoExecute taint on the lost cluster",
    source: "karmada pkg/controllers/taint/clustertaintpolicy_controller.go (1.14)",
    fix: "write a ClusterTaintPolicy that adds a NoExecute taint on Ready NotIn [True]")
  static let taintPolicyNeverFires = LintCode(
    number: 103, severity: .error,
    meaning: "a ClusterTaintPolicy waits for a status that Ready never has for such a cluster",
    source:
      "karmada pkg/controllers/status/cluster_status_controller.go: Push becomes False, Pull without renewals Unknown (1.14)",
    fix: "match Ready NotIn [True]")
  static let toleratedForEver = LintCode(
    number: 104, severity: .error,
    meaning: "every NoExecute taint of the lost cluster is tolerated for ever",
    source: "karmada pkg/util/helper/taint.go (1.18); kubeadmiral plugins/tainttoleration (19de01c)",
    fix: "give the toleration tolerationSeconds, or take it out")
  static let nobodyTaints = LintCode(
    number: 105, severity: .error,
    meaning: "KubeAdmiral has no reaction to a cluster that is not ready, and nobody taints it",
    source: "kubeadmiral pkg/controllers/scheduler/schedulingtriggers.go (19de01c)",
    fix: "have an operator or a controller of your own taint it NoExecute")
  static let noPreference = LintCode(
    number: 106, severity: .error,
    meaning: "KubeFed re-plans nothing without a ReplicaSchedulingPreference",
    source: "kubefed pkg/schedulingtypes/replicascheduler.go (0.10)",
    fix: "write a ReplicaSchedulingPreference for the workload")
  static let noOtherCluster = LintCode(
    number: 107, severity: .error,
    meaning: "no other cluster can ever hold the workload",
    source:
      "karmada pkg/scheduler/core; kubefed pkg/schedulingtypes (0.10); federation pkg/federatedtypes/scheduling.go (804bb9f)",
    fix: "let the policy select more clusters")
  static let missingRescheduleWhen = LintCode(
    number: 108, severity: .error,
    meaning: "a reschedulePolicy without rescheduleWhen is deaf to clusters, NoExecute included",
    source: "kubeadmiral pkg/controllers/scheduler/schedulingtriggers.go (19de01c)",
    fix: "write rescheduleWhen, even with its defaults")
  static let sticky = LintCode(
    number: 109, severity: .error,
    meaning: "disableRescheduling keeps what is placed for good",
    source: "kubeadmiral pkg/controllers/scheduler/scheduler.go (19de01c)",
    fix: "set reschedulePolicy.disableRescheduling: false")
  static let taintStays = LintCode(
    number: 110, severity: .warning,
    meaning: "a ClusterTaintPolicy never takes its NoExecute taint off",
    source: "karmada pkg/controllers/taint/clustertaintpolicy_controller.go (1.14)",
    fix: "add removeOnConditions: Ready In [True]")
  static let notNoticed = LintCode(
    number: 111, severity: .note,
    meaning: "the control plane does not notice this failure",
    source: "karmada pkg/controllers/status/cluster_status_controller.go (1.18)",
    fix: "watch the service itself; the federation cannot")
  static let placedNowhere = LintCode(
    number: 112, severity: .error,
    meaning: "the workload is placed nowhere even before the failure",
    source: "the planner's own answer",
    fix: "see regatta allocate for the reasons, cluster by cluster")
  static let applicationFailoverSilent = LintCode(
    number: 113, severity: .warning,
    meaning:
      "application failover does not fire when the cluster itself is lost: its last health stays, usually Healthy",
    source: "karmada pkg/controllers/applicationfailover (1.18): it acts on aggregatedStatus alone",
    fix: "opt into failover of clusters as well")
  static let noHealthRule = LintCode(
    number: 114, severity: .error,
    meaning: "application failover never fires: the kind has no health rule and counts as healthy",
    source: "karmada pkg/resourceinterpreter/default/native/healthy.go (1.18): no rule for Jobs",
    fix: "write a ResourceInterpreterCustomization with a health rule")
  static let noApplicationTimer = LintCode(
    number: 115, severity: .warning,
    meaning: "application failover with tolerationSeconds 0 sets no timer: it waits for the binding's next change",
    source: "karmada pkg/controllers/applicationfailover/rb_application_failover_controller.go (1.18)",
    fix: "set tolerationSeconds to 1 or more")
  static let noApplicationFailover = LintCode(
    number: 116, severity: .error,
    meaning: "the intent moves what is unhealthy, and the policy that is raced has no failover.application",
    source: "karmada pkg/apis/policy/v1alpha1/propagation_types.go (1.18): nil is off",
    fix: "write spec.failover.application into the policy")
  static let maxGroupsOmitted = LintCode(
    number: 201, severity: .error,
    meaning: "a spread constraint without maxGroups allows no group at all",
    source:
      "karmada pkg/scheduler/core/spreadconstraint/select_clusters_by_cluster.go (1.18): maxGroups is not defaulted",
    fix: "write maxGroups")
  static let tooFewGroups = LintCode(
    number: 202, severity: .error,
    meaning: "minGroups is larger than what the policy can select",
    source: "karmada pkg/scheduler/core/spreadconstraint (1.18)",
    fix: "lower minGroups or select more clusters")
  static let tooFewGroupsLeft = LintCode(
    number: 203, severity: .error,
    meaning: "without the lost cluster minGroups cannot be met: a hard stop",
    source: "karmada pkg/scheduler/core/spreadconstraint (1.18)",
    fix: "lower minGroups, or have one group more than minGroups")
  static let spreadByLabelOnly = LintCode(
    number: 204, severity: .error,
    meaning: "spreadByLabel is accepted and not implemented: selection always fails",
    source: "karmada pkg/scheduler/core/spreadconstraint/util.go (1.18)",
    fix: "spread by field: cluster and region")
  static let fieldMissing = LintCode(
    number: 205, severity: .warning,
    meaning: "a spread constraint leaves out clusters that lack its field",
    source: "karmada pkg/scheduler/framework/plugins/spreadconstraint (1.18)",
    fix: "set spec.region, provider or zones of the clusters")
  static let affinityMatchesNothing = LintCode(
    number: 206, severity: .error,
    meaning: "the policy selects no cluster",
    source: "karmada pkg/util/selector.go (1.18); kubefed pkg/controller/util/placement.go (0.10)",
    fix: "correct the affinity, the selector or the labels")
  static let staticIgnoresSpread = LintCode(
    number: 207, severity: .warning,
    meaning: "static weights ignore spread constraints",
    source: "karmada pkg/scheduler/core/common.go (1.18)",
    fix: "divide by dynamicWeight or Aggregated, or drop the constraints")
  static let groupsNotCounted = LintCode(
    number: 208, severity: .warning,
    meaning: "zone and provider constraints only filter; no number of groups is enforced",
    source: "karmada pkg/scheduler/core/spreadconstraint (1.18)",
    fix: "spread by region and cluster")
  static let oneClusterPerRegion = LintCode(
    number: 209, severity: .warning,
    meaning: "a cluster constraint without maxGroups beside a region constraint takes one cluster of each region",
    source: "karmada pkg/scheduler/core/spreadconstraint/select_clusters_by_region.go (1.18)",
    fix: "write maxGroups of the cluster constraint")
  static let tooLittleRoom = LintCode(
    number: 301, severity: .error,
    meaning: "without the cluster there is too little room: all or nothing, and the answer is nothing",
    source: "karmada pkg/scheduler/core/assignment.go (1.18): UnschedulableError, targets unchanged",
    fix: "keep more headroom, or lower requests")
  static let targetsCleared = LintCode(
    number: 302, severity: .error,
    meaning: "without the cluster no cluster fits: the targets are cleared and nothing is tried again",
    source:
      "karmada pkg/scheduler/scheduler.go (1.18): FitError; kubeadmiral pkg/controllers/scheduler (19de01c): empty placement",
    fix: "let the policy select, and tolerate the taints of, another cluster")
  static let waitsForRoom = LintCode(
    number: 303, severity: .warning,
    meaning: "replicas are sent to clusters that have no room for them, and will wait there",
    source: "the planner does not look at room with this division",
    fix: "divide by free room, or keep more headroom")
  static let laterGroup = LintCode(
    number: 304, severity: .warning,
    meaning: "the workload falls over to a later affinity group and never comes back",
    source: "karmada pkg/scheduler/scheduler.go (1.18): the index never goes back, no wrap-around",
    fix: "restart from the first group by hand once it is back")
  static let copies = LintCode(
    number: 305, severity: .note,
    meaning: "duplicated: every selected cluster holds all replicas",
    source: "karmada pkg/scheduler/core/assignment.go (1.18)",
    fix: "divide, if one set of replicas is enough")
  static let scaleUpLandsOnDead = LintCode(
    number: 306, severity: .warning,
    meaning: "until it is evicted, scale-ups land on the dead cluster too",
    source:
      "karmada pkg/scheduler/framework/plugins/tainttoleration (1.18): a target passes filters; its last report looks free",
    fix: "do not scale up before the eviction; shorten the tolerations")
  static let partial = LintCode(
    number: 307, severity: .warning,
    meaning: "only a part of the lost replicas finds a cluster",
    source: "the planner's own answer",
    fix: "raise maximums or keep more headroom")
  static let directBlocks = LintCode(
    number: 401, severity: .warning,
    meaning: "purge mode Directly blocks the new copy for up to the graceful time-out while the cluster is away",
    source: "karmada pkg/controllers/binding/common.go (1.15)",
    fix: "use Gracefully, unless two copies must never run")
  static let evictionPace = LintCode(
    number: 402, severity: .note,
    meaning: "evictions are paced",
    source:
      "karmada pkg/controllers/cluster/taint_manager.go (1.16): each of 3 workers pauses 1/rate; the documentation says one limiter",
    fix: "raise --resource-eviction-rate")
  static let injectedToleration = LintCode(
    number: 403, severity: .warning,
    meaning: "the webhook injects tolerations of its own into every policy",
    source: "karmada cmd/webhook/app/options/options.go (up to 1.14)",
    fix: "write tolerations, or set --default-not-ready-toleration-seconds and --default-unreachable-toleration-seconds"
  )
  static let secondToleration = LintCode(
    number: 404, severity: .warning,
    meaning: "a taint is tolerated twice and only the first toleration in the list counts",
    source: "karmada pkg/util/helper/taint.go (1.18)",
    fix: "keep one toleration per taint")
  static let oldCopyGoesEarly = LintCode(
    number: 405, severity: .note,
    meaning: "the old copy may go before the new replicas are ready: the targets still show the health of before",
    source: "karmada pkg/controllers/gracefuleviction/evictiontask.go (1.18)",
    fix: "know it where the lost cluster may still serve (a partition)")
  static let sharedEstimates = LintCode(
    number: 406, severity: .warning,
    meaning: "several decisions rest on one report of free room, and nothing is reserved between them",
    source: "karmada pkg/estimator/client/general.go (1.18)",
    fix: "turn SchedulingOvercommitProtection on, or lower the eviction rate")
  static let rateAboveBucket = LintCode(
    number: 407, severity: .warning,
    meaning: "the eviction rate is above the queue's shared bucket and gains nothing sustained",
    source: "karmada pkg/sharedcli/ratelimiterflag (1.18)",
    fix: "raise --rate-limiter-qps too")
  static let notPaced = LintCode(
    number: 408, severity: .note,
    meaning: "all bindings of the cluster are evicted at once",
    source: "karmada pkg/controllers/cluster/taint_manager.go (up to 1.15)",
    fix: "upgrade to 1.16 for --resource-eviction-rate")
  static let rebalanceTooEarly = LintCode(
    number: 501, severity: .warning,
    meaning: "the rebalancer does nothing about this loss: it is made before the workload is scheduled anew",
    source: "karmada pkg/scheduler/scheduler.go (1.18): rescheduleTriggeredAt is the rebalancer's creation",
    fix: "make a new WorkloadRebalancer after the cluster is back")
  static let rebalanceNotListed = LintCode(
    number: 502, severity: .warning,
    meaning: "the rebalancer does not list the workload",
    source: "karmada pkg/controllers/workloadrebalancer (1.18)",
    fix: "list it")
  static let rebalanceChangesNothing = LintCode(
    number: 503, severity: .note,
    meaning: "a rebalancer changes nothing for a duplicated workload",
    source: "karmada pkg/scheduler/core (1.18): it is recomputed in full anyway",
    fix: "leave it out")
  static let rebalanceNotGraceful = LintCode(
    number: 504, severity: .warning,
    meaning: "a rebalancer is not graceful: clusters shrink while others are still starting",
    source: "karmada pkg/scheduler/core/assignment.go (1.18): Fresh mode, one step",
    fix: "rebalance a few workloads at a time, off peak")
  static let noFailback = LintCode(
    number: 505, severity: .note,
    meaning: "nothing moves back when the cluster returns",
    source: "karmada pkg/scheduler/scheduler.go (1.18); kubefed and federation without rebalance",
    fix: "rebalance by hand")
  static let hubInRegion = LintCode(
    number: 601, severity: .warning,
    meaning: "a part of the hub does not outlive the region of the lost cluster",
    source: "network.hub: region, store, controllers, scheduler",
    fix: "spread the store over three regions, and keep a standby of every part in another region")
  static let thresholdRoundedUp = LintCode(
    number: 602, severity: .note,
    meaning: "the threshold is no multiple of the probe period: it is rounded up to the next probe",
    source:
      "karmada pkg/controllers/status/cluster_condition_cache.go (1.18); kubeadmiral cluster_status_cache.go (19de01c)",
    fix: "make it a multiple of the period")
  static let timeoutBelowRoundTrip = LintCode(
    number: 603, severity: .error,
    meaning: "a probe's time-out is shorter than the round trip: a healthy cluster looks dead",
    source: "network round trips against the probe's time-out",
    fix: "raise the time-out")
  static let firstFailurePublishes = LintCode(
    number: 604, severity: .note,
    meaning: "failureThreshold does not count consecutive failures: the first one after a long health is published",
    source: "kubefed pkg/controller/kubefedcluster/controller.go (0.10)",
    fix: "expect no damping of blips")
  static let replansEarly = LintCode(
    number: 605, severity: .note,
    meaning: "any other event of the workload re-plans it before the delay is over",
    source: "kubefed pkg/schedulingtypes (0.10); federation pkg/federation-controller/sync (804bb9f)",
    fix: "take the delay for a bound")
  static let serialProbes = LintCode(
    number: 606, severity: .warning,
    meaning: "one loop probes all clusters: a black-holed one holds up the others",
    source:
      "federation pkg/federation-controller/cluster/clustercontroller.go (804bb9f); kubeadmiral federatedcluster (19de01c)",
    fix: "more workers where there are flags for it")
  static let falseFailover = LintCode(
    number: 607, severity: .warning,
    meaning: "replicas that still serve are replaced: two copies run, and nobody fences the lost one",
    source: "no system here fences",
    fix: "use longer tolerations than partitions last")
  static let staleCopies = LintCode(
    number: 701, severity: .note,
    meaning: "after the return stale copies run beside the new ones",
    source: "karmada controllers/execution: deletions back off to 1000 s and the return does not wake them (1.18)",
    fix: "restart the controller manager, or delete by hand")
  static let deletesOnReturn = LintCode(
    number: 702, severity: .warning,
    meaning: "on return the stale workload is adopted or deleted, whichever controller is first",
    source: "kubefed pkg/controller/sync (0.10)",
    fix: "expect a restart of its replicas")

  /// Every code, ascending: F01xx nothing moves, F02xx never schedules, F03xx room, F04xx eviction, F05xx rebalancing,
  /// F06xx detection, F07xx return.
  public static let catalogue: [LintCode] = [
    .failoverOff, .noTaintPolicy, .taintPolicyNeverFires, .toleratedForEver, .nobodyTaints, .noPreference,
    .noOtherCluster, .missingRescheduleWhen, .sticky, .taintStays, .notNoticed, .placedNowhere,
    .applicationFailoverSilent, .noHealthRule, .noApplicationTimer, .noApplicationFailover, .maxGroupsOmitted,
    .tooFewGroups, .tooFewGroupsLeft, .spreadByLabelOnly, .fieldMissing, .affinityMatchesNothing,
    .staticIgnoresSpread, .groupsNotCounted, .oneClusterPerRegion, .tooLittleRoom, .targetsCleared, .waitsForRoom,
    .laterGroup, .copies, .scaleUpLandsOnDead, .partial, .directBlocks, .evictionPace, .injectedToleration,
    .secondToleration, .oldCopyGoesEarly, .sharedEstimates, .rateAboveBucket, .notPaced, .rebalanceTooEarly,
    .rebalanceNotListed, .rebalanceChangesNothing, .rebalanceNotGraceful, .noFailback, .hubInRegion,
    .thresholdRoundedUp, .timeoutBelowRoundTrip, .firstFailurePublishes, .replansEarly, .serialProbes,
    .falseFailover, .staleCopies, .deletesOnReturn,
  ]
}
