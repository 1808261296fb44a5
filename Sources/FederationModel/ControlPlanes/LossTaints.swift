// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// The keys of the taints that Karmada itself, its command line, and the usual ClusterTaintPolicies put on clusters.
///
/// Source: karmada `pkg/apis/cluster/v1alpha1/well_known_constants.go`; `pkg/karmadactl/cordon` (unschedulable).
public enum KarmadaTaintKey {
  /// Ready is False.
  public static let notReady = "cluster.karmada.io/not-ready"
  /// Ready is Unknown.
  public static let unreachable = "cluster.karmada.io/unreachable"
  /// Cordoned by a person.
  public static let unschedulable = "cluster.karmada.io/unschedulable"
  /// Those that follow from readiness.
  public static let ofReadiness = [notReady, unreachable]
}

extension Taint {
  /// What the simulated operator puts on a lost cluster where no controller taints.
  public static let operatorUnready = Taint(key: "regatta.dev/operator-unready", effect: .noExecute)
}

extension FederationSystem {
  /// What keeps new replicas off a cordoned cluster.
  public var cordonTaint: Taint {
    Taint(key: self == .karmada ? KarmadaTaintKey.unschedulable : "regatta.dev/cordoned", effect: .noSchedule)
  }
}

extension ControlPlaneProfile {
  /// Whether a Karmada controller puts NoExecute taints on lost clusters by itself, after a delay (up to 1.13). Since
  /// 1.14 none does.
  ///
  /// Source: karmada CHANGELOG-1.14 (#6389, #6405), `pkg/controllers/cluster/cluster_controller.go`.
  public var taintsByItself: Bool { system == .karmada && (eviction.taintDelay ?? .zero) > .zero }

  /// From "not ready" to the taint that moves replicas off: the controller's or the operator's, or at once where
  /// KubeAdmiral treats a cluster that is not ready as if it were tainted; nil: nobody sets one.
  public var notReadyTaintDelay: SimulationDuration? {
    eviction.taintDelay ?? (system == .kubeAdmiral && switches.evictsOnNotReady ? .zero : nil)
  }
}

extension ControlPlaneProfile.Eviction {
  /// How long a worker pauses after an item by its own rate; nil: evictions are not paced. A rate of zero is one item
  /// per 30 minutes.
  ///
  /// Source: karmada `pkg/controllers/cluster/taint_manager.go` (v1.16).
  public var workerPause: SimulationDuration? {
    ratePerSecond.map { $0 > 0 ? SimulationDuration(seconds: 1 / $0) : .minutes(30) }
  }
}

extension ControlPlaneProfile.SchedulingPace {
  /// What a decision by `policy` costs in requests.
  ///
  /// Source: karmada `pkg/scheduler/scheduler.go`: a patch of the spec, two of the status (the spec's patch causes a
  /// second pass), and two events; a duplicated binding is scheduled twice.
  public func requests(for policy: NativePolicy?) -> Int {
    if case .karmada(let policy)? = policy, policy.scheduling == .duplicated { duplicatedRequests } else { requests }
  }
}

/// How long a NoExecute taint is tolerated.
///
/// Source: karmada `pkg/controllers/cluster/taint_manager.go`, `pkg/util/helper/taint.go`: only the first toleration that
/// matches counts, and a taint without one evicts at once. What the webhook injects tolerates the controller's own keys.
public struct TaintTolerance: Hashable, Sendable {
  /// From the taint to the eviction; nil: for ever.
  public var span: SimulationDuration?
  /// The toleration that decides; nil: none of the policy's.
  public var toleration: Toleration?
  /// Whether it is the one that the webhook injects.
  public var isInjected: Bool

  /// Of `taint` by a policy with `tolerations`; `injectedSeconds` is what the webhook adds, nil: nothing.
  public init(of taint: Taint, by tolerations: [Toleration], injectedSeconds: Int64?) {
    toleration = tolerations.first { $0.tolerates(taint) }
    isInjected =
      toleration == nil && injectedSeconds != nil && KarmadaTaintKey.ofReadiness.contains(taint.key)
    if let toleration {
      span = toleration.tolerationSeconds.map { .seconds(max($0, 0)) }
    } else {
      span = .seconds(max(isInjected ? injectedSeconds ?? 0 : 0, 0))
    }
  }
}
