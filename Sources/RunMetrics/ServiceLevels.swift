// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import FederationWorld
import Quantities
import Results

/// How much of the demand was served: availability, loss, surplus, and the same against the contender's own promise.
///
/// Source: availability is the sum over workloads of the integral of min(ready and reachable, demand) over the integral
/// of demand: surplus of one workload never repays another's deficit, nor its own of another time.
struct ServiceLevels: Sendable {
  /// Each workload by itself.
  private(set) var workloads: WorkloadLevels
  private(set) var served = ExactIntegral()
  private(set) var demand = ExactIntegral()
  private var surplus = ExactIntegral()
  private var kept = ExactIntegral()
  private var promised = ExactIntegral()
  private var servedWhileFailed = ExactIntegral()
  private var demandWhileFailed = ExactIntegral()
  private var activeFaults = 0
  private var hasFailed = false
  /// Availability up to the first failure; nil without one, or without time before it.
  private var shareBeforeFailures: Double?
  private var stoppedNeeded: Int64 = 0

  init(workloadCount: Int) { workloads = WorkloadLevels(count: workloadCount) }

  mutating func take(_ observation: Observation) {
    let time = observation.time
    switch observation.kind {
    case .servingChanged, .servingLostToFault:
      change(Int(observation.workload), at: time) { $0.serving += observation.value }
    case .demandChanged:
      change(Int(observation.workload), at: time) { $0.wanted = observation.value }
    case .promiseChanged:
      change(Int(observation.workload), at: time) { $0.promised = observation.value }
    case .stoppedHealthy:
      // Seen after the replicas have gone: what was surplus before is no harm.
      let workload = workloads[Int(observation.workload)]
      let surplusBefore = max(0, workload.serving + observation.value - workload.wanted)
      stoppedNeeded += max(0, observation.value - surplusBefore)
    case .faultBegan:
      if !hasFailed { shareBeforeFailures = served.ratio(to: demand, at: time) }
      hasFailed = true
      activeFaults += 1
      noteFailed(at: time)
    case .faultEnded:
      activeFaults -= 1
      noteFailed(at: time)
    default: break
    }
  }

  private mutating func change(_ index: Int, at time: SimulationTime, _ body: (inout WorkloadLevels.Level) -> Void) {
    let before = workloads[index]
    body(&workloads[index])
    let after = workloads[index]
    served.add(after.served - before.served, at: time)
    demand.add(after.wanted - before.wanted, at: time)
    surplus.add(max(0, after.serving - after.wanted) - max(0, before.serving - before.wanted), at: time)
    kept.add(after.kept - before.kept, at: time)
    promised.add(after.promised - before.promised, at: time)
    workloads[index].lost.set(after.wanted - after.served, at: time)
    workloads[index].demand.set(after.wanted, at: time)
    noteFailed(at: time)
  }

  private mutating func noteFailed(at time: SimulationTime) {
    servedWhileFailed.set(activeFaults > 0 ? served.value : 0, at: time)
    demandWhileFailed.set(activeFaults > 0 ? demand.value : 0, at: time)
  }

  /// The share of the demand that is served now; nil without demand.
  var servedShare: Double? { demand.value > 0 ? Double(served.value) / Double(demand.value) : nil }

  func metrics(at end: SimulationTime) -> [String: MetricValue] {
    let replicaDays = demand.hours(at: end) / 24
    return [
      "availability": MetricValue(served.ratio(to: demand, at: end)),
      "availability_own_promise": MetricValue(kept.ratio(to: promised, at: end)),
      "availability_during_failures": MetricValue(servedWhileFailed.ratio(to: demandWhileFailed, at: end)),
      "availability_before_failures": MetricValue(shareBeforeFailures),
      "lost_replica_hours": MetricValue(demand.hours(at: end) - served.hours(at: end)),
      "surplus_replica_hours": MetricValue(surplus.hours(at: end)),
      "replicas_killed_healthy": MetricValue(Double(stoppedNeeded)),
      "churn_per_1000_replica_days": MetricValue(
        replicaDays > 0 ? Double(stoppedNeeded) / replicaDays * 1000 : nil),
    ]
  }

  /// What was lost so far, in replicas times nanoseconds.
  func lostTotal(at end: SimulationTime) -> Int128 { demand.total(at: end) - served.total(at: end) }

  /// Served replica-hours so far.
  func servedHours(at end: SimulationTime) -> Double { served.hours(at: end) }
}
