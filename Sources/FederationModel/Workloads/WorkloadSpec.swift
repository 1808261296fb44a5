// SPDX-License-Identifier: GPL-3.0-or-later

import Quantities

/// One workload: what runs, how much of it, and what is wanted of its placement.
public struct WorkloadSpec: Hashable, Sendable, Codable {
  /// The namespace.
  public var namespace: String
  /// The name, unique in its namespace and kind.
  public var name: String
  /// `Deployment`, `StatefulSet`, `ReplicaSet` or `Job`.
  public var kind: String
  /// The object's uid (breaks Karmada's ties); made from the key when no manifest gave one.
  public var uid: String
  /// Its labels.
  public var labels: Labels
  /// Replicas at the start.
  public var replicas: Int
  /// What one replica asks for; `pods` is 1.
  public var requests: Resources
  /// Whether requests were stated at all (Karmada plans a workload without any differently).
  public var hasRequests: Bool
  /// Node labels a replica needs.
  public var nodeSelector: Labels
  /// Node taints a replica accepts.
  public var tolerations: [Toleration]
  /// From the bind to the node until ready: image, start, readiness.
  public var startup: DistributionSpec
  /// From the order to stop until the node's resources are free.
  public var termination: SimulationDuration
  /// Wanted replicas over time.
  public var demand: DemandSpec
  /// What its users need.
  public var service: ServiceSpec?
  /// Who owns it.
  public var tenant: String
  /// Higher goes first where a system has priorities.
  public var priority: Int
  /// Workloads of one group move as one; empty: on its own.
  public var group: String
  /// Regions its data may be in; empty: all.
  public var allowedRegions: [String]
  /// Bytes that move with a replica.
  public var stateBytes: Int64
  /// Fewer ready replicas than this is a violation; nil: none.
  public var minimumAvailable: Int?
  /// What is wanted of the placement; nil when only native objects say so.
  public var intent: Intent?

  /// A workload; see the properties for what each part means.
  public init(
    namespace: String = "default", name: String, kind: String = "Deployment", uid: String? = nil,
    labels: Labels = [:], replicas: Int = 1, requests: Resources = Resources(pods: 1), hasRequests: Bool = true,
    nodeSelector: Labels = [:], tolerations: [Toleration] = [],
    startup: DistributionSpec = .constant(.seconds(10)), termination: SimulationDuration = .seconds(2),
    demand: DemandSpec = .constant, service: ServiceSpec? = nil, tenant: String = "", priority: Int = 0,
    group: String = "", allowedRegions: [String] = [], stateBytes: Int64 = 0, minimumAvailable: Int? = nil,
    intent: Intent? = nil
  ) {
    self.namespace = namespace
    self.name = name
    self.kind = kind
    self.uid = uid ?? "\(namespace)/\(name)"
    self.labels = labels
    self.replicas = replicas
    self.requests = requests
    self.hasRequests = hasRequests
    self.nodeSelector = nodeSelector
    self.tolerations = tolerations
    self.startup = startup
    self.termination = termination
    self.demand = demand
    self.service = service
    self.tenant = tenant
    self.priority = priority
    self.group = group
    self.allowedRegions = allowedRegions
    self.stateBytes = stateBytes
    self.minimumAvailable = minimumAvailable
    self.intent = intent
  }

  /// `namespace/name`: what planners hash and reports show.
  public var key: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}

extension WorkloadSpec {
  /// Whether Karmada has a rule for the health of objects of its kind; without one they count as healthy.
  ///
  /// Source: karmada `pkg/resourceinterpreter/default/native/healthy.go` (1.18): no rule for Jobs.
  public var hasHealthRule: Bool { kind != "Job" }
}
