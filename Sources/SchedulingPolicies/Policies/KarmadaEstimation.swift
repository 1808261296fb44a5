// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// The general estimator's input, made from what a cluster reports and from the grades it was given.
///
/// Source: karmada f8fdd02 `pkg/estimator/client/general.go`; default grades `pkg/apis/cluster/mutation`.
struct KarmadaEstimation: Sendable {
  /// Positions of the resources in the estimator's lists.
  private static let cpu = 0
  private static let memory = 1

  /// Per cluster the lower bounds of its grades, lowest grade first.
  private let minimums: [[[Int64?]]]
  private let usesResourceModels: Bool
  private let models: KarmadaGeneralEstimator.ModelVersion

  /// O(clusters x grades).
  init(fleet: Fleet, switches: ControlPlaneProfile.Switches) {
    let defaults = Self.minimums(of: ResourceGrade.defaults)
    minimums = fleet.clusters.map { $0.resourceGrades.map(Self.minimums(of:)) ?? defaults }
    usesResourceModels = switches.usesResourceModels
    models = switches.packsGrades ? .virtualNodes : .gradeLowerBounds
  }

  private static func minimums(of grades: [ResourceGrade]) -> [[Int64?]] {
    grades.map { [$0.minimumCPUMillicores, $0.minimumMemoryBytes] }
  }

  /// What one replica asks for in the estimator's terms; nil when the workload states nothing.
  static func requests(of request: SchedulingRequest) -> [KarmadaGeneralEstimator.Request]? {
    guard request.hasRequests else { return nil }
    return [
      .init(resource: cpu, amount: request.requests.cpuMillicores),
      .init(resource: memory, amount: request.requests.memoryBytes),
    ]
  }

  /// Whether the cluster's report has a histogram that counts.
  func isModelled(_ capacity: borrowing ReportedCapacity) -> Bool {
    usesResourceModels && !capacity.nodesPerGrade.isEmpty
  }

  /// Further replicas that fit by the cluster's last report. O(grades).
  func maximumReplicas(
    in cluster: ClusterIndex, capacity: borrowing ReportedCapacity, requests: [KarmadaGeneralEstimator.Request]?
  ) -> Int32 {
    typealias Resource = KarmadaGeneralEstimator.Resource
    let (allocatable, allocated) = (capacity.allocatable, capacity.allocated)
    let allocating = capacity.allocating
    var grades: [KarmadaGeneralEstimator.Grade] = []
    if isModelled(capacity) {
      let bounds = minimums[cluster.index]
      grades.reserveCapacity(bounds.count)
      for grade in bounds.indices {
        let count = grade < capacity.nodesPerGrade.count ? capacity.nodesPerGrade[grade] : 0
        if count == 0, models == .virtualNodes { continue }
        grades.append(.init(minimums: bounds[grade], count: Int64(count)))
      }
      if grades.isEmpty { grades.append(.init(minimums: [], count: 0)) }
    }
    return KarmadaGeneralEstimator.maximumReplicas(
      in: .init(
        pods: Resource(allocatable: allocatable.pods, allocated: allocated.pods, allocating: allocating.pods),
        resources: [
          Resource(
            allocatable: allocatable.cpuMillicores, allocated: allocated.cpuMillicores,
            allocating: allocating.cpuMillicores),
          Resource(
            allocatable: allocatable.memoryBytes, allocated: allocated.memoryBytes,
            allocating: allocating.memoryBytes),
        ],
        grades: grades),
      requests: requests, models: models)
  }
}
