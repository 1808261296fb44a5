// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// Where the time of recoveries goes (R2): at every moment of an episode its time belongs to the phase that the least
/// advanced of the lost replicas is in, so that the phases of an episode add up to its length.
///
/// A workload that is whole for less than the hold time is still in its episode; that time goes to the phase before.
struct RecoveryPhases: Sendable {
  /// A phase, with the causes of loss it is made of.
  enum Phase: Int, CaseIterable, Sendable {
    case detect, stuck, tolerate, evict, decide, propagate, start

    /// The id of its metric.
    var metric: String { "recover_\(self)_mean" }
  }

  /// Causes by how far a replica has come, the least advanced first.
  private static let order: [(cause: LossCause, phase: Phase)] = [
    (.notDetected, .detect), (.nothingWillMoveIt, .stuck), (.noCapacity, .stuck), (.tolerated, .tolerate),
    (.queuedForEviction, .evict), (.queuedForScheduling, .decide), (.blockedByOldCopy, .propagate),
    (.propagating, .propagate), (.starting, .start),
  ]

  /// The clock of one workload.
  private struct Clock: Sendable {
    var since = SimulationTime.zero
    var phase: Phase?
    /// The phase before the workload was whole, for the case that it does not stay so.
    var last = Phase.start
    /// Nanoseconds of the open episode, by phase.
    var spent = SIMD8<Int64>(repeating: 0)

    /// Counts the time until `time` to the phase it was in.
    mutating func advance(to time: SimulationTime) {
      spent[(phase ?? last).rawValue] += (time - since).nanoseconds
      since = time
    }
  }

  private var lost: [SIMD16<Int32>]
  private var clocks: [Clock]
  private var isOpen: [Bool]
  private var totals = SIMD8<Int64>(repeating: 0)
  private var episodes = 0

  init(workloadCount: Int) {
    lost = Array(repeating: SIMD16(repeating: 0), count: workloadCount)
    clocks = Array(repeating: Clock(), count: workloadCount)
    isOpen = Array(repeating: false, count: workloadCount)
  }

  mutating func take(_ observation: Observation) {
    let workload = Int(observation.workload)
    lost[workload][Int(observation.cause.rawValue)] += Int32(truncatingIfNeeded: observation.value)
    guard isOpen[workload] else { return }
    enter(phase(of: workload), workload, at: observation.time)
  }

  private func phase(of workload: Int) -> Phase? {
    Self.order.first { lost[workload][Int($0.cause.rawValue)] > 0 }?.phase
  }

  private mutating func enter(_ phase: Phase?, _ workload: Int, at time: SimulationTime) {
    guard clocks[workload].phase != phase else { return }
    clocks[workload].advance(to: time)
    if let before = clocks[workload].phase { clocks[workload].last = before }
    clocks[workload].phase = phase
  }

  /// An episode of `workload` begins.
  mutating func open(_ workload: Int, at time: SimulationTime) {
    isOpen[workload] = true
    // What is lost in this moment is told at its end.
    clocks[workload] = Clock(since: time, phase: phase(of: workload))
  }

  /// It ended at `time`, which may be past.
  mutating func close(_ workload: Int, at time: SimulationTime) {
    guard isOpen[workload] else { return }
    isOpen[workload] = false
    if time > clocks[workload].since { clocks[workload].advance(to: time) }
    totals &+= clocks[workload].spent
    episodes += 1
  }

  /// Mean seconds per episode.
  var metrics: [String: MetricValue] {
    Dictionary(
      uniqueKeysWithValues: Phase.allCases.map { phase in
        (phase.metric, MetricValue(episodes > 0 ? Double(totals[phase.rawValue]) / 1e9 / Double(episodes) : nil))
      })
  }
}
