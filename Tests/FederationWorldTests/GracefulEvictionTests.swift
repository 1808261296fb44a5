// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import TestSupport
import Testing

/// How long the old copies of duplicated workloads stay, and what their tasks cost the scheduler.
struct GracefulEvictionTests {
  private static let hour = SimulationTime.zero + .hours(1)

  /// `count` duplicated workloads of four in a, b and c; a living cluster is tainted after an hour.
  private func duplicated(
    _ count: Int = 1, taint: Taint = Taint(key: "maintenance", effect: .noExecute),
    mode: KarmadaPolicy.PurgeMode? = nil, actions: [ActionSpec] = [],
    change: (inout ControlPlaneProfile) -> Void = { _ in }
  ) -> [Observation] {
    var profile = Federations.karmadaWithFailover
    change(&profile)
    let workloads = (0..<count).map { Federations.workload("w\($0)", replicas: 4) }
    let policy = NativePolicy.karmada(KarmadaPolicy(scheduling: .duplicated, clusterPurgeMode: mode))
    return Runs.observations(
      Scenario(
        name: "graceful", horizon: .hours(3), fleet: Federations.fleet(named: ["a", "b", "c"]), workloads: workloads,
        contenders: [Federations.contender("k", profile: profile, workloads: count, policy: policy)],
        actions: [ActionSpec(at: Self.hour, kind: .taint(taint), target: TargetSelector(cluster: "a"))] + actions))
  }

  @Test func `the old copy of a duplicated workload goes within seconds where all targets are healthy`() {
    let found = duplicated()
    #expect(found.of(.evicted).map(\.time) == [Self.hour])
    #expect(found.serving(at: Self.hour + .seconds(2), cluster: 0) == 0)
    #expect(found.serving(at: .zero + .hours(3)) == 8)
    let decided = found.of(.decided).filter { $0.time >= Self.hour }
    #expect(decided.count >= 1 && decided.count <= 4, "\(decided.count)")
  }

  @Test func `a task that nobody ends does not keep the scheduler busy`() {
    let found = duplicated(mode: .never)
    #expect(found.serving(at: .zero + .hours(3)) == 12)
    let decided = found.of(.decided).filter { $0.time >= Self.hour }
    #expect(decided.count >= 1 && decided.count <= 4, "\(decided.count)")
  }

  @Test func `a decision that changes nothing costs a patch of the status and two events`() {
    let found = duplicated(3, taint: Taint(key: "full", effect: .noSchedule)) {
      $0.scheduling.apiRate = .init(perSecond: 10, burst: 1)
    }
    // 15 ms for the first; then three requests each, at ten a second.
    let decided = found.of(.decided).filter { $0.time >= Self.hour }.map {
      ($0.time - Self.hour).nanoseconds / 1_000_000
    }
    #expect(decided == [15, 215, 515])
  }

  @Test func `a decision that changes something costs seven, in two passes of four and three while a task is open`() {
    func decided(_ mode: KarmadaPolicy.PurgeMode?) -> [Int64] {
      let scaledAt = Self.hour + .hours(1)
      let scales = ["w0", "w1"].map { ActionSpec(at: scaledAt, kind: .scale(workload: $0, replicas: 5)) }
      let found = duplicated(2, mode: mode, actions: scales) { $0.scheduling.apiRate = .init(perSecond: 10, burst: 1) }
      return found.of(.decided).filter { $0.time >= scaledAt }.map { ($0.time - scaledAt).nanoseconds / 1_000_000 }
    }
    // The tasks of an hour ago are over, or are kept for ever.
    #expect(decided(nil) == [15, 615])
    #expect(decided(.never) == [15, 315, 715, 1015])
  }
}
