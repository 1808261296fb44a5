// SPDX-License-Identifier: GPL-3.0-or-later

/// Karmada's general estimator: further replicas of a request that fit in a cluster, from its published status.
///
/// Source: Karmada `pkg/estimator/client/general.go`. Nodes, affinity and taints are not seen. A cluster that has
/// published no resource summary fits 0 replicas; that is for the caller to know.
public enum KarmadaGeneralEstimator {
  /// A named resource of a cluster, in thousandths for CPU and whole units for everything else.
  public struct Resource: Equatable, Sendable {
    /// Sum of the nodes' allocatable amounts.
    public var allocatable: Int64
    /// Requested by pods with a node.
    public var allocated: Int64
    /// Requested by pods without a node.
    public var allocating: Int64

    /// An amount.
    public init(allocatable: Int64, allocated: Int64 = 0, allocating: Int64 = 0) {
      self.allocatable = allocatable
      self.allocated = allocated
      self.allocating = allocating
    }

    /// What is not requested yet.
    var free: Int64 { allocatable &- allocated &- allocating }
  }

  /// What one replica requests: `amount` of the resource at `resource` in the cluster's lists.
  public struct Request: Equatable, Sendable {
    /// Position of the resource in ``Cluster/resources`` and in the grades' minimums.
    public var resource: Int
    /// Amount in the resource's unit; 0 or less does not count.
    public var amount: Int64

    /// A request.
    public init(resource: Int, amount: Int64) {
      self.resource = resource
      self.amount = amount
    }
  }

  /// A grade of nodes in the cluster's resource models.
  public struct Grade: Equatable, Sendable {
    /// Lower bound of each resource; nil where the models do not know the resource.
    public var minimums: [Int64?]
    /// Nodes in this grade.
    public var count: Int64

    /// A grade.
    public init(minimums: [Int64?], count: Int64) {
      self.minimums = minimums
      self.count = count
    }
  }

  /// Which of the two resource-model estimates is used.
  public enum ModelVersion: Equatable, Sendable {
    /// Karmada up to 1.17: whole grades, at least one replica per node of a grade that is large enough.
    case gradeLowerBounds
    /// Karmada 1.18 and later: one virtual node per counted node, 110 pods each.
    case virtualNodes
  }

  /// A cluster's published status.
  public struct Cluster: Equatable, Sendable {
    /// Pod slots.
    public var pods: Resource
    /// Other resources; nil where the cluster does not report one.
    public var resources: [Resource?]
    /// The histogram of nodes by grade, lowest grade first; empty when the cluster has none or the gate is off.
    public var grades: [Grade]

    /// A status.
    public init(pods: Resource, resources: [Resource?], grades: [Grade] = []) {
      self.pods = pods
      self.resources = resources
      self.grades = grades
    }
  }

  /// Pods that a virtual node holds.
  static let podsPerVirtualNode: Int64 = 110

  /// Further replicas that fit. `requests` nil is a workload without requirements: then only pod slots count.
  /// O(requests x grades); upstream's virtual nodes cost a scan per replica, the closed form is the same number.
  public static func maximumReplicas(
    in cluster: Cluster, requests: [Request]?, models: ModelVersion
  ) -> Int32 {
    let podsFree = cluster.pods.free
    if podsFree <= 0 { return 0 }
    guard let requests else { return Int32(truncatingIfNeeded: podsFree) }
    let counted = requests.filter { $0.amount > 0 }
    let fitting: Int64
    if cluster.grades.isEmpty {
      fitting = summaryReplicas(in: cluster, counted)
    } else {
      switch models {
      case .gradeLowerBounds:
        fitting = gradeReplicas(in: cluster, counted) ?? summaryReplicas(in: cluster, counted)
      case .virtualNodes:
        fitting = virtualNodeReplicas(in: cluster, counted)
      }
    }
    return Int32(truncatingIfNeeded: min(fitting, podsFree))
  }

  /// The resource of the smallest quotient decides.
  private static func summaryReplicas(in cluster: Cluster, _ requests: [Request]) -> Int64 {
    var replicas = Int64.max
    for request in requests {
      guard cluster.resources.indices.contains(request.resource), let resource = cluster.resources[request.resource],
        resource.free > 0
      else { return 0 }
      replicas = min(replicas, resource.free / request.amount)
    }
    return replicas
  }

  /// Nil when the models do not know a requested resource.
  private static func gradeReplicas(in cluster: Cluster, _ requests: [Request]) -> Int64? {
    var lowestGrade = 0
    for request in requests {
      var sufficient: Int?
      for (index, grade) in cluster.grades.enumerated() {
        guard let minimum = grade.minimum(of: request.resource) else { return nil }
        if minimum >= request.amount {
          sufficient = index
          break
        }
      }
      guard let sufficient else { return 0 }
      lowestGrade = max(lowestGrade, sufficient)
    }
    var replicas: Int64 = 0
    for grade in cluster.grades[lowestGrade...] where grade.count > 0 {
      replicas = adding(grade.count, times: max(1, grade.replicasPerNode(requests)), to: replicas)
    }
    return replicas
  }

  private static func virtualNodeReplicas(in cluster: Cluster, _ requests: [Request]) -> Int64 {
    var replicas: Int64 = 0
    for grade in cluster.grades where grade.count > 0 {
      let perNode = min(podsPerVirtualNode, grade.replicasPerNode(requests))
      replicas = adding(grade.count, times: perNode, to: replicas)
    }
    return replicas
  }

  /// `total + count * each` for numbers that are not negative, at most `Int64.max`.
  private static func adding(_ count: Int64, times each: Int64, to total: Int64) -> Int64 {
    let (product, productOverflows) = count.multipliedReportingOverflow(by: each)
    let (sum, sumOverflows) = total.addingReportingOverflow(product)
    return productOverflows || sumOverflows ? .max : sum
  }
}

extension KarmadaGeneralEstimator.Grade {
  /// The lower bound of a resource, nil when the models do not know it.
  fileprivate func minimum(of resource: Int) -> Int64? {
    minimums.indices.contains(resource) ? minimums[resource] : nil
  }

  /// Replicas that fit in a node which has just the lower bounds; a resource that is not in the models fits nothing.
  fileprivate func replicasPerNode(_ requests: [KarmadaGeneralEstimator.Request]) -> Int64 {
    var replicas = Int64.max
    for request in requests { replicas = min(replicas, max(0, minimum(of: request.resource) ?? 0) / request.amount) }
    return replicas
  }
}
