// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Quantities
import Results
import TestSupport

@testable import RunMetrics

/// A run as an observer sees it, written by hand: times in seconds.
struct HandMadeLog {
  private let scenario: Scenario
  private var observations: [Observation] = []

  /// `workloads` workloads over clusters a, b, c of ten nodes with 16 cores, for `seconds`; `failures` fault units.
  init(workloads: Int = 1, seconds: Int64, failures: Int = 1, price: Double = 0) {
    scenario = Scenario(
      name: "log", horizon: .seconds(seconds), fleet: Federations.fleet(named: ["a", "b", "c"], price: price),
      workloads: (0..<workloads).map { Federations.workload("w\($0)", replicas: 1) }, contenders: [],
      failures: (0..<failures).map { _ in Federations.loss(of: "a", at: .zero, for: nil) })
  }

  /// Of `scenario`.
  init(_ scenario: Scenario) { self.scenario = scenario }

  /// Over `fleet`, for `seconds`; with one fault unit.
  init(_ fleet: Fleet, _ workloads: [WorkloadSpec], seconds: Int64) {
    scenario = Scenario(
      name: "log", horizon: .seconds(seconds), fleet: fleet, workloads: workloads, contenders: [],
      failures: [Federations.loss(of: fleet.clusters[0].name, at: .zero, for: nil)])
  }

  /// Adds an observation.
  mutating func add(
    _ seconds: Int64, _ kind: Observation.Kind, _ value: Int64 = 0, workload: Int32 = 0, cluster: Int32 = 0,
    cause: LossCause = .notDetected
  ) {
    observations.append(
      Observation(
        time: .zero + .seconds(seconds), kind: kind, workload: workload, cluster: cluster, value: value, cause: cause))
  }

  /// Puts `replicas[i]` more replicas of the workload into cluster i, by an observation of `kind`.
  mutating func place(_ seconds: Int64, _ kind: Observation.Kind, _ replicas: [Int64], workload: Int32 = 0) {
    for (cluster, count) in replicas.enumerated() where count != 0 {
      add(seconds, kind, count, workload: workload, cluster: Int32(cluster))
    }
  }

  /// What is measured of it.
  func outcome(withSeries: Bool = false) -> RunOutcome {
    var observer = RunObserver(
      scenario: scenario, units: FaultInputs(scenario: scenario, seed: 1).units, withSeries: withSeries)
    observer.take(observations)
    return observer.finish(events: observations.count)
  }

  /// One metric of it.
  func metric(_ id: String) -> Double? { outcome().metrics[id]?.value }
}
