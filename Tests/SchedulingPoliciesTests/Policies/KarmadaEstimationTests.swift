// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Randomness
import Testing

@testable import SchedulingPolicies

@Suite struct KarmadaEstimationTests {
  /// The readable estimator's answer to the same question.
  private func reference(
    _ spec: ClusterSpec, _ capacity: ReportedCapacity, _ request: Resources?, _ switches: ControlPlaneProfile.Switches
  ) -> Int32 {
    func resource(_ amount: (Resources) -> Int64) -> KarmadaGeneralEstimator.Resource {
      .init(
        allocatable: amount(capacity.allocatable), allocated: amount(capacity.allocated),
        allocating: amount(capacity.allocating))
    }
    var grades: [KarmadaGeneralEstimator.Grade] = []
    if switches.usesResourceModels, !capacity.nodesPerGrade.isEmpty {
      for (grade, count) in zip(spec.resourceGrades ?? ResourceGrade.defaults, capacity.nodesPerGrade) {
        grades.append(.init(minimums: [grade.minimumCPUMillicores, grade.minimumMemoryBytes], count: Int64(count)))
      }
    }
    return KarmadaGeneralEstimator.maximumReplicas(
      in: .init(
        pods: resource(\.pods), resources: [resource(\.cpuMillicores), resource(\.memoryBytes)], grades: grades),
      requests: request.map {
        [.init(resource: 0, amount: $0.cpuMillicores), .init(resource: 1, amount: $0.memoryBytes)]
      },
      models: switches.packsGrades ? .virtualNodes : .gradeLowerBounds)
  }

  @Test(arguments: [
    ControlPlaneProfile.Switches(dividesByWebster: true, packsGrades: true),
    ControlPlaneProfile.Switches(dividesByWebster: true, packsGrades: false),
    ControlPlaneProfile.Switches(dividesByWebster: true, packsGrades: true, usesResourceModels: false),
  ])
  func `the flat estimate equals the readable one on 3,000 random clusters`(
    switches: ControlPlaneProfile.Switches
  ) {
    var random = RandomStream(key: 11)
    func draw(_ bound: UInt64) -> Int64 { Int64(random.next() % bound) }
    func resources() -> Resources {
      Resources(cpuMillicores: draw(200_000), memoryBytes: draw(1 << 40), pods: draw(2000))
    }
    var positive = 0
    for round in 0..<3000 {
      var spec = cluster("a")
      if round % 3 == 0 {
        spec.resourceGrades = (0..<4).map { grade in
          ResourceGrade(
            minimumCPUMillicores: draw(10) == 0 ? nil : Int64(grade) * 1000,
            minimumMemoryBytes: draw(10) == 0 ? nil : Int64(grade) << 32)
        }
      }
      var capacity = ReportedCapacity(allocatable: resources(), allocated: resources())
      if round % 2 == 0 { capacity.allocated = Resources(pods: draw(20)) }
      if round % 5 != 0 {
        let count = spec.resourceGrades?.count ?? ResourceGrade.defaults.count
        capacity.nodesPerGrade = (0..<count).map { _ in Int32(draw(3) * draw(20)) }
      }
      var request: Resources? = Resources(cpuMillicores: draw(4000), memoryBytes: draw(1 << 33), pods: 1)
      if round % 7 == 0 { request?.cpuMillicores = 0 }
      if round % 11 == 0 { request?.memoryBytes = 0 }
      if round % 13 == 0 { request = nil }
      let estimation = KarmadaEstimation(fleet: Fleet(clusters: [spec]), switches: switches)
      let answer = estimation.maximumReplicas(in: ClusterIndex(0), capacity: capacity, request: request)
      #expect(answer == reference(spec, capacity, request, switches))
      if answer > 0 { positive += 1 }
    }
    #expect(positive > 500)
  }
}
