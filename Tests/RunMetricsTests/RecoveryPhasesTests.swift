// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import InputModels
import Results
import RunMetrics
import SchedulingPolicies
import TestSupport
import Testing

struct RecoveryPhasesTests {
  /// Ten replicas wanted and there; the fault takes six at 100 s.
  private func log(seconds: Int64 = 1000) -> HandMadeLog {
    var log = HandMadeLog(seconds: seconds)
    log.add(0, .demandChanged, 10)
    log.add(0, .servingChanged, 10)
    log.add(100, .faultBegan, 0)
    log.add(100, .servingLostToFault, -6)
    log.add(100, .lossChanged, 6, cause: .notDetected)
    return log
  }

  private func means(_ log: HandMadeLog) -> [Double?] {
    let metrics = log.outcome().metrics
    return ["detect", "stuck", "tolerate", "evict", "decide", "propagate", "start"].map {
      metrics["recover_\($0)_mean"]?.value
    }
  }

  @Test func `40 s to detect, 300 to tolerate, 5 in the queue, 1 to decide, 2 on the way, 30 to start`() {
    var log = log()
    var time: Int64 = 100
    var cause = LossCause.notDetected
    for (span, next) in [
      (40, .tolerated), (300, .queuedForEviction), (5, .queuedForScheduling), (1, .propagating), (2, .starting),
    ] as [(Int64, LossCause)] {
      time += span
      log.add(time, .lossChanged, -6, cause: cause)
      log.add(time, .lossChanged, 6, cause: next)
      cause = next
    }
    log.add(time + 30, .servingChanged, 6)
    log.add(time + 30, .lossChanged, -6, cause: .starting)
    #expect(means(log) == [40, 0, 300, 5, 1, 2, 30])
    #expect(log.metric("time_to_recover_mean") == 378)
    #expect(log.metric("time_to_recover_p50") == 378)
  }

  @Test func `the least advanced replica decides the phase`() {
    var log = log()
    // Two start after 10 s, four find no room until 50 s.
    log.add(110, .lossChanged, -6, cause: .notDetected)
    log.add(110, .lossChanged, 2, cause: .starting)
    log.add(110, .lossChanged, 4, cause: .noCapacity)
    log.add(130, .servingChanged, 2)
    log.add(130, .lossChanged, -2, cause: .starting)
    log.add(150, .lossChanged, -4, cause: .noCapacity)
    log.add(150, .lossChanged, 4, cause: .starting)
    log.add(170, .servingChanged, 4)
    log.add(170, .lossChanged, -4, cause: .starting)
    #expect(means(log) == [10, 40, 0, 0, 0, 0, 20])
  }

  @Test func `being whole for less than 60 s goes to the phase before`() {
    var log = log()
    log.add(120, .lossChanged, -6, cause: .notDetected)
    log.add(120, .lossChanged, 6, cause: .starting)
    log.add(150, .servingChanged, 6)
    log.add(150, .lossChanged, -6, cause: .starting)
    log.add(180, .servingChanged, -1)
    log.add(180, .lossChanged, 1, cause: .propagating)
    log.add(190, .servingChanged, 1)
    log.add(190, .lossChanged, -1, cause: .propagating)
    #expect(means(log) == [20, 0, 0, 0, 0, 10, 60])
    #expect(log.metric("time_to_recover_mean") == 90)
  }

  @Test func `an episode that is cut off counts to the end of the run`() {
    var log = log(seconds: 400)
    log.add(140, .lossChanged, -6, cause: .notDetected)
    log.add(140, .lossChanged, 6, cause: .nothingWillMoveIt)
    #expect(means(log) == [40, 260, 0, 0, 0, 0, 0])
    #expect(log.metric("time_to_recover_mean") == 300)
  }

  @Test func `without failures there are no phases`() {
    #expect(means(HandMadeLog(seconds: 100)) == [nil, nil, nil, nil, nil, nil, nil])
  }

  @Test func `in whole runs the phases add up to the mean recovery`() throws {
    let scenario = Federations.regionOutage(load: 0.6, workloads: 6)
    for contender in scenario.contenders.indices {
      let outcome = try #require(
        MeasuredRun.run(
          scenario: scenario, contender: contender, seed: 3,
          scheduler: PolicyCatalog.scheduler(for: scenario.contenders[contender], fleet: scenario.fleet)))
      let phases = outcome.metrics.filter { $0.key.wholeMatch(of: #/recover_[a-z]+_mean/#) != nil }
      #expect(phases.count == 7)
      let sum = phases.values.reduce(0) { $0 + ($1.value ?? 0) }
      let mean = outcome.metrics["time_to_recover_mean"]?.value ?? 0
      #expect(abs(sum - mean) < 1e-6 * max(1, mean), "\(scenario.contenders[contender].name): \(sum), \(mean)")
    }
  }
}
