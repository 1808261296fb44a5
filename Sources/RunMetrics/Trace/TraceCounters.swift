// SPDX-License-Identifier: GPL-3.0-or-later

import FederationWorld
import Quantities
import Results

/// The counters of a trace: what is wanted, what serves, what is lost to which cause, and how long the queues are.
///
/// What happens within one moment is one point, and a counter has at most one point in `spacing`: the last value of a
/// span stands at its end.
struct TraceCounters {
  private static let spacing = SimulationDuration.milliseconds(100)
  private static let names =
    ["demand", "serving", "without a node", "decisions waiting", "evictions waiting"]
    + LossCause.allCases.map { "lost: \($0.inWords)" }
  private static let firstCause = 5

  private var values: [Int64]
  private var written: [Int64?]
  private var writtenAt: [SimulationTime]
  /// Since when a value differs from what was written.
  private var changedAt: [SimulationTime?]
  private var isAnyPending = false
  /// Wanted and ready replicas, per workload.
  private var demand: [Int64]
  private var ready: [Int64]

  init(workloadCount: Int) {
    let count = Self.names.count
    values = Array(repeating: 0, count: count)
    written = Array(repeating: nil, count: count)
    writtenAt = Array(repeating: SimulationTime(nanoseconds: .min / 2), count: count)
    changedAt = Array(repeating: nil, count: count)
    demand = Array(repeating: 0, count: workloadCount)
    ready = demand
  }

  mutating func take(_ observation: Observation) {
    let workload = Int(observation.workload)
    switch observation.kind {
    case .servingChanged, .servingLostToFault:
      serve(workload, ready: ready[workload] + observation.value, demand: demand[workload], at: observation.time)
    case .demandChanged:
      add(observation.value - demand[workload], to: 0, at: observation.time)
      serve(workload, ready: ready[workload], demand: observation.value, at: observation.time)
    case .waitingChanged: add(observation.value, to: 2, at: observation.time)
    case .lossChanged:
      add(observation.value, to: Self.firstCause + Int(observation.cause.rawValue), at: observation.time)
    default: break
    }
  }

  /// How long the queues are now.
  mutating func take(decisions: Int, evictions: Int, at time: SimulationTime) {
    add(Int64(decisions) - values[3], to: 3, at: time)
    add(Int64(evictions) - values[4], to: 4, at: time)
  }

  private mutating func serve(_ workload: Int, ready: Int64, demand: Int64, at time: SimulationTime) {
    let change = min(ready, demand) - min(self.ready[workload], self.demand[workload])
    self.ready[workload] = ready
    self.demand[workload] = demand
    add(change, to: 1, at: time)
  }

  private mutating func add(_ change: Int64, to counter: Int, at time: SimulationTime) {
    guard change != 0 else { return }
    values[counter] += change
    if changedAt[counter] == nil { changedAt[counter] = time }
    isAnyPending = true
  }

  /// Writes what has come to rest before `time`. A moment that is not over may still change.
  mutating func write(before time: SimulationTime, to file: TraceFile) {
    guard isAnyPending else { return }
    isAnyPending = false
    for counter in values.indices {
      guard let changed = changedAt[counter] else { continue }
      let due = max(changed, writtenAt[counter] + Self.spacing)
      guard due < time else {
        isAnyPending = true
        continue
      }
      changedAt[counter] = nil
      write(counter, at: due, to: file)
    }
  }

  /// Writes what is left, at the end of the run.
  mutating func finish(at end: SimulationTime, to file: TraceFile) {
    for counter in values.indices {
      guard let changed = changedAt[counter] else { continue }
      changedAt[counter] = nil
      write(counter, at: min(end, max(changed, writtenAt[counter] + Self.spacing)), to: file)
    }
  }

  /// A value that has come back to what it was draws no point.
  private mutating func write(_ counter: Int, at time: SimulationTime, to file: TraceFile) {
    guard written[counter] ?? 0 != values[counter] else { return }
    file.counter(Self.names[counter], at: time, values[counter])
    written[counter] = values[counter]
    writtenAt[counter] = time
  }
}
