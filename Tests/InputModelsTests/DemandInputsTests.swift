// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import InputModels
import Quantities
import TestSupport
import Testing

struct DemandInputsTests {
  private func inputs(_ demand: DemandSpec, replicas: Int = 4) -> DemandInputs {
    DemandInputs(
      scenario: Scenario(
        name: "demand", horizon: .hours(48), fleet: Federations.fleet(named: ["a"]),
        workloads: [Federations.workload(replicas: replicas, demand: demand)], contenders: []))
  }

  /// The changes after the start, as they come one after the other.
  private func changes(_ inputs: DemandInputs, until end: SimulationTime) -> [(at: SimulationTime, replicas: Int32)] {
    var found: [(at: SimulationTime, replicas: Int32)] = []
    var time = SimulationTime.zero
    while let next = inputs.next(of: WorkloadIndex(0), after: time), next.at <= end {
      found.append(next)
      time = next.at
    }
    return found
  }

  @Test func `constant demand is the workload's replicas and never changes`() {
    let inputs = inputs(.constant)
    #expect(inputs.initial(of: WorkloadIndex(0)) == 4)
    #expect(inputs.next(of: WorkloadIndex(0), after: .zero) == nil)
  }

  @Test func `steps hold from their times on, before the first it is the workload's replicas`() {
    let inputs = inputs(
      .steps([.init(at: .zero + .hours(1), replicas: 9), .init(at: .zero + .hours(2), replicas: 0)]))
    #expect(inputs.initial(of: WorkloadIndex(0)) == 4)
    let found = changes(inputs, until: .zero + .hours(48))
    #expect(found.map(\.at) == [.zero + .hours(1), .zero + .hours(2)])
    #expect(found.map(\.replicas) == [9, 0])
  }

  @Test func `a step at the start is there from the start`() {
    let inputs = inputs(.steps([.init(at: .zero, replicas: 7), .init(at: .zero + .hours(1), replicas: 8)]))
    #expect(inputs.initial(of: WorkloadIndex(0)) == 7)
    #expect(changes(inputs, until: .zero + .hours(48)).map(\.replicas) == [8])
  }

  @Test func `of two steps at one time the later one holds`() {
    let inputs = inputs(
      .steps([.init(at: .zero + .hours(1), replicas: 7), .init(at: .zero + .hours(1), replicas: 8)]))
    #expect(changes(inputs, until: .zero + .hours(48)).map(\.replicas) == [8])
  }

  @Test func `a trace of 1,000 steps comes whole and in order`() {
    let steps = (1...1000).map { DemandSpec.Step(at: .zero + .minutes(Int64($0)), replicas: $0 * 7 % 31) }
    let found = changes(inputs(.steps(steps)), until: .zero + .hours(48))
    #expect(found.map(\.at) == steps.map(\.at))
    #expect(found.map { Int($0.replicas) } == steps.map(\.replicas))
  }

  @Test func `a day's curve starts at the mean, peaks after a quarter and dips after three`() {
    let inputs = inputs(.diurnal(mean: 100, amplitude: 40, period: .hours(24), phase: .zero))
    #expect(inputs.initial(of: WorkloadIndex(0)) == 100)
    let found = changes(inputs, until: .zero + .hours(24))
    #expect(found.count == 48)
    #expect(found.allSatisfy { $0.at.nanoseconds % SimulationDuration.minutes(30).nanoseconds == 0 })
    #expect(found[11].at == .zero + .hours(6) && found[11].replicas == 140)
    #expect(found[23].replicas == 100)
    #expect(found[35].replicas == 60)
    #expect(found[47].replicas == 100)
    // Half-way up a sine is a twelfth of the period: 100 + 40 / 2.
    #expect(found[3].replicas == 120)
  }

  @Test func `a phase shifts the curve and demand is never negative`() {
    let shifted = inputs(.diurnal(mean: 10, amplitude: 40, period: .hours(24), phase: .hours(6)))
    #expect(shifted.initial(of: WorkloadIndex(0)) == 0)
    let found = changes(shifted, until: .zero + .hours(24))
    #expect(found[23].at == .zero + .hours(12) && found[23].replicas == 50)
    #expect(found.allSatisfy { $0.replicas >= 0 })
  }
}
